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
 *   <li>{@code start}: the weights that a network has started from. {@code planted}: trainings with a planted mistake.
 *       {@code correction}: the lines of the text.
 *   <li>{@code search}: what explains a training. {@code DiagnosisRun} is one, from the first tensor that does not match.
 *   <li>This package. {@code JointSearch} finds conventions and mistakes together, {@code WeightVerdict} decides by the
 *       weights, and {@code DetectionPower} says which mistakes the recorded tensors can show.
 * </ol>
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.diagnose;

import org.jspecify.annotations.NullMarked;
