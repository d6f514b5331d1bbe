package dev.plumbline.cli.terminal;

import dev.plumbline.report.document.Style;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A command of the program. Its {@code call} returns the exit code; {@link Failures} prints what it throws, for instance
 * an {@code IOException}.
 */
public abstract class Verb implements Callable<Integer> {
    private @Nullable Terminal terminal;

    /** Sets the streams to print to, once, before the command is called. */
    public final void printTo(Terminal streams) {
        terminal = streams;
    }

    /** The streams to print to. */
    protected final Terminal terminal() {
        return Objects.requireNonNull(terminal);
    }

    /** Prints a result. */
    protected final void print(String text) {
        terminal().print(text);
    }

    /** Prints a message on the error stream, with a line break after it. */
    protected final void message(String text) {
        terminal().message(text);
    }

    /** The style of results. */
    protected final Style style() {
        return terminal().style();
    }
}
