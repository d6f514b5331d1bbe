package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands without arithmetic do not load ND4J. Each list of commands runs in its own process. */
@Slow
class LightVerbsTests {
    private static final String FILE = "configs/two-layer.yaml";

    /** Runs verbs, each of them written as one argument. */
    static final class Verbs {
        public static void main(String[] verbs) {
            for (String verb : verbs) {
                int code = Console.run(verb.split(" ")).code();
                if (code != 0) {
                    throw new IllegalStateException(verb + " ended with " + code);
                }
            }
        }
    }

    /** The classes that a process loads. */
    private static String classesOf(Path directory, String... verbs) throws IOException, InterruptedException {
        Path log = directory.resolve("classes.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                Verbs.class.getName()));
        command.addAll(List.of(verbs));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.txt").toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> read(directory.resolve("output.txt")));
        return read(log);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean startsNd4j(String classes) {
        return classes.contains(" org.nd4j.linalg.factory.Nd4j ") || classes.contains(" org.bytedeco.");
    }

    @Test
    void startNothingOfNd4j(@TempDir Path directory) throws IOException, InterruptedException {
        String classes = classesOf(
                directory,
                "--help",
                "validate " + FILE,
                "summary " + FILE,
                "explain " + FILE,
                "words",
                "words adam",
                "doctor",
                "recorder",
                "train --engine reference configs/mini-batches.yaml");
        assertTrue(classes.contains(" dev.plumbline.cli.describe.DoctorCommand "), "the log holds classes");
        assertFalse(startsNd4j(classes));
    }

    @Test
    void aVerbThatTrainsOnDl4jDoes(@TempDir Path directory) throws IOException, InterruptedException {
        assertTrue(startsNd4j(classesOf(directory, "train configs/mini-batches.yaml")));
    }
}
