package dev.plumbline.report.document;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Formats numbers. */
public final class Numbers {
    /** The digits of Python 2's {@code print}, which printed the tutorial's numbers. */
    private static final int FIGURE_DIGITS = 12;

    /** The width of the longest {@link #figure}. */
    public static final int FIGURE_WIDTH = "-1.23456789012e-123".length();

    /** Enough digits to distinguish any two doubles. */
    private static final int ALL_DIGITS = 17;

    private Numbers() {}

    /** A metric: 12 significant digits, as Python's {@code %.12g}. */
    public static String figure(double value) {
        return significant(value, FIGURE_DIGITS);
    }

    /** A value with enough digits to distinguish it from every other double. */
    public static String exact(double value) {
        return approximate(value, 0);
    }

    /** A value with the smallest number of digits that keeps it within a relative error. */
    public static String approximate(double value, double error) {
        for (int digits = 1; digits < ALL_DIGITS; digits++) {
            String text = significant(value + 0.0, digits); // -0 would be confusing
            if (Math.abs(Double.parseDouble(text) - value) <= error * Math.abs(value)) {
                return text;
            }
        }
        return significant(value + 0.0, ALL_DIGITS);
    }

    /** A share: {@code 0.12 %}, {@code 100 %}. */
    public static String percent(double share) {
        return (share >= 0.1 ? whole(Math.round(100 * share)) : significant(100 * share, 2)) + " %";
    }

    /** A share: 4 decimals. */
    public static String share(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** An output: 8 decimals, as NumPy prints arrays; in scientific notation if that is too long. */
    public static String output(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        return String.format(Locale.ROOT, Math.abs(value) < 1e4 ? "%.8f" : "%.4e", value);
    }

    /** A target: whole numbers without decimals. */
    public static String target(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9 ? Long.toString((long) value) : output(value);
    }

    /** An error or a bound: two significant digits, {@code 3.1e-15}, {@code 3.0}, {@code 23,000}. */
    public static String error(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : Double.toString(value);
        }
        if (value < 0.01 || value >= 1e6) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(2, RoundingMode.HALF_EVEN));
        return value < 10 ? rounded.setScale(Math.max(1, rounded.scale())).toPlainString() : whole(rounded.longValue());
    }

    /** A factor: 17, 1,234, 2.3e+10. */
    public static String times(double value) {
        return value < 1e6 && value >= 10 ? whole(Math.round(value)) : significant(value, 2);
    }

    /** {@code 60,000}. */
    public static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 1 step}, {@code 60,000 steps}. */
    public static String count(long value, String singular) {
        return whole(value) + " " + singular + (value == 1 ? "" : "s");
    }

    /** {@code 1.9 GiB}. */
    public static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }

    /** {@code 1.23 s}, {@code 45 ms}. */
    public static String seconds(double value) {
        return value < 0.995
                ? String.format(Locale.ROOT, "%.0f ms", value * 1000)
                : String.format(Locale.ROOT, value < 99.95 ? "%.1f s" : "%.0f s", value);
    }

    /** Like {@code %.<digits>g} in C and Python, without trailing zeros. */
    public static String significant(double value, int digits) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? (1 / value < 0 ? "-0" : "0") : Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < digits) {
            return plain(rounded);
        }
        String sign = exponent < 0 ? "-" : "+";
        return plain(rounded.movePointLeft(exponent)) + "e" + sign
                + String.format(Locale.ROOT, "%02d", Math.abs(exponent));
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }
}
