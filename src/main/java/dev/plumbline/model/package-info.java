/**
 * What a training leaves behind.
 *
 * <p>{@link dev.plumbline.model.Model} is a trained network in one file, which plain DL4J loads too; {@link
 * dev.plumbline.model.Checkpoint} is a training between two steps; {@link dev.plumbline.model.RunFolder} has both, with
 * the network's file, the hashes of its data and the history of its metrics.
 *
 * <p>Nothing here is read by Java serialization, and every size is checked before memory is taken.
 */
@NullMarked
package dev.plumbline.model;

import org.jspecify.annotations.NullMarked;
