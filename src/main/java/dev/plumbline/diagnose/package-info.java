/**
 * Finds out why a network is wrong: every known mistake is replayed in the reference, with each tensor computed from
 * the network's own, to find those that reproduce the recorded tensors. Read the classes in this order:
 *
 * <ol>
 *   <li>{@code Diagnoser} and {@code ThreeWayCheck}, where the commands begin, and {@code Diagnosis} with its {@code Finding}s,
 *       the result.
 *   <li>Representation: {@code Convention}, {@code ConventionSearch}, {@code CanonicalReader}, {@code CanonicalSubject}.
 *   <li>Replay: {@code Replay} takes the reference's steps from the network's own tensors ({@code TensorMatch}),
 *       {@code StepContext} has the tensors that are known in a step, {@code MistakenUpdates} takes the optimizer steps by an
 *       {@code UpdateRule}.
 *   <li>Hypotheses: {@code Mistake} names each mistake, a {@code Variant} is one way to make it, with its {@code Formula}, in
 *       the order of a step: {@code ForwardMistakes}, {@code LossMistakes}, {@code TargetMistakes}, {@code DeltaMistakes},
 *       {@code GradientMistakes}, {@code StepMistakes}, {@code UpdateMistakes}. A {@code Hypothesis} is a variant in a layer.
 *   <li>Search: {@code DiagnosisRun} finds the first tensor that does not match, {@code HypothesisTest} what explains it,
 *       {@code InitialWeightSearch} the weights that the network has started from, {@code OutputsOnly} what explains outputs.
 *   <li>Verdict: {@code WeightVerdict} decides by the weights, {@code RoundingRange} and {@code NoiseReplay} what is rounding.
 *   <li>Text: {@code CorrectedLines} and {@code Explanation}.
 * </ol>
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.diagnose;

import org.jspecify.annotations.NullMarked;
