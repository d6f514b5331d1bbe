package dev.plumbline.diagnose.findings;

import java.math.BigDecimal;
import java.math.MathContext;

/** Formats constants for sentences. */
public final class Constants {
    /** More digits would show rounding. */
    private static final int DIGITS = 9;

    private Constants() {}

    /** A short form of the number: 0.05, 1e-7. */
    public static String text(double value) {
        return text(value, DIGITS);
    }

    /** The same with this number of significant digits. */
    public static String text(double value, int digits) {
        if (!Double.isFinite(value)) {
            return "" + value;
        }
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
        boolean isPlain = value == 0 || Math.abs(value) >= 1e-4 && Math.abs(value) < 1e7;
        return isPlain ? rounded.toPlainString() : rounded.toString().replace("E", "e");
    }
}
