/**
 * A training on DL4J whose tensors can be recorded. {@link dev.plumbline.dl4j.run.Dl4jRun} calls DL4J's own layers,
 * losses and updaters; only probes, which copy tensors, wrap its activations and its loss. {@link
 * dev.plumbline.dl4j.run.Dl4jTuning} contains the measures for speed, and {@link
 * dev.plumbline.dl4j.run.GcSafeExecutioner} prevents the garbage collection of memory that native code uses.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.dl4j.run;

import org.jspecify.annotations.NullMarked;
