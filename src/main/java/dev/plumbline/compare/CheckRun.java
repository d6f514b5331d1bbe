package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.PerturbableEngine;
import dev.plumbline.trace.PerturbableRun;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A check in progress: the engine's run, the reference's, and what has been found so far.
 *
 * <p>Where the file asks for one step in so many, the engine trains through the others without a record, and the reference takes
 * the compared ones only, from the engine's state; it does not run freely then.
 *
 * <p>Four threads work beside each other: in one the engine takes steps; in two the reference does, from its own state and
 * from the engine's; in one they are compared. They hand on stretches of steps, since to hand on one takes as long as a small
 * one itself. While one stretch is taken the one before is compared.
 */
final class CheckRun implements AutoCloseable {
    /** About how many numbers a stretch is, weights and examples of each of its steps: they fit a processor's cache. */
    private static final long STRETCH = 20_000;

    /** So many compared steps a stretch has at most, so that progress can be seen. */
    private static final int MOST_STEPS = 64;

    private final Experiment experiment;
    private final NetworkSpec spec;
    private final Engine engine;
    private final Check.Listener listener;

    private final Stopwatch engineTime = new Stopwatch();
    private final Stopwatch referenceTime = new Stopwatch();
    private final Stopwatch localTime = new Stopwatch(); // of the reference too, perhaps meanwhile
    private final Stopwatch freeTime = new Stopwatch(); // likewise
    private final Stopwatch compareTime = new Stopwatch();

    private final Run subject;
    private final PerturbableRun free;
    private final PerturbableRun local;
    private final PerturbableRun again; // takes the steps that are compared once more, where a comparison asks
    private final Sensitivity sensitivity;
    private final Tolerances tolerances;
    private final LaneComparison localLane;
    private final Regression regression;
    private final LaneComparison freeLane;
    private final int stretchSteps;
    private final int every; // one step in so many is compared
    private final ElementSteps elementSteps;
    private final BackgroundWorker takingLocally = new BackgroundWorker("plumbline-local");
    private final BackgroundWorker takingFreely = new BackgroundWorker("plumbline-free");
    private final BackgroundWorker judging = new BackgroundWorker("plumbline-check");
    private final List<Check.ReportLine> lines = new ArrayList<>();

    /** From which the reference takes the next step locally; of the thread that does so alone, until it rests. */
    private TrainingState before;

    /** Whether the steps after those that were taken have a meaning, once these, and all before them, are compared. */
    private Supplier<Boolean> goesOn = () -> true;

    private long taken; // steps
    private Optional<NotFinite> unseen = Optional.empty(); // in a step that is not compared

    CheckRun(PerturbableEngine reference, Engine engine, Experiment experiment, Check.Listener listener) {
        this.experiment = experiment;
        this.spec = experiment.spec();
        this.engine = engine;
        this.listener = listener;
        subject = engineTime.measure(() -> engine.start(experiment));
        free = reference.start(experiment);
        local = reference.start(experiment);
        again = reference.start(experiment);
        sensitivity = new Sensitivity(reference, experiment);
        tolerances = Tolerances.of(experiment);
        localLane = new LaneComparison(Lane.LOCAL, tolerances, listener);
        regression = new Regression(tolerances.u(), Tolerances.ofSums(experiment), PerturbedRuns.isCostly(experiment));
        freeLane = new LaneComparison(Lane.FREE_RUNNING, tolerances, listener);
        long steps = STRETCH / experiment.numbersOfStep();
        stretchSteps = (int) Math.max(1, Math.min(MOST_STEPS, steps));
        every = spec.compare().every();
        elementSteps = new ElementSteps(experiment);
        before = local.state();
    }

    CheckResult toTheEnd() {
        require(before, Key.BEFORE_TRAINING, "not as handed over");
        Optional<Evaluations> lastEpoch = Optional.empty();
        List<Batch> stretch = new ArrayList<>();
        int compared = 0; // of the stretch
        boolean whole = true;
        for (Batch batch : experiment.batches()) {
            boolean reports = batch.startsEpoch() && batch.epoch() % spec.reportEvery() == 0;
            boolean startsLast =
                    batch.startsEpoch() && batch.epoch() == spec.training().epochs() - 1;
            boolean looks = reports || startsLast;
            if (looks || compared == stretchSteps) {
                whole = take(stretch) && (!looks || goesOn.get());
                stretch = new ArrayList<>();
                compared = 0;
            }
            if (!whole) {
                break; // nothing that follows would have a meaning; some of it has been taken
            }
            if (reports) {
                report(batch.epoch(), evaluate(batch.step(), batch.epoch()));
            }
            if (startsLast) {
                lastEpoch = Optional.of(evaluate(batch.step(), batch.epoch()));
            }
            stretch.add(batch);
            compared += isCompared(batch) ? 1 : 0;
        }
        if (whole) {
            take(stretch);
        }
        whole = goesOn.get();
        takingLocally.rest(); // steps may have been begun after one that nothing can follow
        takingFreely.rest();
        if (whole) {
            require(before, experiment.steps() - 1, "not as recorded");
        }
        Evaluations after = evaluate(experiment.steps(), spec.training().epochs());
        if (whole) {
            report(spec.training().epochs(), after);
        }
        return new CheckResult(
                engine.name(),
                experiment.steps(),
                stepsToCompare(),
                taken,
                lines,
                lastEpoch.map(Evaluations::engine),
                lastEpoch.map(Evaluations::reference),
                after.engine(),
                after.reference(),
                localLane.result(regression.found()),
                freeLane.result(),
                new CheckResult.Seconds(
                        engineTime.seconds(),
                        referenceTime.seconds() + localTime.seconds() + freeTime.seconds(),
                        compareTime.seconds()));
    }

    /**
     * Has everybody take these steps, the engine at once, and begins to compare them; whether those taken before, which have
     * been compared then, leave a meaning to what follows.
     */
    private boolean take(List<Batch> stretch) {
        taken += stretch.size();
        FutureTask<List<EngineStep>> taking = new FutureTask<>(() -> engineTime.measure(() -> takeOnEngine(stretch)));
        Supplier<List<EngineStep>> actual = () -> BackgroundWorker.result(taking);
        Supplier<List<ReferenceStep>> locally = takingLocally.begin(
                () -> takeLocally(stretch.stream().filter(this::isCompared).toList(), actual));
        Supplier<List<ReferenceStep>> freely = every > 1
                ? List::of
                : takingFreely.begin(() -> freeTime.measure(
                        () -> stretch.stream().map(this::takeFreely).toList()));
        taking.run();
        List<EngineStep> steps = actual.get();
        Supplier<Boolean> wentOn = goesOn;
        Optional<NotFinite> broken = unseen;
        goesOn = judging.begin(() -> wentOn.get() && judge(steps, locally.get(), freely.get(), broken));
        return wentOn.get();
    }

    /** Whether a step is compared; the first and the last are. */
    private boolean isCompared(Batch batch) {
        return batch.step() % every == 0 || batch.step() == experiment.steps() - 1;
    }

    private long stepsToCompare() {
        long last = experiment.steps() - 1;
        return last / every + 1 + (last % every == 0 ? 0 : 1);
    }

    /**
     * A step that the engine has taken and that is compared.
     *
     * @param before the engine's state before it, where that is not the one after the compared step before
     */
    private record EngineStep(Batch batch, Optional<TrainingState> before, StepTrace trace) {}

    private List<EngineStep> takeOnEngine(List<Batch> stretch) {
        List<EngineStep> steps = new ArrayList<>();
        for (Batch batch : stretch) {
            if (isCompared(batch)) {
                Optional<TrainingState> state = every > 1 ? Optional.of(subject.state()) : Optional.empty();
                steps.add(new EngineStep(batch, state, subject.step(batch)));
            } else {
                Optional<NotFinite> found = subject.train(batch);
                unseen = unseen.or(() -> found);
            }
        }
        return steps;
    }

    /** Has the reference take a step from its own state. */
    private ReferenceStep takeFreely(Batch batch) {
        TrainingState own = free.state();
        return ReferenceStep.of(source(batch, own), free.step(batch));
    }

    /** Has the reference take each step from the state from which the engine takes it, for the first while it does so. */
    private List<ReferenceStep> takeLocally(List<Batch> stretch, Supplier<List<EngineStep>> actual) {
        List<ReferenceStep> steps = new ArrayList<>();
        for (Batch batch : stretch) {
            if (every > 1) {
                before = actual.get().get(steps.size()).before().orElseThrow();
            }
            ReferenceStep expected = localTime.measure(() -> {
                local.restore(before);
                return ReferenceStep.of(source(batch, before), local.step(batch));
            });
            before = state(actual.get().get(steps.size()).trace(), expected.trace());
            steps.add(expected);
        }
        return steps;
    }

    /** A step of the reference, which comparing it may have taken once more. */
    private ReferenceStep.Source source(Batch batch, TrainingState state) {
        return new ReferenceStep.Source(again, state, batch, spec, tolerances);
    }

    /**
     * Compares steps that all have taken, until one leaves nothing to compare; whether none does.
     *
     * @param broken where the engine's numbers ceased to be finite in a step that is not compared
     */
    private boolean judge(
            List<EngineStep> steps,
            List<ReferenceStep> expected,
            List<ReferenceStep> freely,
            Optional<NotFinite> broken) {
        for (int i = 0; i < steps.size() && !localLane.ended(); i++) {
            Optional<ReferenceStep> free = freely.isEmpty() ? Optional.empty() : Optional.of(freely.get(i));
            judge(steps.get(i).batch(), steps.get(i).trace(), expected.get(i), free);
        }
        broken.filter(found -> !localLane.ended())
                .ifPresent(found -> localLane.note(Difference.structural(
                        Lane.LOCAL,
                        found.key(),
                        Difference.Kind.NOT_FINITE,
                        "the step is not compared, so that the reference's number is unknown")));
        return !localLane.ended();
    }

    /**
     * Compares a step that all have taken.
     *
     * @param expected the reference's, from the state from which the engine took it
     * @param freely the reference's, from its own, where it runs freely
     */
    private void judge(Batch batch, StepTrace actual, ReferenceStep expected, Optional<ReferenceStep> freely) {
        compareTime.measure(() -> compare(batch, actual, expected, freely));
        listener.taken(Lane.LOCAL, actual, expected.trace());
        freely.ifPresent(step -> listener.taken(Lane.FREE_RUNNING, actual, step.trace()));
        listener.stepped(batch.step() + 1);
    }

    private void compare(Batch batch, StepTrace actual, ReferenceStep expected, Optional<ReferenceStep> free) {
        TrainingState from = expected.before();
        ReferenceStep locally =
                localLane.compare(actual, from, expected, AllowedDistance.NONE, elementSteps.contain(batch));
        if (!localLane.hasDiffered()) {
            regression.step(actual, locally);
        }
        if (free.isPresent() && !freeLane.ended()) {
            ReferenceStep freely = free.get();
            sensitivity.step(batch, actual, locally);
            AllowedDistance apart = sensitivity.between(actual, freely.trace(), locally.trace());
            freeLane.compare(actual, from, freely, apart, false);
        }
    }

    /** A state that was handed over, or recorded, must be the same bits that the engine has. */
    private void require(TrainingState expected, long step, String otherwise) {
        StepTrace actual = recorded(subject.state());
        StepTrace right = recorded(expected);
        SortedSet<Key> keys = new TreeSet<>(right.keys());
        keys.addAll(actual.keys());
        for (Key key : keys) {
            if (!actual.get(key).equals(right.get(key))) {
                Key where = new Key(step, key.quantity(), key.layer());
                localLane.note(Difference.structural(Lane.LOCAL, where, Difference.Kind.DIFFERS, otherwise));
            }
        }
    }

    /** A state by quantity and layer. */
    private StepTrace recorded(TrainingState state) {
        int layers = Math.max(state.weights().size(), spec.layers().size());
        StepTrace trace = new StepTrace(0, layers);
        for (int l = 1; l <= state.weights().size(); l++) {
            int layer = l;
            LayerWeights weights = state.weights().get(l - 1);
            trace.record(Quantity.WEIGHTS, l, weights.weights());
            weights.bias().ifPresent(bias -> trace.record(Quantity.BIAS, layer, bias));
        }
        for (int l = 1; l <= state.optimizers().size(); l++) {
            state.optimizers().get(l - 1).recordIn(trace, l);
        }
        return trace;
    }

    /** The state after a step, each part as the engine recorded it where it did so in the right shape. */
    static TrainingState state(StepTrace actual, StepTrace expected) {
        List<LayerWeights> weights = new ArrayList<>();
        List<OptimizerState> memories = new ArrayList<>();
        for (int l = 1; l <= expected.layers(); l++) {
            int layer = l;
            weights.add(new LayerWeights(
                    usable(actual, expected, Quantity.WEIGHTS, l).orElseThrow(),
                    usable(actual, expected, Quantity.BIAS, l)));
            memories.add(OptimizerState.from(quantity -> usable(actual, expected, quantity, layer)));
        }
        return new TrainingState(weights, memories);
    }

    private static Optional<Matrix> usable(StepTrace actual, StepTrace expected, Quantity quantity, int layer) {
        return expected.get(quantity, layer)
                .map(right -> actual.get(quantity, layer)
                        .filter(value -> value.hasShapeOf(right))
                        .orElse(right));
    }

    /** What both make of all examples before a step; the engine's must be what the reference makes of its weights. */
    private Evaluations evaluate(long step, int epoch) {
        Evaluation actual = engineTime.measure(
                () -> subject.evaluate(experiment.inputs(), experiment.targets(), experiment.exampleWeights()));
        if (every > 1) {
            before = subject.state();
            free.restore(before);
        }
        Evaluation freely = evaluated(free);
        if (!localLane.ended()) {
            Batch all = new Batch(
                    step,
                    epoch,
                    false,
                    experiment.inputs(),
                    experiment.targets(),
                    experiment.exampleWeights(),
                    List.of());
            again.restore(before);
            Evaluation locally = every > 1 ? freely : evaluated(again);
            int layers = spec.layers().size();
            StepTrace outputs = new StepTrace(step, layers)
                    .record(Quantity.ACTIVATION, layers, locally.outputs())
                    .record(Quantity.LOSS, layers, Matrix.full(1, 1, locally.loss()));
            localLane.compareEvaluation(
                    actual,
                    outputs,
                    new Lazy<>(() -> referenceTime.measure(() -> ReferenceStep.take(source(all, before)))));
        }
        return new Evaluations(actual, freely);
    }

    private Evaluation evaluated(PerturbableRun run) {
        return referenceTime.measure(
                () -> run.evaluate(experiment.inputs(), experiment.targets(), experiment.exampleWeights()));
    }

    private void report(int epoch, Evaluations both) {
        List<Metric> metrics = spec.report().metrics();
        Check.ReportLine line = new Check.ReportLine(
                epoch,
                metrics.stream().map(both.engine()::metric).toList(),
                metrics.stream().map(both.reference()::metric).toList(),
                both.engine().loss(),
                both.reference().loss());
        lines.add(line);
        listener.reported(line);
    }

    @Override
    public void close() {
        judging.close();
        takingFreely.close();
        takingLocally.close();
        sensitivity.close();
        again.close();
        local.close();
        free.close();
        subject.close();
    }

    private record Evaluations(Evaluation engine, Evaluation reference) {}
}
