package dev.plumbline.trace;

import java.util.List;

/** A run that can go on from a state other than its own. */
public interface ReplayableRun extends Run {

    /** Goes on from this state. */
    void restore(TrainingState state);

    /** Goes on from these weights, with what its optimizer remembers. */
    default void restore(List<LayerWeights> weights) {
        restore(state().with(weights));
    }
}
