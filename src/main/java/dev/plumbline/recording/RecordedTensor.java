package dev.plumbline.recording;

import dev.plumbline.data.NpyArray;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Quantity;
import java.util.Arrays;
import java.util.List;

/**
 * One array of a recording: a tensor of every step. What has a row for every example stands step below step, because the
 * last batch of an epoch may be smaller; all else has the step as its first index.
 */
final class RecordedTensor {
    private final RecordedName name;
    private final List<Integer> shape;
    private final double[] values;
    private final boolean f32;
    private final boolean whole;

    RecordedTensor(RecordedName name, NpyArray array) {
        this.name = name;
        this.shape = array.shape();
        this.values = array.toRowMajor();
        this.f32 = array.dtype().endsWith("f4");
        this.whole = array.dtype().matches(".[iub]\\d");
    }

    RecordedName name() {
        return name;
    }

    List<Integer> shape() {
        return shape;
    }

    /** Whether it was recorded in 32 bits. */
    boolean isF32() {
        return f32;
    }

    /** Whether it was recorded in whole numbers. */
    boolean isWhole() {
        return whole;
    }

    /** Whether every number of it is 0. */
    boolean isNothing() {
        return Arrays.stream(values).allMatch(value -> value == 0);
    }

    /** Whether its rows are examples. */
    static boolean isPerExample(Quantity quantity) {
        return quantity == Quantity.PRE_ACTIVATION || quantity == Quantity.ACTIVATION || quantity == Quantity.DELTA;
    }

    /** Whether the step is its first index; rows of examples may also stand in one table. */
    boolean isStacked() {
        return !isPerExample(name.quantity()) || shape.size() == 3;
    }

    /** The length of its first index: steps where it is stacked, and else examples. */
    int length() {
        return shape.isEmpty() ? 1 : shape.get(0);
    }

    /**
     * The tensor of one step, as it was recorded; a one-dimensional one is a row, or with a row for every example a column.
     *
     * @param step counted from 0
     * @param firstRow how many examples the batches of the steps before held
     * @param rows how many examples the batch of this step holds
     */
    Matrix at(int step, int firstRow, int rows) {
        int width = shape.isEmpty() ? 1 : values.length / Math.max(1, length());
        if (isStacked()) {
            int height = shape.size() == 3 ? shape.get(1) : 1;
            return part(step * width, height, width / height);
        }
        return part(firstRow * width, rows, width);
    }

    private Matrix part(int from, int rows, int columns) {
        return Matrix.wrap(rows, columns, Arrays.copyOfRange(values, from, from + rows * columns));
    }

    /** Whether every step, of more than one, has the very same numbers. */
    boolean isTheSameInEveryStep(int steps) {
        if (steps < 2 || values.length % steps != 0) {
            return false;
        }
        int width = values.length / steps;
        for (int i = width; i < values.length; i++) {
            if (values[i] != values[i - width]) {
                return false;
            }
        }
        return true;
    }
}
