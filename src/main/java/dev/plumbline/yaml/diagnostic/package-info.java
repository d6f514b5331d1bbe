/**
 * A problem of a file: {@link dev.plumbline.yaml.diagnostic.Diagnostic} shows it with its line, and {@link
 * dev.plumbline.yaml.diagnostic.InvalidFileException} carries all of them.
 */
@NullMarked
package dev.plumbline.yaml.diagnostic;

import org.jspecify.annotations.NullMarked;
