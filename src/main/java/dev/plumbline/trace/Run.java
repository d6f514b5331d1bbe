package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import java.util.List;
import java.util.Optional;

/** A training in progress. Not thread-safe. */
public interface Run extends AutoCloseable {

    /** Trains on a batch and returns all tensors of the step. Later calls do not change them. */
    StepTrace step(Batch batch);

    /**
     * Trains on a batch to the same bits as {@link #step}, without a record of the tensors.
     *
     * @return the first NaN or infinity of the step in causal order, if there is one
     */
    default Optional<NotFinite> train(Batch batch) {
        return step(batch).firstNotFinite();
    }

    /**
     * Computes the outputs and the loss for these examples with the present weights. Does not train.
     *
     * @param weights examples × 1, the factor of each example's loss, for a network whose examples are weighted; if empty, all
     *     factors are 1
     */
    Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights);

    /** Computes the outputs and the loss for examples that count alike. */
    default Evaluation evaluate(Matrix inputs, Matrix targets) {
        return evaluate(inputs, targets, Optional.empty());
    }

    /** The present weights and optimizer state. */
    TrainingState state();

    /** The present weights, layer by layer. */
    default List<LayerWeights> weights() {
        return state().weights();
    }

    /** Releases the resources of the run. */
    @Override
    void close();
}
