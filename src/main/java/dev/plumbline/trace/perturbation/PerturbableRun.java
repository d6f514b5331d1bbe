package dev.plumbline.trace.perturbation;

import dev.plumbline.trace.Batch;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.function.BiFunction;

/** A run that can perturb each tensor of a step as soon as it is computed, and that gives its learning rates. */
public interface PerturbableRun extends ReplayableRun {

    /** Takes a step like {@link #step(Batch)}, with perturbed tensors. */
    StepTrace step(Batch batch, Perturbation perturbation);

    /**
     * Takes a step whose parts are perturbed one by one.
     *
     * @param perturbations the perturbation of a batch that is taken from a state
     */
    default StepTrace step(Batch batch, BiFunction<Batch, TrainingState, Perturbation> perturbations) {
        return step(batch, perturbations.apply(batch, state()));
    }

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
