package dev.plumbline.trace;

import java.util.List;

/**
 * Everything that a training carries from one step to the next. A run that is set to this state continues exactly as the run that it was taken from.
 *
 * @param weights layer by layer
 * @param optimizers the optimizer state, layer by layer
 */
public record TrainingState(List<LayerWeights> weights, List<OptimizerState> optimizers) {
    public TrainingState {
        weights = List.copyOf(weights);
        optimizers = List.copyOf(optimizers);
    }

    /** Weights, and an optimizer without state. */
    public static TrainingState of(List<LayerWeights> weights) {
        return new TrainingState(
                weights,
                weights.stream()
                        .map(layer -> new OptimizerState(List.of(), List.of()))
                        .toList());
    }

    /** The same optimizer state with other weights. */
    public TrainingState with(List<LayerWeights> others) {
        return new TrainingState(others, optimizers);
    }
}
