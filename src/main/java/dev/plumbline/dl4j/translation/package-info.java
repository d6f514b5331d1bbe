/**
 * The translation of {@link dev.plumbline.spec.NetworkSpec} to {@code MultiLayerConfiguration}. {@link
 * dev.plumbline.dl4j.translation.Dl4jConfiguration} turns each line of a specification into a builder call, as source text
 * and as code; the other classes translate the vocabulary, one method for each word.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.dl4j.translation;

import org.jspecify.annotations.NullMarked;
