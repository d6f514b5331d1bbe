package dev.plumbline.compare.rounding;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import dev.plumbline.trace.perturbation.PerturbableRun;
import java.util.function.IntToDoubleFunction;

/**
 * Bounds on the rounding error of each number of a step, by {@link ErrorScales}.
 *
 * <p>Some tensors of a step may be known. A known tensor is off by its own last place and no more, so the terms of a
 * single formula bound what is computed from it. A tensor that is not known is itself computed from earlier ones and
 * propagates their errors. Order of use: in causal order, ask for the bound of a tensor, then mark it as known.
 */
public final class RoundingBounds {
    private final ErrorScales scales;
    private final StepTrace tensors;
    private final double unit;

    /**
     * The bounds of a step.
     *
     * @param tensors all tensors of the step, known or computed
     * @param batch the examples of the step
     * @param before the state before the step
     * @param rates the learning rate of each layer, counted from 1
     * @param unit the relative error of a number with respect to its terms
     */
    public RoundingBounds(
            Experiment experiment,
            StepTrace tensors,
            Batch batch,
            TrainingState before,
            IntToDoubleFunction rates,
            double unit) {
        this.scales = new ErrorScales(tensors, batch, before, experiment.spec(), rates, Tolerances.of(experiment));
        this.tensors = tensors;
        this.unit = unit;
    }

    /**
     * The bounds of a step that the reference takes from a state, without known tensors; in units of τ.
     *
     * @param before the weights and the optimizer state before the step
     */
    public static RoundingBounds of(
            PerturbableEngine reference, Experiment experiment, TrainingState before, Batch batch) {
        try (PerturbableRun run = reference.start(experiment)) {
            run.restore(before);
            StepTrace step = run.step(batch);
            return new RoundingBounds(
                    experiment, step, batch, before, layer -> run.learningRate(layer, batch), tau(experiment));
        }
    }

    /** τ: the largest error of a number in one step, relative to its terms. */
    public static double tau(Experiment experiment) {
        return Tolerances.of(experiment).tau();
    }

    /** The relative error of a number with respect to its terms. */
    public double unit() {
        return unit;
    }

    /** The bound of each number of a tensor, of the shape of the tensor. */
    public Matrix of(Quantity quantity, int layer) {
        return scales.of(quantity, layer).times(unit);
    }

    /** Marks a tensor as known. */
    public void markKnown(Quantity quantity, int layer) {
        Matrix ofItself = tensors.get(quantity, layer).orElseThrow().abs();
        switch (quantity) {
            case PRE_ACTIVATION -> scales.preActivations[layer] = ofItself;
            case ACTIVATION -> scales.activations[layer] = ofItself;
            case DELTA -> scales.deltas[layer] = ofItself;
            default -> scales.scales.put(new Key(tensors.step(), quantity, layer), ofItself);
        }
    }
}
