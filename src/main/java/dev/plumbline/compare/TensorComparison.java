package dev.plumbline.compare;

import dev.plumbline.math.ElementDifference;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.MatrixDifference;
import dev.plumbline.trace.Key;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/** How one tensor differs from the reference's, in one lane: its shape before its values. */
record TensorComparison(Lane lane, Tolerances tolerances) {

    /** How it differs, where only rounding is excused. */
    Difference of(Key key, Matrix actual, Matrix expected, Supplier<ErrorScales> scales) {
        return lane == Lane.LOCAL
                ? byElement(key, actual, expected, scales)
                : freely(key, actual, expected, scales, expectedNorm -> 0, 0);
    }

    /**
     * How it differs, element by element: each may be off by τ times the scale of what was summed for it.
     *
     * <p>No scale is less than the number that it belongs to. So the scales, which cost as much as the step, are calculated
     * only where an element is off by more than a part of τ times itself.
     *
     * @param scales the scales of the reference's step
     */
    Difference byElement(Key key, Matrix actual, Matrix expected, Supplier<ErrorScales> scales) {
        if (!actual.hasShapeOf(expected)) {
            return ofShape(key, actual, expected);
        }
        Matrix scale = expected;
        ElementDifference found = actual.differenceFrom(expected, scale, tolerances.tau() / Tolerances.NEGLIGIBLE);
        if (found.beyond() > 0) {
            OptionalInt broken = actual.firstNotFinite(expected);
            if (broken.isPresent()) {
                return notFinite(key, broken.getAsInt(), actual, expected);
            }
            scale = scales.get().of(key.quantity(), key.layer());
            found = actual.differenceFrom(expected, scale, tolerances.tau());
        }
        double ofElement = Math.abs(scale.get(found.row(), found.column()));
        double value = expected.get(found.row(), found.column());
        return difference(
                key,
                found.beyond() == 0 ? Difference.Kind.AGREES : Difference.Kind.DIFFERS,
                new Sizes(
                        Math.abs(actual.get(found.row(), found.column()) - value),
                        ofElement <= Double.MAX_VALUE ? tolerances.tau() * ofElement : 0,
                        Math.abs(value),
                        found.beyond()),
                found.row(),
                found.column(),
                actual,
                expected);
    }

    /**
     * The same, where the tensor as a whole differs by more than is usual; else no single element is looked at.
     *
     * @param scales the scales of the reference's step
     */
    Difference byNorm(Key key, Matrix actual, Matrix expected, Supplier<ErrorScales> scales) {
        if (!actual.hasShapeOf(expected)) {
            return ofShape(key, actual, expected);
        }
        MatrixDifference found = actual.differenceFrom(expected);
        double usual = Math.max(tolerances.usual(), tolerances.tau());
        return times(found) <= usual
                ? inNorm(key, usual * found.expectedNorm(), found, actual, expected)
                : byElement(key, actual, expected, scales);
    }

    /**
     * How it differs in norm, freely running.
     *
     * @param scales the scales of the reference's step
     * @param carried how far, in norm, the training alone has carried the tensor, from the norm of what was expected; asked
     *     for only where it matters
     * @param spread how far, in norm, the reference would be from itself if its initial weights were a last digit off
     */
    Difference freely(
            Key key,
            Matrix actual,
            Matrix expected,
            Supplier<ErrorScales> scales,
            DoubleUnaryOperator carried,
            double spread) {
        if (!actual.hasShapeOf(expected)) {
            return ofShape(key, actual, expected);
        }
        MatrixDifference found = actual.differenceFrom(expected);
        if (Double.isInfinite(found.norm())) {
            return notFinite(key, found.row() * expected.columns() + found.column(), actual, expected);
        }
        double grown = tolerances.grown(key.step());
        double error = times(found);
        if (error <= grown) {
            return inNorm(key, grown * found.expectedNorm(), found, actual, expected);
        }
        double way = Math.max(spread, carried.applyAsDouble(found.expectedNorm()));
        if (way >= found.norm()) {
            return inNorm(key, way, found, actual, expected); // and the scale need not be calculated
        }
        Matrix scale = scales.get().of(key.quantity(), key.layer());
        double size = scale.norm();
        double allowed = found.norm() * (grown / error);
        if (size <= Double.MAX_VALUE) { // one that overflowed says nothing and excuses nothing
            double ofScale = Math.max(found.norm() / size, found.largest() / scale.max());
            allowed = Math.max(allowed, found.norm() * (grown / ofScale));
        }
        return inNorm(key, Math.max(allowed, way), found, actual, expected);
    }

    /** How many times itself a tensor is off, in norm or in its largest element; infinite where nothing was expected. */
    private static double times(MatrixDifference found) {
        return found.norm() == 0
                ? 0
                : Math.max(found.norm() / found.expectedNorm(), found.largest() / found.expectedLargest());
    }

    /**
     * Whether the training is chaotic: with such a spread no two runs would agree in this tensor, so that nothing can be
     * learned from a difference.
     *
     * @param found the difference, which is not excused by rounding
     * @param expected the reference's step
     */
    boolean isChaotic(Difference found, ReferenceStep expected, double spread) {
        if (found.kind() == Difference.Kind.NOT_FINITE) {
            return !(spread <= Double.MAX_VALUE); // the reference, a last digit off, would not stay finite, or would
        }
        if (spread
                <= tolerances.chaotic()
                        * expected.get(found.key()).orElseThrow().norm()) {
            return false; // since no scale is less than what it is of
        }
        double size = expected.scales()
                .of(found.key().quantity(), found.key().layer())
                .norm();
        return !(size <= Double.MAX_VALUE) || !(spread / size <= tolerances.chaotic());
    }

    private Difference ofShape(Key key, Matrix actual, Matrix expected) {
        String detail = "has the shape " + actual.shape() + "; expected " + expected.shape();
        return Difference.structural(lane, key, Difference.Kind.SHAPE, detail);
    }

    private Difference notFinite(Key key, int place, Matrix actual, Matrix expected) {
        int row = place / expected.columns();
        int column = place % expected.columns();
        double theirs = actual.get(row, column);
        double right = expected.get(row, column);
        Difference difference = difference(
                key,
                Difference.Kind.NOT_FINITE,
                new Sizes(Double.POSITIVE_INFINITY, 0, Math.abs(right), 0),
                row,
                column,
                actual,
                expected);
        if (!Double.isFinite(right)) {
            return Double.isFinite(theirs)
                    ? difference
                    : difference.withDetail("the reference's is not finite either: the training itself fails");
        }
        return Math.abs(right) <= tolerances.largestNumber()
                ? difference
                : difference.withDetail("the reference calculates in f64, and its number is beyond what f32 holds");
    }

    private Difference inNorm(Key key, double allowed, MatrixDifference found, Matrix actual, Matrix expected) {
        return difference(
                key,
                found.norm() <= allowed ? Difference.Kind.AGREES : Difference.Kind.DIFFERS,
                new Sizes(found.norm(), allowed, found.expectedNorm(), 0),
                found.row(),
                found.column(),
                actual,
                expected);
    }

    /** What is measured of a difference, as {@link Difference} has it. */
    private record Sizes(double error, double allowed, double size, long beyond) {}

    private Difference difference(
            Key key, Difference.Kind kind, Sizes sizes, int row, int column, Matrix actual, Matrix expected) {
        return new Difference(
                lane,
                key,
                kind,
                sizes.error,
                sizes.allowed,
                sizes.size,
                sizes.beyond,
                actual.size(),
                row,
                column,
                actual.get(row, column),
                expected.get(row, column),
                "");
    }
}
