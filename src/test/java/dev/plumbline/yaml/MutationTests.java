package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, it ends in a specification or in diagnostics that can be shown. */
class MutationTests {
    private static final int MUTANTS = 4000;
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            ",",
            "-",
            "- ",
            "\n",
            "\t",
            " ",
            "  ",
            "#",
            " #",
            "'",
            "\"",
            "\\",
            "&a ",
            "*a",
            "!",
            "!!str ",
            "|",
            ">",
            "?",
            "? ",
            "%",
            "@",
            "`",
            "~",
            "null",
            "true",
            "yes",
            "1",
            "-1",
            "0",
            ".nan",
            ".inf",
            "1e999",
            "0x1F",
            "3000000000000",
            "3.5",
            "---\n",
            "...\n",
            "<<: ",
            "{}",
            "[]",
            "dense",
            "sgd",
            "sigmoid",
            "epochs: 3",
            "init",
            "😀",
            "é",
            "e\u0301",
            "\u0000",
            "\uD800",
            "\uFEFF",
            "\u2028",
            "\r",
            "x".repeat(200));

    private final Random random = new Random(1);

    @Test
    void everyMutantIsASpecificationOrDiagnostics() {
        int valid = 0;
        for (int i = 0; i < MUTANTS; i++) {
            String mutant = mutant();
            try {
                Example.text(mutant).spec();
                valid++;
            } catch (InvalidFileException e) {
                assertCanBeShown(mutant, e);
            } catch (RuntimeException | StackOverflowError e) {
                fail("mutant " + i + ":\n" + mutant, e);
            }
        }
        assertTrue(valid > MUTANTS / 50, "only " + valid + " valid ones");
        assertTrue(valid < MUTANTS / 2, valid + " valid ones");
    }

    private String mutant() {
        StringBuilder text = new StringBuilder(Example.valid().text());
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(random.nextBoolean() ? 3 : 40));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
                default -> text.insert(random.nextInt(text.length()), text.substring(from, to));
            }
        }
        return text.toString();
    }

    private static void assertCanBeShown(String mutant, InvalidFileException invalid) {
        assertFalse(invalid.diagnostics().isEmpty(), mutant);
        int last = 0;
        for (Diagnostic diagnostic : invalid.diagnostics()) {
            String shown = diagnostic.toString();
            assertTrue(shown.startsWith("error: "), mutant);
            assertTrue(shown.lines().skip(1).allMatch(line -> Excerpt.width(line) <= 100), shown);
            assertTrue(diagnostic.line() >= last, "not in the order of the file:\n" + invalid.getMessage());
            last = diagnostic.line();
            diagnostic
                    .label()
                    .ifPresent(label -> assertTrue(
                            label.span().column() - 1
                                    <= diagnostic
                                            .source()
                                            .line(diagnostic.line())
                                            .length(),
                            shown));
        }
        assertEquals(invalid.diagnostics().stream().distinct().toList(), invalid.diagnostics(), mutant);
    }
}
