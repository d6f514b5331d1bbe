package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of the examples and the dropout masks of a file, in place of those that the seed draws. */
class RecordedDrawsTests {
    private static final String NETWORK = """
            layers:
              - dense: { units: 2, activation: tanh }
              - dense: { units: 1, activation: identity, dropout: { drop_probability: 0.25 } }
            init: glorot_uniform
            loss: half_squared_error
            reduction: mean
            training: { optimizer: { sgd: { learning_rate: 0.1 } }, batch_size: 2, epochs: 2, shuffle: false }
            data: { npz: { file: data.npz, order: order, masks: m } }
            """;

    @TempDir
    private Path directory;

    private final Map<String, NpyArray> arrays = new HashMap<>();

    @BeforeEach
    void putArrays() {
        arrays.put("inputs", NpyArray.of(List.of(3, 2), 0.1, 0.2, -0.3, 0.4, 0.5, -0.6));
        arrays.put("targets", NpyArray.of(List.of(3, 1), 1, 2, 3));
        arrays.put("order", NpyArray.of(List.of(2, 3), 2, 0, 1, 1, 2, 0));
        arrays.put("m2", NpyArray.of(List.of(6, 2), 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 0));
    }

    private Console run(String command, String network, String... options) throws IOException {
        Npz.write(directory.resolve("data.npz"), arrays);
        Path file = Console.write(directory, "net.yaml", network);
        String[] arguments = new String[options.length + 2];
        arguments[0] = command;
        arguments[1] = file.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return Console.run(arguments);
    }

    private void refused(String network, String... parts) throws IOException {
        Console console = run("validate", network);
        assertEquals(2, console.code(), console::out);
        for (String part : parts) {
            assertTrue(console.err().contains(part), console::err);
        }
    }

    @Test
    void bothEnginesTrainInTheGivenOrderWithTheGivenMasks() throws IOException {
        Console console = run("check", NETWORK);
        assertEquals(0, console.code(), console::err);
        Path experiment = directory.resolve("experiment.npz");
        assertEquals(0, run("experiment", NETWORK, "-o", experiment.toString()).code());
        try (Npz archive = Npz.open(experiment)) {
            assertArrayEquals(
                    arrays.get("order").toRowMajor(), archive.read("order").toRowMajor());
            assertArrayEquals(
                    arrays.get("m2").toRowMajor(), archive.read("mask2").toRowMajor());
        }
    }

    @Test
    void theOrderIsAPermutationOfTheExamplesInEachEpoch() throws IOException {
        arrays.put("order", NpyArray.of(List.of(2, 3), 0, 1, 2, 1, 2, 1));
        refused(NETWORK, "data.npz", "the order of epoch 1 has twice the example 1");
        arrays.put("order", NpyArray.of(List.of(2, 3), 0, 1, 3, 1, 2, 0));
        refused(NETWORK, "the order of epoch 0 has the example 3", "each number from 0 to 2 once");
        arrays.put("order", NpyArray.of(List.of(1, 3), 0, 1, 2));
        refused(NETWORK, "error[E024]", "`order` is 1×3 for a training of 2×3, epochs × examples");
        arrays.remove("order");
        refused(NETWORK, "order");
    }

    @Test
    void masksAreZerosAndOnesForEachExampleOfEveryStep() throws IOException {
        arrays.put("m2", NpyArray.of(List.of(6, 2), new double[] {1, 0, 0, 1, 1, 0.5, 0, 1, 1, 1, 1, 0}));
        refused(NETWORK, "the masks of layer 2 have other numbers than 0 and 1");
        arrays.put("m2", NpyArray.of(List.of(2, 2), 1, 0, 0, 1));
        refused(NETWORK, "`mask2` is 2×2 for a training of 6×2");
        arrays.put("m2", NpyArray.of(List.of(4), 1, 0, 0, 1));
        refused(NETWORK, "two dimensions");
    }

    @Test
    void nothingIsDrawnBesides() throws IOException {
        refused(NETWORK.replace("shuffle: false", "shuffle: true"), "`shuffle: true` draws the order");
        refused(NETWORK.replace(", dropout: { drop_probability: 0.25 }", ""), "`masks` would have no effect");
        refused(
                NETWORK.replace("shuffle: false", "distributed: { workers: 2, averaging_frequency: 1 }"),
                "several workers cannot train with an `order` or `masks`");
        Console program = run("explain", NETWORK, "--java");
        assertEquals(2, program.code(), program::out);
        assertTrue(program.err().contains("a program of its own draws the order"), program::err);
    }
}
