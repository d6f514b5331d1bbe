package dev.plumbline.compare;

import dev.plumbline.trace.Quantity;

/**
 * A constant factor of a tensor, too small to show in a single element: the slope of a regression of the engine's
 * numbers on the reference's, over all steps from the same state. Rounding errors are random or the same in every step.
 * A slope further from 1 than either explains is a mistake.
 *
 * @param quantity which quantity
 * @param layer which layer, counted from 1
 * @param factor the slope; 1 is right
 * @param allowed the largest distance from 1 that rounding explains
 * @param steps the number of steps
 */
public record SystematicError(Quantity quantity, int layer, double factor, double allowed, long steps) {}
