package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Files that are meant to be too much. */
@Slow
class LimitsTests {
    /** Two cores of a busy machine need a second or two. */
    private static final Duration FEW_SECONDS = Duration.ofSeconds(20);

    @Test
    void refusesDeepNestingInBrackets() {
        assertTimeout(
                FEW_SECONDS,
                () -> Example.text("inputs: " + "[".repeat(100_000)).isRefusedWith("""
                        error[E004]: this is nested more than 40 levels deep
                          --> xor.yaml:1:49
                        1 | …[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[…
                          |                          ^
                        """));
    }

    @Test
    void refusesDeepNestingInBlocks() {
        assertEquals(
                "this is nested more than 40 levels deep",
                Example.text("- ".repeat(100_000) + "1")
                        .refusal()
                        .diagnostics()
                        .get(0)
                        .message());
    }

    @Test
    void refusesAnAliasBomb() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append(String.format("a%d: &a%d [", i, i))
                    .append(("*a" + (i - 1) + ", ").repeat(10))
                    .append("]\n");
        }

        Example.text(bomb.toString()).isRefusedWith("""
                        error[E004]: the aliases of this file repeat too many values
                          --> xor.yaml:5:45
                        5 | a4: &a4 [*a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, ]
                          |                                             ^^^
                          = at most 100,000 values may be repeated by aliases
                        """);
    }

    @Test
    void readsALargeTable() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 39_000; i++) {
            rows.add("[" + i + ", 0.123456789]");
        }
        String targets = "[" + "[1], ".repeat(rows.size()) + "]";
        Example large = Example.valid()
                .with("[[0, 0], [0, 1], [1, 0], [1, 1]]", "\n    - " + String.join("\n    - ", rows))
                .with("[[0], [1], [1], [0]]", targets);

        assertTimeout(FEW_SECONDS, () -> {
            DataSource.Inline data = (DataSource.Inline) large.spec().data();
            assertEquals(List.of(38_999.0, 0.123456789), data.inputs().get(38_999));
        });
    }

    @Test
    void refusesMoreValuesThanCanBeReadInASecondOrTwo() {
        String row = "[" + "1,".repeat(1_000_000) + "]";

        String message = assertTimeout(
                        FEW_SECONDS,
                        () -> Example.valid()
                                .with("[0, 1], [1, 0]", "[0, 1], " + row + ", [1, 0]")
                                .refusal())
                .getMessage();

        assertTrue(message.startsWith("error[E004]: this file contains too many values\n"), message);
        assertTrue(message.contains("at most 200,000 keys, values and lists; put the\n"), message);
    }

    @Test
    void showsTheFirstProblemsOfVeryManyAndCountsTheOthers() {
        String row = "[" + "x, ".repeat(100_000) + "]";
        Example many = Example.valid().with("[0, 1], [1, 0]", "[0, 1], " + row + ", [1, 0]");

        String message = assertTimeout(FEW_SECONDS, many::refusal).getMessage();

        assertTrue(message.endsWith("\n\n… and 99981 more"), message.substring(message.length() - 40));
        assertEquals(20, message.split("error\\[", -1).length - 1);
        assertTrue(message.lines().allMatch(line -> line.length() <= 80));
    }

    @Test
    void takesATimeThatGrowsWithTheFileForLongCommentsAndWords() {
        String long0 = "x".repeat(4_000_000);
        assertTimeout(
                FEW_SECONDS,
                () -> Example.text(Example.valid().text() + "# " + long0 + "\n").spec());
        assertTimeout(
                FEW_SECONDS,
                () -> Example.valid().with("inputs: 2", "inputs: " + long0).refusal());
    }

    @Test
    void takesATimeThatGrowsWithTheNumberOfUnknownKeys() {
        StringBuilder text = new StringBuilder(Example.valid().text());
        for (int i = 0; i < 40_000; i++) {
            text.append("key").append(i).append(": 1\n");
        }
        String message = assertTimeout(
                        FEW_SECONDS, () -> Example.text(text.toString()).refusal())
                .getMessage();
        assertTrue(message.endsWith("\n\n… and 39980 more"), message.substring(message.length() - 40));
    }

    @Test
    void takesATimeThatGrowsWithTheNumberOfWordsInThePlaceOfOne() {
        String words =
                "{" + IntStream.range(0, 60_000).mapToObj(i -> "k" + i + ": 1").collect(Collectors.joining(", ")) + "}";
        String message = assertTimeout(
                        FEW_SECONDS,
                        () -> Example.valid()
                                .with("activation: tanh", "activation: " + words)
                                .refusal())
                .getMessage();
        assertTrue(message.endsWith("\n\n… and 59980 more"), message.substring(message.length() - 40));
    }

    @Test
    void keepsEveryProblemOfTwentyThousand() {
        StringBuilder text = new StringBuilder(Example.valid().text());
        for (int i = 0; i < 20_000; i++) {
            text.append("key").append(i).append(": 1\n");
        }
        InvalidFileException refusal = Example.text(text.toString()).refusal();
        assertEquals(20_000, refusal.diagnostics().size());
        assertEquals(0, refusal.uncollected());
    }

    @Test
    void showsOnlyAShortPartOfLongTexts() {
        String letters = "x".repeat(1_000_000);

        Example.valid().with("activation: tanh", "activation: " + letters).isRefusedWith("""
                        error[E013]: unknown activation `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`
                          --> xor.yaml:4:36
                        4 | …{ units: 4, activation: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
                          |                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                          = allowed here: ALL_ACTIVATIONS
                        """);
    }

    @Test
    void refusesEscapeSequencesOfNoCharacter() {
        for (String text : List.of("name: \"\\UFFFFFFFF\"", "name: \"\\x", "name: \"\\u12", "name: \"a\\")) {
            assertTrue(
                    Example.text(text).refusal().getMessage().startsWith("error[E"),
                    () -> "no exception of the parser's own for " + text);
        }
        Example.text("name: \"\\UFFFFFFFF\"").isRefusedWith("""
                error[E006]: this escape sequence is not a character
                  --> xor.yaml:1:8
                1 | name: "\\UFFFFFFFF"
                  |        ^
                  = allowed here: \\x41, \\u0041 and \\U00000041, the code of a character, at most
                      10FFFF, in two, four or eight digits
                """);
    }
}
