package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.MatrixDifference;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Compares step after step in one lane, and keeps count. */
final class LaneComparison {
    private final Lane lane;
    private final Tolerances tolerances;

    private List<Key> causalOrder = List.of(); // of the first step's tensors; every step has the same
    private long steps;
    private long tensors;
    private long warnings;
    private long divergences;
    private boolean ended;
    private boolean chaotic;
    private @Nullable Difference largest;
    private @Nullable Difference firstWarning;
    private @Nullable Difference first;

    LaneComparison(Lane lane, Tolerances tolerances) {
        this.lane = lane;
        this.tolerances = tolerances;
    }

    /**
     * Compares what an engine recorded of a step with what the reference did, names and shapes before values.
     *
     * @param actual the engine's
     * @param expected the reference's
     * @param scales the scales of the reference's step
     * @param spread for a tensor that differs by more than rounding in the free-running lane, how far the reference itself
     *     would be from itself, in norm, if its initial weights were a last digit off
     */
    void compare(StepTrace actual, StepTrace expected, Scales scales, ToDoubleFunction<Key> spread) {
        if (ended()) {
            return;
        }
        steps++;
        if (causalOrder.isEmpty()) {
            causalOrder = List.copyOf(expected.keys());
        }
        if (actual.step() != expected.step() || actual.layers() != expected.layers()) {
            String detail = "was recorded as one of step " + actual.step() + " and " + actual.layers() + " layers";
            note(Difference.structural(lane, at(expected, causalOrder.get(0)), Difference.Kind.MISSING, detail));
            return;
        }
        int known = 0;
        for (Key place : causalOrder) {
            if (chaotic) {
                steps--; // not compared to its end
                return;
            }
            Matrix right = expected.get(place.quantity(), place.layer()).orElseThrow();
            Optional<Matrix> value = actual.get(place.quantity(), place.layer());
            if (value.isPresent()) {
                known++;
                judge(at(expected, place), value.get(), right, scales, spread).ifPresent(this::note);
            } else {
                String detail = "was not recorded; expected " + right.shape();
                note(Difference.structural(lane, at(expected, place), Difference.Kind.MISSING, detail));
            }
        }
        if (known < actual.size()) {
            noteUnexpected(actual, expected);
        }
    }

    /**
     * Compares what an engine makes of all examples with what the reference does; it is counted only where it differs.
     *
     * @param expected a step of the reference on all examples, from the weights that the engine has
     */
    void compareEvaluation(Evaluation actual, StepTrace expected, Scales scales) {
        int last = expected.layers();
        Matrix loss = Matrix.full(1, 1, actual.loss());
        for (Quantity quantity : List.of(Quantity.ACTIVATION, Quantity.LOSS)) {
            Matrix value = quantity == Quantity.LOSS ? loss : actual.outputs();
            Matrix right = expected.get(quantity, last).orElseThrow();
            judge(new Key(expected.step(), quantity, last), value, right, scales, key -> 0)
                    .filter(difference -> difference.kind() != Difference.Kind.AGREES)
                    .ifPresent(difference -> note(difference.saying("when all examples are evaluated")));
        }
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

    /** How one tensor differs; empty if the training turns out to be chaotic. */
    private Optional<Difference> judge(
            Key key, Matrix actual, Matrix expected, Scales scales, ToDoubleFunction<Key> spread) {
        if (!actual.shape().equals(expected.shape())) {
            String detail = "has the shape " + actual.shape() + "; expected " + expected.shape();
            return Optional.of(Difference.structural(lane, key, Difference.Kind.SHAPE, detail));
        }
        MatrixDifference found = actual.differenceFrom(expected);
        if (Double.isInfinite(found.norm())) {
            Difference difference = notFinite(key, found, actual, expected);
            boolean both = !Double.isFinite(difference.actual()) && !Double.isFinite(difference.expected());
            if (lane == Lane.FREE_RUNNING && !both && !(spread.applyAsDouble(key) <= Double.MAX_VALUE)) {
                chaotic = true; // the reference, a last digit off, would not stay finite, or would
                return Optional.empty();
            }
            return Optional.of(difference);
        }
        double allowed = tolerances.ofItself(lane, key.step());
        double error = found.norm() == 0
                ? 0
                : Math.max(found.norm() / found.expectedNorm(), found.largest() / found.expectedLargest());
        if (error > allowed) {
            Matrix scale = scales.of(key.quantity(), key.layer());
            double size = scale.norm();
            boolean known = size <= Double.MAX_VALUE; // one that overflowed says nothing and excuses nothing
            double ofScale =
                    known ? Math.max(found.norm() / size, found.largest() / scale.max()) : Double.POSITIVE_INFINITY;
            double allowedOfScale = tolerances.ofItsScale(lane, key.step());
            if (ofScale > allowedOfScale && lane == Lane.FREE_RUNNING) {
                double sensitivity = spread.applyAsDouble(key) / size;
                if (!known || !(sensitivity <= tolerances.chaotic())) {
                    chaotic = true; // no two runs would agree, so nothing could be learned from these
                    return Optional.empty();
                }
                allowedOfScale = Math.max(allowedOfScale, sensitivity);
            }
            if (Double.isInfinite(error)) { // nothing was expected at all
                error = ofScale;
                allowed = allowedOfScale;
            } else {
                allowed = Math.max(allowed, allowedOfScale * (error / ofScale)); // said in units of the tensor itself
            }
        }
        Difference.Kind kind = error <= allowed
                ? Difference.Kind.AGREES
                : tolerances.isDivergence(error, allowed) ? Difference.Kind.DIVERGED : Difference.Kind.WARNING;
        return Optional.of(difference(key, kind, error, allowed, found, actual, expected));
    }

    private Difference notFinite(Key key, MatrixDifference found, Matrix actual, Matrix expected) {
        Difference difference =
                difference(key, Difference.Kind.NOT_FINITE, Double.POSITIVE_INFINITY, 0, found, actual, expected);
        if (!Double.isFinite(difference.expected())) {
            return Double.isFinite(difference.actual())
                    ? difference
                    : difference.saying("the reference's is not finite either: the training itself fails");
        }
        return Math.abs(difference.expected()) <= tolerances.largestNumber()
                ? difference
                : difference.saying("the reference calculates in f64, and its number is beyond what f32 holds");
    }

    private Difference difference(
            Key key,
            Difference.Kind kind,
            double error,
            double allowed,
            MatrixDifference found,
            Matrix actual,
            Matrix expected) {
        int row = found.row();
        int column = found.column();
        return new Difference(
                lane, key, kind, error, allowed, row, column, actual.get(row, column), expected.get(row, column), "");
    }

    /** Counts a difference, and keeps the largest, the first warning and the first divergence in causal order. */
    void note(Difference difference) {
        tensors++;
        if (largest == null || difference.excess() > largest.excess()) {
            largest = difference;
        }
        if (difference.kind() == Difference.Kind.WARNING) {
            warnings++;
            firstWarning = firstWarning == null ? difference : firstWarning;
        }
        if (difference.kind().isDivergence()) {
            divergences++;
            if (first == null || difference.key().compareTo(first.key()) < 0) {
                first = difference;
            }
            // Freely running, the two are on different ways now, and every further step would only say so again.
            ended |= lane == Lane.FREE_RUNNING || difference.kind().isStructural();
        }
    }

    /** Whether a step can no longer be compared in this lane. */
    boolean ended() {
        return ended || chaotic;
    }

    LaneResult result() {
        return new LaneResult(
                lane,
                steps,
                tensors,
                warnings,
                divergences,
                Optional.ofNullable(largest),
                Optional.ofNullable(firstWarning),
                Optional.ofNullable(first));
    }
}
