package dev.plumbline.dl4j;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.LayerWeights;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies between ND4J's arrays and matrices. They go through memory in bulk and never through {@code getDouble(0, j)},
 * which on an array of rank 1 silently answers element 0.
 *
 * <p>ND4J frees an array's memory when the garbage collector has taken its object, which may happen while a pointer to that
 * memory is still in use. So the array is held until the copy is made.
 *
 * <p>An array of a GPU's has its numbers twice, in the device's memory and in the processor's, and ND4J has to be asked to
 * bring them over, and told that they were overwritten. On the processor alone neither does anything.
 */
final class Tensors {
    private Tensors() {}

    /** A copy of a rank-2 array in either order; a rank-1 array becomes one row. */
    static Matrix toMatrix(INDArray array) {
        int rows = array.rank() == 1 ? 1 : (int) array.size(0);
        int columns = (int) (array.rank() == 1 ? array.length() : array.size(1));
        if (isRowMajor(array)) {
            return Matrix.wrap(rows, columns, read(array));
        }
        if (isColumnMajor(array)) {
            return fromColumnMajor(read(array), 0, rows, columns);
        }
        return Matrix.wrap(rows, columns, read(array.dup('c')));
    }

    private static boolean isRowMajor(INDArray array) {
        int last = array.rank() - 1;
        boolean oneRow = last == 0 || array.size(0) == 1;
        return array.stride(last) == 1 && (oneRow || array.stride(0) == array.size(last))
                || !oneRow && array.size(last) == 1 && array.stride(0) == 1;
    }

    private static boolean isColumnMajor(INDArray array) {
        return array.rank() == 2 && array.stride(0) == 1 && (array.size(1) == 1 || array.stride(1) == array.size(0));
    }

    /** How many rows are written at once, so that their ends stay in the nearest cache. */
    private static final int TILE = 16;

    /** The matrix that stands column after column in the values from an offset on, as DL4J's parameters do. */
    static Matrix fromColumnMajor(double[] values, int offset, int rows, int columns) {
        double[] rowMajor = new double[rows * columns];
        for (int top = 0; top < rows; top += TILE) {
            int bottom = Math.min(rows, top + TILE);
            for (int j = 0; j < columns; j++) {
                for (int i = top; i < bottom; i++) {
                    rowMajor[i * columns + j] = values[offset + j * rows + i];
                }
            }
        }
        return Matrix.wrap(rows, columns, rowMajor);
    }

    /** Looks through arrays piece by piece, without a copy of the whole. Not for several threads at once. */
    static final class Window {
        private static final int NUMBERS = 2048; // 16 KiB, which stay in the nearest cache

        private final double[] doubles = new double[NUMBERS];
        private final float[] floats = new float[NUMBERS];

        /** The largest absolute value in an array; NaN if there is one. */
        double largest(INDArray array) {
            INDArray dense = isDense(array) ? array : array.dup('c');
            bringOver(dense);
            long largest = 0; // without their signs, numbers are ordered as their bits are; NaN stands above infinity
            for (long at = 0; at < dense.length(); at += NUMBERS) {
                int size = (int) Math.min(NUMBERS, dense.length() - at);
                moveTo(at, size, dense);
                for (int i = 0; i < size; i++) {
                    largest = Math.max(largest, Double.doubleToRawLongBits(doubles[i]) & Long.MAX_VALUE);
                }
            }
            return Double.longBitsToDouble(largest);
        }

        private void moveTo(long at, int size, INDArray dense) {
            Pointer data = dense.data().pointer();
            long from = dense.offset() + at;
            if (dense.dataType() == DataType.DOUBLE) {
                new DoublePointer(data).position(from).get(doubles, 0, size);
            } else {
                new FloatPointer(data).position(from).get(floats, 0, size);
                for (int i = 0; i < size; i++) {
                    doubles[i] = floats[i];
                }
            }
            Reference.reachabilityFence(dense);
        }
    }

    /** Whether an array's numbers stand one after the other, in either order. */
    private static boolean isDense(INDArray array) {
        return isRowMajor(array) || isColumnMajor(array);
    }

    /** All parameters in DL4J's order: layer by layer, W column by column and then b. */
    static double[] flat(List<LayerWeights> weights) {
        return weights.stream()
                .flatMap(layer -> Stream.concat(Stream.of(layer.weights()), layer.bias().stream()))
                .flatMapToDouble(part -> Arrays.stream(part.transpose().toRowMajor()))
                .toArray();
    }

    /** The labels that DL4J's loss takes: the targets and, if the examples have weights, these in a further column. */
    static Matrix labels(Matrix targets, Optional<Matrix> weights) {
        return weights.map(column -> {
                    int outputs = targets.columns();
                    double[] values = new double[targets.rows() * (outputs + 1)];
                    for (int i = 0; i < targets.rows(); i++) {
                        for (int j = 0; j < outputs; j++) {
                            values[i * (outputs + 1) + j] = targets.get(i, j);
                        }
                        values[i * (outputs + 1) + outputs] = column.get(i, 0);
                    }
                    return Matrix.wrap(targets.rows(), outputs + 1, values);
                })
                .orElse(targets);
    }

    /** An array of the same numbers, in row-major order. */
    static INDArray toArray(Matrix matrix, DataType type) {
        INDArray array = Nd4j.createUninitialized(type, new long[] {matrix.rows(), matrix.columns()}, 'c');
        write(matrix.toRowMajor(), array);
        return array;
    }

    /** The numbers of a contiguous array as they stand in memory. */
    static double[] read(INDArray array) {
        double[] values = new double[(int) array.length()];
        read(array, values);
        return values;
    }

    /** The same into memory that is there already. */
    static void read(INDArray array, double[] values) {
        bringOver(array);
        if (array.dataType() == DataType.DOUBLE) {
            start(new DoublePointer(array.data().pointer()), array).get(values);
        } else {
            float[] floats = new float[values.length];
            start(new FloatPointer(array.data().pointer()), array).get(floats);
            for (int i = 0; i < values.length; i++) {
                values[i] = floats[i];
            }
        }
        Reference.reachabilityFence(array);
    }

    /** Overwrites a contiguous array with these numbers, as they are to stand in memory. */
    static void write(double[] values, INDArray array) {
        bringOver(array); // it may be a part of an array whose other numbers are to stay
        if (array.dataType() == DataType.DOUBLE) {
            start(new DoublePointer(array.data().pointer()), array).put(values);
        } else {
            float[] floats = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                floats[i] = (float) values[i];
            }
            start(new FloatPointer(array.data().pointer()), array).put(floats);
        }
        Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
        Reference.reachabilityFence(array);
    }

    private static void bringOver(INDArray array) {
        Nd4j.getExecutioner().commit(); // what is still being calculated
        Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
    }

    /** A pointer of our own, so that moving it moves nobody else's, set to the array's first number. */
    @SuppressWarnings("unchecked") // position returns its receiver.
    private static <P extends Pointer> P start(P pointer, INDArray array) {
        return (P) pointer.position(array.offset());
    }
}
