package dev.plumbline.selftest;

import java.util.function.DoublePredicate;

/**
 * A search for the limit of detection: the size of the error decreases until an error is missed, then the interval that
 * contains the limit is narrowed.
 *
 * @param found the smallest size from which on every tested error was found; infinite if there is none
 * @param passed the largest size that was not found; 0 if there is none
 */
record DetectionThreshold(double found, double passed) {
    private static final double FIRST = 512;
    private static final double RISE = 64;
    private static final double FALL = 8;
    private static final double CLOSE = 1.3;
    private static final double MOST = 1e30;

    /** Smaller than the resolution of every precision. */
    private static final double NOTHING = 1e-17;

    /**
     * Searches.
     *
     * @param bound the expected limit
     * @param isFound whether an error of a size is found
     */
    static DetectionThreshold search(double bound, DoublePredicate isFound) {
        double passed = 0;
        double found = FIRST * bound;
        while (!isFound.test(found)) {
            passed = found;
            found *= RISE;
            if (found > MOST) {
                return new DetectionThreshold(Double.POSITIVE_INFINITY, passed);
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
        return new DetectionThreshold(found, passed);
    }
}
