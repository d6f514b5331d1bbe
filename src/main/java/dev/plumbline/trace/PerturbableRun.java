package dev.plumbline.trace;

/** A run that can perturb each tensor of a step as soon as it is computed, and that gives its learning rates. */
public interface PerturbableRun extends ReplayableRun {

    /** Takes a step like {@link #step(Batch)}, with perturbed tensors. */
    StepTrace step(Batch batch, Perturbation perturbation);

    /**
     * The learning rate of a layer at a step.
     *
     * @param layer counted from 1
     * @param batch the batch of the step
     * @return the learning rate; 1 if the optimizer has none
     */
    double learningRate(int layer, Batch batch);

    @Override
    default StepTrace step(Batch batch) {
        return step(batch, Perturbation.NONE);
    }
}
