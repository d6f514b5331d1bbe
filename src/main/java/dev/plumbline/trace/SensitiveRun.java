package dev.plumbline.trace;

/** A run that can take a step with every number of it disturbed as soon as it is calculated. */
public interface SensitiveRun extends ReplayableRun {

    /** As {@link #step(Batch)}, disturbed. */
    StepTrace step(Batch batch, Disturbance disturbance);

    @Override
    default StepTrace step(Batch batch) {
        return step(batch, Disturbance.NONE);
    }
}
