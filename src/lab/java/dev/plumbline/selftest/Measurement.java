package dev.plumbline.selftest;

import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Key;

/**
 * The result of injecting errors of decreasing size at one place.
 *
 * <p>The size of an error is relative to the elements that it changes. A reversed sign always has a size of 2, so with
 * {@link ErrorShape#SIGN} a size is in units of the bound, and with {@link ErrorShape#SIGN_OF_ROW} and {@link
 * ErrorShape#FORGOTTEN_INPUT} it is that of the input, relative to the others.
 *
 * @param where the place of the errors
 * @param precision the precision of the training
 * @param width the width of the network
 * @param optimizer the word of the optimizer
 * @param key the first tensor that was changed
 * @param shape the changed elements
 * @param found the smallest size from which on every error was found; infinite if there is none
 * @param passed the largest size that was not found; 0 if there is none
 * @param bound the size at which an element differs by exactly its bound, τ·scale; NaN if sizes are not sizes of
 *     elements
 * @param terms the ratio of the element's scale, the sum of the absolute terms, to the element; NaN if sizes are not
 *     sizes of elements
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

    /** The place of the errors. */
    public enum Where {
        /** One step of an engine's record. */
        RECORD("one step of DL4J's record"),
        /** Every step of an engine's record. */
        EVERY_STEP("every step of DL4J's record"),
        /** Every step of a hand-written network that records every tensor. */
        CODE("a hand-written network"),
        /** Every step of a hand-written network that records only its weights. */
        CODE_OF_WEIGHTS("a hand-written network that records weights only");

        private final String description;

        Where(String description) {
            this.description = description;
        }

        /** The name in a table. */
        public String description() {
            return description;
        }
    }

    /** The reason why smaller errors are missed. */
    public enum Reason {
        /** No tested error was missed. */
        NOTHING_PASSED("every tested error is found"),
        /** Rounding can be as large as the missed error. */
        ROUNDING("rounding alone can be as large"),
        /** Rounding can be as large in an element that is small relative to its terms. */
        CANCELLATION("rounding alone can be as large, because the terms of the element cancel"),
        /** The missed error is larger than rounding. */
        MISSED("the missed error is larger than rounding"),
        /** The tensor is not recorded. */
        INDIRECT("the recorded weights change too little"),
        /** The error is a factor, found by regression over the steps. */
        FEW_STEPS("rounding leaves the factor uncertain after so many steps");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** The reason as a sentence. */
        public String sentence() {
            return sentence;
        }
    }

    private static final double CANCELS = 100;

    /** The smallest size that is always found, in units of the bound. */
    public double foundBounds() {
        return found / bound;
    }

    /** The largest size that was missed, in units of the bound. */
    public double passedBounds() {
        return passed / bound;
    }

    /** The reason why the largest missed error is missed. */
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
