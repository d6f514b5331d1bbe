package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.PerturbableEngine;
import dev.plumbline.trace.PerturbableRun;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.function.IntToDoubleFunction;

/**
 * How far rounding may carry each number of a step, by {@link ErrorScales}.
 *
 * <p>Some tensors of a step may be known: those are off by their own last place and no more, so that what is calculated from
 * them is bounded by the terms of that one formula. What is not known is itself calculated from what comes before it, and
 * carries that on. Order of use: in causal order, a tensor is bounded, and then said to be known.
 */
public final class RoundingBounds {
    private final ErrorScales scales;
    private final StepTrace tensors;
    private final double unit;

    /**
     * The bounds of a step.
     *
     * @param tensors all of the step's, known or calculated
     * @param batch the examples it was taken on
     * @param before the state it was taken from
     * @param rates the learning rate of each layer, which are counted from 1
     * @param unit how far a number may be off, relative to its terms
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
     * The bounds of a step that the reference takes from a state, none of whose tensors is known; in units of τ.
     *
     * @param before the weights and the optimizer's memory before the step
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

    /** τ: how far a number may be off in one step, relative to its terms. */
    public static double tau(Experiment experiment) {
        return Tolerances.of(experiment).tau();
    }

    /** How far a number may be off, relative to its terms. */
    public double unit() {
        return unit;
    }

    /** The bound of each number of a tensor, the shape of the tensor. */
    public Matrix of(Quantity quantity, int layer) {
        return scales.of(quantity, layer).times(unit);
    }

    /** Takes a tensor as it stands from here on. */
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
