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
import dev.plumbline.spec.Schema;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.PerturbableEngine;
import dev.plumbline.trace.PerturbableRun;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
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

/** Steps that are compared in another thread while the engine takes the next: large ones alone, small ones together. */
class CheckRunTests {
    private static final int EXAMPLES = 300;
    private static final int STEPS = 200;
    private static final int LARGE = 120;
    private static final int SMALL = 3;

    /** Three steps in each of six epochs, in a network of so many hidden units; all small ones of two epochs go together. */
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
    void everyStepIsComparedInItsOrder(int hidden) {
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
    void aMistakeIsFoundWhereItIs(int hidden) {
        Key planted = new Key(7, Quantity.DELTA, 1);
        CheckResult result = new Check(
                        new ReferenceEngine(),
                        Tampering.with(new Dl4jEngine(), planted, delta -> delta.times(1 + 1e-6)))
                .run(experiment(hidden));
        assertEquals(planted, result.local().firstDifference().orElseThrow().key());
        assertEquals(18, result.local().steps());
    }

    /** Half of what a step may differ by, but always to the same side: more than roundings come to in 18 steps. */
    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void aDriftTooSmallForAStepIsSeenFreelyRunning(int hidden) {
        Engine drifting = new Nudged(key -> key.quantity() == Quantity.WEIGHTS, weights -> weights.times(1 + 5e-13));
        CheckResult result = new Check(new ReferenceEngine(), drifting).run(experiment(hidden));
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void whatIsMissingEndsTheComparison(int hidden) {
        for (int layers = 1; layers <= 3; layers++) {
            StepTrace empty = new StepTrace(7, layers);
            Engine forgetful = new Tampering(new Dl4jEngine(), trace -> trace.step() == 7 ? empty : trace);
            CheckResult result = new Check(new ReferenceEngine(), forgetful).run(experiment(hidden));
            assertFalse(result.agrees());
            assertEquals(8, result.local().steps());
        }
    }

    /** Where the two have parted by roundings already, so that how far is asked. */
    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void aShapeThatIsWrongLateIsSaid(int hidden) {
        Key planted = new Key(17, Quantity.ACTIVATION, 1);
        Engine engine = Tampering.with(new Dl4jEngine(), planted, Matrix::transpose);
        Difference found = new Check(new ReferenceEngine(), engine)
                .run(experiment(hidden))
                .firstDifference()
                .orElseThrow();
        assertEquals(planted, found.key());
        assertEquals(Difference.Kind.SHAPE, found.kind());
    }

    @Test
    void whoLooksOnAndFailsIsToldNothingMore() {
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

    /** However fast the threads are, so that what is shown of such an engine is the same each time. */
    @Test
    void afterTheEndTheEngineTakesAsManyStepsEachTime() {
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            AtomicLong steps = new AtomicLong();
            Engine forgetful = new Tampering(new ReferenceEngine(), trace -> {
                steps.incrementAndGet();
                return trace.step() == 7 ? new StepTrace(7, 2) : trace;
            });
            new Check(new ReferenceEngine(), forgetful).run(amplifying(5 * STEPS));
            taken.add(steps.get());
        }
        assertEquals(1, taken.stream().distinct().count(), taken.toString());
        assertTrue(taken.get(0) < STEPS, taken.toString());
    }

    /** The reference, running freely, has taken as many steps as the engine when its loss is told. */
    @Test
    void afterTheEndTheLossesAreTheSameEachTime() {
        Report rare = new Report(Optional.of(6), List.of()); // so that nothing waits at the beginning of an epoch
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

    /** An engine that is at once done with whatever it is asked, and records nothing. */
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
    void comparesOneStepInSoManyAndTheFirstAndTheLast() {
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
                Engine wrong = Tampering.with(
                        new Dl4jEngine(), new Key(step, Quantity.DELTA, 1), tensor -> tensor.times(1 + 1e-6));
                CheckResult found = new Check(new ReferenceEngine(), wrong).run(sampled);
                assertEquals(
                        new Key(step, Quantity.DELTA, 1),
                        found.firstDifference().orElseThrow().key());
            }
        }
    }

    /** What ends in NaN in a step that is not compared is not taken for agreement. */
    @Test
    void aTrainingThatFailsBetweenTwoComparedStepsFails() {
        Experiment sampled =
                Experiment.of(Schema.with(experiment(SMALL).spec(), "compare", new Comparison(1000, false)));
        Key unseen = new Key(7, Quantity.DELTA, 1);
        Engine broken = Tampering.with(new ReferenceEngine(), unseen, tensor -> tensor.times(Double.NaN));
        CheckResult result = new Check(new ReferenceEngine(), broken).run(sampled);

        assertFalse(result.agrees());
        assertTrue(result.failed(), result::toString);
        assertEquals(unseen, result.firstDifference().orElseThrow().key());
    }

    /** In whichever thread: it comes to whoever asked for the check, and no thread is left. */
    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void whatFailsEndsTheCheck(int hidden) {
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

    /** A sum over many examples, with a rate at which it oscillates: the last digits double in every other step. */
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
    void whatATrainingAmplifiesTakesNoFurtherStepsToExcuse() {
        AtomicLong steps = new AtomicLong();
        CheckResult result = new Check(counted(steps), new Dl4jEngine()).run(amplifying(STEPS));
        assertTrue(result.agrees(), result.toString());
        assertEquals(STEPS, result.local().steps());
        assertTrue(result.freeRunning().steps() < STEPS, "no two right engines go the same way to the end");
        assertTrue(steps.get() < 3 * STEPS, () -> steps + " steps of the reference");
    }

    private static PerturbableEngine counted(AtomicLong steps) {
        return stepping((run, taken) -> steps.incrementAndGet());
    }

    /** One whose run of this number fails in a step. */
    private static PerturbableEngine failing(int number, long step, RuntimeException failure) {
        return stepping((run, taken) -> {
            if (run == number && taken == step) {
                throw failure;
            }
        });
    }

    /** One that tells of each step before it is taken: the number of its run, and how many steps that has taken. */
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
