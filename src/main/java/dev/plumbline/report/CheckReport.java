package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * The result of a check in words, independent of the output format.
 *
 * @param severity the severity of the result
 * @param verdict the verdict, a word: "AGREES"
 * @param sentence the text after the verdict, including the separator
 * @param entries the entries directly below the headline
 * @param parts the parts with headings
 */
record CheckReport(Severity severity, String verdict, String sentence, List<Entry> entries, List<Part> parts) {
    CheckReport {
        entries = List.copyOf(entries);
        parts = List.copyOf(parts);
    }

    /** The severity of a result. */
    enum Severity {
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
    enum Kind {
        WORDS,
        FORMULA,
        /** Lines of a program, which are not wrapped, so that they can be copied. */
        LINES
    }

    /** A name and its text. */
    record Entry(String name, String text, Kind kind) {
        Entry(String name, String text) {
            this(name, text, Kind.WORDS);
        }
    }

    /**
     * Entries under a heading.
     *
     * @param title the heading
     * @param more the text after the title in the same line; may be empty
     */
    record Part(Severity severity, String title, String more, List<Entry> entries) {
        Part {
            entries = List.copyOf(entries);
        }

        Part(String title, List<Entry> entries) {
            this(Severity.PLAIN, title, "", entries);
        }
    }

    /** The same with another severity and other parts. */
    CheckReport with(Severity other, List<Part> others) {
        return new CheckReport(other, verdict, sentence, entries, others);
    }

    /** The report as a part of a JSON document. */
    JsonObject json() {
        return Json.object(
                "entries",
                json(entries),
                "parts",
                Json.array(
                        parts,
                        part -> Json.object("title", part.title() + part.more(), "entries", json(part.entries()))));
    }

    private static JsonArray json(List<Entry> entries) {
        return Json.array(
                entries,
                entry -> Json.object(
                        "name", entry.name(),
                        "text", entry.text(),
                        "kind", entry.kind()));
    }

    /** The verdict and its sentence. */
    String headline() {
        return verdict + sentence;
    }

    /**
     * The report as text; each line ends with a line break.
     *
     * @param names the width of the column of names
     */
    String text(int names, Style style) {
        StringBuilder text = new StringBuilder();
        text.append(severity.in(style, verdict))
                .append(Lines.paragraph(verdict, "  ", sentence).substring(verdict.length()));
        append(text, entries, names);
        for (Part part : parts) {
            text.append('\n').append(text(part, names, style));
        }
        return text.toString();
    }

    /** The text of a single part. */
    static String text(Part part, int names, Style style) {
        StringBuilder text = new StringBuilder();
        text.append(part.severity().in(style, part.title())).append(part.more()).append('\n');
        append(text, part.entries(), names);
        return text.toString();
    }

    private static void append(StringBuilder text, List<Entry> entries, int names) {
        entries.forEach(entry -> text.append(
                entry.kind() == Kind.LINES
                        ? Lines.code(entry.name(), names, entry.text())
                        : Lines.entry(entry.name(), names, entry.text())));
    }
}
