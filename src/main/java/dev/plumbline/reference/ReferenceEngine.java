package dev.plumbline.reference;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.AveragingRounds;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import dev.plumbline.trace.perturbation.PerturbableRun;
import java.util.List;
import java.util.function.UnaryOperator;

/** The engine that all others are compared with; always in f64. */
public final class ReferenceEngine implements PerturbableEngine {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public PerturbableRun start(Experiment experiment) {
        ReferenceRun alone = new ReferenceRun(experiment.spec(), experiment.initialWeights());
        return AveragingRounds.of(experiment)
                .<PerturbableRun>map(rounds -> new AveragingRun(
                        alone,
                        rounds,
                        experiment.spec().training().distributed().orElseThrow()))
                .orElse(alone);
    }

    /**
     * The function that a trained network computes: from inputs, examples × inputs, to outputs, examples × outputs.
     *
     * @param weights layer by layer
     */
    public static UnaryOperator<Matrix> function(NetworkSpec spec, List<LayerWeights> weights) {
        return new ReferenceRun(spec, weights)::outputs;
    }
}
