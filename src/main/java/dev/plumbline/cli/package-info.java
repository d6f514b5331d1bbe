/**
 * The command line: each verb is one small class that reads its file, has the work done, prints what
 * {@link dev.plumbline.report} makes of it, and answers with an exit code. {@link dev.plumbline.cli.Plumbline} wires
 * them; {@link dev.plumbline.cli.Terminal} is the only one that writes; {@link dev.plumbline.cli.Failures} turns
 * exceptions into messages and exit codes.
 */
@NullMarked
package dev.plumbline.cli;

import org.jspecify.annotations.NullMarked;
