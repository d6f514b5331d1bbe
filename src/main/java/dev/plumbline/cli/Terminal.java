package dev.plumbline.cli;

import dev.plumbline.recording.ShutdownHook;
import dev.plumbline.report.Style;
import dev.plumbline.spec.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where everything is written: results to the output, messages and progress to the error stream. A line of progress
 * stands below everything else; it is taken away before anything is printed.
 */
final class Terminal {
    /** What is shown where the character itself cannot be. */
    private static final Map<String, String> PLAIN_TEXT =
            Map.of("→", "->", "×", "x", "·", "-", "…", "...", "½", "1/2", "ŷ", "y^", "−", "-", "Σ", "sum", "²", "^2");

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final CharsetEncoder encoder;
    private final boolean outIsTerminal;
    private final boolean errIsTerminal;
    private final boolean colours;
    private Supplier<String> reason = () -> "";
    private Optional<OutputClosedException> broken = Optional.empty();
    private boolean progressShown;
    private boolean progressEnded;

    private Terminal(
            PrintWriter out,
            PrintWriter err,
            Charset charset,
            boolean outIsTerminal,
            boolean errIsTerminal,
            Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.encoder = charset.newEncoder();
        this.outIsTerminal = outIsTerminal;
        this.errIsTerminal = errIsTerminal;
        this.colours = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /**
     * The process's own streams. Whether they are terminals is said by the launcher, because Java answers that
     * differently from version to version.
     */
    static Terminal ofProcess() {
        Charset charset = Charset.forName(
                System.getProperty("stdout.encoding", Charset.defaultCharset().name()));
        Reasoned out = new Reasoned(new FileOutputStream(FileDescriptor.out));
        Terminal terminal = new Terminal(
                writer(out, charset),
                writer(new FileOutputStream(FileDescriptor.err), charset),
                charset,
                Boolean.getBoolean("plumbline.tty.out"),
                Boolean.getBoolean("plumbline.tty.err"),
                System.getenv());
        terminal.reason = out::reason;
        // Also when it is interrupted, the terminal is left as it was.
        ShutdownHook.of("end-progress", terminal::endProgress);
        return terminal;
    }

    private static PrintWriter writer(OutputStream stream, Charset charset) {
        return new PrintWriter(new OutputStreamWriter(stream, charset), false);
    }

    /** Pipes, for tests. */
    static Terminal ofWriters(PrintWriter out, PrintWriter err, Charset charset) {
        return new Terminal(out, err, charset, false, false, Map.of());
    }

    /** Terminals, for tests. */
    static Terminal ofTerminals(PrintWriter out, PrintWriter err, Map<String, String> environment) {
        return new Terminal(out, err, StandardCharsets.UTF_8, true, true, environment);
    }

    /** How results are to be set off. */
    Style style() {
        return colours && outIsTerminal ? Style.COLOURED : Style.PLAIN;
    }

    /** How messages are to be set off. */
    Style messageStyle() {
        return colours && errIsTerminal ? Style.COLOURED : Style.PLAIN;
    }

    /** Whether somebody may be looking at the error stream. */
    boolean showsProgress() {
        return errIsTerminal;
    }

    /** Prints a result. */
    synchronized void print(String text) {
        clearProgress();
        out.print(encodable(style() == Style.PLAIN ? Printable.lines(text) : Printable.styled(text)));
        if (out.checkError()) {
            OutputClosedException e = new OutputClosedException(reason.get());
            broken = Optional.of(e);
            throw e;
        }
    }

    /** Why no more results can be printed, if so. */
    synchronized Optional<OutputClosedException> broken() {
        return broken;
    }

    /** Prints a message, with a line break after it. */
    synchronized void message(String text) {
        clearProgress();
        err.print(encodable(messageStyle() == Style.PLAIN ? Printable.lines(text) : Printable.styled(text)) + "\n");
        err.flush();
    }

    /** Shows this line of progress in the place of the last one. */
    synchronized void progress(String line) {
        if (progressEnded) {
            return;
        }
        err.print(CLEAR_LINE + encodable(line));
        err.flush();
        progressShown = true;
    }

    /** Takes the line of progress away. */
    synchronized void clearProgress() {
        if (progressShown) {
            err.print(CLEAR_LINE);
            err.flush();
            progressShown = false;
        }
    }

    private synchronized void endProgress() {
        clearProgress();
        progressEnded = true;
    }

    /** Who prints by itself has no use for an exception; {@link #broken()} knows. */
    private void printOrBreak(String text) {
        try {
            print(text);
        } catch (OutputClosedException e) {
            broken = Optional.of(e);
        }
    }

    /** The output, for what prints by itself. Whether all was printed, {@link #broken()} says. */
    PrintWriter printer() {
        return new PrintWriter(
                new Writer() {
                    @Override
                    public void write(char[] characters, int from, int length) {
                        if (broken().isEmpty()) {
                            printOrBreak(new String(characters, from, length));
                        }
                    }

                    @Override
                    public void flush() {
                        // Each print is.
                    }

                    @Override
                    public void close() {
                        // The output is the process's.
                    }
                },
                true);
    }

    private String encodable(String text) {
        if (encoder.canEncode(text)) {
            return text;
        }
        String plain = text;
        for (Map.Entry<String, String> entry : PLAIN_TEXT.entrySet()) {
            if (!encoder.canEncode(entry.getKey())) {
                plain = plain.replace(entry.getKey(), entry.getValue());
            }
        }
        return plain;
    }

    /** A stream that keeps why writing failed, which a {@link PrintWriter} does not tell. */
    private static final class Reasoned extends FilterOutputStream {
        private String reason = "";

        private Reasoned(OutputStream out) {
            super(out);
        }

        private String reason() {
            return reason;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
                throw e;
            }
        }
    }

    /** The output takes no more: nobody reads it, as when it is piped into {@code head}, or there is no room. */
    static final class OutputClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String reason;

        OutputClosedException(String reason) {
            super(reason);
            this.reason = reason;
        }

        /** Why it could not be written; empty if it is only that nobody reads it. */
        String reason() {
            return reason.toLowerCase(Locale.ROOT).contains("pipe") ? "" : reason;
        }
    }
}
