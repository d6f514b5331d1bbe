package dev.plumbline.diagnose.replay;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Quantity;

/** The mistaken computation of a tensor. */
@FunctionalInterface
public interface Formula {
    /**
     * The mistaken tensor.
     *
     * @param context the tensors that are computed before it
     * @param quantity the quantity of the tensor
     * @param layer counted from 1
     * @param correct the correct tensor
     */
    Matrix of(StepContext context, Quantity quantity, int layer, Matrix correct);

    /** The mistaken computation of a tensor of one quantity. */
    @FunctionalInterface
    interface OfQuantity {
        Matrix of(StepContext context, int layer, Matrix correct);
    }
}
