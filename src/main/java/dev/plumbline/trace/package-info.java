/**
 * What engines share: the {@link dev.plumbline.trace.Experiment} they all start from, the interface
 * {@link dev.plumbline.trace.Engine} they implement, and the {@link dev.plumbline.trace.StepTrace} with each step's
 * tensors.
 *
 * <p>All that is random is in the experiment, already decided, so an engine contains no randomness and every engine
 * starts from the same bits. Rows are examples throughout. Layers count from 1, as in the tutorial, where l0 is the
 * input; with n examples in a batch, layer l has {@code W} (units of l−1 × units of l), {@code b} (1 × units),
 * {@code Z} and {@code A} (n × units).
 */
@NullMarked
package dev.plumbline.trace;

import org.jspecify.annotations.NullMarked;
