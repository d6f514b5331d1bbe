package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import java.util.Optional;

/**
 * Examples on which a network is evaluated and never trained.
 *
 * @param inputs examples × inputs
 * @param targets examples × outputs
 * @param weights examples × 1, the factor of each example's loss, if the examples of the training are weighted
 */
public record ValidationSet(Matrix inputs, Matrix targets, Optional<Matrix> weights) {}
