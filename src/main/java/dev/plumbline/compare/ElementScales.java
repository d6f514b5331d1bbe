package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Quantity;

/** How far rounding may move each number of the tensors of a step, in units of {@link Tolerances#tau}. */
interface ElementScales {
    /** The scale of each number of a tensor. */
    Matrix of(Quantity quantity, int layer);
}
