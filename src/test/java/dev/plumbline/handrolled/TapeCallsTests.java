package dev.plumbline.handrolled;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TapeCallsTests {
    @TempDir
    private Path directory;

    private static List<Integer> lines(Path file, Quantity quantity, int layer) {
        return TapeCalls.lines(file, new Key.Place(quantity, layer)).stream()
                .map(Subject.Line::number)
                .toList();
    }

    @Test
    void findsWhatComputesEachTensor() {
        Path file = Path.of("src/test/resources/readme/AlmostNet.java");
        // double[][] a1 = layer(x, W1, b1), and the element that `layer` sets
        assertEquals(List.of(22, 51), lines(file, Quantity.ACTIVATION, 1));
        assertEquals(List.of(30), lines(file, Quantity.DELTA, 2));
        assertEquals(List.of(32), lines(file, Quantity.DELTA, 1));
        assertEquals(List.of(36, 62), lines(file, Quantity.WEIGHT_GRADIENT, 2));
        // W1 is changed by `descend`, under the name of its parameter
        assertEquals(List.of(72), lines(file, Quantity.WEIGHTS, 1));
        assertEquals(List.of(75), lines(file, Quantity.BIAS, 2));
        assertEquals(List.of(29), lines(file, Quantity.LOSS, 2));
        assertEquals(List.of(), lines(file, Quantity.PRE_ACTIVATION, 1));
    }

    @Test
    void takesAnExpressionAndALoopOverTheLayers() throws IOException {
        Path file = directory.resolve("Net.java");
        Files.writeString(file, """
                class Net {
                    double[][][] d = new double[2][][];
                    void step(double[][] x, double[][] y, Tape tape) {
                        for (int l = 1; l >= 0; l--) {
                            d[l] = delta(l);
                            tape.dZ(l + 1, d[l]).A(l + 1, squashed(x));
                        }
                    }
                    double[][] squashed(double[][] z) {
                        return map(z, v -> 1 / (1 + Math.exp(-v)));
                    }
                    double[][] delta(int l) {
                        double[][] e = map(d[1], v -> v);
                        return e;
                    }
                    void start(double[][][] weights, double[][] biases) { d[0] = weights[0]; }
                }
                """);
        assertEquals(List.of(5, 13), lines(file, Quantity.DELTA, 1));
        assertEquals(List.of(10), lines(file, Quantity.ACTIVATION, 2));
    }

    @Test
    void aSourceThatIsNoJavaHasNoLines() throws IOException {
        Path file = directory.resolve("Broken.java");
        Files.writeString(file, "class { tape.dZ(1,");
        assertEquals(List.of(), lines(file, Quantity.DELTA, 1));
        assertEquals(List.of(), lines(directory.resolve("Missing.java"), Quantity.DELTA, 1));
    }
}
