/**
 * Everything that a network file can contain: {@link dev.plumbline.spec.glossary.Glossary} has all words and sections, with
 * the sections of files alone, the features that are refused, and the words for which DL4J runs a class of Plumbline.
 */
@NullMarked
package dev.plumbline.spec.glossary;

import org.jspecify.annotations.NullMarked;
