/**
 * The commands that train nothing: they write, check and explain network files, and describe the vocabulary, the machine
 * and the program itself.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.cli.describe;

import org.jspecify.annotations.NullMarked;
