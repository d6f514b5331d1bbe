package dev.plumbline.data.preparation;

/**
 * Numbers written in decimal: {@code 3}, {@code -0.5}, {@code .5}, {@code 1e-3}, with or without spaces around them.
 * Other texts that Java reads ({@code NaN}, {@code 1f}, {@code 0x1p3}) are not numbers here.
 */
public final class Decimals {
    /** The powers of ten that a double represents exactly. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final long LARGEST_EXACT = 1L << 53;
    private static final int LONGEST_WITH_COMMAS = 64;
    private static final int MOST_DIGITS = 18; // fits into a long
    private static final int LARGEST_EXPONENT = 100_000; // beyond this, the value is infinite or 0 for any digits

    private Decimals() {}

    /**
     * The nearest double; infinite if it is too large, and NaN if the text is not a number.
     *
     * @param text not modified
     */
    public static double parse(char[] text, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end && isSpace(text[at])) {
            at++;
        }
        while (end > at && isSpace(text[end - 1])) {
            end--;
        }
        int start = at;
        boolean negative = at < end && text[at] == '-';
        if (at < end && (negative || text[at] == '+')) {
            at++;
        }
        long digits = 0; // the value is digits · 10^exponent
        int count = 0;
        int significant = 0;
        int exponent = 0;
        boolean point = false;
        for (; at < end; at++) {
            char c = text[at];
            if (c >= '0' && c <= '9') {
                count++;
                significant += significant > 0 || c != '0' ? 1 : 0;
                digits = significant <= MOST_DIGITS ? 10 * digits + (c - '0') : digits;
                exponent -= point ? 1 : 0;
            } else if (c == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        if (at < end) {
            int written = exponent(text, at, end);
            if (written == Integer.MIN_VALUE) {
                return Double.NaN;
            }
            exponent += written;
        }
        if (significant <= MOST_DIGITS && digits <= LARGEST_EXACT && Math.abs(exponent) < POWERS.length) {
            // Both operands are exact, so the only rounding is that of this operation (Clinger's fast path).
            double size = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
            return negative ? -size : size;
        }
        return Double.parseDouble(new String(text, start, end - start));
    }

    /** What is allowed in place of a text whose number is not finite. */
    public static String allowedFor(String text, double value) {
        if (hasComma(text)) {
            return "a finite number, with a decimal point and without separators of thousands";
        }
        return Double.isNaN(value) ? "a finite number" : "a finite number, of a size up to 1.8e308";
    }

    /** Whether a text is a number but for commas, as in {@code 12,5} or {@code 1,234.5}. */
    public static boolean hasComma(String text) {
        int comma = text.lastIndexOf(',');
        if (comma < 0 || text.length() > LONGEST_WITH_COMMAS) {
            return false;
        }
        String withPoint = text.indexOf('.') < 0 ? text.substring(0, comma) + "." + text.substring(comma + 1) : text;
        char[] number = withPoint.replace(",", "").toCharArray();
        return Double.isFinite(parse(number, 0, number.length));
    }

    /** The exponent after the digits, {@code e-3}; the smallest int if the text is not an exponent. */
    private static int exponent(char[] text, int offset, int end) {
        int at = offset + 1;
        boolean negative = at < end && text[at] == '-';
        if (at < end && (negative || text[at] == '+')) {
            at++;
        }
        if (text[offset] != 'e' && text[offset] != 'E' || at == end) {
            return Integer.MIN_VALUE;
        }
        int value = 0;
        for (; at < end; at++) {
            if (text[at] < '0' || text[at] > '9') {
                return Integer.MIN_VALUE;
            }
            value = Math.min(LARGEST_EXPONENT, 10 * value + (text[at] - '0'));
        }
        return negative ? -value : value;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
