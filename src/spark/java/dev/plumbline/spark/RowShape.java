package dev.plumbline.spark;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a prepared row consists of.
 *
 * @param inputs the number of inputs, which come first
 * @param targets the number of targets, which follow
 * @param weighted whether the weight of the example follows
 */
record RowShape(int inputs, int targets, boolean weighted) implements Serializable {
    static RowShape of(NetworkSpec spec) {
        return new RowShape(spec.inputs(), spec.outputs(), spec.data().isWeighted());
    }

    int width() {
        return inputs + targets + (weighted ? 1 : 0);
    }

    Matrix inputs(double[] rows, int from, int to) {
        return columns(rows, from, to, 0, inputs);
    }

    Matrix targets(double[] rows, int from, int to) {
        return columns(rows, from, to, inputs, targets);
    }

    Optional<Matrix> weights(double[] rows, int from, int to) {
        return weighted ? Optional.of(columns(rows, from, to, inputs + targets, 1)) : Optional.empty();
    }

    /** The rows as an experiment of this precision has them. */
    static double[] rounded(double[] rows, Precision precision) {
        return precision == Precision.F64
                ? rows
                : Arrays.stream(rows).map(value -> (float) value).toArray();
    }

    private Matrix columns(double[] rows, int from, int to, int first, int count) {
        double[] values = new double[(to - from) * count];
        for (int row = from; row < to; row++) {
            int at = row * width() + first;
            System.arraycopy(rows, at, values, (row - from) * count, count);
        }
        return Matrix.wrap(to - from, count, values);
    }
}
