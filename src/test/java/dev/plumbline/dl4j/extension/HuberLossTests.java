package dev.plumbline.dl4j.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.spec.Backend;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** What users of DL4J expect of a loss, in addition to its formula. */
class HuberLossTests {
    private static final IActivation IDENTITY = new ActivationIdentity();

    @BeforeAll
    static void start() {
        Dl4j.start(Backend.CPU);
    }

    /** Where delta is large, it is half of DL4J's squared error, for every mask and activation, and divided in the same way. */
    @Test
    void treatsMasksAsDl4jsSquaredErrorDoes() {
        INDArray labels = matrix(new double[][] {{0.3, 2}, {-1, 0.5}, {4, 0}});
        INDArray z = matrix(new double[][] {{1, -2}, {0.25, 3}, {0, 0.125}});
        INDArray ofExamples = matrix(new double[][] {{1}, {0}, {1}});
        INDArray ofOutputs = matrix(new double[][] {{1, 0}, {0, 1}, {1, 1}});
        for (IActivation activation : List.of(IDENTITY, new ActivationSoftmax())) {
            for (INDArray mask : List.of(ofExamples, ofOutputs)) {
                assertHalf(new LossL2(), new HuberLoss(1e3, false), labels, z, activation, mask);
                assertHalf(new LossMSE(), new HuberLoss(1e3, true), labels, z, activation, mask);
            }
        }
    }

    private static void assertHalf(
            ILossFunction squared,
            ILossFunction huber,
            INDArray labels,
            INDArray z,
            IActivation activation,
            INDArray mask) {
        for (boolean average : new boolean[] {true, false}) {
            var expected = squared.computeGradientAndScore(labels, z.dup(), activation, mask, average);
            var actual = huber.computeGradientAndScore(labels, z.dup(), activation, mask, average);
            assertEquals(expected.getFirst() / 2, actual.getFirst(), 1e-14);
            assertEquals(expected.getSecond().div(2), actual.getSecond());
        }
    }

    @Test
    void keepsNanInTheGradient() {
        INDArray gradient = new HuberLoss(0.5, false)
                .computeGradient(
                        matrix(new double[][] {{0, 0, 0}}),
                        matrix(new double[][] {{Double.NaN, 9, -0.25}}),
                        IDENTITY,
                        null);

        assertTrue(Double.isNaN(gradient.getDouble(0)));
        assertEquals(0.5, gradient.getDouble(1));
        assertEquals(-0.25, gradient.getDouble(2));
    }

    private static INDArray matrix(double[][] rows) {
        return Nd4j.createFromArray(rows);
    }
}
