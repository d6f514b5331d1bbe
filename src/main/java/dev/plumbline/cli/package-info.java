/**
 * The command line. Each verb is one small class that reads its file, starts the work, prints the result with {@code
 * report}, and returns an exit code. {@link dev.plumbline.cli.Plumbline} lists the verbs. The packages under this one, from
 * the bottom up: {@code terminal}, {@code options}, then {@code check}, {@code run}, {@code interop} and {@code describe},
 * which do not see each other.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.cli;

import org.jspecify.annotations.NullMarked;
