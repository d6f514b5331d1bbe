package dev.plumbline.yaml.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import dev.plumbline.fuzz.FileFuzzing;
import dev.plumbline.fuzz.MutatedDescriptions;
import dev.plumbline.yaml.Example;
import dev.plumbline.yaml.YamlReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file gives a specification or printable diagnostics. */
@Slow
class MutationTests {
    private static final int MUTANTS = 6000;
    private static final int SHOWN = 200;

    @TempDir
    private Path directory;

    @Test
    void everyMutantIsASpecificationOrDiagnostics() throws IOException {
        List<String> files = new ArrayList<>(List.of(Example.valid().text()));
        for (File config : new File("configs").listFiles((folder, name) -> name.endsWith(".yaml"))) {
            files.add(Files.readString(config.toPath()));
        }
        FileFuzzing.Result result = new FileFuzzing(directory, directory)
                .run(
                        MUTANTS,
                        1,
                        new MutatedDescriptions(1, files, MutationTests::reads),
                        new FileFuzzing.Listener() {});
        assertEquals(List.of(), result.faults());
        assertTrue(result.read() > MUTANTS / 20 && result.refused() > MUTANTS / 2, result.toString());
    }

    private static boolean reads(Path file) throws IOException {
        try {
            YamlReader.read(file);
            return true;
        } catch (InvalidFileException e) {
            assertCanBeShown(file.toString(), e);
            return false;
        }
    }

    private static void assertCanBeShown(String mutant, InvalidFileException invalid) {
        assertFalse(invalid.diagnostics().isEmpty(), mutant);
        int last = 0;
        // A line that is repeated thousands of times is a problem each time.
        for (Diagnostic diagnostic : invalid.diagnostics().stream().limit(SHOWN).toList()) {
            String shown = diagnostic.toString();
            assertTrue(shown.startsWith("error[E"), mutant);
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
