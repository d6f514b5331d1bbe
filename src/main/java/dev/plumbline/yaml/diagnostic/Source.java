package dev.plumbline.yaml.diagnostic;

import dev.plumbline.spec.error.ErrorKind;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A text with its name and lines; after its lines come the options that change it. */
public final class Source implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The line number of the first option, larger than the number of lines of any file. */
    public static final int FIRST_OPTION = 1 << 24;

    private final String name;
    private final String text;
    private final int[] starts;
    private final List<Source> options;

    /**
     * Creates the source of a text.
     *
     * @param name the name in messages: the path of the file as the user gave it
     * @param text the whole text
     */
    public Source(String name, String text) {
        this(name, text, startsOfLines(text), List.of());
    }

    private Source(String name, String text, int[] starts, List<Source> options) {
        this.name = name;
        this.text = text;
        this.starts = starts;
        this.options = options;
    }

    /** Returns the source with these options. */
    public Source with(List<Source> changes) {
        return new Source(name, text, starts, List.copyOf(changes));
    }

    /** The option with this line number; empty for a line of the text. */
    Optional<Source> option(int line) {
        return line < FIRST_OPTION ? Optional.empty() : Optional.of(options.get(line - FIRST_OPTION));
    }

    /** YAML ends a line with LF, CR LF or CR; {@code String.lines()} does the same but keeps no offsets. */
    private static int[] startsOfLines(String text) {
        int[] starts = new int[64];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
            if (ends) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * count);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    /** The name in messages. */
    public String name() {
        return name;
    }

    /** The whole text. */
    public String text() {
        return text;
    }

    /** The number of lines; a line break at the end starts another, empty line. */
    public int lines() {
        return starts.length;
    }

    /** A line without its line break, counted from 1; empty if there is no such line. */
    public String line(int number) {
        if (number < 1 || number > starts.length) {
            return option(number).map(Source::text).orElse("");
        }
        int end = number < starts.length ? starts[number] : text.length();
        while (end > starts[number - 1] && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(starts[number - 1], end);
    }

    /** A problem at a place of this text. */
    public Diagnostic problem(ErrorKind kind, Span span, String message, String hint, String... notes) {
        return new Diagnostic(kind, this, message, Optional.of(new Annotation(span, hint)), List.of(), List.of(notes));
    }

    /** The span of one character at an offset in {@link #text()}. */
    public Span at(int offset) {
        int index = Arrays.binarySearch(starts, offset);
        int line = index >= 0 ? index : -index - 2;
        return Span.of(line + 1, text.codePointCount(starts[line], offset) + 1, 1);
    }
}
