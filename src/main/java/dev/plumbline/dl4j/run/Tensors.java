package dev.plumbline.dl4j.run;

import dev.plumbline.math.Matrix;
import java.lang.ref.Reference;
import java.util.Optional;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies between ND4J's arrays and matrices. They copy memory in bulk and never use {@code getDouble(0, j)}, which
 * silently returns element 0 for arrays of rank 1.
 *
 * <p>ND4J frees an array's memory when the garbage collector collects its object, which can happen while a pointer to
 * that memory is still in use. So the array stays reachable until the copy is complete.
 *
 * <p>An array on a GPU has its numbers twice, in device memory and in host memory. ND4J must copy them to the host
 * before a read, and must be notified after a write. On the processor, neither call does anything.
 */
public final class Tensors {
    private Tensors() {}

    /** A copy of a rank-2 array in either order; a rank-1 array becomes one row. */
    public static Matrix toMatrix(INDArray array) {
        int rows = array.rank() == 1 ? 1 : (int) array.size(0);
        int columns = (int) (array.rank() == 1 ? array.length() : array.size(1));
        if (isRowMajor(array)) {
            return Matrix.wrap(rows, columns, read(array));
        }
        if (isColumnMajor(array)) {
            return Matrix.fromColumnMajor(read(array), 0, rows, columns);
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

    /** Scans arrays in pieces, without a copy of the whole array. Not thread-safe. */
    static final class Window {
        private static final int NUMBERS = 2048; // 16 KiB, which fit in the L1 cache

        private final double[] doubles = new double[NUMBERS];
        private final float[] floats = new float[NUMBERS];

        /** The largest absolute value in an array; NaN if it contains NaN. */
        double largest(INDArray array) {
            INDArray dense = isDense(array) ? array : array.dup('c');
            copyToHost(dense);
            long largest =
                    0; // without the sign, the order of numbers is the order of their bits; NaN is above infinity
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

    /** Whether an array's numbers are contiguous, in row-major or column-major order. */
    private static boolean isDense(INDArray array) {
        return isRowMajor(array) || isColumnMajor(array);
    }

    /** The labels for DL4J's loss: the targets and, if the examples have weights, these in a further column. */
    public static Matrix labels(Matrix targets, Optional<Matrix> weights) {
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
    public static INDArray toArray(Matrix matrix, DataType type) {
        INDArray array = Nd4j.createUninitialized(type, new long[] {matrix.rows(), matrix.columns()}, 'c');
        write(matrix.toRowMajor(), array);
        return array;
    }

    /** The numbers of a contiguous array, in the order of memory. */
    static double[] read(INDArray array) {
        double[] values = new double[(int) array.length()];
        read(array, values);
        return values;
    }

    /** Reads the numbers of a contiguous array into an existing array. */
    static void read(INDArray array, double[] values) {
        copyToHost(array);
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

    /** Overwrites a contiguous array with these numbers, in the order of memory. */
    public static void write(double[] values, INDArray array) {
        copyToHost(array); // it can be part of an array whose other numbers must stay
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

    private static void copyToHost(INDArray array) {
        Nd4j.getExecutioner().commit(); // waits for pending operations
        Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
    }

    /** A separate pointer, so that moving it changes no shared pointer, set to the array's first number. */
    @SuppressWarnings("unchecked") // position returns its receiver.
    private static <P extends Pointer> P start(P pointer, INDArray array) {
        return (P) pointer.position(array.offset());
    }
}
