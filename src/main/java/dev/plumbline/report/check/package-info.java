/**
 * A check as a document: of an engine, or of a network of the user with its diagnosis.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.report.check;

import org.jspecify.annotations.NullMarked;
