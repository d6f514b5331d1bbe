/**
 * The comparison of two engines: differences, their bounds, and the first difference.
 *
 * <p>{@link dev.plumbline.compare.Check} runs an engine and the reference side by side and compares every tensor of
 * every step in two {@linkplain dev.plumbline.compare.ComparisonMode lanes}. {@link
 * dev.plumbline.compare.rounding.Tolerances} has the tolerances; they are relative to {@link
 * dev.plumbline.compare.rounding.ErrorScales}. Nothing is transposed, broadcast or cast to make a comparison succeed, and
 * a comparison without tensors is never a success.
 */
@NullMarked
package dev.plumbline.compare;

import org.jspecify.annotations.NullMarked;
