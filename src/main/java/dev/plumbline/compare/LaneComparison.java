package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.MatrixDifference;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.StepTrace;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Compares step after step in one lane, and keeps count. */
final class LaneComparison {
    private final Lane lane;
    private final Tolerances tolerances;

    private long steps;
    private long tensors;
    private long warnings;
    private long divergences;
    private boolean ended;
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
     * @param spread for a tensor that differs by more than rounding, how far the reference itself would be from itself if
     *     its initial weights were a last digit off; 0 if that is no excuse
     */
    void compare(StepTrace actual, StepTrace expected, Scales scales, ToDoubleFunction<Key> spread) {
        if (ended) {
            return;
        }
        steps++;
        for (Key key : expected.keys()) {
            Matrix right = expected.get(key).orElseThrow();
            note(actual.get(key)
                    .map(value -> compare(key, value, right, scales, spread))
                    .orElseGet(() -> Difference.structural(
                            lane, key, Difference.Kind.MISSING, "was not recorded; expected " + right.shape())));
        }
        for (Key key : actual.keys()) {
            if (expected.get(key).isEmpty()) {
                String detail = "was recorded, " + actual.get(key).orElseThrow().shape() + "; the network has no such";
                note(Difference.structural(lane, key, Difference.Kind.UNEXPECTED, detail));
            }
        }
    }

    private Difference compare(Key key, Matrix actual, Matrix expected, Scales scales, ToDoubleFunction<Key> spread) {
        if (!actual.shape().equals(expected.shape())) {
            String detail = "has the shape " + actual.shape() + "; expected " + expected.shape();
            return Difference.structural(lane, key, Difference.Kind.SHAPE, detail);
        }
        MatrixDifference found = actual.differenceFrom(expected);
        if (Double.isInfinite(found.norm())) {
            return difference(key, Difference.Kind.NOT_FINITE, Double.POSITIVE_INFINITY, 0, found, actual, expected);
        }
        double allowed = tolerances.allowed(lane, key.step());
        double error = Math.max(
                relative(found.norm(), found.expectedNorm()), relative(found.largest(), found.expectedLargest()));
        if (error > allowed) {
            error = Math.min(error, relative(found.norm(), scales.of(key.quantity(), key.layer())));
        }
        if (error > allowed) {
            allowed = Math.max(allowed, spread.applyAsDouble(key));
        }
        Difference.Kind kind = error <= allowed
                ? Difference.Kind.AGREES
                : tolerances.isDivergence(error, allowed) ? Difference.Kind.DIVERGED : Difference.Kind.WARNING;
        return difference(key, kind, error, allowed, found, actual, expected);
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

    private static double relative(double error, double scale) {
        return error == 0 ? 0 : error / scale;
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
        return ended;
    }

    LaneResult result() {
        return new LaneResult(
                lane,
                steps,
                tensors,
                warnings,
                divergences,
                java.util.Optional.ofNullable(largest),
                java.util.Optional.ofNullable(firstWarning),
                java.util.Optional.ofNullable(first));
    }
}
