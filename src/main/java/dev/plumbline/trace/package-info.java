/**
 * What all engines share: the {@link dev.plumbline.trace.Experiment} they start from, the interface {@link
 * dev.plumbline.trace.Engine} they implement, and the {@link dev.plumbline.trace.StepTrace} with the tensors of a step.
 *
 * <p>The experiment has already drawn all random numbers, so an engine contains no randomness, and every engine starts
 * from the same bits. Rows are examples. Layers count from 1, as in the tutorial, where l0 is the input. With n
 * examples in a batch, layer l has {@code W} (units of l−1 × units of l), {@code b} (1 × units), {@code Z} and {@code
 * A} (n × units).
 */
@NullMarked
package dev.plumbline.trace;

import org.jspecify.annotations.NullMarked;
