package dev.plumbline.selftest;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Precision;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** The elements of a tensor that an injected error changes, each by the same factor. */
public enum ErrorShape {
    /** The largest element. */
    LARGEST("largest element"),
    /** The median of the elements that are not 0. */
    MEDIAN("median element"),
    /** The smallest element that is not 0. */
    SMALLEST("smallest element"),
    /** The row with the smallest norm: an example, or the weights of an input. */
    ROW("one row"),
    /** The column with the smallest norm: a unit. */
    UNIT("one unit"),
    /** Every element. */
    TENSOR("whole tensor"),
    /** One element, with its sign reversed. */
    SIGN("sign of an element"),
    /** The first row, which belongs to a small input, with its sign reversed. */
    SIGN_OF_ROW("sign of a row"),
    /** The first column of the inputs, which is small, replaced by 0. */
    FORGOTTEN_INPUT("forgotten input");

    private final String description;

    ErrorShape(String description) {
        this.description = description;
    }

    /** The name in a table. */
    public String description() {
        return description;
    }

    /** Whether one element is multiplied by a factor. */
    public boolean isElement() {
        return this == LARGEST || this == MEDIAN || this == SMALLEST;
    }

    /**
     * The changed elements of a tensor as row-major indices; empty if the tensor has no such part, or only one that
     * equals another shape.
     */
    int[] in(Matrix tensor) {
        int[] sorted = smallestFirst(tensor);
        int columns = tensor.columns();
        boolean isOne = tensor.size() == 1 && this != LARGEST && this != SIGN;
        if (sorted.length == 0 || isOne) {
            return new int[0];
        }
        return switch (this) {
            case LARGEST -> new int[] {sorted[sorted.length - 1]};
            case MEDIAN -> new int[] {sorted[sorted.length / 2]};
            case SMALLEST, SIGN -> new int[] {sorted[0]};
            case TENSOR -> sorted;
            case SIGN_OF_ROW -> IntStream.range(0, columns).toArray();
            case FORGOTTEN_INPUT ->
                IntStream.range(0, tensor.rows()).map(row -> row * columns).toArray();
            case ROW ->
                tensor.rows() == 1 || columns == 1
                        ? new int[0]
                        : smallest(sorted, tensor, at -> at / columns, tensor.rows());
            case UNIT ->
                tensor.rows() == 1 || columns == 1 ? new int[0] : smallest(sorted, tensor, at -> at % columns, columns);
        };
    }

    /** The nonzero elements in ascending order of absolute value. */
    static int[] smallestFirst(Matrix tensor) {
        double[] values = tensor.toRowMajor();
        return IntStream.range(0, values.length)
                .filter(at -> values[at] != 0)
                .boxed()
                .sorted(Comparator.comparingDouble(at -> Math.abs(values[at])))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The given elements in the row or column with the smallest norm. */
    private static int[] smallest(int[] elements, Matrix tensor, IntUnaryOperator line, int lines) {
        double[] values = tensor.toRowMajor();
        double[] squares = new double[lines];
        for (int at : elements) {
            squares[line.applyAsInt(at)] += values[at] * values[at];
        }
        int smallest = Arrays.stream(elements)
                .map(line)
                .boxed()
                .min(Comparator.comparingDouble(each -> squares[each]))
                .orElseThrow();
        return Arrays.stream(elements)
                .filter(at -> line.applyAsInt(at) == smallest)
                .toArray();
    }

    /** A tensor with some elements multiplied by a factor and rounded to the precision. */
    static Matrix changed(Matrix tensor, int[] elements, double factor, Precision precision) {
        double[] values = tensor.toRowMajor();
        for (int at : elements) {
            double changed = values[at] * factor;
            values[at] = precision == Precision.F32 ? (float) changed : changed;
        }
        return Matrix.wrap(tensor.rows(), tensor.columns(), values);
    }
}
