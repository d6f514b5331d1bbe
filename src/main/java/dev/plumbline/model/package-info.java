/**
 * The files of a training.
 *
 * <p>{@link dev.plumbline.model.Model} is a trained network in one file, which plain DL4J can also load; {@link
 * dev.plumbline.model.Checkpoint} is the state of a training between two steps; {@link dev.plumbline.model.RunFolder}
 * has both, with the network file, the hashes of the data and the history of the metrics.
 *
 * <p>Nothing here uses Java serialization, and every size is checked before memory is allocated.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.model;

import org.jspecify.annotations.NullMarked;
