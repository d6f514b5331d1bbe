/**
 * Recordings of networks that were trained elsewhere: an {@code .npz}, or JSON lines, with the tensors of each step, named by
 * the symbols of {@link dev.plumbline.trace.Quantity} and the number of the layer. They are checked before anything is
 * compared, because a recording can be wrong although the network is right.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.recording;

import org.jspecify.annotations.NullMarked;
