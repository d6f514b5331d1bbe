/**
 * The network on DL4J: the translation of {@link dev.plumbline.spec.NetworkSpec} to {@code MultiLayerConfiguration},
 * and a run that records every tensor.
 *
 * <p>{@link dev.plumbline.dl4j.Dl4jConfiguration} is the translation: each line of a specification becomes a builder
 * call, as source text and as code. {@link dev.plumbline.dl4j.Dl4jRun} trains with DL4J's own layers, losses and
 * updaters. Only probes, which copy tensors, wrap its activations and its loss.
 *
 * <p>{@link dev.plumbline.dl4j.Dl4j} creates the network as DL4J's own objects, to train and save without Plumbline's
 * engine.
 *
 * <p>{@link dev.plumbline.dl4j.Dl4jProgram} writes the same network as a Java program that needs only DL4J. {@link
 * dev.plumbline.dl4j.Dl4jTuning} contains the measures for speed, and {@link dev.plumbline.dl4j.GcSafeExecutioner}
 * prevents the garbage collection of memory that native code uses.
 */
@NullMarked
package dev.plumbline.dl4j;

import org.jspecify.annotations.NullMarked;
