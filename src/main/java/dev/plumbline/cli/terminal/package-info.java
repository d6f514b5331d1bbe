/**
 * What every command needs of its process: {@code Verb} is a command, {@code Terminal} alone writes its output, and {@code
 * Failures} turns what it throws into messages and {@code ExitCode}s.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.cli.terminal;

import org.jspecify.annotations.NullMarked;
