package dev.plumbline.trace;

import dev.plumbline.math.Matrix;

/** What moves the numbers of a step by last digits, so that it is seen what hangs on them. */
@FunctionalInterface
public interface Disturbance {
    /** Leaves everything as it is. */
    Disturbance NONE = (quantity, layer, tensor) -> tensor;

    /** A tensor as it has just been calculated, moved; what is calculated from it follows. */
    Matrix disturb(Quantity quantity, int layer, Matrix tensor);
}
