package dev.plumbline.yaml;

import java.math.BigInteger;
import java.util.Optional;

/**
 * The types of scalars by YAML 1.2's core schema: {@code 010} is ten, {@code 0x10} sixteen, {@code 1e-3} and {@code .5}
 * are numbers, {@code True} is true, and {@code yes}, {@code on}, {@code 1:30} and {@code 60_000} are texts.
 */
final class Scalars {
    /** The longest decimal long has 19 digits. */
    private static final int LONG_DIGITS = 19;
    /** More hexadecimal digits than this exceed every double. */
    private static final int DOUBLE_HEX_DIGITS = 256;

    private Scalars() {}

    /** The kinds of scalars. */
    enum Kind {
        NULL,
        BOOLEAN,
        WHOLE,
        FRACTIONAL,
        TEXT
    }

    static Kind kind(Node.Scalar scalar) {
        return scalar.plain() ? kind(scalar.text()) : Kind.TEXT;
    }

    /** The kind of a text that is written without quotes. */
    static Kind kind(String text) {
        switch (text) {
            case "", "~", "null", "Null", "NULL" -> {
                return Kind.NULL;
            }
            case "true", "True", "TRUE", "false", "False", "FALSE" -> {
                return Kind.BOOLEAN;
            }
            case ".nan", ".NaN", ".NAN" -> {
                return Kind.FRACTIONAL;
            }
            default -> {
                return isSpecial(text) ? Kind.WHOLE : decimal(text);
            }
        }
    }

    private static boolean isSpecial(String text) {
        return radix(text) != 10;
    }

    private static int radix(String text) {
        if (text.length() > 2 && text.startsWith("0x") && allDigits(text, 16)) {
            return 16;
        }
        return text.length() > 2 && text.startsWith("0o") && allDigits(text, 8) ? 8 : 10;
    }

    private static boolean allDigits(String text, int radix) {
        return text.chars().skip(2).allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
    }

    /** {@code [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?}, or {@code [-+]?\.inf}. */
    private static Kind decimal(String text) {
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        String unsigned = start == 0 ? text : text.substring(start);
        if (unsigned.equals(".inf") || unsigned.equals(".Inf") || unsigned.equals(".INF")) {
            return Kind.FRACTIONAL;
        }
        int dot = afterDigits(text, start);
        int end = dot;
        if (dot < text.length() && text.charAt(dot) == '.') {
            end = afterDigits(text, dot + 1);
        }
        boolean hasDigits = dot > start || end > dot + 1;
        if (!hasDigits) {
            return Kind.TEXT;
        }
        if (end == text.length()) {
            return end == dot ? Kind.WHOLE : Kind.FRACTIONAL;
        }
        if (text.charAt(end) != 'e' && text.charAt(end) != 'E') {
            return Kind.TEXT;
        }
        int exponent = end + 1;
        if (exponent < text.length() && (text.charAt(exponent) == '-' || text.charAt(exponent) == '+')) {
            exponent++;
        }
        return exponent < text.length() && afterDigits(text, exponent) == text.length() ? Kind.FRACTIONAL : Kind.TEXT;
    }

    private static int afterDigits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    /** The value of a whole number; empty if no long holds it. */
    static Optional<Long> longValue(String whole) {
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
    static double doubleValue(String number) {
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
    static boolean vanishes(String number, double value) {
        if (value != 0) {
            return false;
        }
        return number.chars().takeWhile(c -> c != 'e' && c != 'E').anyMatch(c -> c >= '1' && c <= '9');
    }
}
