package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Quantity;

/** How a mistake calculates a tensor. */
@FunctionalInterface
interface Formula {
    /**
     * The mistaken tensor.
     *
     * @param context what is there when it is calculated
     * @param quantity of which tensor
     * @param layer counted from 1
     * @param right the tensor as it should be
     */
    Matrix of(StepContext context, Quantity quantity, int layer, Matrix right);
}
