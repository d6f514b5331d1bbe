/**
 * The commands that compare a network with the reference, and those that help it to record itself.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.cli.check;

import org.jspecify.annotations.NullMarked;
