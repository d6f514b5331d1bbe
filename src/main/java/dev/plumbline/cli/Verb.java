package dev.plumbline.cli;

import dev.plumbline.report.document.Style;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParentCommand;

/**
 * A command of the program. Its {@code call} returns the exit code; {@link Failures} prints what it throws, for instance
 * an {@code IOException}.
 */
abstract class Verb implements Callable<Integer> {
    @ParentCommand
    private @Nullable Plumbline program;

    /** The streams to print to. */
    final Terminal terminal() {
        return Objects.requireNonNull(program).terminal();
    }

    /** Prints a result. */
    final void print(String text) {
        terminal().print(text);
    }

    /** Prints a message on the error stream, with a line break after it. */
    final void message(String text) {
        terminal().message(text);
    }

    /** The style of results. */
    final Style style() {
        return terminal().style();
    }
}
