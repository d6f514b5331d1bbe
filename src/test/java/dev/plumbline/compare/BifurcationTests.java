package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** If rounding decides on which side of a kink a number lies, both sides are right; but a kink hides no mistake. */
class BifurcationTests {

    static Stream<Arguments> everyKink() {
        return Arrays.stream(Kink.values())
                .flatMap(kink -> Stream.of(Precision.values()).map(precision -> Arguments.of(kink, precision)));
    }

    @ParameterizedTest
    @MethodSource("everyKink")
    void aNumberOnAKinkIsNoMistake(Kink kink, Precision precision) {
        Experiment experiment = kink.experiment(precision);

        CheckResult result = check(experiment, kink.engine(precision));

        assertTrue(result.hasNoDifference(), () -> result.firstDifference().toString());
        assertEquals(experiment.steps(), result.local().steps());
        assertEquals(Kink.STEP, result.freeRunning().steps(), "from this step on the two go different ways");
        for (LaneResult lane : List.of(result.local(), result.freeRunning())) {
            assertEquals(1, lane.bifurcations());
            Bifurcation found = lane.firstBifurcation().orElseThrow();
            assertEquals(kink.number(), found.key());
            assertEquals(kink.jumps(), found.decided());
            assertEquals(kink.word(), found.kinkOf());
            assertEquals(Kink.ROW, found.row());
            assertNotEquals(found.actual(), found.expected());
            assertNotEquals(found.actualDecided(), found.expectedDecided());
        }
    }

    @ParameterizedTest
    @MethodSource("everyKink")
    void findsNoBifurcationIfNoNumberIsOnTheOtherSide(Kink kink, Precision precision) {
        CheckResult result = check(kink.experiment(precision), new ReferenceEngine());

        assertTrue(result.hasNoDifference());
        assertEquals(0, result.local().bifurcations() + result.freeRunning().bifurcations());
    }

    @ParameterizedTest
    @EnumSource
    void findsAMistakeInTheStepWithTheKink(Kink kink) {
        Experiment experiment = kink.experiment(Precision.F64);

        assertEquals(List.of(), missed(experiment, kink, tensor -> tensor.times(1 + 2e-9)));
    }

    @ParameterizedTest
    @EnumSource
    void aNumberThatIsTooFarFromTheKinkIsAMistake(Kink kink) {
        Key z = new Key(Kink.STEP, Quantity.PRE_ACTIVATION, 1);
        Engine far = new TamperedReference(
                z, tensor -> kink.engine(Precision.F64).change().apply(tensor).plus(1e-7));

        CheckResult result = check(kink.experiment(Precision.F64), far);

        assertEquals(z, result.firstDifference().orElseThrow().key());
        assertEquals(0, result.local().bifurcations());
    }

    @ParameterizedTest
    @EnumSource
    void aDifferenceFromEqualInputsIsAMistake(Kink kink) {
        Experiment experiment = kink.experiment(Precision.F64);
        Matrix otherSide = firstFrom(kink.engine(Precision.F64), experiment, kink.jumps());
        Engine otherConvention = new TamperedReference(kink.jumps(), tensor -> otherSide);

        CheckResult result = check(experiment, otherConvention);

        assertEquals(kink.jumps(), result.firstDifference().orElseThrow().key());
        assertEquals(0, result.local().bifurcations() + result.freeRunning().bifurcations());
    }

    /** The remainder of rounding then has a norm of 1, and never more; {@link IllConditionedTests} tests the norm. */
    @Test
    void aGradientOfZeroHasNoDirection() {
        Key gradient = new Key(2, Quantity.WEIGHT_GRADIENT, 1);

        CheckResult result = check(Kink.withoutDirection(), TamperedReference.by(gradient, 0, 0, 1e-17));

        assertTrue(result.hasNoDifference(), () -> result.firstDifference().toString());
        assertTrue(result.freeRunning().steps() < result.plannedSteps(), "the two go different ways");
    }

    @Test
    void thePenaltyOfAWeightHasItsKinkWhereTheWeightIsZero() {
        Key weights = new Key(2, Quantity.WEIGHTS, 1);

        CheckResult result = check(Kink.penalized(), TamperedReference.by(weights, 1, 0, -2e-18));

        assertTrue(result.hasNoDifference(), () -> result.firstDifference().toString());
        assertEquals(0, result.local().bifurcations(), "each step from the same weights");
        Bifurcation found = result.freeRunning().firstBifurcation().orElseThrow();
        assertEquals(weights, found.key());
        assertEquals(1, found.row());
        assertEquals(-2e-18, found.actual());
        assertEquals(0, found.expected());
        assertEquals(new Key(3, Quantity.WEIGHT_UPDATE, 1), found.decided());
        assertEquals("l1", found.kinkOf());
    }

    /** Thresholded relu has a jump. All layers above jump too, here across another threshold. */
    @Test
    void aLayerAboveAKinkIsComparedOnTheEnginesSide() {
        Experiment experiment = Experiment.of(Network.define(
                "two thresholds",
                net -> net.inputs(1)
                        .dense(1, new Activation.ThresholdedRelu(1), layer -> layer.bias(false))
                        .dense(1, new Activation.ThresholdedRelu(1), layer -> layer.bias(false))
                        .dense(1, new Activation.Identity())
                        .init(new Initializer.Ones())
                        .loss(new Loss.HalfSquaredError(), Reduction.MEAN)
                        .training(new Sgd(0.01), training -> training.epochs(1))
                        .data(new double[][] {{1}, {3}}, new double[][] {{2}, {2}})));
        Key z = new Key(0, Quantity.PRE_ACTIVATION, 1);

        CheckResult result = check(experiment, TamperedReference.by(z, 0, 0, 4e-16));

        assertTrue(result.hasNoDifference(), () -> result.firstDifference().toString());
        assertEquals(1, result.local().bifurcations());
    }

    /** An evaluation shows only the outputs of all examples, which no single step may have had together. */
    @Test
    void aNumberOnAThresholdIsNoMistakeWhenAllExamplesAreEvaluated() {
        CheckResult result = check(onTheThreshold(), new EvaluatedElsewhere(0));

        assertTrue(result.hasNoDifference(), () -> result.firstDifference().toString());
        Bifurcation found = result.local().firstBifurcation().orElseThrow();
        assertEquals(new Key(0, Quantity.PRE_ACTIVATION, 1), found.key());
        assertEquals(0, found.row());
        assertEquals("thresholded_relu", found.kinkOf());
    }

    @Test
    void findsAMistakeBesideAKinkInAnEvaluation() {
        CheckResult result = check(onTheThreshold(), new EvaluatedElsewhere(2e-9));

        assertEquals(
                new Key(0, Quantity.ACTIVATION, 1),
                result.firstDifference().orElseThrow().key());
        assertEquals(0, result.local().bifurcations());
    }

    private static Experiment onTheThreshold() {
        return Experiment.of(Network.define(
                "on the threshold",
                net -> net.inputs(1)
                        .dense(1, new Activation.ThresholdedRelu(1), layer -> layer.bias(false))
                        .init(new Initializer.Ones())
                        .loss(new Loss.HalfSquaredError(), Reduction.MEAN)
                        .training(new Sgd(1e-30), training -> training.epochs(1))
                        .data(new double[][] {{1}, {3}}, new double[][] {{2}, {2}})));
    }

    /**
     * The reference with changed evaluations: the first output is on the other side of the threshold, the second has
     * this relative error.
     */
    private record EvaluatedElsewhere(double off) implements Engine {
        @Override
        public String name() {
            return "evaluated elsewhere";
        }

        @Override
        public Run start(Experiment experiment) {
            return new DelegatingRun(new ReferenceEngine().start(experiment)) {
                @Override
                public Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
                    Matrix outputs = Matrix.of(new double[][] {{1}, {3 * (1 + off)}});
                    double second = 1 + 3 * off;
                    return new Evaluation(outputs, targets, (1 + second * second) / 4);
                }
            };
        }
    }

    /** Sums such as 0.1 + 0.2 − 0.3: the order of the sum and the precision decide the sign of the remainder. */
    @ParameterizedTest
    @EnumSource
    void dl4jAgreesWhereSumsCancel(Precision precision) {
        for (Activation activation : List.of(new Activation.Relu(), new Activation.LeakyRelu(0.01))) {
            CheckResult result = check(cancelling(activation, precision), new Dl4jEngine());

            assertTrue(result.hasNoDifference(), () -> result.firstDifference().toString());
            if (precision == Precision.F32) {
                assertTrue(result.local().bifurcations() > 0, "the reference calculates in 64 bits, DL4J in 32");
            }
        }
    }

    /** Steps of a tenth towards targets in tenths: the errors become rounding errors, whose sign is the gradient. */
    @ParameterizedTest
    @EnumSource
    void dl4jAgreesWhereTheAbsoluteErrorIsRounding(Precision precision) {
        for (Loss loss : List.of(new Loss.AbsoluteError(), new Loss.MeanAbsoluteError())) {
            Experiment experiment = Experiment.of(Network.define(
                    "tenths",
                    net -> net.inputs(2)
                            .dense(2, new Activation.Identity())
                            .init(new Initializer.Constant(0.3))
                            .loss(loss, Reduction.MEAN)
                            .precision(precision)
                            .training(
                                    new Sgd(0.1),
                                    training -> training.epochs(40).batchSize(1))
                            .data(
                                    new double[][] {{1, 0}, {0, 1}, {1, 1}},
                                    new double[][] {{0.5, 0.1}, {0.9, 0.7}, {1.1, 0.3}})));

            CheckResult result = check(experiment, new Dl4jEngine());

            assertTrue(result.hasNoDifference(), () -> result.firstDifference().toString());
        }
    }

    private static Experiment cancelling(Activation activation, Precision precision) {
        double[] tenths = new NumpyRandom(4).uniform(-1, 1, 120);
        double[][] inputs = new double[40][];
        double[][] targets = new double[40][];
        for (int i = 0; i < inputs.length; i++) {
            double a = Math.rint(tenths[3 * i] * 10) / 10;
            double b = Math.rint(tenths[3 * i + 1] * 10) / 10;
            inputs[i] = new double[] {a, b, -Math.rint((a + b) * 10) / 10};
            targets[i] = new double[] {tenths[3 * i + 2]};
        }
        return Experiment.of(Network.define(
                "cancelling",
                net -> net.inputs(3)
                        .dense(3, activation, layer -> layer.bias(false))
                        .dense(1, new Activation.Identity())
                        .init(new Initializer.Ones())
                        .loss(new Loss.HalfSquaredError(), Reduction.MEAN)
                        .precision(precision)
                        .training(new Sgd(0.1), training -> training.epochs(10).batchSize(40))
                        .data(inputs, targets)));
    }

    /** The tensors of the step with the kink in which a change is missed. */
    private static List<Key> missed(Experiment experiment, Kink kink, UnaryOperator<Matrix> change) {
        List<Key> missed = new ArrayList<>();
        try (Run run = new ReferenceEngine().start(experiment)) {
            StepTrace trace = run.step(experiment.batches().iterator().next());
            for (Key first : trace.keys()) {
                Key key = new Key(Kink.STEP, first.quantity(), first.layer());
                Engine engine = TamperedEngine.with(kink.engine(Precision.F64), key, change);
                Optional<Key> found =
                        check(experiment, engine).firstDifference().map(Difference::key);
                if (trace.get(first).orElseThrow().norm() > 0 && !found.equals(Optional.of(key))) {
                    missed.add(key);
                }
            }
        }
        return missed;
    }

    private static Matrix firstFrom(Engine engine, Experiment experiment, Key key) {
        try (Run run = engine.start(experiment)) {
            for (Batch batch : experiment.batches()) {
                StepTrace trace = run.step(batch);
                if (batch.step() == key.step()) {
                    return trace.get(key).orElseThrow();
                }
            }
        }
        throw new IllegalArgumentException("there is no " + key);
    }

    private static CheckResult check(Experiment experiment, Engine engine) {
        return new Check(new ReferenceEngine(), engine).run(experiment);
    }
}
