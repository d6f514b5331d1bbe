/**
 * A result as a document, and its renderers: text for people, JSON for programs, XML for build servers.
 *
 * <p>Text is at most 80 columns wide. Figures of a report have 12 significant digits and outputs have 8 decimals, as
 * NumPy and Python print them in the tutorial. JSON has every digit of a number. Its keys are in snake case, and a
 * missing value is {@code null}. JSON cannot express NaN and the infinities as numbers; they are the strings
 * {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}.
 *
 * <p>Steps and epochs are counted from 0, layers from 1, rows and columns from 0.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.report.document;

import org.jspecify.annotations.NullMarked;
