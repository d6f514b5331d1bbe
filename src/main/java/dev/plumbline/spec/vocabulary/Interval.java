package dev.plumbline.spec.vocabulary;

/**
 * An interval of numbers, in mathematical notation: {@code (0, inf)}, {@code [0, 1)}.
 *
 * @param low the lower end
 * @param lowIncluded whether {@code low} itself belongs to it
 * @param high the upper end
 * @param highIncluded whether {@code high} itself belongs to it
 */
public record Interval(double low, boolean lowIncluded, double high, boolean highIncluded) {

    /** Every finite number. */
    static final Interval FINITE = parse("(-inf, inf)");

    /**
     * Parses {@code [0, 1)} and the like. The text comes from an annotation, so an invalid text is a programming error.
     */
    public static Interval parse(String text) {
        String[] ends = text.substring(1, text.length() - 1).split(",", -1);
        return new Interval(end(ends[0]), text.charAt(0) == '[', end(ends[1]), text.charAt(text.length() - 1) == ']');
    }

    private static double end(String text) {
        return Double.parseDouble(text.strip().replace("inf", "Infinity"));
    }

    /** Whether the number is inside; NaN never is. */
    public boolean contains(double number) {
        return (lowIncluded ? number >= low : number > low) && (highIncluded ? number <= high : number < high);
    }

    /** Whether every number of the other interval is inside. */
    public boolean includes(Interval inner) {
        boolean below = low < inner.low || low == inner.low && (lowIncluded || !inner.lowIncluded);
        boolean above = high > inner.high || high == inner.high && (highIncluded || !inner.highIncluded);
        return below && above;
    }

    /** In mathematical notation. */
    public String notation() {
        return (lowIncluded ? "[" : "(") + show(low) + ", " + show(high) + (highIncluded ? "]" : ")");
    }

    /** What is allowed, in words: "greater than 0", "at least 1", "in [0, 1)". */
    String describe(boolean whole) {
        String kind = whole ? "a whole number" : "a finite number";
        boolean fromBelow = !Double.isInfinite(low);
        boolean fromAbove = !Double.isInfinite(high);
        if (fromBelow && fromAbove) {
            return kind + " in " + notation();
        }
        if (fromBelow) {
            return kind + (lowIncluded ? " of at least " : " greater than ") + show(low);
        }
        return kind;
    }

    private static String show(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
