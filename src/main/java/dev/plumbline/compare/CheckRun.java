package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerMemory;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.SensitiveEngine;
import dev.plumbline.trace.SensitiveRun;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A check in progress: the engine's run, the reference's two, and what has been found so far.
 *
 * <p>Where steps are large, the reference takes and compares one while the engine takes the next, in another thread. What
 * is found is the same.
 */
final class CheckRun implements AutoCloseable {
    private final Experiment experiment;
    private final NetworkSpec spec;
    private final Engine engine;
    private final Check.Listener listener;

    private final Stopwatch engineTime = new Stopwatch();
    private final Stopwatch referenceTime = new Stopwatch();
    private final Stopwatch freeTime = new Stopwatch(); // of the reference too, perhaps meanwhile
    private final Stopwatch compareTime = new Stopwatch();

    private final Run subject;
    private final SensitiveRun free;
    private final SensitiveRun local;
    private final Sensitivity sensitivity;
    private final Tolerances tolerances;
    private final LaneComparison localLane;
    private final LaneComparison freeLane;
    private final Background judging;
    private final List<Check.ReportLine> lines = new ArrayList<>();

    private TrainingState before; // the state from which the reference is to take the next step locally

    CheckRun(SensitiveEngine reference, Engine engine, Experiment experiment, Check.Listener listener) {
        this.experiment = experiment;
        this.spec = experiment.spec();
        this.engine = engine;
        this.listener = listener;
        subject = engineTime.measure(() -> engine.start(experiment));
        free = reference.start(experiment);
        local = reference.start(experiment);
        sensitivity = new Sensitivity(reference, experiment);
        tolerances = Tolerances.of(experiment);
        localLane = new LaneComparison(Lane.LOCAL, tolerances, listener);
        freeLane = new LaneComparison(Lane.FREE_RUNNING, tolerances, listener);
        judging = Background.pays(experiment) ? Background.thread("plumbline-check") : Background.none();
        before = local.state();
    }

    CheckResult toTheEnd() {
        require(before, Key.BEFORE_TRAINING, "not as handed over");
        Optional<Both> lastEpoch = Optional.empty();
        for (Batch batch : experiment.batches()) {
            if (batch.startsEpoch() && batch.epoch() % spec.reportEvery() == 0) {
                judging.join();
                report(batch.epoch(), evaluate(batch.step(), batch.epoch()));
            }
            if (batch.startsEpoch() && batch.epoch() == spec.training().epochs() - 1) {
                judging.join();
                lastEpoch = Optional.of(evaluate(batch.step(), batch.epoch()));
            }
            StepTrace actual = engineTime.measure(() -> subject.step(batch));
            judging.join();
            if (localLane.ended()) {
                break; // nothing that follows would have a meaning; of large steps, the engine has taken one more
            }
            judging.run(() -> judge(batch, actual));
            if (judging.isDone() && localLane.ended()) {
                break;
            }
        }
        judging.join();
        boolean whole = !localLane.ended();
        if (whole) {
            require(before, experiment.steps() - 1, "not as recorded");
        }
        Both after = evaluate(experiment.steps(), spec.training().epochs());
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
                new CheckResult.Seconds(
                        engineTime.seconds(), referenceTime.seconds() + freeTime.seconds(), compareTime.seconds()));
    }

    /** Takes the step that the engine has taken on the reference's two sides, and compares. */
    private void judge(Batch batch, StepTrace actual) {
        ReferenceStep.Source freeSource = source(batch, free.state());
        Supplier<StepTrace> taken = judging.fork(() -> freeTime.measure(() -> free.step(batch)));
        ReferenceStep expected = referenceTime.measure(() -> ReferenceStep.take(source(batch, before)));
        StepTrace freely = taken.get();
        before = compareTime.measure(() -> {
            ReferenceStep locally = localLane.compare(actual, before, expected, Apart.NOWHERE);
            if (!freeLane.ended()) {
                sensitivity.step(batch, actual, locally);
                freeLane.compare(
                        actual,
                        before,
                        ReferenceStep.of(freeSource, freely),
                        sensitivity.between(actual, freely, locally.trace()));
            }
            listener.taken(Lane.LOCAL, actual, expected.trace());
            listener.taken(Lane.FREE_RUNNING, actual, freely);
            return localLane.ended() ? before : state(actual, expected.trace());
        });
        listener.stepped(batch.step() + 1);
    }

    /** A step of the reference from this state: also one of the free run is taken again by the one that is set back. */
    private ReferenceStep.Source source(Batch batch, TrainingState state) {
        return new ReferenceStep.Source(local, state, batch, spec, tolerances);
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
                localLane.note(Difference.structural(Lane.LOCAL, where, Difference.Kind.DIVERGED, otherwise));
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
        for (int l = 1; l <= state.memories().size(); l++) {
            state.memories().get(l - 1).recordIn(trace, l);
        }
        return trace;
    }

    /** The state after a step, each part as the engine recorded it where it did so in the right shape. */
    static TrainingState state(StepTrace actual, StepTrace expected) {
        List<LayerWeights> weights = new ArrayList<>();
        List<LayerMemory> memories = new ArrayList<>();
        for (int l = 1; l <= expected.layers(); l++) {
            int layer = l;
            weights.add(new LayerWeights(
                    usable(actual, expected, Quantity.WEIGHTS, l).orElseThrow(),
                    usable(actual, expected, Quantity.BIAS, l)));
            memories.add(LayerMemory.from(quantity -> usable(actual, expected, quantity, layer)));
        }
        return new TrainingState(weights, memories);
    }

    private static Optional<Matrix> usable(StepTrace actual, StepTrace expected, Quantity quantity, int layer) {
        return expected.get(quantity, layer)
                .map(right -> actual.get(quantity, layer)
                        .filter(value -> value.shape().equals(right.shape()))
                        .orElse(right));
    }

    /** What both make of all examples before a step; the engine's must be what the reference makes of its weights. */
    private Both evaluate(long step, int epoch) {
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
            localLane.compareEvaluation(actual, referenceTime.measure(() -> ReferenceStep.take(source(all, before))));
        }
        return new Both(actual, freely);
    }

    private void report(int epoch, Both both) {
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
        sensitivity.close();
        local.close();
        free.close();
        subject.close();
    }

    private record Both(Evaluation engine, Evaluation reference) {}
}
