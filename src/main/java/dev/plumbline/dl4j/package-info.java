/**
 * Networks on DL4J.
 *
 * <p>{@link dev.plumbline.dl4j.Dl4j} creates a network as DL4J's own objects, to train and save without Plumbline's
 * engine. {@link dev.plumbline.dl4j.Dl4jEngine} trains it so that every tensor can be recorded.
 */
@NullMarked
package dev.plumbline.dl4j;

import org.jspecify.annotations.NullMarked;
