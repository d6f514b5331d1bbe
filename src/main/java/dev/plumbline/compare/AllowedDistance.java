package dev.plumbline.compare;

import dev.plumbline.trace.Key;

/** How far, in norm, two correct engines may differ in a tensor, in addition to the rounding of the step itself. */
interface AllowedDistance {
    /** None: both took the step from the same state. */
    AllowedDistance NONE = key -> 0;

    /** As far as anything can tell; asked for in the free-running lane only, where nothing else excuses a difference. */
    double estimate(Key key);

    /** As far as can be told at little cost; 0 if that is nothing. */
    default double quickEstimate(Key key) {
        return 0;
    }

    /** Whether they are no further apart than that. */
    default boolean isWithinQuickEstimate(Key key) {
        return false;
    }
}
