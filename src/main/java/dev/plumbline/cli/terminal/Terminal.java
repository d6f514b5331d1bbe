package dev.plumbline.cli.terminal;

import dev.plumbline.data.ShutdownHook;
import dev.plumbline.report.document.Style;
import dev.plumbline.spec.vocabulary.Printable;
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
 * The output streams: results go to standard output, messages and progress to standard error. The progress line is the
 * last line of the terminal; it is removed before anything else is printed.
 */
public final class Terminal {
    /** Replacements for characters that the encoding does not have. */
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
     * The streams of the process. The launcher determines whether they are terminals, because Java's answer depends on
     * its version.
     */
    public static Terminal ofProcess() {
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
        // An interrupted process restores the terminal too.
        ShutdownHook.of("end-progress", terminal::endProgress);
        return terminal;
    }

    private static PrintWriter writer(OutputStream stream, Charset charset) {
        return new PrintWriter(new OutputStreamWriter(stream, charset), false);
    }

    /** Pipes, for tests. */
    public static Terminal ofWriters(PrintWriter out, PrintWriter err, Charset charset) {
        return new Terminal(out, err, charset, false, false, Map.of());
    }

    /** Terminals, for tests. */
    public static Terminal ofTerminals(PrintWriter out, PrintWriter err, Map<String, String> environment) {
        return new Terminal(out, err, StandardCharsets.UTF_8, true, true, environment);
    }

    /** The style of results. */
    public Style style() {
        return colours && outIsTerminal ? Style.COLOURED : Style.PLAIN;
    }

    /** The style of messages. */
    public Style messageStyle() {
        return colours && errIsTerminal ? Style.COLOURED : Style.PLAIN;
    }

    /** Whether the error stream is a terminal. */
    boolean showsProgress() {
        return errIsTerminal;
    }

    /** Prints a result. */
    public synchronized void print(String text) {
        clearProgress();
        out.print(encodable(style() == Style.PLAIN ? Printable.lines(text) : Printable.styled(text)));
        if (out.checkError()) {
            OutputClosedException e = new OutputClosedException(reason.get());
            broken = Optional.of(e);
            throw e;
        }
    }

    /** The reason why the output takes no more text, if there is one. */
    public synchronized Optional<OutputClosedException> broken() {
        return broken;
    }

    /** Prints a message, with a line break after it. */
    public synchronized void message(String text) {
        clearProgress();
        err.print(encodable(messageStyle() == Style.PLAIN ? Printable.lines(text) : Printable.styled(text)) + "\n");
        err.flush();
    }

    /** Replaces the progress line. */
    public synchronized void progress(String line) {
        if (progressEnded) {
            return;
        }
        err.print(CLEAR_LINE + encodable(line));
        err.flush();
        progressShown = true;
    }

    /** Removes the progress line. */
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

    /** Prints without an exception; {@link #broken()} reports a failure. */
    private void printOrBreak(String text) {
        try {
            print(text);
        } catch (OutputClosedException e) {
            broken = Optional.of(e);
        }
    }

    /** The output as a writer; {@link #broken()} reports whether writing failed. */
    public PrintWriter printer() {
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
                        // Every print flushes.
                    }

                    @Override
                    public void close() {
                        // The output belongs to the process.
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

    /** A stream that keeps the reason of a failed write, which a {@link PrintWriter} hides. */
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

    /** The output takes no more text: its reader has ended, such as {@code head}, or the disk is full. */
    public static final class OutputClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String reason;

        OutputClosedException(String reason) {
            super(reason);
            this.reason = reason;
        }

        /** The reason; empty if the reader has ended. */
        String reason() {
            return reason.toLowerCase(Locale.ROOT).contains("pipe") ? "" : reason;
        }
    }
}
