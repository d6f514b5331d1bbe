package dev.plumbline.compare;

import dev.plumbline.trace.StepTrace;

/** Observes the steps of a comparison. */
public interface StepObserver {
    /** Observes nothing. */
    StepObserver NONE = new StepObserver() {};

    /** A tensor was compared. */
    default void compared(Difference difference) {}

    /**
     * Both sides have taken a step; all its comparisons have been reported before.
     *
     * @param lane the lane
     * @param subject the record of the side under test
     * @param expected the reference's step: in the local lane from the other side's weights, otherwise from its own
     */
    default void taken(ComparisonMode lane, StepTrace subject, StepTrace expected) {}
}
