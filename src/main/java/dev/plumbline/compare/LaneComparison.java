package dev.plumbline.compare;

import dev.plumbline.compare.rounding.ErrorScales;
import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.compare.run.AllowedDistance;
import dev.plumbline.compare.run.ReferenceStep;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compares steps in one lane and keeps the statistics. */
final class LaneComparison {
    private final ComparisonMode lane;
    private final TensorComparison comparison;
    private final boolean isEngine;
    private final StepObserver observer;

    private List<Key> causalOrder = List.of(); // the tensors of the first step; every step has the same
    private long steps;
    private long tensors;
    private long differences;
    private long byElement;
    private long bifurcations;
    private boolean ended;
    private @Nullable Difference largest;
    private @Nullable Difference first;
    private @Nullable Bifurcation firstBifurcation;

    /** A comparison in which the engine must record every tensor that the reference records. */
    LaneComparison(ComparisonMode lane, Tolerances tolerances, StepObserver observer) {
        this(lane, tolerances, true, observer);
    }

    /**
     * A comparison.
     *
     * @param isEngine whether every tensor must be recorded, and slopes at a kink must be those of the reference; not so of
     *     a network that somebody wrote
     */
    LaneComparison(ComparisonMode lane, Tolerances tolerances, boolean isEngine, StepObserver observer) {
        this.lane = lane;
        this.comparison = new TensorComparison(lane, tolerances);
        this.isEngine = isEngine;
        this.observer = observer;
    }

    /**
     * Compares an engine's record of a step with the reference's: names and shapes before values.
     *
     * @param actual the engine's record
     * @param before the state from which the engine took the step
     * @param expected the reference's step
     * @param allowed in the free-running lane, the distance that two correct engines may have
     * @param elements in the local lane, whether each element is compared, regardless of the tensor's norm
     * @return the reference's step; after a kink, on the engine's side
     */
    ReferenceStep compare(
            StepTrace actual, TrainingState before, ReferenceStep expected, AllowedDistance allowed, boolean elements) {
        if (ended) {
            return expected;
        }
        steps++;
        byElement += elements && lane == ComparisonMode.LOCAL ? 1 : 0;
        StepTrace reference = expected.trace();
        if (causalOrder.isEmpty()) {
            causalOrder = List.copyOf(reference.keys());
        }
        if (actual.step() != reference.step() || actual.layers() != reference.layers()) {
            String detail = "was recorded with step " + actual.step() + " and " + actual.layers() + " layers";
            note(Difference.structural(lane, at(reference, causalOrder.get(0)), Difference.Kind.MISSING, detail));
            return expected;
        }
        StepComparison step = new StepComparison(
                comparison, new KinkSearch(comparison, actual, before, !isEngine), expected, allowed, elements);
        int compared = 0;
        for (Key place : causalOrder) {
            Key key = at(reference, place);
            Optional<Matrix> value = actual.get(key);
            if (value.isEmpty() && !isEngine) {
                continue;
            }
            if (value.isEmpty()) {
                String detail = "was not recorded; expected "
                        + reference.get(key).orElseThrow().shape();
                note(Difference.structural(lane, key, Difference.Kind.MISSING, detail));
                continue;
            }
            compared++;
            StepComparison.Outcome outcome = step.of(key, value.get());
            outcome.bifurcation().ifPresent(this::note);
            if (outcome.isChaotic()
                    || lane == ComparisonMode.FREE_RUNNING
                            && outcome.bifurcation().isPresent()) {
                ended = true; // from here two correct trainings diverge
                steps--; // the comparison of this step is incomplete
                return expected;
            }
            note(outcome.difference());
        }
        if (compared < actual.size()) {
            noteUnexpected(actual, reference);
        }
        return step.expected();
    }

    /** Notes every tensor of an engine's state that is not bit for bit the expected one. */
    void requireState(TrainingState actual, TrainingState expected, long step, String detail) {
        StepTrace present = actual.record(step);
        StepTrace required = expected.record(step);
        SortedSet<Key> keys = new TreeSet<>(required.keys());
        keys.addAll(present.keys());
        for (Key key : keys) {
            if (!present.get(key).equals(required.get(key))) {
                note(Difference.structural(lane, key, Difference.Kind.DIFFERS, detail));
            }
        }
    }

    /**
     * Compares an evaluation of all examples with the reference's. It counts only if it differs.
     *
     * @param outputs the reference's outputs and loss for the engine's weights
     * @param expected a step of the reference on all examples from these weights. It takes several times as long as the
     *     outputs, so it is computed only if they do not decide
     */
    void compareEvaluation(Evaluation actual, StepTrace outputs, Supplier<ReferenceStep> expected) {
        List<Difference> differences =
                differences(actual, outputs, () -> expected.get().scales());
        Optional<Bifurcation> kink = differences.isEmpty()
                ? Optional.empty()
                : new EvaluationKinks(
                                comparison.tolerances(),
                                step -> differences(actual, step.trace(), step::scales)
                                        .isEmpty())
                        .explain(differences.get(0), expected.get());
        kink.ifPresentOrElse(
                this::note,
                () -> differences.forEach(
                        difference -> note(difference.withDetail("when all examples are evaluated"))));
    }

    private List<Difference> differences(Evaluation actual, StepTrace step, Supplier<ErrorScales> scales) {
        Matrix loss = Matrix.full(1, 1, actual.loss());
        List<Difference> differences = new ArrayList<>();
        for (Quantity quantity : List.of(Quantity.ACTIVATION, Quantity.LOSS)) {
            Key key = new Key(step.step(), quantity, step.layers());
            Matrix value = quantity == Quantity.LOSS ? loss : actual.outputs();
            Difference difference = comparison.of(key, value, step.get(key).orElseThrow(), scales);
            if (difference.kind() != Difference.Kind.AGREES) {
                differences.add(difference);
            }
        }
        return differences;
    }

    /**
     * Compares the state after a round of several workers, of whose steps nothing is recorded.
     *
     * @param comparison of a tensor that both sides have
     */
    void compareState(StepTrace actual, StepTrace expected, BiFunction<Key, TensorComparison, Difference> comparison) {
        if (ended) {
            return;
        }
        steps++;
        byElement += lane == ComparisonMode.LOCAL ? 1 : 0;
        for (Key key : expected.keys()) {
            if (ended) {
                return;
            }
            note(
                    actual.get(key).isPresent()
                            ? comparison.apply(key, this.comparison)
                            : Difference.structural(lane, key, Difference.Kind.MISSING, "was not recorded"));
        }
        noteUnexpected(actual, expected);
    }

    /** Ends the lane without a difference: two correct trainings may go apart from here. */
    void end() {
        ended = true;
    }

    private static Key at(StepTrace step, Key place) {
        return new Key(step.step(), place.quantity(), place.layer());
    }

    private void noteUnexpected(StepTrace actual, StepTrace expected) {
        for (Key key : actual.keys()) {
            if (expected.get(key).isEmpty()) {
                String detail = "was recorded with the shape "
                        + actual.get(key).orElseThrow().shape() + ", but the network has no such tensor";
                note(Difference.structural(lane, key, Difference.Kind.UNEXPECTED, detail));
            }
        }
    }

    /** Counts a comparison, and keeps the largest difference and the first in causal order. */
    void note(Difference difference) {
        tensors++;
        observer.compared(difference);
        if (largest == null || difference.excess() > largest.excess()) {
            largest = difference;
        }
        if (difference.kind().isDifference()) {
            differences++;
            if (first == null || difference.key().compareTo(first.key()) < 0) {
                first = difference;
            }
            // In the free-running lane the trainings have now diverged, so every later step would differ too.
            ended |= lane == ComparisonMode.FREE_RUNNING || difference.kind().isStructural();
        }
    }

    private void note(Bifurcation bifurcation) {
        bifurcations++;
        firstBifurcation = firstBifurcation == null ? bifurcation : firstBifurcation;
    }

    /** Whether no further step can be compared in this lane. */
    boolean ended() {
        return ended;
    }

    /** Whether any tensor differs by more than rounding. */
    boolean hasDiffered() {
        return differences > 0;
    }

    LaneResult result() {
        return result(List.of());
    }

    /** The result with mistakes that no single step shows. */
    LaneResult result(List<SystematicError> systematic) {
        return new LaneResult(
                lane,
                steps,
                tensors,
                byElement,
                differences,
                bifurcations,
                Optional.ofNullable(largest),
                Optional.ofNullable(first),
                systematic,
                Optional.ofNullable(firstBifurcation));
    }
}
