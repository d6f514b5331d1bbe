/**
 * The commands that train networks, and those that use a trained one: predict, evaluate, compare, report and reproduce.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.cli.run;

import org.jspecify.annotations.NullMarked;
