package dev.plumbline.metrics;

import dev.plumbline.math.ExactSums;
import dev.plumbline.math.Matrix;
import java.io.Serializable;

/** The sum of each column of some examples, exact whatever the order of the examples and their division into parts. */
public final class ColumnSums implements Serializable {
    private static final long serialVersionUID = 1;

    private final ExactSums sums;
    private long examples;

    /** The sums of no example. */
    public ColumnSums(int outputs) {
        sums = new ExactSums(outputs);
    }

    /** Adds the numbers of some examples. */
    public ColumnSums add(Matrix numbers) {
        for (int i = 0; i < numbers.rows(); i++) {
            for (int j = 0; j < numbers.columns(); j++) {
                sums.add(j, numbers.get(i, j));
            }
        }
        examples += numbers.rows();
        return this;
    }

    /** Adds the examples of other sums. */
    public ColumnSums merge(ColumnSums addend) {
        sums.merge(addend.sums);
        examples += addend.examples;
        return this;
    }

    /** The sums, 1 × outputs. */
    public Matrix sums() {
        double[] values = new double[sums.count()];
        for (int j = 0; j < values.length; j++) {
            values[j] = sums.of(j);
        }
        return Matrix.row(values);
    }

    /** The means, 1 × outputs. */
    public Matrix means() {
        return sums().div(examples);
    }
}
