package dev.plumbline.spec;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts from outside, such as names of files and arrays, as they are shown. A terminal obeys control characters, and a line
 * break in a name would make a line of its own, such as a verdict.
 */
public final class Printable {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\n\t]]");
    private static final Pattern CONTROL_OR_BREAK = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    /** Sets something off in colours, and nothing else. */
    private static final Pattern CONTROL_OR_STYLE = Pattern.compile("\\x1b\\[[0-9;]*m|" + CONTROL);

    private Printable() {}

    /** Whether a text can be shown in a line as it is. */
    public static boolean isLine(String text) {
        return !CONTROL_OR_BREAK.matcher(text).find();
    }

    /** A text in a line: line breaks and whatever a terminal would obey are written as escape sequences. */
    public static String line(String text) {
        return CONTROL_OR_BREAK
                .matcher(text)
                .replaceAll(
                        match -> Matcher.quoteReplacement(escaped(match.group().charAt(0))));
    }

    /** A text of several lines, without what a terminal would obey. */
    public static String lines(String text) {
        return CONTROL.matcher(text)
                .replaceAll(
                        match -> Matcher.quoteReplacement(escaped(match.group().charAt(0))));
    }

    /** The same, but what only sets off stays. */
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
