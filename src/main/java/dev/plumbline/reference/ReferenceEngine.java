package dev.plumbline.reference;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.PerturbableEngine;
import dev.plumbline.trace.PerturbableRun;
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
        return new ReferenceRun(experiment.spec(), experiment.initialWeights());
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
