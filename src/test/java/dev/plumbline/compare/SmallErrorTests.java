package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Initializer.GlorotUniform;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors that a norm does not show: in small elements, and in whole tensors within the rounding error. */
class SmallErrorTests {
    private static final int EXAMPLES = 11;
    private static final int INPUTS = 5;
    private static final int SMALL_INPUT = 3;
    private static final int STEPS = 200;

    /** In DL4J's record, the row of dW1 for a very small input has the wrong sign, in every step. */
    @ParameterizedTest
    @CsvSource({"F32, 1e-4", "F32, 1e-5", "F32, 1e-7", "F64, 1e-12", "F64, 1e-13", "F64, 1e-16"})
    void findsAWrongSignInTheGradientOfASmallInput(Precision precision, double size) {
        Experiment experiment = withSmallInput(precision, size);
        CheckResult result = recordedBy(experiment, Quantity.WEIGHT_GRADIENT, 1, SmallErrorTests::negateRow);

        assertFoundAt(0, Quantity.WEIGHT_GRADIENT, 1, result);
    }

    /** With a target of 1e-12 its delta is a trillion times the others. */
    @Test
    void findsAWrongSignBesideADeltaThatIsMuchLarger() {
        Experiment experiment = experiment(Precision.F64, 1, 1e-12, new Loss.MeanAbsolutePercentageError());
        CheckResult result = recordedBy(experiment, Quantity.DELTA, 2, delta -> {
            double[][] rows = delta.toArray();
            rows[4][0] = -rows[4][0];
            return Matrix.of(rows);
        });

        assertFoundAt(0, Quantity.DELTA, 2, result);
    }

    /** 9e-4 and 2e-12 exceed the bound of most elements; 5e-6 and 5e-13 of none, but they add up over the steps. */
    @ParameterizedTest
    @CsvSource({"F32, 9e-4", "F32, 5e-6", "F32, -5e-6", "F64, 2e-12", "F64, 5e-13", "F64, -5e-13"})
    void findsAFactorOnAWholeTensor(Precision precision, double excess) {
        Experiment experiment = withSmallInput(precision, 1);
        for (int layer = 1; layer <= 2; layer++) {
            CheckResult result =
                    recordedBy(experiment, Quantity.WEIGHT_GRADIENT, layer, gradient -> gradient.times(1 + excess));

            assertFalse(result.agrees(), "layer " + layer);
        }
    }

    /** With an output layer of zeros the first gradient below is 0, and its rounding error is unknown. */
    @Test
    void findsAFactorOnAGradientThatStartsAtZero() {
        Experiment experiment = beginningAtZero();
        CheckResult result = recordedBy(experiment, Quantity.WEIGHT_GRADIENT, 1, gradient -> gradient.times(1 + 5e-13));

        assertFalse(result.agrees());
        assertTrue(new Check(new ReferenceEngine(), new Dl4jEngine())
                .run(experiment)
                .agrees());
    }

    private static Experiment beginningAtZero() {
        NetworkSpec spec = withSmallInput(Precision.F64, 1).spec();
        Layer outputs = Schema.with(spec.layers().get(1), "init", Optional.of(new Initializer.Zeros()));
        return Experiment.of(Schema.with(spec, "layers", List.of(spec.layers().get(0), outputs)));
    }

    @ParameterizedTest
    @EnumSource
    void dl4jItselfAgrees(Precision precision) {
        for (double size : new double[] {1, 1e-4, 1e-7, 1e-13, 1e-16}) {
            Experiment experiment = withSmallInput(precision, size);
            CheckResult result = new Check(new ReferenceEngine(), new Dl4jEngine()).run(experiment);

            assertTrue(result.agrees(), result::toString);
        }
    }

    private static Experiment withSmallInput(Precision precision, double size) {
        return experiment(precision, size, 0.4, new Loss.HalfSquaredError());
    }

    private static Experiment experiment(Precision precision, double smallInput, double firstTarget, Loss loss) {
        NumpyRandom random = new NumpyRandom(3);
        double[][] inputs =
                Matrix.of(EXAMPLES, INPUTS, random.random(EXAMPLES * INPUTS)).toArray();
        double[][] targets = Matrix.of(EXAMPLES, 2, random.random(EXAMPLES * 2)).toArray();
        for (double[] row : inputs) {
            row[SMALL_INPUT] *= smallInput;
        }
        targets[0][0] = firstTarget;
        return Experiment.of(Network.define(
                "small errors",
                net -> net.inputs(INPUTS)
                        .dense(7, new Tanh())
                        .dense(2, new Sigmoid())
                        .init(new GlorotUniform())
                        .loss(loss, Reduction.MEAN)
                        .precision(precision)
                        .training(new Sgd(0.1), training -> training.epochs(STEPS))
                        .data(inputs, targets)));
    }

    private static Matrix negateRow(Matrix gradient) {
        double[][] rows = gradient.toArray();
        for (int j = 0; j < rows[SMALL_INPUT].length; j++) {
            rows[SMALL_INPUT][j] = -rows[SMALL_INPUT][j];
        }
        return Matrix.of(rows);
    }

    /** The result of a check of DL4J with a tensor changed in every step. */
    private static CheckResult recordedBy(
            Experiment experiment, Quantity quantity, int layer, UnaryOperator<Matrix> change) {
        UnaryOperator<StepTrace> tamper =
                trace -> TamperedEngine.replaced(trace, new Key(trace.step(), quantity, layer), change);
        return new Check(new ReferenceEngine(), new TamperedEngine(new Dl4jEngine(), tamper)).run(experiment);
    }

    private static void assertFoundAt(long step, Quantity quantity, int layer, CheckResult result) {
        assertFalse(result.agrees());
        assertEquals(
                new Key(step, quantity, layer),
                result.firstDifference().orElseThrow().key());
    }
}
