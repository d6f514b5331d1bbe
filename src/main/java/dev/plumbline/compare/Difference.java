package dev.plumbline.compare;

import dev.plumbline.trace.Key;

/**
 * What came of comparing one tensor.
 *
 * @param lane the lane it was compared in
 * @param key which tensor
 * @param kind agreement, or what kind of difference
 * @param error the relative difference; infinite where there is no number for it
 * @param allowed the relative difference that was allowed
 * @param row of the element that differs most
 * @param column of the element that differs most
 * @param actual that element, as the engine has it
 * @param expected that element, as the reference has it
 * @param detail what a number does not say, such as both shapes; may be empty
 */
public record Difference(
        Lane lane,
        Key key,
        Kind kind,
        double error,
        double allowed,
        int row,
        int column,
        double actual,
        double expected,
        String detail) {

    /** What a comparison can come to. */
    public enum Kind {
        /** Within what is allowed. */
        AGREES,
        /** Beyond what is allowed, yet too little to be more than rounding: worth a look. */
        WARNING,
        /** The values differ. */
        DIVERGED,
        /** A value is NaN or infinite. */
        NOT_FINITE,
        /** The shapes differ. */
        SHAPE,
        /** The engine did not record what the reference did. */
        MISSING,
        /** The engine recorded what the reference did not. */
        UNEXPECTED;

        /** Whether the two sides are different networks, or trained differently. */
        public boolean isDivergence() {
            return this != AGREES && this != WARNING;
        }

        /** Whether all is there and finite, and the values differ. */
        boolean isOfValues() {
            return this == WARNING || this == DIVERGED;
        }

        /** Whether what was recorded cannot be gone on from. */
        boolean isStructural() {
            return isDivergence() && this != DIVERGED;
        }
    }

    /** A difference that is not one of numbers. */
    static Difference structural(Lane lane, Key key, Kind kind, String detail) {
        return new Difference(lane, key, kind, Double.POSITIVE_INFINITY, 0, 0, 0, Double.NaN, Double.NaN, detail);
    }

    /** The same, with what a number does not say. */
    Difference saying(String words) {
        return new Difference(lane, key, kind, error, allowed, row, column, actual, expected, words);
    }

    /** How many times what is allowed the error is. */
    public double excess() {
        return allowed > 0 ? error / allowed : error;
    }
}
