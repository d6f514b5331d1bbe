/**
 * The results of a diagnosis: a {@code Diagnosis} has {@code Finding}s, each with its {@code Explanation}s by a
 * {@code Mistake}, and the {@code Convention}s in which the network records its tensors. Commands and reports read
 * them.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.diagnose.findings;

import org.jspecify.annotations.NullMarked;
