package dev.plumbline.trace;

import dev.plumbline.math.Matrix;

/** Changes the tensors of a step in their last digits, to measure how sensitive later tensors are. */
@FunctionalInterface
public interface Disturbance {
    /** Changes nothing. */
    Disturbance NONE = (quantity, layer, tensor) -> tensor;

    /** A tensor as it has just been calculated, moved; what is calculated from it follows. */
    Matrix disturb(Quantity quantity, int layer, Matrix tensor);
}
