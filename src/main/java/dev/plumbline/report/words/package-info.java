/**
 * The vocabulary as text, Markdown, JSON and JSON Schema, and the translation of a file to DL4J.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.report.words;

import org.jspecify.annotations.NullMarked;
