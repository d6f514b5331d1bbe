/**
 * The hardware that DL4J can use on this machine, the choice of a backend, and the memory that a training takes. It does
 * not load DL4J.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.backend;

import org.jspecify.annotations.NullMarked;
