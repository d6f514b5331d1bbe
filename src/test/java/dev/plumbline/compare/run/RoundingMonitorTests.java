package dev.plumbline.compare.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.TamperedEngine;
import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation.Softmax;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Initializer.GlorotUniform;
import dev.plumbline.spec.Loss.CategoricalCrossEntropy;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableRun;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundingMonitorTests {
    private static final int EXAMPLES = 60;
    private static final Tolerances F64 = Tolerances.of(experiment(Precision.F64));

    private static Experiment experiment(Precision precision) {
        NumpyRandom random = new NumpyRandom(3);
        Matrix inputs = Matrix.of(EXAMPLES, 12, random.random(EXAMPLES * 12));
        double[][] targets = new double[EXAMPLES][4];
        for (double[] row : targets) {
            row[(int) (4 * random.random())] = 1;
        }
        return Experiment.of(Network.define(
                "drift",
                network -> network.inputs(12)
                        .dense(16, new Tanh())
                        .dense(4, new Softmax())
                        .init(new GlorotUniform())
                        .precision(precision)
                        .loss(new CategoricalCrossEntropy(), Reduction.MEAN)
                        .training(
                                Optimizer.Adam.of(0.01),
                                training -> training.epochs(150).batchSize(20))
                        .data(inputs.toArray(), targets)));
    }

    /** Whether the steps of a run differ by rounding only; each starts from the state that the run gives. */
    private static boolean isOnlyRounding(
            Run engine, Experiment experiment, Key changed, UnaryOperator<Matrix> change) {
        RoundingMonitor drift = new RoundingMonitor(experiment.spec().precision());
        try (PerturbableRun reference = new ReferenceEngine().start(experiment)) {
            TrainingState before = engine.state();
            for (Batch batch : experiment.batches()) {
                var source = new ReferenceStep.Source(reference, before, batch, experiment.spec(), F64);
                StepTrace actual = TamperedEngine.replaced(engine.step(batch), changed, change);
                drift.step(actual, ReferenceStep.take(source));
                before = engine.state();
            }
        }
        return drift.isOnlyRounding();
    }

    private static boolean isOnlyRounding(Precision precision, Key changed, UnaryOperator<Matrix> change) {
        Experiment experiment = experiment(precision);
        try (Run run = new Dl4jEngine().start(experiment)) {
            return isOnlyRounding(run, experiment, changed, change);
        }
    }

    private static UnaryOperator<Matrix> by(double distance) {
        return tensor -> {
            double[][] rows = tensor.toArray();
            rows[0][1] += distance;
            return Matrix.of(rows);
        };
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void acceptsTheRoundingOfDl4j(Precision precision) {
        Key nothing = new Key(449, Quantity.WEIGHTS, 1);
        assertTrue(isOnlyRounding(precision, nothing, UnaryOperator.identity()));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 99, 100, 449})
    void rejectsMoreThanTheRoundingOfOneNumber(long step) {
        for (Quantity quantity : new Quantity[] {Quantity.WEIGHTS, Quantity.BIAS, Quantity.WEIGHT_STATE_1}) {
            // a hundredth of the tolerance of the local lane
            assertFalse(isOnlyRounding(Precision.F64, new Key(step, quantity, 2), by(1e-14)), quantity.toString());
        }
    }

    @Test
    void leavesLargerDifferencesToTheSpread() {
        Experiment experiment = experiment(Precision.F64);
        Batch batch = experiment.batches().iterator().next();
        ReferenceEngine engine = new ReferenceEngine();
        try (PerturbableRun local = engine.start(experiment);
                Sensitivity sensitivity = new Sensitivity(engine, experiment, true)) {
            var source = new ReferenceStep.Source(local, local.state(), batch, experiment.spec(), F64);
            ReferenceStep expected = ReferenceStep.take(source);
            StepTrace right = expected.trace();
            Key weights = new Key(0, Quantity.WEIGHTS, 1);
            StepTrace wrong = TamperedEngine.replaced(right, weights, by(1e-9));
            sensitivity.step(batch, wrong, expected);
            double allowed = sensitivity.between(wrong, right, right).estimate(weights);
            assertTrue(allowed > 0 && allowed < 1e-13, "allowed " + allowed);
        }
    }

    @Test
    void theTrainingMovesATensorAtMostTwiceAsFar() {
        StepTrace freely = new StepTrace(7, 1).record(Quantity.WEIGHTS, 1, Matrix.of(new double[][] {{3, 4}}));
        StepTrace locally = new StepTrace(7, 1).record(Quantity.WEIGHTS, 1, Matrix.of(new double[][] {{0, 0}}));
        assertEquals(10, RoundingMonitor.distance(new Key(7, Quantity.WEIGHTS, 1), freely, locally));
    }
}
