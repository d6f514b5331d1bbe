/**
 * The catalogue of known mistakes, in the order of a step: {@code ForwardMistakes}, {@code LossMistakes},
 * {@code TargetMistakes}, {@code DeltaMistakes}, {@code GradientMistakes}, {@code StepMistakes},
 * {@code UpdateMistakes}, {@code OptimizerMistakes}. {@code Variants} has all of them, and those that can explain a
 * tensor. Internal: only packages under {@code diagnose} use it.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.diagnose.hypotheses;

import org.jspecify.annotations.NullMarked;
