/**
 * Reads and writes network files.
 *
 * <p>{@link dev.plumbline.yaml.YamlReader} has three steps: a file to text ({@code FileText}), text to nodes with their
 * places ({@code NodeReader}), nodes to the records of {@link dev.plumbline.spec} ({@code Binder}). The last step uses
 * only {@link dev.plumbline.spec.vocabulary.Schema} and {@link dev.plumbline.spec.vocabulary.Vocabulary}, so a new word
 * needs no change here. Each step reports a {@link dev.plumbline.yaml.diagnostic.Diagnostic} for each problem. The
 * binder continues after a problem, with a placeholder for the value that failed, so that one reading finds all
 * problems.
 */
@NullMarked
package dev.plumbline.yaml;

import org.jspecify.annotations.NullMarked;
