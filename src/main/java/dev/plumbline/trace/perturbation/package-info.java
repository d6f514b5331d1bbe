/**
 * Engines whose steps can be perturbed, such as the reference: they measure how far rounding errors grow in a training.
 */
@NullMarked
package dev.plumbline.trace.perturbation;

import org.jspecify.annotations.NullMarked;
