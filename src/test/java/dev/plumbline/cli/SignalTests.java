package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.trace.Experiment;
import dev.plumbline.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whenever the program is told to end, no half report is left, and when it is killed, the next start clears away what
 * is left. {@code -Dplumbline.signals=1100} tries as many moments, of which one in eleven is a kill; a build
 * tries 6.
 */
@DisabledOnOs(OS.WINDOWS)
class SignalTests {
    private static final int MOMENTS = Integer.getInteger("plumbline.signals", 3);
    private static final long SEED = Long.getLong("plumbline.signals.seed", 1);
    private static final int KILLED = 128 + 9;

    /** The JVM prints it, with exit code 1, when a signal comes in the first tenth of a second, before any of our code. */
    private static final String NOT_STARTED = "Error occurred during initialization of VM\n";

    private static final String NETWORK = """
            class Net implements dev.plumbline.handrolled.HandRolledNetwork {
                double[][] W;
                public void start(double[][][] weights, double[][] biases) { W = weights[0]; }
                public void step(double[][] x, double[][] y, dev.plumbline.handrolled.Tape tape) { tape.W(1, W); }
            }
            """;

    /** The codes of a check that finished before the signal. */
    private static final Set<Integer> WITH_VERDICT = Set.of(0, 3);

    private static final Set<Integer> CODES = Set.of(0, 3, 128 + 2, 128 + 15, KILLED);

    @TempDir
    private Path directory;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private String against = "";

    /** A command, and a class in a JVM of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"sh network.sh", "Net.java"})
    void leavesNoHalfFileWheneverItIsToldToEnd(String network) throws IOException, InterruptedException {
        against = network;
        Console.write(directory, "Net.java", NETWORK);
        Path file = Console.threeLayer(directory, 40);
        Experiment experiment = Experiment.of(YamlReader.read(file).spec());
        Recordings.ofWeights(directory.resolve("recorded.npz"), experiment, 40, 1);
        Console.write(directory, "network.sh", "cp recorded.npz \"$PLUMBLINE_RECORDING\"\n");
        Files.createDirectory(directory.resolve("tmp"));
        long start = System.nanoTime();
        assertTrue(WITH_VERDICT.contains(end(start(), Long.MAX_VALUE, "")));
        long whole = System.nanoTime() - start;
        Set<String> clean = files();
        boolean hasLeft = false;
        int late = 0;
        for (int i = 0; i < MOMENTS; i++) {
            Process process = start();
            String signal = i % 11 == 0 ? "KILL" : i % 2 == 0 ? "INT" : "TERM";
            int code = end(process, random.nextLong(whole), signal);
            String output = Files.readString(directory.resolve("out"));
            String what = "moment " + i + ", " + signal + ", exit code " + code + "\n" + output
                    + Files.readString(directory.resolve("err"));
            assertTrue(CODES.contains(code) || code == 1 && output.startsWith(NOT_STARTED), what);
            areWhole(what);
            // A killed process leaves things behind, and one that is told to end may create something while it ends.
            // The next process clears them.
            boolean leaves = !clean.equals(files());
            late += leaves && code != KILLED && !hasLeft ? 1 : 0;
            assertTrue(late <= 1 + i / 100, what + "left " + files());
            hasLeft = leaves && code > 3;
            assertTrue(!leaves || hasLeft, what + "left " + files());
        }
        assertTrue(WITH_VERDICT.contains(end(start(), Long.MAX_VALUE, "")));
        assertEquals(clean, files());
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Plumbline.class.getName(),
                        "check",
                        "three-layer.yaml",
                        "--no-dl4j",
                        "--against",
                        against,
                        "--html",
                        "report.html",
                        "--junit",
                        "report.xml")
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
    }

    /** Ends a process after this number of nanoseconds, unless it has ended; returns its exit code. */
    private static int end(Process process, long nanoseconds, String signal) throws IOException, InterruptedException {
        if (!process.waitFor(nanoseconds, TimeUnit.NANOSECONDS)) {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
        return process.waitFor();
    }

    private void areWhole(String what) throws IOException {
        String html = Files.readString(directory.resolve("report.html"));
        String xml = Files.readString(directory.resolve("report.xml"));
        assertTrue(html.startsWith("<!DOCTYPE html>") && html.endsWith("</html>\n"), what);
        assertTrue(xml.startsWith("<?xml") && xml.endsWith("</testsuites>\n"), what);
        String messages = Files.readString(directory.resolve("err"));
        assertFalse(messages.contains("\tat ") || messages.contains("internal error"), what);
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> directory.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
