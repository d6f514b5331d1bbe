/**
 * Trainings with a planted mistake, which show whether a comparison of the recorded tensors could have found it. Internal:
 * only packages under {@code diagnose} use it.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.diagnose.planted;

import org.jspecify.annotations.NullMarked;
