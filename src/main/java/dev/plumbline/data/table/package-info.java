/**
 * Reads CSV text: which columns are used for what, their numbers, categories and classes, and every problem with its line
 * and column.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.data.table;

import org.jspecify.annotations.NullMarked;
