/**
 * Differential testing: random networks over the whole vocabulary, trained on two engines, every tensor compared.
 *
 * <p>{@link dev.plumbline.fuzz.CoveringPlan} makes networks so that soon every word, and every pair of words that goes
 * together, has been met; it knows the vocabulary by reflection alone, so a new word is met without a new line here.
 * {@link dev.plumbline.fuzz.Fuzzing} runs them and keeps count, and {@link dev.plumbline.fuzz.Shrinker} makes of a network
 * that fails the smallest file that still does.
 */
@NullMarked
package dev.plumbline.fuzz;

import org.jspecify.annotations.NullMarked;
