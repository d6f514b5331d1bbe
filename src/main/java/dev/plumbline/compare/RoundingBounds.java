package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.SensitiveEngine;
import dev.plumbline.trace.SensitiveRun;
import dev.plumbline.trace.TrainingState;

/** How far rounding alone may move each element of one step: τ·scale, by {@link Tolerances} and {@link Scales}. */
public final class RoundingBounds {
    private final double tau;
    private final Scales scales;

    private RoundingBounds(double tau, Scales scales) {
        this.tau = tau;
        this.scales = scales;
    }

    /**
     * The bounds of the step that the reference takes from a state.
     *
     * @param before the weights and the optimizer's memory before the step
     */
    public static RoundingBounds of(
            SensitiveEngine reference, Experiment experiment, TrainingState before, Batch batch) {
        Tolerances tolerances = Tolerances.of(experiment);
        try (SensitiveRun run = reference.start(experiment)) {
            ReferenceStep.Source source = new ReferenceStep.Source(run, before, batch, experiment.spec(), tolerances);
            return new RoundingBounds(
                    tolerances.tau(), ReferenceStep.take(source).scales());
        }
    }

    /** τ, by which every scale is multiplied. */
    public double tau() {
        return tau;
    }

    /** The bound on each element's absolute error, in the shape of the tensor. */
    public Matrix of(Quantity quantity, int layer) {
        return scales.of(quantity, layer).times(tau);
    }
}
