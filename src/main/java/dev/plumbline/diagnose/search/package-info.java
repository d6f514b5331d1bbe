/**
 * The search for what explains a training, in {@code DiagnosisRun}. {@code MismatchSearch} finds the first tensor that does not match the
 * reference's step, {@code HypothesisEvaluation} the mistakes that explain it, {@code OutputsOnly} those that explain outputs;
 * {@code RoundingRange} and {@code NoiseReplay} decide what is rounding. Internal: only packages under {@code diagnose} use it.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.diagnose.search;

import org.jspecify.annotations.NullMarked;
