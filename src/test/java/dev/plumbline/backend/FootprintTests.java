package dev.plumbline.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Initializer.GlorotUniform;
import dev.plumbline.spec.Loss.SquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FootprintTests {

    private static NetworkSpec network(int hidden, Precision precision) {
        return Network.define(
                "network",
                net -> net.inputs(2)
                        .dense(hidden, new Tanh())
                        .dense(1, new Tanh())
                        .init(new GlorotUniform())
                        .precision(precision)
                        .loss(new SquaredError(), Reduction.SUM)
                        .training(new Sgd(1), training -> training.epochs(1))
                        .data(new double[][] {{0, 1}}, new double[][] {{1}}));
    }

    @Test
    void countsTheBytesOfEachPart() {
        // 3 weights for each hidden unit, 1 above it and 1 bias: P = 41, U = 11, N = n = 5.
        Footprint footprint = Footprint.ofCheck(network(10, Precision.F64), 5);

        assertEquals(
                "[examples 120, initial weights 328, DL4J's weights and gradients 656,"
                        + " DL4J's examples and activations 1880, DL4J's recorded step 2632,"
                        + " the reference's steps, two at a time 5264, the reference's activations 440]",
                footprint.parts().stream()
                        .map(part -> part.purpose() + " " + part.bytes())
                        .toList()
                        .toString());
        assertEquals(footprint.bytes(), footprint.heap() + footprint.offHeap());
    }

    @Test
    void halvesTheMemoryOfDl4jInF32() {
        assertEquals(
                Footprint.ofDl4j(network(10, Precision.F64), 5).offHeap(),
                2 * Footprint.ofDl4j(network(10, Precision.F32), 5).offHeap());
    }

    @Test
    void isTheLargestLongIfTheBytesOverflow() {
        NetworkSpec spec = network(500_000_000, Precision.F64);

        assertTrue(Footprint.ofCheck(spec, Long.MAX_VALUE).bytes() > 1L << 56);
    }

    @Test
    void refusesAtTheWidestLayerANetworkThatDoesNotFitInTheMachine() {
        NetworkSpec spec = network(1000, Precision.F64);
        Footprint footprint = Footprint.ofDl4j(spec, 1);

        assertEquals(Optional.empty(), footprint.refusal(spec, footprint.heap(), footprint.bytes()));
        assertEquals(
                Optional.of(new Problem(
                        ErrorKind.TOO_LITTLE_MEMORY,
                        "layers[0].units",
                        "this network would need 280,160 bytes of memory; this machine has 1,000",
                        "fewer units, smaller batches or fewer examples")),
                footprint.refusal(spec, 1 << 20, 1000));
    }

    @Test
    void refusesANetworkThatDoesNotFitInTheHeapAndSuggestsALargerHeap() {
        NetworkSpec spec = network(1000, Precision.F64);
        Footprint footprint = Footprint.ofDl4j(spec, 1);
        Problem problem = footprint.refusal(spec, 1000, 1L << 30).orElseThrow();

        assertEquals("fewer units, or a larger heap, such as PLUMBLINE_JAVA_OPTS=-Xmx1g", problem.allowed());
    }
}
