package dev.plumbline.compare;

import dev.plumbline.trace.StepTrace;

/** Observes the steps of a comparison. */
public interface StepObserver {
    /** Observes nothing. */
    StepObserver NONE = new StepObserver() {};

    /** A tensor was compared. */
    default void compared(Difference difference) {}

    /**
     * A step was taken on both sides. What was compared of it has been said before.
     *
     * @param lane in which lane
     * @param subject what the side that is checked has of it
     * @param expected the reference's step: in the local lane from the other side's weights, else freely running
     */
    default void taken(Lane lane, StepTrace subject, StepTrace expected) {}
}
