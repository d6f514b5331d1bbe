package dev.plumbline.compare;

import dev.plumbline.compare.rounding.Lazy;
import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.compare.run.AllowedDistance;
import dev.plumbline.compare.run.BackgroundWorker;
import dev.plumbline.compare.run.ComparedSteps;
import dev.plumbline.compare.run.ElementSteps;
import dev.plumbline.compare.run.PerturbedRuns;
import dev.plumbline.compare.run.ReferenceStep;
import dev.plumbline.compare.run.Sensitivity;
import dev.plumbline.compare.run.Stopwatch;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import dev.plumbline.trace.perturbation.PerturbableRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * One run of a check.
 *
 * <p>If the file asks to compare one of every n steps, the engine trains through the others without a record. The
 * reference then takes the compared steps from the engine's state, and has no free run. In small networks it also replays
 * the steps between them.
 *
 * <p>Four threads work in parallel: one takes the engine's steps, two take the reference's steps (from its own state
 * and from the engine's), and one compares. They pass on chunks of steps, because a hand-over takes as long as a small
 * step. While the threads take one chunk, the previous one is compared.
 */
final class CheckRun implements AutoCloseable {
    /** The approximate size of a chunk: weights and examples of all its steps. It fits a processor's cache. */
    private static final long CHUNK_SIZE = 20_000;

    /** The largest number of compared steps in a chunk, so that progress stays visible. */
    private static final int MAX_CHUNK_STEPS = 64;

    private final Experiment experiment;
    private final NetworkSpec spec;
    private final Engine engine;
    private final Check.Listener listener;

    private final Stopwatch engineTime = new Stopwatch();
    private final Stopwatch referenceTime = new Stopwatch();
    private final Stopwatch localTime = new Stopwatch(); // the reference in the local lane
    private final Stopwatch freeTime = new Stopwatch(); // the reference in the free-running lane
    private final Stopwatch compareTime = new Stopwatch();

    private final Run subject;
    private final PerturbableRun free;
    private final PerturbableRun local;
    private final PerturbableRun again; // repeats compared steps if a comparison needs that
    private final Sensitivity sensitivity;
    private final Tolerances tolerances;
    private final LaneComparison localLane;
    private final Regression regression;
    private final CoverageRecorder coverage;
    private final LaneComparison freeLane;
    private final int chunkSteps;
    private final ComparedSteps comparedSteps;
    private final ElementSteps elementSteps;
    private final Optional<SkippedSteps> skippedSteps; // replayed by the local worker
    private final BackgroundWorker localWorker = new BackgroundWorker("plumbline-local");
    private final BackgroundWorker freeWorker = new BackgroundWorker("plumbline-free");
    private final BackgroundWorker compareWorker = new BackgroundWorker("plumbline-check");
    private final EvaluationReports reports;

    /**
     * The state for the reference's next local step. Only the local worker uses it until {@link
     * BackgroundWorker#awaitAll}.
     */
    private TrainingState before;

    private TrainingState after; // the engine's state after the last compared step; only the local worker uses it
    private List<Batch> skipped = new ArrayList<>(); // since then; only the engine's thread uses it

    /** Whether the training can continue; known once all steps taken so far are compared. */
    private Supplier<Boolean> canContinue = () -> true;

    private long taken; // number of steps
    private Optional<NotFinite> uncompared = Optional.empty(); // found in a step that is not compared

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
        localLane = new LaneComparison(ComparisonMode.LOCAL, tolerances, listener);
        regression = new Regression(
                tolerances.u(),
                Tolerances.ofSystematicSums(experiment),
                PerturbedRuns.isCostly(experiment),
                quantity -> true);
        coverage = new CoverageRecorder(experiment);
        freeLane = new LaneComparison(ComparisonMode.FREE_RUNNING, tolerances, listener);
        long steps = CHUNK_SIZE / experiment.numbersOfStep();
        chunkSteps = (int) Math.max(1, Math.min(MAX_CHUNK_STEPS, steps));
        comparedSteps = new ComparedSteps(experiment);
        reports = new EvaluationReports(experiment, listener);
        elementSteps = new ElementSteps(experiment);
        skippedSteps = comparedSteps.areAll() || !SkippedSteps.areReplayed(experiment)
                ? Optional.empty()
                : Optional.of(new SkippedSteps(reference, experiment));
        before = local.state();
        after = before;
    }

    CheckResult run() {
        localLane.requireState(
                subject.state(), before, Key.BEFORE_TRAINING, "is not the initial value of the experiment");
        Optional<EvaluationReports.Pair> lastEpoch = Optional.empty();
        List<Batch> chunk = new ArrayList<>();
        int compared = 0; // steps of the chunk
        boolean complete = true;
        for (Batch batch : experiment.batches()) {
            boolean isReported = batch.startsEpoch() && batch.epoch() % spec.reportEvery() == 0;
            boolean startsLast =
                    batch.startsEpoch() && batch.epoch() == spec.training().epochs() - 1;
            boolean evaluates = isReported || startsLast;
            if (evaluates || compared == chunkSteps) {
                complete = take(chunk) && (!evaluates || canContinue.get());
                chunk = new ArrayList<>();
                compared = 0;
            }
            if (!complete) {
                break; // later steps cannot be compared, although some are already taken
            }
            if (isReported) {
                reports.report(batch.epoch(), evaluate(batch.step(), batch.epoch()));
            }
            if (startsLast) {
                lastEpoch = Optional.of(evaluate(batch.step(), batch.epoch()));
            }
            chunk.add(batch);
            compared += comparedSteps.contain(batch) ? 1 : 0;
        }
        if (complete) {
            take(chunk);
        }
        complete = canContinue.get();
        localWorker.awaitAll(); // steps after the last comparable one may still be running
        freeWorker.awaitAll();
        if (complete) {
            localLane.requireState(subject.state(), before, experiment.steps() - 1, "is not the recorded value");
        }
        EvaluationReports.Pair after =
                evaluate(experiment.steps(), spec.training().epochs());
        if (complete) {
            reports.report(spec.training().epochs(), after);
        }
        return result(lastEpoch, after);
    }

    private CheckResult result(Optional<EvaluationReports.Pair> lastEpoch, EvaluationReports.Pair after) {
        return new CheckResult(
                engine.name(),
                false,
                experiment.steps(),
                comparedSteps.count(),
                taken,
                reports.lines(),
                lastEpoch.map(EvaluationReports.Pair::engine),
                lastEpoch.map(EvaluationReports.Pair::reference),
                after.engine(),
                after.reference(),
                localLane.result(regression.found()),
                freeLane.result(),
                coverage.coverage(),
                skippedSteps.isPresent(),
                new CheckResult.Seconds(
                        engineTime.seconds(),
                        referenceTime.seconds() + localTime.seconds() + freeTime.seconds(),
                        compareTime.seconds()));
    }

    /**
     * Takes these steps with the engine, submits them to the reference, and submits their comparison. Returns whether
     * the training can continue after the chunks before this one.
     */
    private boolean take(List<Batch> chunk) {
        taken += chunk.size();
        FutureTask<List<EngineStep>> taking = new FutureTask<>(() -> engineTime.measure(() -> takeOnEngine(chunk)));
        Supplier<List<EngineStep>> actual = () -> BackgroundWorker.result(taking);
        Supplier<List<LocalStep>> locally = localWorker.submit(
                () -> takeLocally(chunk.stream().filter(comparedSteps::contain).toList(), actual));
        Supplier<List<ReferenceStep>> freely = !comparedSteps.areAll()
                ? List::of
                : freeWorker.submit(() -> freeTime.measure(
                        () -> chunk.stream().map(this::takeFreely).toList()));
        taking.run();
        List<EngineStep> steps = actual.get();
        Supplier<Boolean> couldContinue = canContinue;
        Optional<NotFinite> notFinite = uncompared;
        canContinue = compareWorker.submit(
                () -> couldContinue.get() && compareChunk(steps, locally.get(), freely.get(), notFinite));
        return couldContinue.get();
    }

    /**
     * A compared step of the engine.
     *
     * @param before the engine's state before the step; empty if it is the state after the previous compared step
     * @param skipped the steps between that and the previous compared step
     */
    private record EngineStep(Batch batch, Optional<TrainingState> before, List<Batch> skipped, StepTrace trace) {}

    /**
     * A compared step of the reference from the engine's state.
     *
     * @param between the differences that arose in the skipped steps before it
     */
    private record LocalStep(ReferenceStep step, List<Difference> between) {}

    private List<EngineStep> takeOnEngine(List<Batch> chunk) {
        List<EngineStep> steps = new ArrayList<>();
        for (Batch batch : chunk) {
            if (comparedSteps.contain(batch)) {
                Optional<TrainingState> state =
                        comparedSteps.areAll() ? Optional.empty() : Optional.of(subject.state());
                steps.add(new EngineStep(batch, state, List.copyOf(skipped), subject.step(batch)));
                skipped.clear();
            } else {
                skipped.add(batch);
                Optional<NotFinite> notFinite = subject.train(batch);
                uncompared = uncompared.or(() -> notFinite);
            }
        }
        return steps;
    }

    /** Takes a step of the reference from its own state. */
    private ReferenceStep takeFreely(Batch batch) {
        TrainingState before = free.state();
        return ReferenceStep.of(source(batch, before), free.step(batch));
    }

    /**
     * Takes each step of the reference from the engine's state. The first step runs at the same time as the engine's.
     */
    private List<LocalStep> takeLocally(List<Batch> chunk, Supplier<List<EngineStep>> actual) {
        List<LocalStep> steps = new ArrayList<>();
        for (Batch batch : chunk) {
            List<Difference> between = List.of();
            if (!comparedSteps.areAll()) {
                EngineStep step = actual.get().get(steps.size());
                before = step.before().orElseThrow();
                between = localTime.measure(() -> between(step.skipped()));
            }
            ReferenceStep expected = localTime.measure(() -> {
                local.restore(before);
                return ReferenceStep.of(source(batch, before), local.step(batch));
            });
            before = state(actual.get().get(steps.size()).trace(), expected.trace());
            after = before;
            steps.add(new LocalStep(expected, between));
        }
        return steps;
    }

    /** The differences of the engine's state after skipped steps. */
    private List<Difference> between(List<Batch> steps) {
        return skippedSteps
                .filter(replay -> !steps.isEmpty())
                .map(replay -> replay.between(after, steps, before))
                .orElse(List.of());
    }

    /** The source from which a comparison can repeat a step of the reference. */
    private ReferenceStep.Source source(Batch batch, TrainingState state) {
        return new ReferenceStep.Source(again, state, batch, spec, tolerances);
    }

    /**
     * Compares a chunk that all have taken, up to a step after which nothing can be compared. Returns whether there is
     * no such step.
     *
     * @param notFinite the place where the engine's numbers became NaN or infinite in a step that is not compared
     */
    private boolean compareChunk(
            List<EngineStep> steps,
            List<LocalStep> expected,
            List<ReferenceStep> freely,
            Optional<NotFinite> notFinite) {
        for (int i = 0; i < steps.size() && !localLane.ended(); i++) {
            Optional<ReferenceStep> free = freely.isEmpty() ? Optional.empty() : Optional.of(freely.get(i));
            expected.get(i).between().forEach(localLane::note);
            compareStep(
                    steps.get(i).batch(), steps.get(i).trace(), expected.get(i).step(), free);
        }
        notFinite
                .filter(place -> !localLane.ended())
                .ifPresent(place -> localLane.note(Difference.structural(
                        ComparisonMode.LOCAL,
                        place.key(),
                        Difference.Kind.NOT_FINITE,
                        "the step is not compared, so the reference's number is unknown")));
        return !localLane.ended();
    }

    /**
     * Compares a step that all have taken.
     *
     * @param expected the reference's step from the engine's state
     * @param freely the reference's step from its own state, if there is a free run
     */
    private void compareStep(Batch batch, StepTrace actual, ReferenceStep expected, Optional<ReferenceStep> freely) {
        compareTime.measure(() -> compareTensors(batch, actual, expected, freely));
        listener.taken(ComparisonMode.LOCAL, actual, expected.trace());
        freely.ifPresent(step -> listener.taken(ComparisonMode.FREE_RUNNING, actual, step.trace()));
        listener.stepped(batch.step() + 1);
    }

    private void compareTensors(Batch batch, StepTrace actual, ReferenceStep expected, Optional<ReferenceStep> free) {
        TrainingState from = expected.before();
        boolean byElement = elementSteps.contain(batch);
        ReferenceStep locally = localLane.compare(actual, from, expected, AllowedDistance.NONE, byElement);
        if (!localLane.hasDiffered()) {
            regression.step(actual, locally);
            coverage.step(actual, locally, byElement, byElement);
        }
        if (free.isPresent() && !freeLane.ended()) {
            ReferenceStep freely = free.get();
            sensitivity.step(batch, actual, locally);
            AllowedDistance allowed = sensitivity.between(actual, freely.trace(), locally.trace());
            freeLane.compare(actual, from, freely, allowed, false);
        }
    }

    /**
     * The state after a step: the tensors that the engine recorded with the right shape, and the reference's for the
     * others.
     */
    static TrainingState state(StepTrace actual, StepTrace expected) {
        List<LayerWeights> weights = new ArrayList<>();
        List<OptimizerState> optimizers = new ArrayList<>();
        for (int l = 1; l <= expected.layers(); l++) {
            int layer = l;
            weights.add(new LayerWeights(
                    usable(actual, expected, Quantity.WEIGHTS, l).orElseThrow(),
                    usable(actual, expected, Quantity.BIAS, l)));
            optimizers.add(OptimizerState.from(quantity -> usable(actual, expected, quantity, layer)));
        }
        return new TrainingState(weights, optimizers);
    }

    private static Optional<Matrix> usable(StepTrace actual, StepTrace expected, Quantity quantity, int layer) {
        return expected.get(quantity, layer)
                .map(reference -> actual.get(quantity, layer)
                        .filter(value -> value.hasShapeOf(reference))
                        .orElse(reference));
    }

    /**
     * Evaluates all examples on both sides before a step, at the same time. The engine's result must be the reference's for the
     * same weights.
     */
    private EvaluationReports.Pair evaluate(long step, int epoch) {
        if (!comparedSteps.areAll()) {
            before = subject.state();
            free.restore(before);
        }
        Supplier<Evaluation> freely = freeWorker.submit(() -> freeTime.measure(() -> evaluated(free)));
        Supplier<Evaluation> locally = comparedSteps.areAll() && !localLane.ended()
                ? localWorker.submit(() -> localTime.measure(() -> {
                    again.restore(before);
                    return evaluated(again);
                }))
                : freely;
        Evaluation actual = engineTime.measure(() -> evaluated(subject));
        if (!localLane.ended()) {
            localLane.compareEvaluation(
                    actual,
                    reports.trace(step, locally.get()),
                    new Lazy<>(() ->
                            referenceTime.measure(() -> ReferenceStep.take(source(reports.all(step, epoch), before)))));
        }
        return reports.pair(actual, freely.get());
    }

    private Evaluation evaluated(Run run) {
        return run.evaluate(experiment.inputs(), experiment.targets(), experiment.exampleWeights());
    }

    @Override
    public void close() {
        compareWorker.close();
        freeWorker.close();
        localWorker.close();
        skippedSteps.ifPresent(SkippedSteps::close);
        sensitivity.close();
        again.close();
        local.close();
        free.close();
        subject.close();
    }
}
