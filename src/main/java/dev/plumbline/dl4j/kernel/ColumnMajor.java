package dev.plumbline.dl4j.kernel;

import dev.plumbline.math.Matrix;
import java.util.Arrays;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * A matrix as BLAS stores it, column by column, with a gap after each column. A vector is a single row.
 *
 * @param distance the distance of two columns, at least the number of rows
 * @param values distance · columns numbers; NaN in the gaps
 */
record ColumnMajor(int rows, int columns, int distance, double[] values) {

    static ColumnMajor of(Matrix matrix, int gap) {
        int distance = matrix.rows() + gap;
        double[] values = new double[distance * matrix.columns()];
        Arrays.fill(values, Double.NaN);
        for (int j = 0; j < matrix.columns(); j++) {
            for (int i = 0; i < matrix.rows(); i++) {
                values[j * distance + i] = matrix.get(i, j);
            }
        }
        return new ColumnMajor(matrix.rows(), matrix.columns(), distance, values);
    }

    /** Whether the numbers are these, within a bound, and the gaps as they were. */
    boolean holds(Matrix expected, double bound) {
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < distance; i++) {
                double value = values[j * distance + i];
                boolean isRight = i < rows ? Math.abs(value - expected.get(i, j)) <= bound : Double.isNaN(value);
                if (!isRight) {
                    return false;
                }
            }
        }
        return true;
    }

    /** An operand of a product: the matrix or its transpose. */
    record Operand(ColumnMajor matrix, boolean isTransposed) {
        /** The number of columns of the operand, so of the terms of a sum. */
        int terms() {
            return isTransposed ? matrix.rows : matrix.columns;
        }

        double[] values() {
            return matrix.values;
        }

        int distance() {
            return matrix.distance;
        }

        int flag() {
            return flag(isTransposed);
        }

        /** What BLAS takes for a matrix and for a transpose. */
        static int flag(boolean isTransposed) {
            return isTransposed ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
        }
    }
}
