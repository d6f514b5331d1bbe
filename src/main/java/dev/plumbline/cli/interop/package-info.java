/**
 * The commands that exchange networks and weights with other libraries.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.cli.interop;

import org.jspecify.annotations.NullMarked;
