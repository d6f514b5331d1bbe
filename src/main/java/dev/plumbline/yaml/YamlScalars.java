package dev.plumbline.yaml;

import java.util.Locale;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Writes numbers and strings so that YAML's core schema reads them back exactly. */
final class YamlScalars {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*");
    /** The largest whole double that is written without a decimal point. */
    private static final double LARGEST_WHOLE = 1e15;

    private YamlScalars() {}

    static String number(double value) {
        boolean isNegativeZero = value == 0 && Double.doubleToRawLongBits(value) != 0;
        return Math.rint(value) == value && Math.abs(value) < LARGEST_WHOLE && !isNegativeZero
                ? Long.toString((long) value)
                : Double.toString(value).toLowerCase(Locale.ROOT);
    }

    /** A string, in quotes if necessary. */
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
        // The parser treats the separators as line breaks and drops a byte order mark.
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
            quoted.append(escaped(point));
        }
    }

    /** The escape sequence of a character, for a text between double quotes. */
    static String escaped(int point) {
        return String.format(Locale.ROOT, point < 0x10000 ? "\\u%04x" : "\\U%08x", point);
    }
}
