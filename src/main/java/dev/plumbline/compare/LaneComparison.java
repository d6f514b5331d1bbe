package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compares step after step in one lane, and keeps count. */
final class LaneComparison {
    private final Lane lane;
    private final TensorComparison comparison;
    private final boolean requiresAll;
    private final StepObserver observer;

    private List<Key> causalOrder = List.of(); // of the first step's tensors; every step has the same
    private long steps;
    private long tensors;
    private long differences;
    private long byElement;
    private long bifurcations;
    private boolean ended;
    private @Nullable Difference largest;
    private @Nullable Difference first;
    private @Nullable Bifurcation firstBifurcation;

    /** A comparison of everything that the reference records. */
    LaneComparison(Lane lane, Tolerances tolerances, StepObserver observer) {
        this(lane, tolerances, true, observer);
    }

    /**
     * A comparison.
     *
     * @param requiresAll whether what is not recorded is missing; else it is only not compared
     */
    LaneComparison(Lane lane, Tolerances tolerances, boolean requiresAll, StepObserver observer) {
        this.lane = lane;
        this.comparison = new TensorComparison(lane, tolerances);
        this.requiresAll = requiresAll;
        this.observer = observer;
    }

    /**
     * Compares what an engine recorded of a step with what the reference did, names and shapes before values.
     *
     * @param actual the engine's
     * @param before the state from which the engine took it
     * @param expected the reference's
     * @param apart in the free-running lane, how far two right engines may be apart
     * @param elements in the local lane, whether each element is compared, whatever a tensor's norm
     * @return the reference's step; from a kink on, on the engine's side
     */
    ReferenceStep compare(
            StepTrace actual, TrainingState before, ReferenceStep expected, AllowedDistance apart, boolean elements) {
        if (ended) {
            return expected;
        }
        steps++;
        byElement += elements && lane == Lane.LOCAL ? 1 : 0;
        StepTrace right = expected.trace();
        if (causalOrder.isEmpty()) {
            causalOrder = List.copyOf(right.keys());
        }
        if (actual.step() != right.step() || actual.layers() != right.layers()) {
            String detail = "was recorded as one of step " + actual.step() + " and " + actual.layers() + " layers";
            note(Difference.structural(lane, at(right, causalOrder.get(0)), Difference.Kind.MISSING, detail));
            return expected;
        }
        StepComparison step = new StepComparison(comparison, actual, before, expected, apart, elements);
        int known = 0;
        for (Key place : causalOrder) {
            Key key = at(right, place);
            Optional<Matrix> value = actual.get(key);
            if (value.isEmpty() && !requiresAll) {
                continue;
            }
            if (value.isEmpty()) {
                String detail = "was not recorded; expected "
                        + right.get(key).orElseThrow().shape();
                note(Difference.structural(lane, key, Difference.Kind.MISSING, detail));
                continue;
            }
            known++;
            StepComparison.Outcome outcome = step.of(key, value.get());
            outcome.bifurcation().ifPresent(this::note);
            if (outcome.isChaotic()
                    || lane == Lane.FREE_RUNNING && outcome.bifurcation().isPresent()) {
                ended = true; // two right ones go different ways from here
                steps--; // not compared to its end
                return expected;
            }
            note(outcome.difference());
        }
        if (known < actual.size()) {
            noteUnexpected(actual, right);
        }
        return step.expected();
    }

    /**
     * Compares what an engine makes of all examples with what the reference does; it is counted only where it differs.
     *
     * @param outputs the reference's, of the weights that the engine has
     * @param expected a step of the reference on all examples, from these weights; taken only where the outputs alone do not
     *     tell, since it takes several times as long as they
     */
    void compareEvaluation(Evaluation actual, StepTrace outputs, Supplier<ReferenceStep> expected) {
        List<Difference> found =
                differences(actual, outputs, () -> expected.get().scales());
        Optional<Bifurcation> kink = found.isEmpty()
                ? Optional.empty()
                : new EvaluationKinks(
                                comparison.tolerances(),
                                step -> differences(actual, step.trace(), step::scales)
                                        .isEmpty())
                        .behind(found.get(0), expected.get());
        kink.ifPresentOrElse(
                this::note,
                () -> found.forEach(difference -> note(difference.withDetail("when all examples are evaluated"))));
    }

    private List<Difference> differences(Evaluation actual, StepTrace step, Supplier<ErrorScales> scales) {
        Matrix loss = Matrix.full(1, 1, actual.loss());
        List<Difference> found = new ArrayList<>();
        for (Quantity quantity : List.of(Quantity.ACTIVATION, Quantity.LOSS)) {
            Key key = new Key(step.step(), quantity, step.layers());
            Matrix value = quantity == Quantity.LOSS ? loss : actual.outputs();
            Difference difference = comparison.of(key, value, step.get(key).orElseThrow(), scales);
            if (difference.kind() != Difference.Kind.AGREES) {
                found.add(difference);
            }
        }
        return found;
    }

    private static Key at(StepTrace step, Key place) {
        return new Key(step.step(), place.quantity(), place.layer());
    }

    private void noteUnexpected(StepTrace actual, StepTrace expected) {
        for (Key key : actual.keys()) {
            if (expected.get(key).isEmpty()) {
                String detail = "was recorded, " + actual.get(key).orElseThrow().shape() + "; the network has no such";
                note(Difference.structural(lane, key, Difference.Kind.UNEXPECTED, detail));
            }
        }
    }

    /** Counts a difference, and keeps the largest, and the first difference in causal order. */
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
            // Freely running, the two are on different ways now, and every further step would only say so again.
            ended |= lane == Lane.FREE_RUNNING || difference.kind().isStructural();
        }
    }

    private void note(Bifurcation bifurcation) {
        bifurcations++;
        firstBifurcation = firstBifurcation == null ? bifurcation : firstBifurcation;
    }

    /** Whether a step can no longer be compared in this lane. */
    boolean ended() {
        return ended;
    }

    /** Whether something was more than rounding. */
    boolean hasDiffered() {
        return differences > 0;
    }

    LaneResult result() {
        return result(List.of());
    }

    /** The same, with mistakes that no single step shows. */
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
