package dev.plumbline.trace;

import java.util.List;

/**
 * The weights and the optimizer state between two steps. A run that restores a state continues exactly like the run
 * from which it was taken.
 *
 * @param weights layer by layer
 * @param optimizers the optimizer state, layer by layer
 */
public record TrainingState(List<LayerWeights> weights, List<OptimizerState> optimizers) {
    public TrainingState {
        weights = List.copyOf(weights);
        optimizers = List.copyOf(optimizers);
    }

    /** Weights with an empty optimizer state. */
    public static TrainingState of(List<LayerWeights> weights) {
        return new TrainingState(
                weights,
                weights.stream()
                        .map(layer -> new OptimizerState(List.of(), List.of()))
                        .toList());
    }

    /** The state as a record of the step after which it was reached. */
    public StepTrace record(long step) {
        StepTrace trace = new StepTrace(step, Math.max(weights.size(), optimizers.size()));
        for (int l = 1; l <= weights.size(); l++) {
            int layer = l;
            LayerWeights parameters = weights.get(l - 1);
            trace.record(Quantity.WEIGHTS, l, parameters.weights());
            parameters.bias().ifPresent(b -> trace.record(Quantity.BIAS, layer, b));
        }
        for (int l = 1; l <= optimizers.size(); l++) {
            optimizers.get(l - 1).recordIn(trace, l);
        }
        return trace;
    }

    /** The same optimizer state with other weights. */
    public TrainingState with(List<LayerWeights> others) {
        return new TrainingState(others, optimizers);
    }
}
