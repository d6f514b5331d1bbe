package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, as a limit on the size of files simulates it, is named by its file, and no command is lost by it. */
@DisabledOnOs(OS.WINDOWS)
class FullDiskTests {
    private static final String NETWORK = """
            name: full
            inputs: 2
            layers:
              - dense: { units: 3, activation: sigmoid, init: glorot_uniform }
            loss: half_squared_error
            reduction: sum
            training: { optimizer: { sgd: { learning_rate: 0.1 } }, batch_size: all, epochs: 100 }
            data: { inputs: [[0, 1], [1, 0]], targets: [[0, 1, 0], [1, 0, 1]] }
            report: { every: 1, metrics: [loss, mean_squared_error] }
            """;

    @TempDir
    private Path directory;

    /** Runs the program, which can write no file of more than 2 KB; returns what it says. */
    private String limited(String... arguments) {
        // The shell counts in 512 bytes; what the program says goes through a process without the limit.
        String line = "{ (ulimit -f 4; exec \"$@\"); echo \"exit code $?\"; } 2>&1 | cat";
        return Program.run(directory, Map.of("JDK_JAVA_OPTIONS", "-XX:-UsePerfData"), line, arguments)
                .out();
    }

    private void assertRefused(Path file, String... arguments) {
        String text = limited(arguments);
        assertTrue(text.contains("error[E061]: `" + file), text);
        assertTrue(text.contains(" could not be written: "), text);
        assertTrue(text.endsWith("exit code 2\n"), text);
    }

    private static String[] train(Path network, Path run) {
        return new String[] {"train", network.toString(), "--engine", "reference", "--run", run.toString()};
    }

    @Test
    void aRunThatCannotBeginLeavesNothing() {
        Path network = Console.write(directory, "net.yaml", NETWORK + "# " + "x".repeat(3000) + "\n");
        Path run = directory.resolve("run");
        assertRefused(run, train(network, run));
        assertTrue(Files.notExists(run), "the folder of a run without a run");
        assertEquals(0, Console.run(train(network, run)).code());
    }

    @Test
    void aRunThatCannotGoOnIsContinued() {
        Path network = Console.write(directory, "net.yaml", NETWORK);
        Path run = directory.resolve("run");
        assertRefused(run, train(network, run));
        String again = Console.run(train(network, run)).err();
        assertTrue(again.contains("`plumbline train --resume " + run + "` continues that run"), again);
        Console resumed = Console.run("train", "--resume", run.toString());
        assertEquals(0, resumed.code(), resumed.err());
        Path whole = directory.resolve("whole");
        assertEquals(0, Console.run(train(network, whole)).code());
        String compared =
                Console.run("compare", run.toString(), whole.toString()).out();
        assertTrue(compared.contains("Result: equal"), compared);
    }

    @Test
    void otherFilesAreNamedAndNoneIsLeft() throws IOException {
        Path network = Console.write(
                directory,
                "net.yaml",
                NETWORK.replace("  - dense", "  - dense: { units: 200, activation: tanh, init: zeros }\n  - dense"));
        Path run = directory.resolve("run");
        assertEquals(0, Console.run(train(network, run)).code());
        String constant = IntStream.range(0, 400).mapToObj(i -> ",constant" + i).collect(Collectors.joining());
        String rows = IntStream.range(0, 9)
                .mapToObj(i -> i + ",1".repeat(400) + "," + i * i + "\n")
                .collect(Collectors.joining());
        Path table = Console.write(directory, "wide.csv", "a" + constant + ",b\n" + rows);
        for (String[] command : new String[][] {
            {"export", run.toString(), "-o", "weights.npz"},
            {"plot", run.toString(), "-o", "run.svg"},
            {"report", run.toString(), "-o", "run.html"},
            {"init", table.toString(), "-o", "wide.yaml"},
            {"scaffold", network.toString(), "--language", "python", "-o", "."},
        }) {
            assertRefused(Path.of(command[command.length - 1]), command);
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(
                    List.of("net.yaml", "run", "wide.csv"),
                    files.map(file -> String.valueOf(file.getFileName()))
                            .sorted()
                            .toList());
        }
    }
}
