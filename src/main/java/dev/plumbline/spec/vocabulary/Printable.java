package dev.plumbline.spec.vocabulary;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text from outside safe to print, such as the names of files and arrays. A terminal executes control characters,
 * and a line break in a name could look like a line of Plumbline, such as a verdict.
 */
public final class Printable {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\n\t]]");
    private static final Pattern CONTROL_OR_BREAK = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    /** Allows the escape sequences of colours and styles. */
    private static final Pattern CONTROL_OR_STYLE = Pattern.compile("\\x1b\\[[0-9;]*m|" + CONTROL);

    private Printable() {}

    /** Whether a text can be printed in one line unchanged. */
    public static boolean isLine(String text) {
        return !CONTROL_OR_BREAK.matcher(text).find();
    }

    /** A text in one line: line breaks and control characters become escape sequences. */
    public static String line(String text) {
        return CONTROL_OR_BREAK
                .matcher(text)
                .replaceAll(
                        match -> Matcher.quoteReplacement(escaped(match.group().charAt(0))));
    }

    /** A text of several lines: other control characters become escape sequences. */
    public static String lines(String text) {
        return CONTROL.matcher(text)
                .replaceAll(
                        match -> Matcher.quoteReplacement(escaped(match.group().charAt(0))));
    }

    /** A text of several lines that keeps its colours and styles. */
    public static String styled(String text) {
        return CONTROL_OR_STYLE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group().length() > 1
                                ? match.group()
                                : escaped(match.group().charAt(0))));
    }

    private static String escaped(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c);
        };
    }
}
