/**
 * The first two steps of reading: a file to text, and text to nodes with their places.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.yaml.node;

import org.jspecify.annotations.NullMarked;
