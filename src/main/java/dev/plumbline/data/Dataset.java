package dev.plumbline.data;

import dev.plumbline.math.Matrix;

/**
 * Examples: what goes into a network and what should come out.
 *
 * @param inputs examples × inputs
 * @param targets examples × outputs
 */
public record Dataset(Matrix inputs, Matrix targets) {
    public Dataset {
        if (inputs.rows() != targets.rows()) {
            throw new IllegalArgumentException(
                    "inputs of " + inputs.shape() + " beside targets of " + targets.shape() + ": not as many rows");
        }
    }
}
