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
 * A check in progress: the engine's run, the reference's, and what has been found so far.
 *
 * <p>Where steps are large, four threads work beside each other: in one the engine takes a step; in two the reference does,
 * from the engine's weights and from its own, neither of which hangs on what the engine makes of that step; in one the step
 * before is compared. No thread is ever more than two steps ahead of another. What is found is the same.
 */
final class CheckRun implements AutoCloseable {
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
    private final SensitiveRun free;
    private final SensitiveRun local;
    private final SensitiveRun again; // takes the steps that are compared once more, where a comparison asks
    private final Sensitivity sensitivity;
    private final Tolerances tolerances;
    private final LaneComparison localLane;
    private final LaneComparison freeLane;
    private final Background takingLocally;
    private final Background takingFreely;
    private final Background judging;
    private final List<Check.ReportLine> lines = new ArrayList<>();

    private Supplier<TrainingState> before; // the state from which the reference is to take the next step locally

    CheckRun(SensitiveEngine reference, Engine engine, Experiment experiment, Check.Listener listener) {
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
        freeLane = new LaneComparison(Lane.FREE_RUNNING, tolerances, listener);
        takingLocally = Background.of(experiment, "plumbline-local");
        takingFreely = Background.of(experiment, "plumbline-free");
        judging = Background.of(experiment, "plumbline-check");
        TrainingState beginning = local.state();
        before = () -> beginning;
    }

    CheckResult toTheEnd() {
        require(before.get(), Key.BEFORE_TRAINING, "not as handed over");
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
            Supplier<TrainingState> from = before;
            Supplier<ReferenceStep> expected = takeLocally(batch, from);
            Supplier<ReferenceStep> freely = takeFreely(batch);
            StepTrace actual = engineTime.measure(() -> subject.step(batch));
            before = takingLocally.begin(() -> state(actual, expected.get().trace()));
            judging.join();
            if (localLane.ended()) {
                break; // nothing that follows would have a meaning; of large steps, one more has been taken
            }
            judging.run(() -> judge(batch, from.get(), actual, expected.get(), freely.get()));
            if (judging.isDone() && localLane.ended()) {
                break;
            }
        }
        judging.join();
        takingLocally.join();
        takingFreely.join();
        boolean whole = !localLane.ended();
        if (whole) {
            require(before.get(), experiment.steps() - 1, "not as recorded");
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
                        engineTime.seconds(),
                        referenceTime.seconds() + localTime.seconds() + freeTime.seconds(),
                        compareTime.seconds()));
    }

    /** Has the reference take a step from the state from which the engine takes it, once that is known. */
    private Supplier<ReferenceStep> takeLocally(Batch batch, Supplier<TrainingState> from) {
        return takingLocally.begin(() -> localTime.measure(() -> {
            local.restore(from.get());
            return ReferenceStep.of(source(batch, from.get()), local.step(batch));
        }));
    }

    /** Has the reference take a step from its own state. */
    private Supplier<ReferenceStep> takeFreely(Batch batch) {
        return takingFreely.begin(() -> freeTime.measure(() -> {
            TrainingState own = free.state();
            return ReferenceStep.of(source(batch, own), free.step(batch));
        }));
    }

    /** A step of the reference, which comparing it may have taken once more. */
    private ReferenceStep.Source source(Batch batch, TrainingState state) {
        return new ReferenceStep.Source(again, state, batch, spec, tolerances);
    }

    /**
     * Compares a step that all have taken.
     *
     * @param from the state from which the engine took it
     * @param expected the reference's, from the same state
     * @param freely the reference's, from its own
     */
    private void judge(
            Batch batch, TrainingState from, StepTrace actual, ReferenceStep expected, ReferenceStep freely) {
        compareTime.measure(() -> {
            ReferenceStep locally = localLane.compare(actual, from, expected, Apart.NOWHERE);
            if (!freeLane.ended()) {
                sensitivity.step(batch, actual, locally);
                Apart apart = sensitivity.between(actual, freely.trace(), locally.trace());
                freeLane.compare(actual, from, freely, apart);
            }
            return locally;
        });
        listener.taken(Lane.LOCAL, actual, expected.trace());
        listener.taken(Lane.FREE_RUNNING, actual, freely.trace());
        listener.stepped(batch.step() + 1);
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
        Optional<Matrix> recorded = layer <= actual.layers() ? actual.get(quantity, layer) : Optional.empty();
        return expected.get(quantity, layer)
                .map(right -> recorded.filter(value -> value.shape().equals(right.shape()))
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
            localLane.compareEvaluation(
                    actual, referenceTime.measure(() -> ReferenceStep.take(source(all, before.get()))));
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
        takingFreely.close();
        takingLocally.close();
        sensitivity.close();
        again.close();
        local.close();
        free.close();
        subject.close();
    }

    private record Both(Evaluation engine, Evaluation reference) {}
}
