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
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A correct training with a wrong or incomplete record is no success. */
class RecordingMistakeTests {
    private static final Experiment EXPERIMENT = Experiment.of(Network.define(
            "recorded",
            net -> net.inputs(3)
                    .dense(4, new Tanh())
                    .dense(4, new Sigmoid())
                    .dense(4, new Sigmoid())
                    .init(new Initializer.GlorotUniform())
                    .loss(new HalfSquaredError(), Reduction.MEAN)
                    .training(new Sgd(0.37), training -> training.epochs(5).batchSize(4))
                    .data(
                            RandomNetworks.normal(new NumpyRandom(1), 7, 3).toArray(),
                            RandomNetworks.normal(new NumpyRandom(2), 7, 4).toArray())));

    static Stream<Engine> engines() {
        return Stream.of(new ReferenceEngine(), new Dl4jEngine());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anUnchangedRecordAgrees(Engine engine) {
        assertTrue(check(engine, trace -> trace).agrees());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anEmptyRecordIsNoSuccess(Engine engine) {
        CheckResult result = check(engine, trace -> new StepTrace(trace.step(), trace.layers()));

        assertFirst(result, 0, Quantity.PRE_ACTIVATION, 1, Difference.Kind.MISSING, "was not recorded; expected 4×4");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void onlyTheFirstStepRecordedIsNoSuccess(Engine engine) {
        CheckResult result =
                check(engine, trace -> trace.step() == 0 ? trace : new StepTrace(trace.step(), trace.layers()));

        assertFirst(result, 1, Quantity.PRE_ACTIVATION, 1, Difference.Kind.MISSING, "was not recorded; expected 3×4");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aMissingTensorIsNoSuccess(Engine engine) {
        CheckResult result = check(
                engine,
                renamed(key -> key.quantity() == Quantity.BIAS_UPDATE && key.layer() == 2
                        ? Optional.empty()
                        : Optional.of(key)));

        assertFirst(result, 0, Quantity.BIAS_UPDATE, 2, Difference.Kind.MISSING, "was not recorded; expected 1×4");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void findsSwappedLayersOfTheSameShape(Engine engine) {
        CheckResult result = check(
                engine,
                renamed(key ->
                        Optional.of(new Key(key.step(), key.quantity(), key.layer() == 1 ? 1 : 5 - key.layer()))));

        // The loss, which only the last layer has, is then in the wrong place too, but it comes later.
        assertFirst(result, 0, Quantity.PRE_ACTIVATION, 2, Difference.Kind.DIFFERS, "");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void findsSwappedGradients(Engine engine) {
        CheckResult result = check(
                engine,
                renamed(key -> Optional.of(
                        switch (key.quantity()) {
                            case WEIGHT_GRADIENT -> new Key(key.step(), Quantity.BIAS_GRADIENT, key.layer());
                            case BIAS_GRADIENT -> new Key(key.step(), Quantity.WEIGHT_GRADIENT, key.layer());
                            default -> key;
                        })));

        assertFirst(result, 0, Quantity.WEIGHT_GRADIENT, 3, Difference.Kind.SHAPE, "has the shape 1×4; expected 4×4");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void doesNotTransposeATensor(Engine engine) {
        CheckResult result = check(engine, changed(new Key(3, Quantity.WEIGHT_GRADIENT, 1), Matrix::transpose));

        assertFirst(result, 3, Quantity.WEIGHT_GRADIENT, 1, Difference.Kind.SHAPE, "has the shape 4×3; expected 3×4");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void findsATransposedSquareTensor(Engine engine) {
        CheckResult result = check(engine, changed(new Key(3, Quantity.WEIGHTS, 2), Matrix::transpose));

        assertFirst(result, 3, Quantity.WEIGHTS, 2, Difference.Kind.DIFFERS, "");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void doesNotBroadcastANumber(Engine engine) {
        CheckResult result = check(
                engine, changed(new Key(2, Quantity.BIAS_GRADIENT, 3), tensor -> Matrix.full(1, 1, tensor.get(0, 0))));

        assertFirst(result, 2, Quantity.BIAS_GRADIENT, 3, Difference.Kind.SHAPE, "has the shape 1×1; expected 1×4");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void findsNaNInAnyTensor(Engine engine) {
        for (Key key : keysOf(engine, 7)) {
            CheckResult nan = check(engine, changed(key, tensor -> tensor.map(value -> Double.NaN)));
            CheckResult infinite = check(engine, changed(key, tensor -> tensor.plus(Double.POSITIVE_INFINITY)));

            assertFirst(nan, key, Difference.Kind.NOT_FINITE, "");
            assertFirst(infinite, key, Difference.Kind.NOT_FINITE, "");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void findsATensorThatTheNetworkDoesNotHave(Engine engine) {
        CheckResult result = check(engine, trace -> trace.record(Quantity.LOSS, 1, Matrix.ones(1, 1)));

        assertFirst(
                result,
                0,
                Quantity.LOSS,
                1,
                Difference.Kind.UNEXPECTED,
                "was recorded with the shape 1×1, but the network has no such tensor");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void findsTheRecordOfThePreviousStep(Engine engine) {
        List<StepTrace> earlier = new ArrayList<>();
        CheckResult result = check(engine, trace -> {
            earlier.add(trace);
            return earlier.get(Math.max(0, earlier.size() - 2));
        });

        assertFirst(
                result,
                1,
                Quantity.PRE_ACTIVATION,
                1,
                Difference.Kind.MISSING,
                "was recorded with step 0 and 3 layers");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void findsTheNumbersOfThePreviousStep(Engine engine) {
        List<StepTrace> earlier = new ArrayList<>();
        // Two batches of 4 and 3 examples alternate, so those of the same shape are two steps apart.
        CheckResult result = check(engine, trace -> {
            earlier.add(trace);
            StepTrace stale = earlier.get(Math.max(0, earlier.size() - 3));
            StepTrace copy = new StepTrace(trace.step(), trace.layers());
            stale.keys()
                    .forEach(key -> copy.record(
                            key.quantity(), key.layer(), stale.get(key).orElseThrow()));
            return trace.step() < 2 ? trace : copy;
        });

        assertFirst(result, 2, Quantity.PRE_ACTIVATION, 1, Difference.Kind.DIFFERS, "");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void findsAnotherNumberOfLayers(Engine engine) {
        CheckResult fewer = check(engine, trace -> new StepTrace(trace.step(), 2));
        CheckResult more = check(engine, trace -> new StepTrace(trace.step(), 4));

        assertFirst(
                fewer, 0, Quantity.PRE_ACTIVATION, 1, Difference.Kind.MISSING, "was recorded with step 0 and 2 layers");
        assertFalse(more.agrees());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void findsOutputsThatDoNotFitTheWeights(Engine engine) {
        CheckResult outputs = checkRun(engine, run -> new DelegatingRun(run) {
            @Override
            public Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
                Evaluation right = super.evaluate(inputs, targets, weights);
                return new Evaluation(right.outputs().times(1 + 1e-8), targets, right.loss());
            }
        });
        CheckResult loss = checkRun(engine, run -> new DelegatingRun(run) {
            @Override
            public Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
                Evaluation right = super.evaluate(inputs, targets, weights);
                return new Evaluation(right.outputs(), targets, right.loss() * 2);
            }
        });

        String detail = "when all examples are evaluated";
        assertFirst(outputs, 0, Quantity.ACTIVATION, 3, Difference.Kind.DIFFERS, detail);
        assertFirst(loss, 0, Quantity.LOSS, 3, Difference.Kind.DIFFERS, detail);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void findsWeightsThatDifferFromTheRecord(Engine engine) {
        CheckResult result = checkRun(engine, run -> new DelegatingRun(run) {
            private int calls;

            @Override
            public TrainingState state() {
                TrainingState state = super.state();
                List<LayerWeights> weights = new ArrayList<>(state.weights());
                LayerWeights third = weights.get(2);
                if (calls++ > 0) {
                    weights.set(2, new LayerWeights(third.weights().map(Math::nextUp), third.bias()));
                }
                return state.with(weights);
            }
        });

        assertFirst(result, 9, Quantity.WEIGHTS, 3, Difference.Kind.DIFFERS, "is not the recorded value");
    }

    private static CheckResult checkRun(Engine engine, UnaryOperator<Run> change) {
        Engine changed = new Engine() {
            @Override
            public String name() {
                return engine.name();
            }

            @Override
            public Run start(Experiment experiment) {
                return change.apply(engine.start(experiment));
            }
        };
        return new Check(new ReferenceEngine(), changed).run(EXPERIMENT);
    }

    static Stream<ReplayableRunFactory> replayable() {
        return Stream.of(new ReferenceEngine()::start, new Dl4jEngine()::start);
    }

    private interface ReplayableRunFactory {
        ReplayableRun start(Experiment experiment);
    }

    @ParameterizedTest
    @MethodSource("replayable")
    void findsInitialWeightsWithAnotherLastDigit(ReplayableRunFactory engine) {
        for (int layer = 1; layer <= 3; layer++) {
            int off = layer;
            CheckResult weights = checkFrom(engine, l -> l == off, w -> w.map(Math::nextUp), b -> b);
            CheckResult bias = checkFrom(engine, l -> l == off, w -> w, b -> b.plus(Double.MIN_VALUE));

            assertFirst(
                    weights,
                    -1,
                    Quantity.WEIGHTS,
                    layer,
                    Difference.Kind.DIFFERS,
                    "is not the initial value of the experiment");
            assertFirst(
                    bias,
                    -1,
                    Quantity.BIAS,
                    layer,
                    Difference.Kind.DIFFERS,
                    "is not the initial value of the experiment");
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void findsATensorWithTheWrongSign(Engine engine) {
        for (Key key : keysOf(engine, 3)) {
            CheckResult result = check(engine, changed(key, tensor -> tensor.times(-1)));
            assertFirst(result, key, Difference.Kind.DIFFERS, "");
        }
    }

    private static CheckResult checkFrom(
            ReplayableRunFactory factory,
            IntPredicate where,
            UnaryOperator<Matrix> weights,
            UnaryOperator<Matrix> bias) {
        Engine engine = new Engine() {
            @Override
            public String name() {
                return "starts elsewhere";
            }

            @Override
            public ReplayableRun start(Experiment experiment) {
                ReplayableRun run = factory.start(experiment);
                List<LayerWeights> moved = new ArrayList<>();
                for (LayerWeights layer : experiment.initialWeights()) {
                    moved.add(
                            where.test(moved.size() + 1)
                                    ? new LayerWeights(
                                            weights.apply(layer.weights()),
                                            layer.bias().map(bias))
                                    : layer);
                }
                run.restore(moved);
                return run;
            }
        };
        return new Check(new ReferenceEngine(), engine).run(EXPERIMENT);
    }

    private static CheckResult check(Engine engine, UnaryOperator<StepTrace> tamper) {
        return new Check(new ReferenceEngine(), new TamperedEngine(engine, tamper)).run(EXPERIMENT);
    }

    private static UnaryOperator<StepTrace> changed(Key key, UnaryOperator<Matrix> change) {
        return TamperedEngine.with(new ReferenceEngine(), key, change).tamper();
    }

    private static UnaryOperator<StepTrace> renamed(Function<Key, Optional<Key>> rename) {
        return trace -> {
            StepTrace copy = new StepTrace(trace.step(), trace.layers());
            for (Key key : trace.keys()) {
                rename.apply(key)
                        .ifPresent(name -> copy.record(
                                name.quantity(), name.layer(), trace.get(key).orElseThrow()));
            }
            return copy;
        };
    }

    private static List<Key> keysOf(Engine engine, long step) {
        List<Key> keys = new ArrayList<>();
        new Check(new ReferenceEngine(), new TamperedEngine(engine, trace -> {
                    if (trace.step() == step) {
                        keys.addAll(trace.keys());
                    }
                    return trace;
                }))
                .run(EXPERIMENT);
        return keys;
    }

    private static void assertFirst(
            CheckResult result, long step, Quantity quantity, int layer, Difference.Kind kind, String detail) {
        assertFirst(result, new Key(step, quantity, layer), kind, detail);
    }

    private static void assertFirst(CheckResult result, Key key, Difference.Kind kind, String detail) {
        assertFalse(result.agrees());
        Difference first = result.firstDifference().orElseThrow();
        assertEquals(key + ": " + kind + " " + detail, first.key() + ": " + first.kind() + " " + first.detail());
    }
}
