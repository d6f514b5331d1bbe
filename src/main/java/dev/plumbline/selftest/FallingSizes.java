package dev.plumbline.selftest;

import java.util.function.DoublePredicate;

/**
 * A search for the limit of detection: from a size that is found the errors fall, until one passes; then the two sizes
 * between which the limit lies come closer.
 *
 * @param found the smallest size from which on every error that was tried was found; infinite if there is none
 * @param passed the largest size that was not found; 0 if there is none
 */
record FallingSizes(double found, double passed) {
    private static final double FIRST = 512;
    private static final double RISE = 64;
    private static final double FALL = 8;
    private static final double CLOSE = 1.3;
    private static final double MOST = 1e30;

    /** Less than any precision has digits for. */
    private static final double NOTHING = 1e-17;

    /**
     * Searches.
     *
     * @param bound where the limit should be about
     * @param isFound whether an error of a size is found
     */
    static FallingSizes search(double bound, DoublePredicate isFound) {
        double passed = 0;
        double found = FIRST * bound;
        while (!isFound.test(found)) {
            passed = found;
            found *= RISE;
            if (found > MOST) {
                return new FallingSizes(Double.POSITIVE_INFINITY, passed);
            }
        }
        while (passed == 0 && found / FALL > NOTHING) {
            if (isFound.test(found / FALL)) {
                found /= FALL;
            } else {
                passed = found / FALL;
            }
        }
        while (passed > 0 && found > CLOSE * passed) {
            double middle = Math.sqrt(found) * Math.sqrt(passed);
            if (isFound.test(middle)) {
                found = middle;
            } else {
                passed = middle;
            }
        }
        return new FallingSizes(found, passed);
    }
}
