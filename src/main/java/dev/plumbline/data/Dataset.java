package dev.plumbline.data;

import dev.plumbline.math.Matrix;
import java.util.Optional;

/**
 * Examples: what goes into a network and what should come out.
 *
 * @param inputs examples × inputs
 * @param targets examples × outputs
 * @param weights examples × 1, what each one's loss is multiplied by; empty where they all count alike
 */
public record Dataset(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
    public Dataset {
        if (inputs.rows() != targets.rows()) {
            throw new IllegalArgumentException(
                    "inputs of " + inputs.shape() + " beside targets of " + targets.shape() + ": not as many rows");
        }
        weights.ifPresent(column -> {
            if (column.rows() != inputs.rows() || column.columns() != 1) {
                throw new IllegalArgumentException(
                        "inputs of " + inputs.shape() + " beside weights of " + column.shape() + ": not one each");
            }
        });
    }

    /** Examples that all count alike. */
    public Dataset(Matrix inputs, Matrix targets) {
        this(inputs, targets, Optional.empty());
    }
}
