package dev.plumbline.compare;

import dev.plumbline.trace.Key;
import java.io.Serializable;

/**
 * The result of comparing one tensor.
 *
 * <p>In the local lane every element has its own bound. {@code error} and {@code allowed} are those of the element that
 * exceeds its bound the most or comes closest to it. In the free-running lane they are Frobenius norms of the whole
 * tensor.
 *
 * @param lane the lane of the comparison
 * @param key which tensor
 * @param kind agreement, or the kind of difference
 * @param error |a − b|; infinite for a NaN, an infinity, or a missing tensor
 * @param allowed the largest error allowed
 * @param size |b|, the reference of the relative error
 * @param beyond the number of elements beyond their bounds; 0 if the tensor was compared by its norm
 * @param elements the number of elements of the tensor
 * @param row the row of the element closest to its bound; in the free-running lane, of the element that differs most
 * @param column the column of that element
 * @param actual that element in the engine
 * @param expected that element in the reference
 * @param detail an explanation, such as both shapes; may be empty
 */
public record Difference(
        ComparisonMode lane,
        Key key,
        Kind kind,
        double error,
        double allowed,
        double size,
        long beyond,
        long elements,
        int row,
        int column,
        double actual,
        double expected,
        String detail)
        implements Serializable {

    /** The outcome of a comparison. */
    public enum Kind {
        /** The difference is within rounding error. */
        AGREES,
        /** The difference is larger than rounding error. */
        DIFFERS,
        /** A value is NaN or infinite. */
        NOT_FINITE,
        /** The shapes differ. */
        SHAPE,
        /** The engine did not record a tensor that the reference recorded. */
        MISSING,
        /** The engine recorded a tensor that the reference did not record. */
        UNEXPECTED;

        /** Whether the two sides differ. */
        public boolean isDifference() {
            return this != AGREES;
        }

        /** Whether all tensors are present and finite, and only the values differ. */
        boolean isOfValues() {
            return this == DIFFERS;
        }

        /** Whether the training cannot continue from the recorded step. */
        boolean isStructural() {
            return isDifference() && this != DIFFERS;
        }
    }

    /** A difference in structure: a missing or unexpected tensor, a shape, or NaN. */
    static Difference structural(ComparisonMode lane, Key key, Kind kind, String detail) {
        return new Difference(
                lane, key, kind, Double.POSITIVE_INFINITY, 0, 0, 0, 0, 0, 0, Double.NaN, Double.NaN, detail);
    }

    /** A copy with an explanation. */
    Difference withDetail(String explanation) {
        return new Difference(
                lane, key, kind, error, allowed, size, beyond, elements, row, column, actual, expected, explanation);
    }

    /**
     * The relative error: of the element in the local lane, of the norms in the free-running lane; infinite if the
     * expected value is 0.
     */
    public double relative() {
        return error == 0 ? 0 : error / size;
    }

    /** The error as a multiple of the allowed error. */
    public double excess() {
        return allowed > 0 ? error / allowed : error;
    }
}
