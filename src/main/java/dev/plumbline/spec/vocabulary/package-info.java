/**
 * What a vocabulary consists of: {@link dev.plumbline.spec.vocabulary.Word} and {@link
 * dev.plumbline.spec.vocabulary.Field} annotate the records of a specification, and {@link
 * dev.plumbline.spec.vocabulary.Schema} and {@link dev.plumbline.spec.vocabulary.Vocabulary} read them. An invalid record
 * throws {@link dev.plumbline.spec.vocabulary.InvalidSpecException} with every {@link
 * dev.plumbline.spec.vocabulary.Problem}.
 */
@NullMarked
package dev.plumbline.spec.vocabulary;

import org.jspecify.annotations.NullMarked;
