package dev.plumbline.compare;

import dev.plumbline.trace.Quantity;

/**
 * A constant that an engine multiplies a tensor by, too small to be seen in any single element: the slope of a regression
 * of the engine's numbers on the reference's, over all steps taken from the same state. Rounding is as often up as down, or
 * the same in every step; a slope that is further from 1 than either can explain is a mistake.
 *
 * @param quantity which tensor
 * @param layer of which layer, counted from 1
 * @param factor the slope; 1 is right
 * @param allowed how far from 1 rounding may carry it
 * @param steps over how many steps
 */
public record SystematicError(Quantity quantity, int layer, double factor, double allowed, long steps) {}
