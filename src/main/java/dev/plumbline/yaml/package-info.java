/**
 * Text to specification and back.
 *
 * <p>{@link dev.plumbline.yaml.YamlReader} goes three steps: a file to text ({@code FileText}), text to nodes that know
 * their places ({@code NodeReader}), nodes to the records of {@link dev.plumbline.spec} ({@code Binder}). The last step
 * is written against {@link dev.plumbline.spec.Schema} and {@link dev.plumbline.spec.Vocabulary} only, so a new word
 * needs no change here. Each step reports a {@link dev.plumbline.yaml.Diagnostic} for each problem; the binder goes on
 * after one, with a stand-in for the value that failed, so that one reading finds them all.
 */
@NullMarked
package dev.plumbline.yaml;

import org.jspecify.annotations.NullMarked;
