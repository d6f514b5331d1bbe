/**
 * Finds out why a network is wrong: every known mistake is replayed in the reference, with each tensor computed from
 * the network's own, to find those that reproduce the recorded tensors. Commands start at {@code Diagnoser} and {@code
 * ThreeWayCheck}; the results are in {@code findings}. The other packages under this one are internal. Each sees only
 * those before it:
 *
 * <ol>
 *   <li>{@code findings}: the results.
 *   <li>{@code replay}: the reference's steps from the network's own tensors.
 *   <li>{@code hypotheses}: the catalogue of mistakes. {@code representation}: how a network records its tensors. These
 *       two do not see each other.
 *   <li>{@code start}: the weights that a network has started from.
 *   <li>This package. {@code DiagnosisRun} finds the first tensor that does not match, {@code HypothesisEvaluation} what
 *       explains it, {@code OutputsOnly} what explains outputs. {@code WeightVerdict} decides by the weights, {@code
 *       RoundingRange} and {@code NoiseReplay} what is rounding. {@code CorrectedLines} has the lines of the text.
 * </ol>
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.diagnose;

import org.jspecify.annotations.NullMarked;
