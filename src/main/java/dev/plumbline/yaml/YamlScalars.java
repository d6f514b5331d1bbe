package dev.plumbline.yaml;

import java.util.Locale;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Numbers and texts as YAML's core schema reads them back exactly. */
final class YamlScalars {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*");
    /** Up to here, a whole double is written without a point. */
    private static final double LARGEST_WHOLE = 1e15;

    private YamlScalars() {}

    static String number(double value) {
        boolean isNegativeZero = value == 0 && Double.doubleToRawLongBits(value) != 0;
        return Math.rint(value) == value && Math.abs(value) < LARGEST_WHOLE && !isNegativeZero
                ? Long.toString((long) value)
                : Double.toString(value).toLowerCase(Locale.ROOT);
    }

    /** A text, in quotes where it needs them. */
    static String text(String text) {
        boolean isPlain = PLAIN.matcher(text).matches() && Scalars.kind(text) == Scalars.Kind.TEXT;
        if (isPlain) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> append(point, quoted));
        return quoted.append('"').toString();
    }

    private static void append(int point, StringBuilder quoted) {
        // The parser takes the separators for line breaks, and a byte order mark would be lost.
        boolean isSafe = StreamReader.isPrintable(point)
                && point >= ' '
                && point != 0x85
                && point != 0x2028
                && point != 0x2029
                && point != 0xFEFF;
        if (point == '"' || point == '\\') {
            quoted.append('\\').appendCodePoint(point);
        } else if (isSafe) {
            quoted.appendCodePoint(point);
        } else {
            quoted.append(
                    point < 0x10000
                            ? String.format(Locale.ROOT, "\\u%04x", point)
                            : String.format(Locale.ROOT, "\\U%08x", point));
        }
    }
}
