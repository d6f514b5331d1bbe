/**
 * What a network is: immutable, validated records and nothing else.
 *
 * <p>{@link dev.plumbline.spec.NetworkSpec} says everything that decides behaviour. The vocabulary (activations, losses,
 * optimizers, initializers, kinds of layer and of data) is a set of sealed interfaces whose records are the words. A
 * word's name is its record's name in snake case, its parameters are the record's components, and its formula, defaults
 * and limits stand on the record as annotations, once. {@link dev.plumbline.spec.Schema} reads them, so the YAML reader,
 * the YAML writer, the pages of documentation and the Java definition all follow from the record alone.
 */
@NullMarked
package dev.plumbline.spec;

import org.jspecify.annotations.NullMarked;
