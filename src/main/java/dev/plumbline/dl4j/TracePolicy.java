package dev.plumbline.dl4j;

import dev.plumbline.math.Matrix;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What of a step is copied out of DL4J. Whoever compares wants every tensor; whoever only trains, just those with which
 * the training ends. To look through a tensor takes a fraction of the time that it takes to copy it.
 */
final class TracePolicy {
    private final Tensors.Window window = new Tensors.Window();
    private final double safe; // far below what overflows
    private Mode wanted = Mode.ALL;
    private double largest; // of all that were looked at in this step

    /** Which tensors are copied. */
    enum Mode {
        /** Every one. */
        ALL,
        /** Those with a NaN or an infinity. */
        NOT_FINITE
    }

    /** For arrays of this type. */
    TracePolicy(DataType type) {
        safe = type == DataType.DOUBLE ? 1e300 : 1e30;
    }

    /** A step begins, of which these are copied. */
    void begin(Mode tensors) {
        wanted = tensors;
        largest = 1;
    }

    /** Whether this one is to be copied. */
    boolean wants(INDArray array) {
        if (wanted == Mode.ALL) {
            return true;
        }
        double found = window.largest(array);
        largest = Math.max(largest, found);
        return !Double.isFinite(found);
    }

    /**
     * Whether sums are to be copied, without a look at them where none can have overflowed.
     *
     * @param terms how many of them there are in a sum; each is a product of two numbers that {@link #wants} was asked about
     *     in this step
     */
    boolean wants(INDArray sums, double terms) {
        return wanted == Mode.ALL || !(largest * largest * terms <= safe) && wants(sums); // also if it is NaN
    }

    /** A copy, if it is to be made. */
    @Nullable
    Matrix copy(INDArray array) {
        return wants(array) ? Tensors.toMatrix(array) : null;
    }
}
