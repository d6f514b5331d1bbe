package dev.plumbline.report.document;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Formats lines of text, at most 80 columns wide. */
public final class TextLayout {
    public static final int WIDTH = 80;

    /** Text that is not wrapped: an interval such as "(0, inf)", and text between backquotes. */
    private static final Pattern UNBROKEN =
            Pattern.compile("\\(-?[\\w.]+, -?[\\w.]+[)\\]]|\\[-?[\\w.]+, [^\\[\\]()]{1,15}[)\\]]|`[^`]{1,40}`");

    private TextLayout() {}

    /** Pads a text without escape sequences to a width. */
    public static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** Pads a text on the left. */
    public static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /**
     * Joins phrases, and breaks lines between two phrases if a line would be too long.
     *
     * @param first the prefix of the first line
     * @param indent the prefix of the other lines
     * @param separator the separator of two phrases in the same line
     * @param glue the end of a line that continues
     */
    public static String wrap(String first, String indent, List<String> phrases, String separator, String glue) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String phrase : phrases) {
            if (!empty && line.length() + separator.length() + phrase.length() + glue.length() > WIDTH) {
                text.append(line).append(glue).append('\n');
                line = new StringBuilder(indent);
                empty = true;
            }
            line.append(empty ? "" : separator).append(phrase);
            empty = false;
        }
        return text.append(line).toString();
    }

    /**
     * A table: each column as wide as its widest cell, and the first row as the header.
     *
     * @param numbers the columns that are padded on the left
     */
    public static String table(String indent, List<List<String>> rows, Set<Integer> numbers, Style style) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                line.append(numbers.contains(column) ? right(cell, widths[column]) : left(cell, widths[column]));
                line.append("  ");
            }
            String trimmed = line.toString().stripTrailing();
            text.append(text.isEmpty() ? style.faint(trimmed) : trimmed).append('\n');
        }
        return text.toString();
    }

    /** A name in its own column and a text, which continues below if it is long. */
    public static String entry(String name, int width, String text) {
        String indent = " ".repeat(width + 4);
        return paragraph("  " + left(name, width) + "  ", indent, text);
    }

    /** A name and unchanged lines of a program. */
    public static String code(String name, int width, String lines) {
        String indent = "\n" + " ".repeat(width + 4);
        return "  " + left(name, width) + "  " + lines.replace("\n", indent) + "\n";
    }

    /** A wrapped text with a line break at its end. */
    public static String paragraph(String indent, String text) {
        return paragraph(indent, indent, text);
    }

    /**
     * A wrapped text with another prefix in the first line.
     *
     * @param first the prefix of the first line
     * @param indent the prefix of the other lines
     */
    public static String paragraph(String first, String indent, String text) {
        String whole = UNBROKEN.matcher(text).replaceAll(part -> part.group().replace(' ', '\u00a0'));
        return wrap(first, indent, List.of(whole.split(" ", -1)), " ", "").replace('\u00a0', ' ') + "\n";
    }
}
