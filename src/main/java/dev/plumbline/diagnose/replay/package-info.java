/**
 * Replays a training in the reference. {@code Replay} takes the reference's steps from the network's own tensors, and
 * compares each ({@code TensorMismatches}). A {@code Hypothesis} is a {@code Variant} of a mistake in a layer, with its
 * {@code Formula}; {@code StepContext} has the tensors that the formula computes with, and {@code FaultyUpdates}
 * takes the optimizer steps by an {@code UpdateRule}. Internal: only packages under {@code diagnose} use it.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.diagnose.replay;

import org.jspecify.annotations.NullMarked;
