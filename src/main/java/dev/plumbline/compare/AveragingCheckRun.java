package dev.plumbline.compare;

import dev.plumbline.compare.rounding.ElementScales;
import dev.plumbline.compare.rounding.Lazy;
import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.compare.run.ComparedSteps;
import dev.plumbline.compare.run.EnsembleSpread;
import dev.plumbline.compare.run.ReferenceStep;
import dev.plumbline.compare.run.RoundScales;
import dev.plumbline.compare.run.Stopwatch;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import dev.plumbline.trace.perturbation.PerturbableRun;
import java.util.Optional;

/**
 * A check of a training by several workers. It compares the weights and the optimizer state after every averaging, in both
 * lanes. What a worker computes within a round is not visible from outside; the check of the same network with one worker
 * compares it.
 */
final class AveragingCheckRun implements AutoCloseable {
    private final Experiment experiment;
    private final NetworkSpec spec;
    private final Engine engine;
    private final Check.Listener listener;

    private final Stopwatch engineTime = new Stopwatch();
    private final Stopwatch referenceTime = new Stopwatch();
    private final Stopwatch compareTime = new Stopwatch();

    private final Run subject;
    private final PerturbableRun free;
    private final PerturbableRun local;
    private final PerturbableRun alone; // takes the evaluations of the engine's weights apart
    private final Experiment ofAlone;
    private final RoundScales scales;
    private final EnsembleSpread spread;
    private final Tolerances tolerances;
    private final LaneComparison localLane;
    private final LaneComparison freeLane;
    private final CoverageRecorder coverage;
    private final EvaluationReports reports;
    private final ComparedSteps comparedRounds;
    private long taken;

    AveragingCheckRun(PerturbableEngine reference, Engine engine, Experiment experiment, Check.Listener listener) {
        this.experiment = experiment;
        this.spec = experiment.spec();
        this.engine = engine;
        this.listener = listener;
        ofAlone = experiment.alone();
        subject = engineTime.measure(() -> engine.start(experiment));
        free = reference.start(experiment);
        local = reference.start(experiment);
        alone = reference.start(ofAlone);
        scales = new RoundScales(reference, experiment);
        spread = new EnsembleSpread(reference, experiment);
        tolerances = Tolerances.of(experiment);
        localLane = new LaneComparison(ComparisonMode.LOCAL, tolerances, listener);
        freeLane = new LaneComparison(ComparisonMode.FREE_RUNNING, tolerances, listener);
        coverage = new CoverageRecorder(experiment);
        reports = new EvaluationReports(experiment, listener);
        comparedRounds = new ComparedSteps(experiment);
    }

    CheckResult run() {
        localLane.requireState(
                subject.state(), free.state(), Key.BEFORE_TRAINING, "is not the initial value of the experiment");
        Optional<EvaluationReports.Pair> lastEpoch = Optional.empty();
        for (Batch round : experiment.batches()) {
            if (localLane.ended()) {
                break;
            }
            boolean startsLast =
                    round.startsEpoch() && round.epoch() == spec.training().epochs() - 1;
            if (round.startsEpoch() && round.epoch() % spec.reportEvery() == 0) {
                reports.report(round.epoch(), evaluate(round.step(), round.epoch()));
            }
            if (startsLast) {
                lastEpoch = Optional.of(evaluate(round.step(), round.epoch()));
            }
            take(round);
            listener.stepped(++taken);
        }
        int epochs = spec.training().epochs();
        EvaluationReports.Pair after = evaluate(experiment.steps(), epochs);
        if (!localLane.ended()) {
            reports.report(epochs, after);
        }
        return new CheckResult(
                engine.name(),
                true,
                experiment.steps(),
                comparedRounds.count(),
                taken,
                reports.lines(),
                lastEpoch.map(EvaluationReports.Pair::engine),
                lastEpoch.map(EvaluationReports.Pair::reference),
                after.engine(),
                after.reference(),
                localLane.result(),
                freeLane.result(),
                coverage.coverage(),
                false,
                new CheckResult.Seconds(engineTime.seconds(), referenceTime.seconds(), compareTime.seconds()));
    }

    /** Takes a round on all sides and compares it. */
    private void take(Batch round) {
        if (!comparedRounds.contain(round)) {
            engineTime.measure(() -> subject.train(round));
            return;
        }
        TrainingState before = subject.state();
        StepTrace actual = engineTime.measure(() -> subject.step(round));
        StepTrace expected = referenceTime.measure(() -> {
            local.restore(before);
            return local.step(round);
        });
        compareTime.measure(() -> compareLocally(round, before, actual, expected));
        listener.taken(ComparisonMode.LOCAL, actual, expected);
        if (comparedRounds.areAll()) {
            StepTrace freely = referenceTime.measure(() -> free.step(round));
            if (!freeLane.ended()) {
                compareTime.measure(() -> compareFreely(round, actual, freely));
            }
            listener.taken(ComparisonMode.FREE_RUNNING, actual, freely);
        }
    }

    private void compareLocally(Batch round, TrainingState before, StepTrace actual, StepTrace expected) {
        ElementScales ofRound = scales.of(round, before, expected);
        coverage.step(actual, expected, before, () -> ofRound, true, true);
        localLane.compareState(
                actual,
                expected,
                (key, comparison) -> comparison.byElement(
                        key, actual.get(key).orElseThrow(), expected.get(key).orElseThrow(), () -> ofRound));
    }

    private void compareFreely(Batch round, StepTrace actual, StepTrace freely) {
        spread.step(round);
        freeLane.compareState(actual, freely, (key, comparison) -> {
            Matrix value = actual.get(key).orElseThrow();
            Matrix expected = freely.get(key).orElseThrow();
            Difference quick = comparison.ofState(key, value, expected, 0);
            if (quick.kind() != Difference.Kind.DIFFERS) {
                return quick;
            }
            double distance = spread.of(key, freely);
            Difference excused = comparison.ofState(key, value, expected, distance);
            if (distance > tolerances.chaotic() * expected.norm()
                    && !excused.kind().isDifference()) {
                freeLane.end(); // rounding errors decide the rest; only the local lane can compare more
            }
            return excused;
        });
    }

    /**
     * Evaluates all examples on both sides. The engine's result must be the reference's for the same weights.
     *
     * @param step the number of rounds before
     */
    private EvaluationReports.Pair evaluate(long step, int epoch) {
        Evaluation actual = engineTime.measure(
                () -> subject.evaluate(experiment.inputs(), experiment.targets(), experiment.exampleWeights()));
        TrainingState engineState = subject.state();
        if (!comparedRounds.areAll()) {
            free.restore(engineState);
        }
        Evaluation freely = evaluated(free);
        if (!localLane.ended()) {
            alone.restore(engineState);
            Evaluation locally = evaluated(alone);
            localLane.compareEvaluation(
                    actual,
                    reports.trace(step, locally),
                    new Lazy<>(() -> ReferenceStep.take(new ReferenceStep.Source(
                            alone, engineState, reports.all(step, epoch), ofAlone.spec(), tolerances))));
        }
        return reports.pair(actual, freely);
    }

    private Evaluation evaluated(PerturbableRun run) {
        return referenceTime.measure(
                () -> run.evaluate(experiment.inputs(), experiment.targets(), experiment.exampleWeights()));
    }

    @Override
    public void close() {
        spread.close();
        scales.close();
        alone.close();
        local.close();
        free.close();
        subject.close();
    }
}
