package dev.plumbline.compare.rounding;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Quantity;

/** How far rounding may move each number of the tensors of a step, in units of {@link Tolerances#tau}. */
public interface ElementScales {
    /** The scale of each number of a tensor. */
    Matrix of(Quantity quantity, int layer);
}
