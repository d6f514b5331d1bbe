/**
 * The same network on DL4J: {@link dev.plumbline.spec.NetworkSpec} to {@code MultiLayerConfiguration}, and a run whose
 * every tensor can be observed.
 *
 * <p>{@link dev.plumbline.dl4j.Dl4jConfiguration} is the translation: each line of a specification with the call that it
 * becomes, as source text and as the call itself side by side. {@link dev.plumbline.dl4j.Dl4jRun} trains with DL4J's own
 * layers, losses and updaters; only probes, which copy what passes, are put around its activations and its loss.
 *
 * <p>{@link dev.plumbline.dl4j.Dl4j} gives the network as DL4J's own objects, to train and save without Plumbline's engine.
 *
 * <p>{@link dev.plumbline.dl4j.Dl4jProgram} writes the same as a Java program that needs DL4J alone.
 * {@link dev.plumbline.dl4j.Dl4jTuning} holds all that is there for speed, and
 * {@link dev.plumbline.dl4j.GcSafeExecutioner} keeps what native code works on.
 */
@NullMarked
package dev.plumbline.dl4j;

import org.jspecify.annotations.NullMarked;
