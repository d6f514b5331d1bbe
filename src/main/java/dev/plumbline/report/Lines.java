package dev.plumbline.report;

import java.util.List;
import java.util.regex.Pattern;

/** Lines of text, 80 columns wide. */
final class Lines {
    static final int WIDTH = 80;

    /** What is not broken: an interval such as "(0, inf)", and what stands between backquotes. */
    private static final Pattern UNBROKEN =
            Pattern.compile("\\(-?[\\w.]+, -?[\\w.]+[)\\]]|\\[-?[\\w.]+, [^\\[\\]()]{1,15}[)\\]]|`[^`]{1,40}`");

    private Lines() {}

    /** A text without escape sequences, filled up to a width. */
    static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** The same, with the blanks before it. */
    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /**
     * Phrases that are joined and, where a line would be too long, broken between two of them.
     *
     * @param first what the first line begins with
     * @param indent what the others begin with
     * @param separator between two phrases of one line
     * @param glue what stands at the end of a line that goes on
     */
    static String wrap(String first, String indent, List<String> phrases, String separator, String glue) {
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

    /** A name in a column of its own and what there is to say of it; long texts go on below. */
    static String entry(String name, int width, String text) {
        String indent = " ".repeat(width + 4);
        return paragraph("  " + left(name, width) + "  ", indent, text);
    }

    /** A name and lines of a program, as they are. */
    static String code(String name, int width, String lines) {
        String indent = "\n" + " ".repeat(width + 4);
        return "  " + left(name, width) + "  " + lines.replace("\n", indent) + "\n";
    }

    /** A text that goes on below where it is too long, with a line break at its end. */
    static String paragraph(String indent, String text) {
        return paragraph(indent, indent, text);
    }

    /**
     * The same.
     *
     * @param first what the first line begins with
     * @param indent what the others begin with
     */
    static String paragraph(String first, String indent, String text) {
        String whole = UNBROKEN.matcher(text).replaceAll(part -> part.group().replace(' ', '\u00a0'));
        return wrap(first, indent, List.of(whole.split(" ", -1)), " ", "").replace('\u00a0', ' ') + "\n";
    }
}
