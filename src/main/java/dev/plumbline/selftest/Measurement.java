package dev.plumbline.selftest;

import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Key;

/**
 * What came of planting errors of falling size in one place.
 *
 * <p>The size of an error is relative to the elements that it changes. A turned sign is always off by twice the element: with
 * {@link ErrorShape#SIGN} a size is in bounds, and with {@link ErrorShape#SIGN_OF_ROW} and {@link ErrorShape#FORGOTTEN_INPUT}
 * it is that of the input, relative to the others.
 *
 * @param where in what the errors are planted
 * @param precision of the training
 * @param width of the network
 * @param optimizer its word
 * @param key the first tensor that was changed
 * @param shape which of its elements
 * @param found the smallest size from which on every error was found; infinite if there is none
 * @param passed the largest size that was not found; 0 if there is none
 * @param bound the size at which an element is exactly its bound off, τ·scale; NaN where sizes are not those of elements
 * @param terms how many times as large as the element its scale is, the sum of the terms that it is made of; NaN likewise
 */
public record Measurement(
        Where where,
        Precision precision,
        int width,
        String optimizer,
        Key key,
        ErrorShape shape,
        double found,
        double passed,
        double bound,
        double terms) {

    /** In what errors are planted. */
    public enum Where {
        /** In one step of what an engine recorded. */
        RECORD("one step of DL4J's record"),
        /** In every step of it. */
        EVERY_STEP("every step of DL4J's record"),
        /** In what a network written by hand calculates, in every step; it shows every tensor. */
        CODE("a network written by hand"),
        /** The same of a network that shows its weights alone. */
        CODE_OF_WEIGHTS("the same, which shows weights only");

        private final String description;

        Where(String description) {
            this.description = description;
        }

        /** Its name in a table. */
        public String description() {
            return description;
        }
    }

    /** Why no smaller error is always found. */
    public enum Reason {
        /** Nothing passed that was tried. */
        NOTHING_PASSED("every error that was tried is found"),
        /** Rounding could have made what passes. */
        ROUNDING("rounding alone can be as large"),
        /** The same, in an element that is small against its terms. */
        CANCELLATION("rounding alone can be as large, since the terms of the element cancel"),
        /** Rounding could not have made it. */
        MISSED("it is larger than rounding, and yet it is not found"),
        /** The tensor is not shown. */
        INDIRECT("the weights, which alone are shown, move too little"),
        /** It is a factor that is regressed over the steps. */
        FEW_STEPS("rounding leaves the factor uncertain after so many steps");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** In words. */
        public String sentence() {
            return sentence;
        }
    }

    private static final double CANCELS = 100;

    /** The smallest size that is always found, in bounds. */
    public double foundBounds() {
        return found / bound;
    }

    /** The largest size that passed, in bounds. */
    public double passedBounds() {
        return passed / bound;
    }

    /** Why what passes does. */
    public Reason reason() {
        if (passed == 0) {
            return Reason.NOTHING_PASSED;
        }
        if (where == Where.EVERY_STEP) {
            return Reason.FEW_STEPS;
        }
        if (!(passedBounds() <= 2)) {
            return where == Where.CODE_OF_WEIGHTS ? Reason.INDIRECT : Reason.MISSED;
        }
        return terms > CANCELS ? Reason.CANCELLATION : Reason.ROUNDING;
    }
}
