package dev.plumbline.yaml.node;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Scalars by YAML 1.2's core schema: {@code 010} is ten, {@code 0x10} sixteen, {@code 1e-3} and {@code .5} are numbers,
 * {@code True} is true, and {@code yes}, {@code on}, {@code 1:30} and {@code 60_000} are texts. Written numbers and texts
 * are read back exactly.
 */
public final class Scalars {
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]++|0x[0-9a-fA-F]++|0o[0-7]++");
    private static final Pattern FRACTIONAL =
            Pattern.compile("[-+]?(?:(?:\\.[0-9]++|[0-9]++(?:\\.[0-9]*+)?)(?:[eE][-+]?[0-9]++)?|\\.(?:inf|Inf|INF))");

    /** A text that needs no quotes unless it is of another kind. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*");
    /** The largest whole double that is written without a decimal point. */
    private static final double LARGEST_WHOLE = 1e15;
    /** The longest decimal long has 19 digits. */
    private static final int LONG_DIGITS = 19;
    /** More hexadecimal digits than this exceed every double. */
    private static final int DOUBLE_HEX_DIGITS = 256;

    private Scalars() {}

    /** The kinds of scalars. */
    public enum Kind {
        NULL,
        BOOLEAN,
        WHOLE,
        FRACTIONAL,
        TEXT
    }

    public static Kind kind(Node.Scalar scalar) {
        return scalar.plain() ? kind(scalar.text()) : Kind.TEXT;
    }

    /** The kind of a text that is written without quotes. */
    public static Kind kind(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> Kind.NULL;
            case "true", "True", "TRUE", "false", "False", "FALSE" -> Kind.BOOLEAN;
            case ".nan", ".NaN", ".NAN" -> Kind.FRACTIONAL;
            default ->
                WHOLE.matcher(text).matches()
                        ? Kind.WHOLE
                        : FRACTIONAL.matcher(text).matches() ? Kind.FRACTIONAL : Kind.TEXT;
        };
    }

    /** The radix of a number. */
    private static int radix(String number) {
        return number.startsWith("0x") ? 16 : number.startsWith("0o") ? 8 : 10;
    }

    /** The whole number that a node is, if it is one and a long holds it. */
    public static Optional<Long> whole(Node node) {
        return node instanceof Node.Scalar scalar && kind(scalar) == Kind.WHOLE
                ? longValue(scalar.text())
                : Optional.empty();
    }

    /** The value of a whole number; empty if no long holds it. */
    public static Optional<Long> longValue(String whole) {
        int radix = radix(whole);
        String digits = radix == 10 ? whole : whole.substring(2);
        String significant = digits.replaceFirst("^([-+]?)0+(?=.)", "$1");
        if (significant.length() > LONG_DIGITS + 1 + (radix == 8 ? 2 : 0)) {
            return Optional.empty();
        }
        BigInteger value = new BigInteger(significant, radix);
        return value.bitLength() < Long.SIZE ? Optional.of(value.longValue()) : Optional.empty();
    }

    /** The value of a number, rounded to the nearest double as by IEEE 754; infinite if it is too large. */
    public static double doubleValue(String number) {
        int radix = radix(number);
        if (radix != 10) {
            String significant = number.substring(2).replaceFirst("^0+(?=.)", "");
            return significant.length() > DOUBLE_HEX_DIGITS * 4 / 3 + 1
                    ? Double.POSITIVE_INFINITY
                    : new BigInteger(significant, radix).doubleValue();
        }
        String last = number.substring(Math.max(0, number.length() - 4));
        if (last.equalsIgnoreCase(".nan")) {
            return Double.NaN;
        }
        if (last.equalsIgnoreCase(".inf")) {
            return number.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.parseDouble(number);
    }

    /** Whether the written number is not zero but rounds to zero. */
    public static boolean vanishes(String number, double value) {
        if (value != 0) {
            return false;
        }
        return number.chars().takeWhile(c -> c != 'e' && c != 'E').anyMatch(c -> c >= '1' && c <= '9');
    }

    /** A number as it is written. */
    public static String number(double value) {
        boolean isNegativeZero = value == 0 && Double.doubleToRawLongBits(value) != 0;
        return Math.rint(value) == value && Math.abs(value) < LARGEST_WHOLE && !isNegativeZero
                ? Long.toString((long) value)
                : Double.toString(value).toLowerCase(Locale.ROOT);
    }

    /** A string, in quotes if necessary. */
    public static String text(String text) {
        boolean isPlain = PLAIN.matcher(text).matches() && kind(text) == Kind.TEXT;
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
