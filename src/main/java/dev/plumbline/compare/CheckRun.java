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
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableEngine;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A check in progress: the engine's run, the reference's two, and what has been found so far. */
final class CheckRun implements AutoCloseable {
    private final Experiment experiment;
    private final NetworkSpec spec;
    private final Engine engine;
    private final Check.Listener listener;

    private final Stopwatch engineTime = new Stopwatch();
    private final Stopwatch referenceTime = new Stopwatch();
    private final Stopwatch compareTime = new Stopwatch();

    private final Run subject;
    private final ReplayableRun free;
    private final ReplayableRun local;
    private final Spread spread;
    private final Tolerances tolerances;
    private final LaneComparison localLane;
    private final LaneComparison freeLane;
    private final List<Check.ReportLine> lines = new ArrayList<>();

    CheckRun(ReplayableEngine reference, Engine engine, Experiment experiment, Check.Listener listener) {
        this.experiment = experiment;
        this.spec = experiment.spec();
        this.engine = engine;
        this.listener = listener;
        subject = engineTime.measure(() -> engine.start(experiment));
        free = reference.start(experiment);
        local = reference.start(experiment);
        spread = new Spread(reference, experiment);
        tolerances = Tolerances.of(experiment);
        localLane = new LaneComparison(Lane.LOCAL, tolerances);
        freeLane = new LaneComparison(Lane.FREE_RUNNING, tolerances);
    }

    CheckResult toTheEnd() {
        requireWeights(experiment.initialWeights(), Key.BEFORE_TRAINING, "not as handed over");
        List<LayerWeights> before = experiment.initialWeights();
        Optional<Both> lastEpoch = Optional.empty();
        for (Batch batch : experiment.batches()) {
            if (batch.startsEpoch() && batch.epoch() % spec.reportEvery() == 0) {
                report(batch.epoch(), evaluate(batch.step(), batch.epoch(), before));
            }
            if (batch.startsEpoch() && batch.epoch() == spec.training().epochs() - 1) {
                lastEpoch = Optional.of(evaluate(batch.step(), batch.epoch(), before));
            }
            before = step(batch, before);
            listener.stepped(batch.step() + 1);
            if (localLane.ended()) {
                break; // nothing that follows would have a meaning
            }
        }
        boolean whole = !localLane.ended();
        if (whole) {
            requireWeights(before, experiment.steps() - 1, "not as recorded");
        }
        Both after = evaluate(experiment.steps(), spec.training().epochs(), before);
        if (whole) {
            report(spec.training().epochs(), after);
        }
        return new CheckResult(
                engine.name(),
                experiment.steps(),
                lines,
                lastEpoch.map(Both::engine),
                lastEpoch.map(Both::reference),
                after.engine(),
                after.reference(),
                localLane.result(),
                freeLane.result(),
                new CheckResult.Seconds(engineTime.seconds(), referenceTime.seconds(), compareTime.seconds()));
    }

    /** Takes a step on all sides and compares; returns the weights from which the next is to be taken locally. */
    private List<LayerWeights> step(Batch batch, List<LayerWeights> before) {
        List<LayerWeights> freeBefore = free.weights();
        StepTrace expected = referenceTime.measure(() -> {
            local.restore(before);
            return local.step(batch);
        });
        StepTrace freely = referenceTime.measure(() -> free.step(batch));
        StepTrace actual = engineTime.measure(() -> subject.step(batch));
        return compareTime.measure(() -> {
            localLane.compare(actual, expected, scales(expected, batch, before), key -> 0);
            if (!freeLane.ended()) {
                spread.step(batch);
                freeLane.compare(actual, freely, scales(freely, batch, freeBefore), key -> spread.of(key, freely));
            }
            return localLane.ended() ? before : weights(actual, expected);
        });
    }

    private Scales scales(StepTrace step, Batch batch, List<LayerWeights> before) {
        return new Scales(step, batch, before, spec.reduction(), tolerances);
    }

    /** Weights that were handed over, or recorded, must be the same bits that the engine has. */
    private void requireWeights(List<LayerWeights> expected, long step, String otherwise) {
        List<LayerWeights> actual = subject.weights();
        for (int l = 1; l <= Math.max(actual.size(), expected.size()); l++) {
            Optional<LayerWeights> left = l <= actual.size() ? Optional.of(actual.get(l - 1)) : Optional.empty();
            Optional<LayerWeights> right = l <= expected.size() ? Optional.of(expected.get(l - 1)) : Optional.empty();
            if (!left.map(LayerWeights::weights).equals(right.map(LayerWeights::weights))) {
                localLane.note(otherWeights(new Key(step, Quantity.WEIGHTS, l), otherwise));
            }
            if (!left.flatMap(LayerWeights::bias).equals(right.flatMap(LayerWeights::bias))) {
                localLane.note(otherWeights(new Key(step, Quantity.BIAS, l), otherwise));
            }
        }
    }

    private static Difference otherWeights(Key key, String detail) {
        return Difference.structural(Lane.LOCAL, key, Difference.Kind.DIVERGED, detail);
    }

    /** The weights after a step, each as the engine recorded it where it did so in the right shape. */
    private static List<LayerWeights> weights(StepTrace actual, StepTrace expected) {
        List<LayerWeights> weights = new ArrayList<>();
        for (int l = 1; l <= expected.layers(); l++) {
            weights.add(new LayerWeights(
                    usable(actual, expected, Quantity.WEIGHTS, l).orElseThrow(),
                    usable(actual, expected, Quantity.BIAS, l)));
        }
        return weights;
    }

    private static Optional<Matrix> usable(StepTrace actual, StepTrace expected, Quantity quantity, int layer) {
        return expected.get(quantity, layer)
                .map(right -> actual.get(quantity, layer)
                        .filter(value -> value.shape().equals(right.shape()))
                        .orElse(right));
    }

    /** What both make of all examples before a step; the engine's must be what the reference makes of its weights. */
    private Both evaluate(long step, int epoch, List<LayerWeights> weights) {
        Evaluation actual = engineTime.measure(
                () -> subject.evaluate(experiment.inputs(), experiment.targets(), experiment.exampleWeights()));
        Evaluation freely = referenceTime.measure(
                () -> free.evaluate(experiment.inputs(), experiment.targets(), experiment.exampleWeights()));
        if (!localLane.ended()) {
            Batch all = new Batch(
                    step,
                    epoch,
                    false,
                    experiment.inputs(),
                    experiment.targets(),
                    experiment.exampleWeights(),
                    List.of());
            StepTrace expected = referenceTime.measure(() -> {
                local.restore(weights);
                return local.step(all);
            });
            localLane.compareEvaluation(actual, expected, scales(expected, all, weights));
        }
        return new Both(actual, freely);
    }

    private void report(int epoch, Both both) {
        List<Metric> metrics = spec.report().metrics();
        Check.ReportLine line = new Check.ReportLine(
                epoch,
                metrics.stream().map(both.engine()::metric).toList(),
                metrics.stream().map(both.reference()::metric).toList());
        lines.add(line);
        listener.reported(line);
    }

    @Override
    public void close() {
        spread.close();
        local.close();
        free.close();
        subject.close();
    }

    private record Both(Evaluation engine, Evaluation reference) {}
}
