package dev.plumbline.trace;

import java.util.List;

/**
 * All that a training carries from one step to the next: who has it can go on as if it had taken the steps before itself.
 *
 * @param weights layer by layer
 * @param memories what the optimizer remembers, layer by layer
 */
public record TrainingState(List<LayerWeights> weights, List<LayerMemory> memories) {
    public TrainingState {
        weights = List.copyOf(weights);
        memories = List.copyOf(memories);
    }

    /** Weights, and an optimizer that remembers nothing. */
    public static TrainingState of(List<LayerWeights> weights) {
        return new TrainingState(
                weights,
                weights.stream()
                        .map(layer -> new LayerMemory(List.of(), List.of()))
                        .toList());
    }

    /** The same memories with other weights. */
    public TrainingState with(List<LayerWeights> others) {
        return new TrainingState(others, memories);
    }
}
