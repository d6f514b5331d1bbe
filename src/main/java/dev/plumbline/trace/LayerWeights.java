package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import java.util.Optional;

/**
 * The trained parameters of one layer.
 *
 * @param weights W, inputs × units
 * @param bias b, 1 × units, if the layer has one
 */
public record LayerWeights(Matrix weights, Optional<Matrix> bias) {

    /** The shapes as text: "W of 2×3 and b of 1×3". */
    String shape() {
        return "W of " + weights.shape()
                + bias.map(b -> " and b of " + b.shape()).orElse(" without b");
    }
}
