/**
 * The reference's side of a comparison: its step from the engine's state, its runs with perturbed numbers, the distance
 * that these allow, and the choice of the steps that are compared.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.compare.run;

import org.jspecify.annotations.NullMarked;
