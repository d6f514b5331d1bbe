package dev.plumbline.compare;

import dev.plumbline.trace.Key;

/**
 * The result of comparing one tensor.
 *
 * <p>In the local lane every element has its own bound, and {@code error} and {@code allowed} are those of the element
 * that comes closest to its bound or exceeds it the most. In the free-running lane they are Frobenius norms of the whole
 * tensor.
 *
 * @param lane the lane in which it was compared
 * @param key which tensor
 * @param kind agreement, or the kind of difference
 * @param error |a − b|; infinite for a NaN, an infinity, or a missing tensor
 * @param allowed how large the error may be
 * @param size |b|, what the error is relative to
 * @param beyond how many elements are beyond their bounds; 0 where the tensor was compared by its norm
 * @param elements how many elements the tensor has
 * @param row of the element that is closest to its bound; in the free-running lane, of the one that differs most
 * @param column of that element
 * @param actual that element, in the engine
 * @param expected that element, in the reference
 * @param detail what numbers do not show, such as both shapes; may be empty
 */
public record Difference(
        Lane lane,
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
        String detail) {

    /** What a comparison can come to. */
    public enum Kind {
        /** Within what rounding can make. */
        AGREES,
        /** The values differ by more than rounding can make. */
        DIFFERS,
        /** A value is NaN or infinite. */
        NOT_FINITE,
        /** The shapes differ. */
        SHAPE,
        /** The engine did not record what the reference did. */
        MISSING,
        /** The engine recorded what the reference did not. */
        UNEXPECTED;

        /** Whether the two sides are different networks, or are trained differently. */
        public boolean isDifference() {
            return this != AGREES;
        }

        /** Whether all is there and finite, and the values differ. */
        boolean isOfValues() {
            return this == DIFFERS;
        }

        /** Whether the recorded step cannot be continued from. */
        boolean isStructural() {
            return isDifference() && this != DIFFERS;
        }
    }

    /** A difference that is not one of numbers. */
    static Difference structural(Lane lane, Key key, Kind kind, String detail) {
        return new Difference(
                lane, key, kind, Double.POSITIVE_INFINITY, 0, 0, 0, 0, 0, 0, Double.NaN, Double.NaN, detail);
    }

    /** The same, with what numbers do not show. */
    Difference withDetail(String words) {
        return new Difference(
                lane, key, kind, error, allowed, size, beyond, elements, row, column, actual, expected, words);
    }

    /** The error relative to what is right: of the element in the local lane, in norm in the other; infinite if that is 0. */
    public double relative() {
        return error == 0 ? 0 : error / size;
    }

    /** How many times what is allowed the error is. */
    public double excess() {
        return allowed > 0 ? error / allowed : error;
    }
}
