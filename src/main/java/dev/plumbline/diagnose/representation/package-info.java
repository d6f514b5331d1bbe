/**
 * How a network records its training. {@code ConventionSearch} finds its conventions, {@code CanonicalReader} undoes
 * them, and {@code CanonicalSubject} is the network in this project's notation. {@code BatchExamples} finds the order
 * of the examples, {@code InitialWeightCandidates} the weights that it may have started from. Internal: only packages
 * under {@code diagnose} use it.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.diagnose.representation;

import org.jspecify.annotations.NullMarked;
