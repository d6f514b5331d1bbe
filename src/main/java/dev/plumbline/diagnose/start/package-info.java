/**
 * The initial weights of a network that does not record them: {@code InitialWeightSearch} infers them from the first
 * steps. Internal: only packages under {@code diagnose} use it.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.diagnose.start;

import org.jspecify.annotations.NullMarked;
