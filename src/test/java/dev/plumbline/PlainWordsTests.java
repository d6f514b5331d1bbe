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

/** Keeps out phrases that are hard to understand for readers whose second language is English. */
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
            "what is said of a run",
            "there is to say",
            "has come to, in words",
            "gives way to",
            "one argument too many",
            "on their own account",
            "Nobody reads",
            "held against its own",
            "as people do",
            "Whoever",
            "if it is none",
            "is said at once",
            "Whether somebody",
            "a fault of ours",
            "of the user's own",
            "as it was understood",
            "none is needed",
            "stand-in",
            "is there and may not",
            "beside it reference",
            "asks whether",
            "last digits decide",
            "gone on with",
            "as people write",
            "in the light of",
            "brought forth",
            "brings forth",
            "tells them apart",
            "all that is shown",
            "what is shown is",
            "hands that out",
            "is none exactly",
            "but for its",
            "only but for rounding",
            "written otherwise",
            "is as right",
            "a right network shows",
            "somebody looks on",
            "the like of it",
            "of no catalogue",
            "is accused");

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
