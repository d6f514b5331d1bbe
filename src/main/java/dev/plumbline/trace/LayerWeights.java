package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import java.util.Optional;

/**
 * What one layer learns.
 *
 * @param weights W, inputs × units
 * @param bias b, 1 × units, where the layer has one
 */
public record LayerWeights(Matrix weights, Optional<Matrix> bias) {}
