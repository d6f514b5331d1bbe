package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import java.util.List;

/** A training in progress. Not for several threads at once. */
public interface Run extends AutoCloseable {

    /**
     * Trains on a batch and hands over every tensor of the step; they stay as they are, also after the next call.
     */
    StepTrace step(Batch batch);

    /** What the network as it now stands makes of these examples; nothing is trained. */
    Evaluation evaluate(Matrix inputs, Matrix targets);

    /** The weights, and what the optimizer remembers, as they now stand. */
    TrainingState state();

    /** The weights as they now stand, layer by layer. */
    default List<LayerWeights> weights() {
        return state().weights();
    }

    /** Gives back what the run holds. */
    @Override
    void close();
}
