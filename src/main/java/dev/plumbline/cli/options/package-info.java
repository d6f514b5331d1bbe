/**
 * What several commands read from the command line: a network file with the values that replace its own, a trained network,
 * the engine, the workers, and files to write.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.cli.options;

import org.jspecify.annotations.NullMarked;
