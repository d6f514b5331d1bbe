package dev.plumbline.handrolled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.Npz;
import dev.plumbline.diagnose.ThreeWayCheck;
import dev.plumbline.recording.ExperimentArchive;
import dev.plumbline.recording.Languages;
import dev.plumbline.recording.Python;
import dev.plumbline.recording.RecordingFile;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Tutorial;
import dev.plumbline.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
        return blocks(language).get(0);
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(page())
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @Test
    void theNetworkInJavaAgrees() throws IOException {
        Path file = Files.writeString(directory.resolve("TutorialNetwork.java"), block("java"));
        Agreement.requireOf(Networks.open(file.toString(), List.of()), experiment, TENSORS);
    }

    /** The page leaves out what it has shown before. */
    @Test
    void theProgramInJavaAgrees() throws IOException {
        String first = block("java");
        String methods = first.substring(first.indexOf("    private static double[][] forward"));
        String program = blocks("java").get(1).replaceFirst("    // .* as above\n}\n", "") + methods;
        Agreement.requireOf(Languages.java(directory, program, line -> {}), experiment, TENSORS);
    }

    @Test
    @Tag(Languages.TAG)
    void theNetworkInJavaScriptAgrees() throws IOException {
        Agreement.requireOf(Languages.javaScript(directory, block("javascript"), line -> {}), experiment, TENSORS);
    }

    @Test
    @Tag(Languages.TAG)
    void theProgramInCAgrees() throws IOException, InterruptedException {
        Path source = Files.writeString(directory.resolve("net.c"), block("c"));
        for (List<String> command :
                List.of(List.of("gcc", "-Wall", "-Werror", source.toString(), "-lm", "-o", "net"), List.of("./net"))) {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .inheritIO()
                    .start();
            assertEquals(0, process.waitFor());
        }
        String twoLayer = Files.readString(Path.of("configs/two-layer.yaml"))
                .replace("epochs: 10000", "epochs: 100")
                .replace("every: 1000", "every: 10");
        Experiment trained =
                Experiment.of(YamlReader.read(twoLayer, "two-layer.yaml").spec());
        RecordingFile recording = new RecordingFile(directory.resolve("net.jsonl"));
        assertTrue(new ThreeWayCheck(trained, Optional.empty()).run(recording).agrees());
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
