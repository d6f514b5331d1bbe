/**
 * Recordings of networks that were written elsewhere: an {@code .npz} with what a network had at each step, by the names
 * of {@link dev.plumbline.trace.Quantity} and the number of the layer. They are checked before anything is compared,
 * since a recording can be wrong where the network is right.
 */
@NullMarked
package dev.plumbline.recording;

import org.jspecify.annotations.NullMarked;
