package dev.plumbline.handrolled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.Npz;
import dev.plumbline.recording.ExperimentArchive;
import dev.plumbline.recording.Python;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Tutorial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the networks on the page of recordings, and compares its names with the code. */
class RecordingPageTests {
    private static final int TENSORS = 6;

    @TempDir
    Path directory;

    private final Experiment experiment = Experiment.of(Tutorial.threeLayer(5, 20));

    private static String page() throws IOException {
        return Files.readString(Path.of("src/docs/recording.md"));
    }

    private static String block(String language) throws IOException {
        Matcher matcher = Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(page());
        assertTrue(matcher.find());
        return matcher.group(1);
    }

    @Test
    void theNetworkInJavaAgrees() throws IOException {
        Path file = Files.writeString(directory.resolve("TutorialNetwork.java"), block("java"));
        Agreement.requireOf(Networks.open(file.toString(), List.of()), experiment, TENSORS);
    }

    @Test
    @Tag(Python.TAG)
    void theNetworkInPythonAgrees() throws IOException, InterruptedException {
        Agreement.requireOf(Python.network(directory, block("python")), experiment, TENSORS);
    }

    @Test
    void theNetworkInKotlinAgrees() throws IOException {
        String test = Files.readString(Path.of("src/test/kotlin/dev/plumbline/handrolled/TutorialNetwork.kt"));
        assertFalse(block("kotlin").isBlank());
        assertTrue(test.contains(block("kotlin")));
        Agreement.requireOf(Networks.open("dev.plumbline.handrolled.TutorialNetwork", List.of()), experiment, TENSORS);
    }

    @Test
    void namesEveryTensorAndEveryInput() throws IOException {
        for (Quantity quantity : Quantity.values()) {
            boolean isMemory = quantity.symbol().startsWith("m");
            assertEquals(!isMemory, page().contains("\n| `" + quantity.symbol() + "` |"), quantity.symbol());
        }
        Path file = directory.resolve("experiment.npz");
        ExperimentArchive.write(experiment, file);
        try (Npz archive = Npz.open(file)) {
            archive.names().stream()
                    .filter(name -> !name.endsWith("2"))
                    .forEach(name -> assertTrue(contains(name), name));
        }
    }

    private static boolean contains(String name) {
        try {
            return page().contains("`" + name + "`");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
