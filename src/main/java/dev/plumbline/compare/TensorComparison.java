package dev.plumbline.compare;

import dev.plumbline.compare.rounding.ElementScales;
import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.compare.run.ReferenceStep;
import dev.plumbline.math.ElementDifference;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.MatrixDifference;
import dev.plumbline.trace.Key;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/** The comparison of one tensor with the reference's, in one lane: its shape before its values. */
record TensorComparison(ComparisonMode lane, Tolerances tolerances) {

    /** The difference if only rounding is excused. */
    Difference of(Key key, Matrix actual, Matrix expected, Supplier<? extends ElementScales> scales) {
        return lane == ComparisonMode.LOCAL
                ? byElement(key, actual, expected, scales)
                : freely(key, actual, expected, scales, expectedNorm -> 0, 0);
    }

    /**
     * The difference, element by element: each element may be off by τ times the scale of its terms.
     *
     * <p>A scale is never less than its number. So the scales, which cost as much as the step, are computed only if an
     * element is off by more than a fraction of τ times itself.
     *
     * @param scales the scales of the reference's step
     */
    Difference byElement(Key key, Matrix actual, Matrix expected, Supplier<? extends ElementScales> scales) {
        if (!actual.hasShapeOf(expected)) {
            return ofShape(key, actual, expected);
        }
        Matrix scale = expected;
        ElementDifference worst = actual.differenceFrom(expected, scale, tolerances.tau() / Tolerances.NEGLIGIBLE);
        if (worst.beyond() > 0) {
            OptionalInt broken = actual.firstNotFinite(expected);
            if (broken.isPresent()) {
                return notFinite(key, broken.getAsInt(), actual, expected);
            }
            scale = scales.get().of(key.quantity(), key.layer());
            worst = actual.differenceFrom(expected, scale, tolerances.tau());
        }
        double ofElement = Math.abs(scale.get(worst.row(), worst.column()));
        double value = expected.get(worst.row(), worst.column());
        return difference(
                key,
                worst.beyond() == 0 ? Difference.Kind.AGREES : Difference.Kind.DIFFERS,
                new Sizes(
                        Math.abs(actual.get(worst.row(), worst.column()) - value),
                        ofElement <= Double.MAX_VALUE ? tolerances.tau() * ofElement : 0,
                        Math.abs(value),
                        worst.beyond()),
                worst.row(),
                worst.column(),
                actual,
                expected);
    }

    /**
     * The difference element by element if the norm of the tensor differs by more than usual; otherwise the difference
     * in norm.
     *
     * @param scales the scales of the reference's step
     */
    Difference byNorm(Key key, Matrix actual, Matrix expected, Supplier<? extends ElementScales> scales) {
        if (!actual.hasShapeOf(expected)) {
            return ofShape(key, actual, expected);
        }
        MatrixDifference difference = actual.differenceFrom(expected);
        double usual = Math.max(tolerances.usual(), tolerances.tau());
        return relative(difference) <= usual
                ? inNorm(key, usual * difference.expectedNorm(), difference, actual, expected)
                : byElement(key, actual, expected, scales);
    }

    /**
     * The difference in norm in the free-running lane.
     *
     * @param scales the scales of the reference's step
     * @param amplified from the norm of the expected tensor to the distance, in norm, that the training alone has caused;
     *     called only if needed
     * @param spread the distance, in norm, of the reference from itself after a perturbation of its last digits
     */
    Difference freely(
            Key key,
            Matrix actual,
            Matrix expected,
            Supplier<? extends ElementScales> scales,
            DoubleUnaryOperator amplified,
            double spread) {
        if (!actual.hasShapeOf(expected)) {
            return ofShape(key, actual, expected);
        }
        MatrixDifference difference = actual.differenceFrom(expected);
        if (Double.isInfinite(difference.norm())) {
            return notFinite(key, difference.row() * expected.columns() + difference.column(), actual, expected);
        }
        double grown = tolerances.grown(key.step());
        double error = relative(difference);
        if (error <= grown) {
            return inNorm(key, grown * difference.expectedNorm(), difference, actual, expected);
        }
        double excused = Math.max(spread, amplified.applyAsDouble(difference.expectedNorm()));
        if (excused >= difference.norm()) {
            return inNorm(key, excused, difference, actual, expected); // without the cost of the scale
        }
        Matrix scale = scales.get().of(key.quantity(), key.layer());
        double size = scale.norm();
        double allowed = difference.norm() * (grown / error);
        if (size <= Double.MAX_VALUE) { // a scale that overflowed excuses nothing
            double ofScale = Math.max(difference.norm() / size, difference.largest() / scale.max());
            allowed = Math.max(allowed, difference.norm() * (grown / ofScale));
        }
        return inNorm(key, Math.max(allowed, excused), difference, actual, expected);
    }

    /**
     * The same for a tensor of the state after several steps, whose terms are not known: its own numbers are the scales.
     */
    Difference ofState(Key key, Matrix actual, Matrix expected, double spread) {
        ElementScales ofNumbers = (quantity, layer) -> expected;
        return freely(key, actual, expected, () -> ofNumbers, norm -> 0, spread);
    }

    /** The relative difference of a tensor, in norm or of its largest element; infinite if the expected tensor is 0. */
    private static double relative(MatrixDifference difference) {
        return difference.norm() == 0
                ? 0
                : Math.max(
                        difference.norm() / difference.expectedNorm(),
                        difference.largest() / difference.expectedLargest());
    }

    /**
     * Whether the training is chaotic: with such a spread no two runs would agree in this tensor, so a difference means
     * nothing.
     *
     * @param difference a difference that rounding does not excuse
     * @param expected the reference's step
     */
    boolean isChaotic(Difference difference, ReferenceStep expected, double spread) {
        if (difference.kind() == Difference.Kind.NOT_FINITE) {
            return !(spread <= Double.MAX_VALUE); // infinite if the reference or a perturbed run of it is not finite
        }
        if (spread
                <= tolerances.chaotic()
                        * expected.get(difference.key()).orElseThrow().norm()) {
            return false; // a scale is never less than its tensor
        }
        double size = expected.scales()
                .of(difference.key().quantity(), difference.key().layer())
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
        double reference = expected.get(row, column);
        Difference difference = difference(
                key,
                Difference.Kind.NOT_FINITE,
                new Sizes(Double.POSITIVE_INFINITY, 0, Math.abs(reference), 0),
                row,
                column,
                actual,
                expected);
        if (!Double.isFinite(reference)) {
            return Double.isFinite(theirs)
                    ? difference
                    : difference.withDetail("the reference is not finite either: the training itself fails");
        }
        return Math.abs(reference) <= tolerances.largestNumber()
                ? difference
                : difference.withDetail("the reference computes in f64; its number exceeds the range of f32");
    }

    private Difference inNorm(Key key, double allowed, MatrixDifference difference, Matrix actual, Matrix expected) {
        return difference(
                key,
                difference.norm() <= allowed ? Difference.Kind.AGREES : Difference.Kind.DIFFERS,
                new Sizes(difference.norm(), allowed, difference.expectedNorm(), 0),
                difference.row(),
                difference.column(),
                actual,
                expected);
    }

    /** The measured sizes of a {@link Difference}. */
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
