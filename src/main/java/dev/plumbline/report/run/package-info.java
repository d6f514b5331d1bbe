/**
 * A training, its evaluation and its network, and what this machine can run.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.report.run;

import org.jspecify.annotations.NullMarked;
