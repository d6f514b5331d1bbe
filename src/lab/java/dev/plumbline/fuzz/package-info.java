/**
 * Differential testing: trains random networks over the whole vocabulary on two engines and compares every tensor.
 *
 * <p>{@link dev.plumbline.fuzz.CoveringPlan} generates networks that cover every word and every valid pair of words. It
 * finds the vocabulary by reflection, so it covers a new word without a change here. {@link dev.plumbline.fuzz.Fuzzing}
 * trains and counts them. {@link dev.plumbline.fuzz.Shrinker} reduces a network that fails to the smallest file that
 * still fails.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.fuzz;

import org.jspecify.annotations.NullMarked;
