package dev.plumbline.compare.run;

import dev.plumbline.trace.Key;

/**
 * The norm of the difference that two correct engines may have in a tensor, in addition to the rounding of the step
 * itself.
 */
public interface AllowedDistance {
    /** No difference: both engines take the step from the same state. */
    AllowedDistance NONE = key -> 0;

    /**
     * The full estimate. It is costly; only the free-running lane needs it, for a difference that nothing else
     * explains.
     */
    double estimate(Key key);

    /** A cheap estimate; 0 if there is none. */
    default double quickEstimate(Key key) {
        return 0;
    }

    /** Whether the actual difference is within the cheap estimate. */
    default boolean isWithinQuickEstimate(Key key) {
        return false;
    }
}
