package dev.plumbline.report.document;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of a check in words, independent of the output format.
 *
 * @param verdict the verdict, a word: "AGREES"
 * @param sentence the text after the verdict, including the separator
 * @param entries the entries directly below the headline
 * @param parts the parts with headings
 */
public record CheckReport(Severity severity, String verdict, String sentence, List<Entry> entries, List<Part> parts) {
    public CheckReport {
        entries = List.copyOf(entries);
        parts = List.copyOf(parts);
    }

    /** The severity of a result. */
    public enum Severity {
        PLAIN,
        GOOD,
        WARNING,
        BAD;

        private String in(Style style, String text) {
            return switch (this) {
                case PLAIN -> style.strong(text);
                case GOOD -> style.good(text);
                case WARNING -> style.warning(text);
                case BAD -> style.bad(text);
            };
        }
    }

    /** The kind of an entry's text. */
    public enum Kind {
        WORDS,
        FORMULA,
        /** Lines of a program, which are not wrapped, so that they can be copied. */
        LINES
    }

    /** A name and its text. */
    public record Entry(String name, String text, Kind kind) {
        public Entry(String name, String text) {
            this(name, text, Kind.WORDS);
        }
    }

    /**
     * Entries under a heading.
     *
     * @param more the text after the title in the same line; may be empty
     */
    public record Part(Severity severity, String title, String more, List<Entry> entries) {
        public Part {
            entries = List.copyOf(entries);
        }

        public Part(String title, List<Entry> entries) {
            this(Severity.PLAIN, title, "", entries);
        }
    }

    /** The same with another severity and other parts. */
    public CheckReport with(Severity replacement, List<Part> others) {
        return new CheckReport(replacement, verdict, sentence, entries, others);
    }

    /** The same with a further part, if there is one. */
    public CheckReport and(Optional<Part> last) {
        return with(severity, Stream.concat(parts.stream(), last.stream()).toList());
    }

    /** The report as a part of a JSON document. */
    public JsonObject json() {
        return Json.object(
                "entries",
                entries,
                "parts",
                Json.array(parts, part -> Json.object("title", part.title() + part.more(), "entries", part.entries())));
    }

    /** The verdict and its sentence. */
    public String headline() {
        return verdict + sentence;
    }

    /**
     * The report as text; each line ends with a line break.
     *
     * @param names the width of the column of names
     */
    public String text(int names, Style style) {
        StringBuilder text = new StringBuilder();
        text.append(severity.in(style, verdict)).append(sentence).append('\n');
        append(text, entries, names);
        for (Part part : parts) {
            text.append('\n').append(text(part, names, style));
        }
        return text.toString();
    }

    /** The text of a single part. */
    public static String text(Part part, int names, Style style) {
        StringBuilder text = new StringBuilder();
        text.append(part.severity().in(style, part.title())).append(part.more()).append('\n');
        append(text, part.entries(), names);
        return text.toString();
    }

    private static void append(StringBuilder text, List<Entry> entries, int names) {
        entries.forEach(entry -> text.append(
                entry.kind() == Kind.LINES
                        ? TextLayout.code(entry.name(), names, entry.text())
                        : TextLayout.entry(entry.name(), names, entry.text())));
    }
}
