/**
 * The command line. Each verb is one small class that reads its file, starts the work, prints the result with {@link
 * dev.plumbline.report}, and returns an exit code. {@link dev.plumbline.cli.Plumbline} lists the verbs; only {@link
 * dev.plumbline.cli.Terminal} writes output; {@link dev.plumbline.cli.Failures} turns exceptions into messages and exit
 * codes.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.cli;

import org.jspecify.annotations.NullMarked;
