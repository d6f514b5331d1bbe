package dev.plumbline.trace;

import java.util.List;

/** A run that can continue from any given state. */
public interface ReplayableRun extends Run {

    /** Continues from this state. */
    void restore(TrainingState state);

    /** Continues from these weights with the present optimizer state. */
    default void restore(List<LayerWeights> weights) {
        restore(state().with(weights));
    }
}
