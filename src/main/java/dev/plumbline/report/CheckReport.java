package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What a check has come to, in words, whatever they are shown on.
 *
 * @param severity how good the news is
 * @param verdict the word that says it: "AGREES"
 * @param sentence what follows the word, with what stands between
 * @param entries what there is to say at once
 * @param parts what follows under headings
 */
record CheckReport(Severity severity, String verdict, String sentence, List<Entry> entries, List<Part> parts) {
    CheckReport {
        entries = List.copyOf(entries);
        parts = List.copyOf(parts);
    }

    /** How good news are. */
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

    /** What an entry is made of. */
    enum Kind {
        WORDS,
        FORMULA,
        /** Lines of a program, which are not broken, so that they can be taken over as they are. */
        LINES
    }

    /** A name and what there is to say of it. */
    record Entry(String name, String text, Kind kind) {
        Entry(String name, String text) {
            this(name, text, Kind.WORDS);
        }
    }

    /**
     * Some entries under a heading.
     *
     * @param title the heading
     * @param more what follows it in the same line; may be empty
     */
    record Part(Severity severity, String title, String more, List<Entry> entries) {
        Part {
            entries = List.copyOf(entries);
        }

        Part(String title, List<Entry> entries) {
            this(Severity.PLAIN, title, "", entries);
        }
    }

    /** As a part of a document. */
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

    /** The word and the sentence. */
    String headline() {
        return verdict + sentence;
    }

    /**
     * As text, each line with a line break at its end.
     *
     * @param names the width of the column of names
     */
    String text(int names, Style style) {
        StringBuilder text = new StringBuilder();
        text.append(severity.in(style, verdict)).append(sentence).append('\n');
        append(text, entries, names);
        for (Part part : parts) {
            text.append('\n').append(text(part, names, style));
        }
        return text.toString();
    }

    /** A part alone. */
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

    /** Entries that are added one after the other. */
    static final class Entries {
        private final List<Entry> entries = new ArrayList<>();

        /** Adds one. */
        void add(String name, String text) {
            entries.add(new Entry(name, text));
        }

        /** Adds a formula. */
        void addFormula(String name, String text) {
            entries.add(new Entry(name, text, Kind.FORMULA));
        }

        /** Adds lines of a program. */
        void addLines(String name, String text) {
            entries.add(new Entry(name, text, Kind.LINES));
        }

        List<Entry> list() {
            return List.copyOf(entries);
        }
    }
}
