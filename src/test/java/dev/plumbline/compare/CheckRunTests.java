package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Softmax;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Comparison;
import dev.plumbline.spec.Initializer.GlorotUniform;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Report;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import dev.plumbline.trace.perturbation.PerturbableRun;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Another thread compares the steps while the engine takes the next ones: large steps one by one, small ones in chunks.
 */
class CheckRunTests {
    private static final int EXAMPLES = 300;
    private static final int STEPS = 200;
    private static final int LARGE = 120;
    private static final int SMALL = 3;

    /**
     * Three steps in each of six epochs, in a network with this number of hidden units; all small steps of two epochs
     * form one chunk.
     */
    private static Experiment experiment(int hidden) {
        NumpyRandom random = new NumpyRandom(5);
        double[][] inputs =
                Matrix.of(EXAMPLES, hidden, random.random(EXAMPLES * hidden)).toArray();
        double[][] targets =
                Matrix.of(EXAMPLES, 10, random.random(EXAMPLES * 10)).toArray();
        return Experiment.of(Network.define(
                "large",
                network -> network.inputs(hidden)
                        .dense(hidden, new Tanh())
                        .dense(10, new Softmax())
                        .init(new GlorotUniform())
                        .loss(new HalfSquaredError(), Reduction.MEAN)
                        .training(new Sgd(0.1), training -> training.epochs(6).batchSize(100))
                        .report(2)
                        .data(inputs, targets)));
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void comparesEveryStepInOrder(int hidden) {
        List<Long> steps = new ArrayList<>();
        CheckResult result = new Check(new ReferenceEngine(), new Dl4jEngine())
                .run(experiment(hidden), new Check.Listener() {
                    @Override
                    public void stepped(long done) {
                        steps.add(done);
                    }
                });
        assertTrue(result.agrees(), result.toString());
        assertEquals(18, result.local().steps());
        assertEquals(18, result.freeRunning().steps());
        assertEquals(18, steps.size());
        assertEquals(steps.stream().sorted().toList(), steps);
        assertEquals(4, result.lines().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void findsAMistakeInItsPlace(int hidden) {
        Key planted = new Key(7, Quantity.DELTA, 1);
        CheckResult result = new Check(
                        new ReferenceEngine(),
                        TamperedEngine.with(new Dl4jEngine(), planted, delta -> delta.times(1 + 1e-6)))
                .run(experiment(hidden));
        assertEquals(planted, result.local().firstDifference().orElseThrow().key());
        assertEquals(18, result.local().steps());
    }

    /** Half the tolerance of a step, but always to the same side: more than rounding accumulates in 18 steps. */
    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void findsADriftTooSmallForASingleStep(int hidden) {
        Engine drifting = new TamperedReference(
                "tampered", key -> key.quantity() == Quantity.WEIGHTS, weights -> weights.times(1 + 5e-13));
        CheckResult result = new Check(new ReferenceEngine(), drifting).run(experiment(hidden));
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void aMissingRecordEndsTheComparison(int hidden) {
        for (int layers = 1; layers <= 3; layers++) {
            StepTrace empty = new StepTrace(7, layers);
            Engine forgetful = new TamperedEngine(new Dl4jEngine(), trace -> trace.step() == 7 ? empty : trace);
            CheckResult result = new Check(new ReferenceEngine(), forgetful).run(experiment(hidden));
            assertFalse(result.agrees());
            assertEquals(8, result.local().steps());
        }
    }

    /** After rounding has separated the two trainings, so that the allowed distance is needed. */
    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void reportsAWrongShapeInALateStep(int hidden) {
        Key planted = new Key(17, Quantity.ACTIVATION, 1);
        Engine engine = TamperedEngine.with(new Dl4jEngine(), planted, Matrix::transpose);
        Difference found = new Check(new ReferenceEngine(), engine)
                .run(experiment(hidden))
                .firstDifference()
                .orElseThrow();
        assertEquals(planted, found.key());
        assertEquals(Difference.Kind.SHAPE, found.kind());
    }

    @Test
    void callsAFailedListenerNoMore() {
        List<Long> told = new ArrayList<>();
        Check check = new Check(new ReferenceEngine(), new Dl4jEngine());
        assertThrows(
                IllegalStateException.class,
                () -> check.run(amplifying(STEPS), new Check.Listener() {
                    @Override
                    public void stepped(long done) {
                        told.add(done);
                        if (done == 7) {
                            throw new IllegalStateException("planted");
                        }
                    }
                }));
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L), told);
    }

    /** The result for such an engine must not depend on the speed of the threads. */
    @Test
    void theNumberOfStepsAfterTheLastComparedOneIsReproducible() {
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            AtomicLong steps = new AtomicLong();
            Engine forgetful = new TamperedEngine(new ReferenceEngine(), trace -> {
                steps.incrementAndGet();
                return trace.step() == 7 ? new StepTrace(7, 2) : trace;
            });
            new Check(new ReferenceEngine(), forgetful).run(amplifying(5 * STEPS));
            taken.add(steps.get());
        }
        assertEquals(1, taken.stream().distinct().count(), taken.toString());
        assertTrue(taken.get(0) < STEPS, taken.toString());
    }

    /** The free run of the reference has taken as many steps as the engine when the loss is reported. */
    @Test
    void theLossesAfterTheLastComparedStepAreReproducible() {
        Report rare = new Report(Optional.of(6), List.of()); // no evaluation at the beginning of an epoch
        Experiment experiment = Experiment.of(Schema.with(experiment(SMALL).spec(), "report", rare));
        for (int i = 0; i < 200; i++) {
            PerturbableEngine slow = stepping((run, taken) -> LockSupport.parkNanos(run == 0 ? 1_000_000 : 0));
            CheckResult result = new Check(slow, idle()).run(experiment);
            assertEquals(
                    lossAfter(result.takenSteps(), experiment),
                    result.referenceAfterTraining().loss());
        }
    }

    private static double lossAfter(long steps, Experiment experiment) {
        try (PerturbableRun run = new ReferenceEngine().start(experiment)) {
            for (Batch batch : experiment.batches()) {
                if (batch.step() < steps) {
                    run.step(batch);
                }
            }
            return run.evaluate(experiment.inputs(), experiment.targets()).loss();
        }
    }

    /** An engine whose calls return at once and that records nothing. */
    private static Engine idle() {
        PerturbableEngine reference = new ReferenceEngine();
        return new PerturbableEngine() {
            @Override
            public String name() {
                return "idle";
            }

            @Override
            public PerturbableRun start(Experiment experiment) {
                PerturbableRun run = reference.start(experiment);
                Evaluation known = run.evaluate(experiment.inputs(), experiment.targets());
                return (PerturbableRun) Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {PerturbableRun.class},
                        (proxy, method, arguments) -> switch (method.getName()) {
                            case "step" -> new StepTrace(((Batch) arguments[0]).step(), 2);
                            case "evaluate" -> known;
                            default -> method.invoke(run, arguments);
                        });
            }
        };
    }

    @Test
    void comparesOneOfEveryFiveStepsAndTheLast() {
        for (int hidden : new int[] {SMALL, LARGE}) {
            Experiment sampled =
                    Experiment.of(Schema.with(experiment(hidden).spec(), "compare", new Comparison(5, false)));
            CheckResult result = new Check(new ReferenceEngine(), new Dl4jEngine()).run(sampled);

            assertTrue(result.agrees(), result::toString);
            assertEquals(
                    List.of(18L, 5L, 5L),
                    List.of(
                            result.plannedSteps(),
                            result.local().steps(),
                            result.local().stepsByElement()));
            assertEquals(0, result.freeRunning().tensors());
            for (long step : List.of(0L, 5L, 15L, 17L)) {
                Engine wrong = TamperedEngine.with(
                        new Dl4jEngine(), new Key(step, Quantity.DELTA, 1), tensor -> tensor.times(1 + 1e-6));
                CheckResult found = new Check(new ReferenceEngine(), wrong).run(sampled);
                assertEquals(
                        new Key(step, Quantity.DELTA, 1),
                        found.firstDifference().orElseThrow().key());
            }
        }
    }

    /** A NaN in a step that is not compared is a failure. */
    @Test
    void aTrainingThatFailsBetweenTwoComparedStepsFails() {
        Experiment sampled =
                Experiment.of(Schema.with(experiment(SMALL).spec(), "compare", new Comparison(1000, false)));
        Key unseen = new Key(7, Quantity.DELTA, 1);
        Engine broken = TamperedEngine.with(new ReferenceEngine(), unseen, tensor -> tensor.times(Double.NaN));
        CheckResult result = new Check(new ReferenceEngine(), broken).run(sampled);

        assertFalse(result.agrees());
        assertTrue(result.failed(), result::toString);
        assertEquals(unseen, result.firstDifference().orElseThrow().key());
    }

    /** The exception reaches the caller of the check, and no thread remains. */
    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void anExceptionInAnyThreadEndsTheCheck(int hidden) {
        RuntimeException failure = new IllegalStateException("planted");
        for (long step : List.of(0L, 7L, 17L)) {
            for (int run = 0; run < 2; run++) {
                Check check = new Check(failing(run, step, failure), new Dl4jEngine());
                assertSame(failure, assertThrows(IllegalStateException.class, () -> check.run(experiment(hidden))));
            }
        }
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("plumbline-")));
    }

    /**
     * A sum over many examples, with a learning rate at which it oscillates: the last digits double in every other
     * step.
     */
    private static Experiment amplifying(int steps) {
        NumpyRandom random = new NumpyRandom(6);
        double[][] inputs =
                Matrix.of(EXAMPLES, 40, random.random(EXAMPLES * 40)).toArray();
        double[][] targets = Matrix.of(EXAMPLES, 5, random.random(EXAMPLES * 5)).toArray();
        return Experiment.of(Network.define(
                "amplifying",
                network -> network.inputs(40)
                        .dense(40, new Sigmoid())
                        .dense(5, new Sigmoid())
                        .init(new GlorotUniform())
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(new Sgd(0.05), training -> training.epochs(steps))
                        .data(inputs, targets)));
    }

    @Test
    void amplifiedRoundingCostsNoExtraSteps() {
        AtomicLong steps = new AtomicLong();
        CheckResult result = new Check(counted(steps), new Dl4jEngine()).run(amplifying(STEPS));
        assertTrue(result.agrees(), result.toString());
        assertEquals(STEPS, result.local().steps());
        assertTrue(result.freeRunning().steps() < STEPS, "two correct engines diverge before the end");
        assertTrue(steps.get() < 3 * STEPS, () -> steps + " steps of the reference");
    }

    private static PerturbableEngine counted(AtomicLong steps) {
        return stepping((run, taken) -> steps.incrementAndGet());
    }

    /** An engine whose run with this number fails in a step. */
    private static PerturbableEngine failing(int number, long step, RuntimeException failure) {
        return stepping((run, taken) -> {
            if (run == number && taken == step) {
                throw failure;
            }
        });
    }

    /** An engine that calls back before each step with the number of the run and the steps it has taken. */
    private static PerturbableEngine stepping(BiConsumer<Integer, Long> before) {
        return new PerturbableEngine() {
            private final PerturbableEngine reference = new ReferenceEngine();
            private int runs;

            @Override
            public String name() {
                return reference.name();
            }

            @Override
            public PerturbableRun start(Experiment experiment) {
                int number = runs++;
                AtomicLong taken = new AtomicLong();
                PerturbableRun run = reference.start(experiment);
                return (PerturbableRun) Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {PerturbableRun.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("step")) {
                                before.accept(number, taken.getAndIncrement());
                            }
                            return method.invoke(run, arguments);
                        });
            }
        };
    }
}
