/**
 * The text of a finding: the formula with the numbers of one element, and the corrected lines in the network's own notation.
 * Internal: only packages under {@code diagnose} use it.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.diagnose.correction;

import org.jspecify.annotations.NullMarked;
