package dev.plumbline.trace.perturbation;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Quantity;

/** Changes the tensors of a step in their last digits, to measure how sensitive later tensors are. */
@FunctionalInterface
public interface Perturbation {
    /** Changes nothing. */
    Perturbation NONE = (quantity, layer, tensor) -> tensor;

    /** Returns the tensor that replaces the computed one. The step continues from the returned tensor. */
    Matrix perturb(Quantity quantity, int layer, Matrix tensor);
}
