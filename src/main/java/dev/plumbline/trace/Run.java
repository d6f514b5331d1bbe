package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import java.util.List;
import java.util.Optional;

/** A training in progress. Not for several threads at once. */
public interface Run extends AutoCloseable {

    /**
     * Trains on a batch and hands over every tensor of the step; they stay as they are, also after the next call.
     */
    StepTrace step(Batch batch);

    /**
     * Trains on a batch to the same bits as {@link #step}, and hands over nothing of it but the first number that is none;
     * so nothing else has to be kept.
     *
     * @return the first NaN or infinity of the step in causal order, if there is one
     */
    default Optional<NotFinite> train(Batch batch) {
        return step(batch).firstNotFinite();
    }

    /**
     * What the network as it now stands makes of these examples; nothing is trained.
     *
     * @param weights examples × 1, what each one's loss is multiplied by, where they do not all count alike
     */
    Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights);

    /** The same of examples that all count alike. */
    default Evaluation evaluate(Matrix inputs, Matrix targets) {
        return evaluate(inputs, targets, Optional.empty());
    }

    /** The present weights and optimizer state. */
    TrainingState state();

    /** The weights as they now stand, layer by layer. */
    default List<LayerWeights> weights() {
        return state().weights();
    }

    /** Gives back what the run holds. */
    @Override
    void close();
}
