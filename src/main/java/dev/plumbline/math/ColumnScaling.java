package dev.plumbline.math;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * A scale for each column: x' = (x − subtract) / divide, and back x = x' · divide + subtract; or of logarithms:
 * x' = (ln x − subtract) / divide, and back x = exp(x' · divide + subtract).
 *
 * @param logarithm whether the logarithms of the numbers are scaled
 * @param subtract one number per column
 * @param divide one number per column, none of them 0
 */
public record ColumnScaling(boolean logarithm, List<Double> subtract, List<Double> divide) implements Serializable {
    /** @throws IllegalArgumentException if a number is not finite, a divisor is 0, or there are not as many of each */
    public ColumnScaling {
        subtract = List.copyOf(subtract);
        divide = List.copyOf(divide);
        boolean isFinite = subtract.stream().allMatch(Double::isFinite)
                && divide.stream().allMatch(number -> Double.isFinite(number) && number != 0);
        if (!isFinite || subtract.isEmpty() || subtract.size() != divide.size()) {
            throw new IllegalArgumentException(
                    "cannot scale by (" + (logarithm ? "ln x" : "x") + " - " + subtract + ") / " + divide);
        }
    }

    /** The scales of columns whose numbers are in arrays, without logarithms. */
    public static ColumnScaling of(double[] subtract, double[] divide) {
        return new ColumnScaling(
                false,
                Arrays.stream(subtract).boxed().toList(),
                Arrays.stream(divide).boxed().toList());
    }

    /** Whether it leaves every number as it is. */
    public boolean isIdentity() {
        return !logarithm
                && subtract.stream().allMatch(number -> number == 0)
                && divide.stream().allMatch(number -> number == 1);
    }

    /** The number of columns. */
    public int width() {
        return subtract.size();
    }

    /** Scales the rows of a matrix; a number of at most 0 has no logarithm and becomes −∞ or NaN. */
    public Matrix apply(Matrix rows) {
        return (logarithm ? rows.log() : rows).minus(row(subtract)).div(row(divide));
    }

    /** The rows before they were scaled, up to rounding. */
    public Matrix undo(Matrix scaled) {
        Matrix linear = scaled.times(row(divide)).plus(row(subtract));
        return logarithm ? linear.exp() : linear;
    }

    private static Matrix row(List<Double> numbers) {
        return Matrix.row(numbers.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
