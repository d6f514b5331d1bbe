package dev.plumbline.math;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Formats a matrix as NumPy prints it: at most 8 digits after the decimal point, aligned columns, scientific notation
 * if any |x| ≥ 10⁸ or < 10⁻⁴, or if the largest is more than 1000 times the smallest. Unlike NumPy, it does not break
 * long lines.
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

    /** The indices to print; {@link #GAP} replaces those in the middle. */
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
        String[] texts = isScientific(sizes) ? scientific(numbers, sizes) : positional(numbers);
        int before = 0;
        int after = 0;
        int width = 0;
        for (String text : texts) {
            before = Math.max(before, text.indexOf('.'));
            after = Math.max(after, lengthFromPoint(text));
            width = Math.max(width, text.length());
        }
        width = Math.max(width, before + after);
        for (int i = 0; i < texts.length; i++) {
            String padding = texts[i].contains(".") ? " ".repeat(after - lengthFromPoint(texts[i])) : "";
            texts[i] = " ".repeat(width - texts[i].length() - padding.length()) + texts[i] + padding;
        }
        return texts;
    }

    private static boolean isScientific(double[] sizes) {
        double largest = DoubleStream.of(sizes).max().orElse(1);
        double smallest = DoubleStream.of(sizes).min().orElse(1);
        return largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000;
    }

    /** The length from the decimal point to the end; 0 for "nan" and "inf". */
    private static int lengthFromPoint(String text) {
        return text.contains(".") ? text.length() - text.indexOf('.') : 0;
    }

    /** Formats as "0.5", "-2." or "0.33333333", without trailing zeros. */
    private static String[] positional(double[] numbers) {
        return texts(numbers, number -> {
            BigDecimal rounded = BigDecimal.valueOf(number).setScale(DIGITS, RoundingMode.HALF_EVEN);
            return rounded.toPlainString().replaceFirst("0+$", "");
        });
    }

    /**
     * Formats as "1.50e-05". All numbers get the number of digits, in fraction and exponent, that the longest needs.
     */
    private static String[] scientific(double[] numbers, double[] sizes) {
        int fraction = 0;
        int power = 2;
        for (double size : sizes) {
            BigDecimal digits = toDigits(size);
            fraction = Math.max(fraction, digits.precision() - 1);
            power = Math.max(power, String.valueOf(Math.abs(exponent(digits))).length());
        }
        int fractionLength = fraction;
        String powerFormat = "e%s%0" + power + "d";
        return texts(numbers, number -> {
            BigDecimal digits = toDigits(number);
            String text = digits.unscaledValue() + "0".repeat(fractionLength);
            int exponent = number == 0 ? 0 : exponent(digits);
            return text.charAt(0) + "." + text.substring(1, 1 + fractionLength)
                    + String.format(Locale.ROOT, powerFormat, exponent < 0 ? "-" : "+", Math.abs(exponent));
        });
    }

    /** Formats each number: "nan", "inf", or the result of the format, which receives |x|. */
    private static String[] texts(double[] numbers, DoubleFunction<String> format) {
        return Arrays.stream(numbers)
                .mapToObj(x -> {
                    String sign = x < 0 || 1 / x < 0 ? "-" : "";
                    String size = Double.isInfinite(x) ? "inf" : Double.isNaN(x) ? "nan" : format.apply(Math.abs(x));
                    return sign + size;
                })
                .toArray(String[]::new);
    }

    private static int exponent(BigDecimal digits) {
        return digits.precision() - digits.scale() - 1;
    }

    private static BigDecimal toDigits(double number) {
        return BigDecimal.valueOf(number)
                .round(new MathContext(DIGITS + 1, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
    }
}
