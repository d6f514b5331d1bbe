package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.MatrixDifference;
import dev.plumbline.trace.Key;
import java.util.function.DoubleUnaryOperator;

/** How one tensor differs from the reference's, in one lane: its shape before its values. */
record TensorComparison(Lane lane, Tolerances tolerances) {

    /** How it differs, where nothing but rounding is excused. */
    Difference of(Key key, Matrix actual, Matrix expected, Scales scales) {
        return of(key, actual, expected, scales, expectedNorm -> 0, 0);
    }

    /**
     * How it differs.
     *
     * @param scales the scales of the reference's step
     * @param carried how far, in norm, the training alone has carried the tensor, from the norm of what was expected; asked
     *     for only where it matters
     * @param spread how far, in norm, the reference would be from itself if its initial weights were a last digit off
     */
    Difference of(Key key, Matrix actual, Matrix expected, Scales scales, DoubleUnaryOperator carried, double spread) {
        if (!actual.shape().equals(expected.shape())) {
            String detail = "has the shape " + actual.shape() + "; expected " + expected.shape();
            return Difference.structural(lane, key, Difference.Kind.SHAPE, detail);
        }
        MatrixDifference found = actual.differenceFrom(expected);
        if (Double.isInfinite(found.norm())) {
            return notFinite(key, found, actual, expected);
        }
        double allowed = tolerances.ofItself(lane, key.step());
        double error = found.norm() == 0
                ? 0
                : Math.max(found.norm() / found.expectedNorm(), found.largest() / found.expectedLargest());
        double way = error > allowed ? Math.max(spread, carried.applyAsDouble(found.expectedNorm())) : 0;
        if (error > allowed && way >= found.norm() && Double.isFinite(error)) {
            allowed = Math.max(allowed, error * (way / found.norm())); // and the scale need not be calculated
        } else if (error > allowed) {
            Matrix scale = scales.of(key.quantity(), key.layer());
            double size = scale.norm();
            boolean known = size <= Double.MAX_VALUE; // one that overflowed says nothing and excuses nothing
            double ofScale =
                    known ? Math.max(found.norm() / size, found.largest() / scale.max()) : Double.POSITIVE_INFINITY;
            double ofSpread = known && found.norm() > 0 ? spread / found.norm() * ofScale : 0; // measured in norm
            double allowedOfScale = Math.max(tolerances.ofItsScale(lane, key.step()), ofSpread);
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
        return difference(key, kind, error, allowed, found, actual, expected);
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
}
