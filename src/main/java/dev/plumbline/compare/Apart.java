package dev.plumbline.compare;

import dev.plumbline.trace.Key;

/** How far, in norm, two right engines may be apart in a tensor of a step, beyond what that step rounds. */
interface Apart {
    /** Not at all: both have taken it from the same state. */
    Apart NOWHERE = key -> 0;

    /** As far as anything can tell; asked for in the free-running lane only, where nothing else excuses a difference. */
    double atMost(Key key);

    /** As far as can be told at little cost; 0 if that is nothing. */
    default double atLeast(Key key) {
        return 0;
    }

    /** Whether they are no further apart than that. */
    default boolean isCarried(Key key) {
        return false;
    }
}
