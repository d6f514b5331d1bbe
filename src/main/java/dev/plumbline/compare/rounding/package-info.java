/**
 * How far rounding alone may change each number of a step: the error scales of each tensor, and {@link
 * dev.plumbline.compare.rounding.Tolerances}, which has every tolerance with its reason.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.compare.rounding;

import org.jspecify.annotations.NullMarked;
