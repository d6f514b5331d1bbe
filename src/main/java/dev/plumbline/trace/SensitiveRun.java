package dev.plumbline.trace;

/** A run that can disturb every tensor of a step as soon as it is computed, and that knows its learning rates. */
public interface SensitiveRun extends ReplayableRun {

    /** As {@link #step(Batch)}, disturbed. */
    StepTrace step(Batch batch, Disturbance disturbance);

    /**
     * What a layer's optimizer multiplies by at a step.
     *
     * @param layer counted from 1
     * @param batch the step's
     * @return the learning rate; 1 for an optimizer that has none
     */
    double learningRate(int layer, Batch batch);

    @Override
    default StepTrace step(Batch batch) {
        return step(batch, Disturbance.NONE);
    }
}
