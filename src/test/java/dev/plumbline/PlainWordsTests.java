package dev.plumbline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Readers come from the whole world: phrases that once made them read a sentence twice do not come back. */
class PlainWordsTests {
    private static final List<String> MANNERED = List.of(
            "unless said",
            "not said",
            "are heard",
            "in this house",
            "nobody knows",
            "whatever was compared agrees",
            "own tensors before it",
            "what it is worth",
            "would fail inside",
            "is refused before",
            "a fault of Plumbline's",
            "may stand here",
            "somebody's own",
            "what is said of a run");

    private static final List<Path> READ = List.of(
            Path.of("README.md"),
            Path.of("CONTRIBUTING.md"),
            Path.of("plumbline"),
            Path.of("src/docs"),
            Path.of("src/main"));

    @Test
    void noManneredPhraseIsUsed() throws IOException {
        List<String> found = new ArrayList<>();
        int files = 0;
        for (Path root : READ) {
            try (Stream<Path> paths = Files.walk(root)) {
                for (Path file : paths.filter(Files::isRegularFile).toList()) {
                    String text = Files.readString(file).replaceAll("\\s+(\\* )?", " ");
                    MANNERED.stream().filter(text::contains).forEach(phrase -> found.add(file + ": " + phrase));
                    files++;
                }
            }
        }
        assertEquals(List.of(), found);
        assertFalse(files < 100, "only " + files + " files were read");
    }
}
