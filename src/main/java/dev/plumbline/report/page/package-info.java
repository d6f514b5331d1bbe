/**
 * A check and a training as HTML pages, and the drawings of a training.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.report.page;

import org.jspecify.annotations.NullMarked;
