/**
 * The description of a network: immutable, validated records.
 *
 * <p>{@link dev.plumbline.spec.NetworkSpec} contains everything that determines the behaviour. The vocabulary
 * (activations, losses, optimizers, initializers, kinds of layer and of data) is a set of sealed interfaces whose
 * records are the words. A word's name is its record's name in snake case, its parameters are the record's components,
 * and its formula, defaults and limits are annotations of the record. {@link dev.plumbline.spec.vocabulary.Schema}
 * reads them. The YAML reader, the YAML writer, the generated documentation and the Java definition use nothing else.
 */
@NullMarked
package dev.plumbline.spec;

import org.jspecify.annotations.NullMarked;
