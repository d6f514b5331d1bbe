/**
 * A network that is not ours, recorded once: {@link dev.plumbline.subject.RecordedTrace} has all tensors of its
 * training, and everything that judges the network reads them from there.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.subject;

import org.jspecify.annotations.NullMarked;
