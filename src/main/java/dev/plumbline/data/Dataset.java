package dev.plumbline.data;

import dev.plumbline.math.Matrix;
import java.util.Optional;

/**
 * Examples: the inputs of a network and its targets.
 *
 * @param inputs examples × inputs
 * @param targets examples × outputs
 * @param weights examples × 1, the factor of each example's loss; empty if all examples count equally
 */
public record Dataset(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
    public Dataset {
        if (inputs.rows() != targets.rows()) {
            throw new IllegalArgumentException(
                    "inputs of " + inputs.shape() + " and targets of " + targets.shape() + ": not as many rows");
        }
        weights.ifPresent(column -> {
            if (column.rows() != inputs.rows() || column.columns() != 1) {
                throw new IllegalArgumentException(
                        "inputs of " + inputs.shape() + " and weights of " + column.shape() + ": not one each");
            }
        });
    }

    /** Examples without weights. */
    public Dataset(Matrix inputs, Matrix targets) {
        this(inputs, targets, Optional.empty());
    }
}
