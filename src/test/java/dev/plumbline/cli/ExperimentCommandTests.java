package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentCommandTests {
    private static final String FILE = "configs/three-layer.yaml";

    @TempDir
    Path directory;

    private Console experiment(Path out, String... more) {
        return Console.run(Stream.concat(Stream.of("experiment", FILE, "-o", out.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void writesTheExperimentAndReplacesIt() throws IOException {
        Path out = directory.resolve("net.npz");
        assertEquals(new Console(0, "wrote " + out + "\n", ""), experiment(out));
        byte[] first = Files.readAllBytes(out);
        assertEquals(0, experiment(out, "--seed", "2").code());
        assertTrue(first.length == Files.size(out) && !java.util.Arrays.equals(first, Files.readAllBytes(out)));
        assertEquals(0, experiment(out).code());
        assertArrayEquals(first, Files.readAllBytes(out));
    }

    @Test
    void leavesEveryOtherFileAlone() throws IOException {
        for (String text : new String[] {"mine", "PK\3\4 no archive"}) {
            Path mine = Files.writeString(directory.resolve("mine.npz"), text);
            Console refused = experiment(mine);
            assertEquals(2, refused.code());
            assertTrue(
                    refused.err().contains("` exists and is not an experiment of Plumbline, so it is not replaced"),
                    refused.err());
            assertEquals(text, Files.readString(mine));
        }
        Path recording =
                Files.copy(Path.of("src/test/resources/numpy/data/weights.npz"), directory.resolve("recording.npz"));
        assertEquals(2, experiment(recording).code());
        assertEquals(2, experiment(Path.of(FILE)).code());
    }

    @Test
    void leavesNothingBehindWhereTheFileIsWrong() throws IOException {
        assertEquals(
                2, experiment(directory.resolve("net.npz"), "--epochs", "-1").code());
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(Set.of(), files.collect(Collectors.toSet()));
        }
    }

    /** A program from `scaffold` says what it needs when it is started alone, and runs with that. */
    @Test
    @Tag("python")
    void aScaffoldRunsAlone() throws IOException, InterruptedException {
        Console.run("scaffold", FILE, "--language", "python", "-o", directory.toString());
        Path source = directory.resolve("three_layer_net.py").toRealPath();
        Path archive = source.resolveSibling("three_layer_net.npz");
        assertEquals(
                "Started alone, this program reads " + archive + ". Write that file with:\n  plumbline experiment "
                        + FILE + " -o " + archive + "\n",
                python(source, 1));

        assertEquals(0, experiment(archive, "--epochs", "100").code());
        String said = python(source, 0);
        assertTrue(said.matches("Loss of the last step: 0\\.49\\d+\nRecorded in recording.npz\n"), said);
        Console check = Console.run(
                "check",
                FILE,
                "--epochs",
                "100",
                "--no-dl4j",
                "--against",
                directory.resolve("recording.npz").toString());
        assertEquals(0, check.code(), check.out() + check.err());
    }

    private String python(Path source, int code) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("python3", source.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(code, process.waitFor(), said);
        return said;
    }
}
