package dev.plumbline.math;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A matrix as NumPy prints it: at most 8 digits behind the point, columns under each other, in scientific notation if
 * any |x| ≥ 10⁸ or < 10⁻⁴, or if the largest is more than 1000 times the smallest. Unlike NumPy, it does not break long
 * lines.
 */
final class MatrixText {
    private static final int PRINTED_WHOLE = 1000;
    private static final int AT_EACH_EDGE = 3;
    private static final int DIGITS = 8;
    private static final int GAP = -1;

    private MatrixText() {}

    static String of(Matrix matrix) {
        boolean shorten = matrix.size() > PRINTED_WHOLE;
        List<Integer> rows = shown(matrix.rows(), shorten);
        List<Integer> columns = shown(matrix.columns(), shorten);
        double[] numbers = rows.stream()
                .filter(i -> i != GAP)
                .flatMapToDouble(i -> columns.stream().filter(j -> j != GAP).mapToDouble(j -> matrix.get(i, j)))
                .toArray();
        String[] cells = aligned(numbers);
        StringBuilder text = new StringBuilder("[");
        int next = 0;
        for (int i : rows) {
            text.append(text.length() == 1 ? "" : "\n ");
            if (i == GAP) {
                text.append("...");
                continue;
            }
            String separator = "[";
            for (int j : columns) {
                text.append(separator).append(j == GAP ? "..." : cells[next++]);
                separator = " ";
            }
            text.append(']');
        }
        return text.append(']').toString();
    }

    /** The indices to print, with {@link #GAP} for the middle that is left out. */
    private static List<Integer> shown(int count, boolean shorten) {
        if (!shorten || count <= 2 * AT_EACH_EDGE) {
            return IntStream.range(0, count).boxed().toList();
        }
        IntStream start = IntStream.range(0, AT_EACH_EDGE);
        IntStream end = IntStream.range(count - AT_EACH_EDGE, count);
        return IntStream.concat(IntStream.concat(start, IntStream.of(GAP)), end)
                .boxed()
                .toList();
    }

    private static String[] aligned(double[] numbers) {
        double[] sizes = Arrays.stream(numbers)
                .filter(Double::isFinite)
                .map(Math::abs)
                .filter(size -> size != 0)
                .toArray();
        double largest = DoubleStream.of(sizes).max().orElse(1);
        double smallest = DoubleStream.of(sizes).min().orElse(1);
        boolean scientific = largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000;
        int fraction = scientific ? longestFraction(numbers) : 0;
        Function<Double, String> format = number -> scientific ? scientific(number, fraction) : positional(number);
        String[] texts = Arrays.stream(numbers)
                .mapToObj(x -> Double.isFinite(x) ? format.apply(x) : named(x))
                .toArray(String[]::new);
        int before = 0;
        int after = 0;
        for (int i = 0; i < texts.length; i++) {
            if (Double.isFinite(numbers[i])) {
                before = Math.max(before, texts[i].indexOf('.'));
                after = Math.max(after, texts[i].length() - texts[i].indexOf('.'));
            }
        }
        int width = Math.max(
                before + after,
                Arrays.stream(texts).mapToInt(String::length).max().orElse(0));
        for (int i = 0; i < texts.length; i++) {
            int right = Double.isFinite(numbers[i]) ? after - (texts[i].length() - texts[i].indexOf('.')) : 0;
            texts[i] = " ".repeat(width - right - texts[i].length()) + texts[i] + " ".repeat(right);
        }
        return texts;
    }

    /** As "0.5", "-2." or "0.33333333": no zeros behind the last digit. */
    private static String positional(double number) {
        BigDecimal rounded = BigDecimal.valueOf(number).setScale(DIGITS, RoundingMode.HALF_EVEN);
        String text = rounded.abs().toPlainString();
        String trimmed = text.replaceFirst("0+$", "");
        return sign(number) + trimmed;
    }

    /** As "1.50e-05", with the given number of digits behind the point. */
    private static String scientific(double number, int fraction) {
        if (number == 0) {
            return sign(number) + "0." + "0".repeat(fraction) + "e+00";
        }
        BigDecimal rounded = toDigits(number);
        int exponent = rounded.precision() - rounded.scale() - 1;
        String digits = rounded.unscaledValue().abs().toString();
        String padded = digits + "0".repeat(Math.max(0, fraction + 1 - digits.length()));
        String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
        return sign(number) + padded.charAt(0) + "." + padded.substring(1, fraction + 1) + "e"
                + (exponent < 0 ? "-" : "+") + power;
    }

    private static int longestFraction(double[] numbers) {
        return Arrays.stream(numbers)
                .filter(x -> Double.isFinite(x) && x != 0)
                .mapToInt(x -> toDigits(x).precision() - 1)
                .max()
                .orElse(0);
    }

    private static BigDecimal toDigits(double number) {
        return BigDecimal.valueOf(number)
                .round(new MathContext(DIGITS + 1, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
    }

    private static String sign(double number) {
        return number < 0 || 1 / number < 0 ? "-" : "";
    }

    private static String named(double number) {
        return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
    }
}
