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
        compareInitialWeights();
        List<LayerWeights> before = experiment.initialWeights();
        Optional<Both> lastEpoch = Optional.empty();
        for (Batch batch : experiment.batches()) {
            if (batch.startsEpoch() && batch.epoch() % spec.reportEvery() == 0) {
                report(batch.epoch(), evaluate());
            }
            if (batch.startsEpoch() && batch.epoch() == spec.training().epochs() - 1) {
                lastEpoch = Optional.of(evaluate());
            }
            before = step(batch, before);
            listener.stepped(batch.step() + 1);
            if (localLane.ended()) {
                break; // nothing that follows would have a meaning
            }
        }
        Both after = evaluate();
        if (!localLane.ended()) {
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

    /** The initial weights were handed over, not drawn again, so they must be the same bits. */
    private void compareInitialWeights() {
        List<LayerWeights> actual = subject.weights();
        List<LayerWeights> expected = experiment.initialWeights();
        for (int l = 1; l <= Math.max(actual.size(), expected.size()); l++) {
            Optional<LayerWeights> left = l <= actual.size() ? Optional.of(actual.get(l - 1)) : Optional.empty();
            Optional<LayerWeights> right = l <= expected.size() ? Optional.of(expected.get(l - 1)) : Optional.empty();
            requireSame(Quantity.WEIGHTS, l, left.map(LayerWeights::weights), right.map(LayerWeights::weights));
            requireSame(Quantity.BIAS, l, left.flatMap(LayerWeights::bias), right.flatMap(LayerWeights::bias));
        }
    }

    private void requireSame(Quantity quantity, int layer, Optional<Matrix> actual, Optional<Matrix> expected) {
        if (!actual.equals(expected)) {
            localLane.note(Difference.structural(
                    Lane.LOCAL,
                    new Key(Key.BEFORE_TRAINING, quantity, layer),
                    Difference.Kind.DIVERGED,
                    "not as handed over"));
        }
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

    private Both evaluate() {
        return new Both(
                engineTime.measure(() -> subject.evaluate(experiment.inputs(), experiment.targets())),
                referenceTime.measure(() -> free.evaluate(experiment.inputs(), experiment.targets())));
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
