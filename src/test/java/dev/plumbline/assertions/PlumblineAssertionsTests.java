package dev.plumbline.assertions;

import static dev.plumbline.assertions.PlumblineAssertions.assertMatches;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.handrolled.HandRolledNetwork;
import dev.plumbline.handrolled.Networks;
import dev.plumbline.handrolled.Tape;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.Tutorial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The assertions as a test of a hand-written network uses them. */
class PlumblineAssertionsTests {
    private static final Path FILE = Path.of("configs/two-layer.yaml");

    @TempDir
    private Path directory = Path.of("");

    /** The tutorial's network of one layer: 3 → 1, sigmoid, without bias. */
    static class OneLayer implements HandRolledNetwork {
        double[][] syn0 = {};

        @Override
        public void start(double[][][] weights, double[][] biases) {
            syn0 = weights[0];
        }

        @Override
        public void step(double[][] x, double[][] y, Tape tape) {
            double[][] l1 = forward(x);
            double[][] delta = new double[x.length][1];
            for (int i = 0; i < x.length; i++) {
                delta[i][0] = (l1[i][0] - y[i][0]) * slope(l1[i][0]);
            }
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < syn0.length; j++) {
                    syn0[j][0] -= x[i][j] * delta[i][0];
                }
            }
            show(tape, l1, delta);
        }

        double slope(double a) {
            return a * (1 - a);
        }

        void show(Tape tape, double[][] l1, double[][] delta) {
            tape.A(1, l1).dZ(1, delta).W(1, syn0);
        }

        @Override
        public double[][] outputs(double[][] x) {
            return forward(x);
        }

        private double[][] forward(double[][] x) {
            double[][] a = new double[x.length][1];
            for (int i = 0; i < x.length; i++) {
                double z = 0;
                for (int j = 0; j < syn0.length; j++) {
                    z += x[i][j] * syn0[j][0];
                }
                a[i][0] = 1 / (1 + Math.exp(-z));
            }
            return a;
        }
    }

    /** It counts in static fields, so that a second network or training would be another one. */
    static final class Counting extends OneLayer {
        static int networks;
        static int starts;

        Counting() {
            networks++;
        }

        @Override
        public void start(double[][][] weights, double[][] biases) {
            super.start(weights, biases);
            starts++;
        }

        @Override
        double slope(double a) {
            return super.slope(a) + (networks - 1) + (starts - 1);
        }
    }

    @Test
    void theNetworkIsCreatedAndTrainedOnce() {
        assertMatches(FILE, 20, Counting::new);
        assertEquals(1, Counting.networks);
        assertEquals(1, Counting.starts);
    }

    /** The derivative of the activation is left out. */
    static final class Steep extends OneLayer {
        @Override
        double slope(double a) {
            return 1;
        }
    }

    /** A correct network that shows nothing. */
    static final class Silent extends OneLayer {
        @Override
        void show(Tape tape, double[][] l1, double[][] delta) {
            // Nothing.
        }

        @Override
        public double[][] outputs(double[][] x) {
            return new double[0][];
        }
    }

    @Test
    void aRightNetworkMatches() {
        assertMatches(FILE, OneLayer::new);
        assertMatches(FILE, 7, OneLayer::new);
        assertMatches(Tutorial.perceptron(20), OneLayer::new);
    }

    @Test
    void aMistakeIsReportedWithItsCauseAndLine() {
        String message = assertThrows(AssertionError.class, () -> assertMatches(FILE, 20, Steep::new))
                .getMessage();
        assertTrue(message.startsWith("DIFFERS: Steep first goes wrong at step 0, layer 1, delta\n"), message);
        assertTrue(message.contains("why       the slope of the activation is left out"), message);
        assertTrue(message.contains("write     dZ1[i][k] = "), message);
        assertTrue(message.contains("DL4J and the reference\n  agree "), message);
    }

    @Test
    void aNetworkThatShowsNothingDoesNotMatch() {
        String message = assertThrows(AssertionError.class, () -> assertMatches(FILE, 20, Silent::new))
                .getMessage();
        assertTrue(message.startsWith("NOTHING WAS COMPARED, so agreement is not shown"), message);
    }

    @Test
    void aNetworkThatThrowsIsReported() {
        assertThrows(
                SubjectFailedException.class,
                () -> assertMatches(Path.of("configs/three-layer.yaml"), 5, () -> new OneLayer() {
                    @Override
                    public void step(double[][] x, double[][] y, Tape tape) {
                        throw new IllegalStateException("not this one");
                    }
                }));
    }

    @Test
    void anInvalidFileIsReportedWithPlaces() throws IOException {
        Path file = Files.writeString(
                directory.resolve("net.yaml"), Files.readString(FILE).replace("epochs", "epoch"));
        String message = assertThrows(IllegalArgumentException.class, () -> assertMatches(file, OneLayer::new))
                .getMessage();
        assertTrue(message.contains("net.yaml:"), message);
        assertTrue(message.contains("did you mean `epochs`?"), message);
        Path missing = directory.resolve("csv.yaml");
        Files.writeString(
                missing,
                Files.readString(FILE)
                        .replaceAll(
                                "(?s)data:.*?report",
                                "data: { npz: { file: none.npz, inputs: x, targets: y } }\nreport"));
        String text = assertThrows(IllegalArgumentException.class, () -> assertMatches(missing, OneLayer::new))
                .getMessage();
        assertTrue(text.contains("csv.yaml:"), text);
    }

    @Test
    void aCommandIsANetworkToo() {
        SubjectFailedException failed = assertThrows(
                SubjectFailedException.class, () -> assertMatches(FILE, Networks.open("sh -c 'exit 3'", List.of())));
        assertEquals("`sh -c exit 3` ended with exit code 3\n  It printed nothing.", failed.getMessage());
    }
}
