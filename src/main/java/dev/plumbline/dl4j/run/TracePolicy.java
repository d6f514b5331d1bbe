package dev.plumbline.dl4j.run;

import dev.plumbline.math.Matrix;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Decides which tensors of a step are copied from DL4J into the trace. A comparison needs every tensor. A training
 * needs only the tensors that are not finite, which end it. Scanning a tensor takes a fraction of the time of copying
 * it.
 */
final class TracePolicy {
    private final Tensors.Window window = new Tensors.Window();
    private final double safe; // far below the overflow
    private Mode wanted = Mode.ALL;
    private double largest; // the largest absolute value of all scanned tensors in this step

    /** Which tensors are copied. */
    enum Mode {
        /** Every tensor. */
        ALL,
        /** The tensors with NaN or infinity. */
        NOT_FINITE,
        /** No tensor, as in an evaluation. */
        NONE
    }

    /** A policy for arrays of this type. */
    TracePolicy(DataType type) {
        safe = type == DataType.DOUBLE ? 1e300 : 1e30;
    }

    /** Begins a step, of which these tensors are copied. */
    void begin(Mode tensors) {
        wanted = tensors;
        largest = 1;
    }

    /** Whether to copy this array. */
    boolean wants(INDArray array) {
        if (wanted != Mode.NOT_FINITE) {
            return wanted == Mode.ALL;
        }
        double magnitude = window.largest(array);
        largest = Math.max(largest, magnitude);
        return !Double.isFinite(magnitude);
    }

    /**
     * Whether to copy an array of sums. It does not scan the array if no sum can overflow.
     *
     * @param terms the number of terms in a sum; each term is a product of two numbers from arrays that {@link #wants}
     *     has scanned in this step
     */
    boolean wants(INDArray sums, double terms) {
        return wanted == Mode.ALL || !(largest * largest * terms <= safe) && wants(sums); // also true for NaN
    }

    /** A copy, or null if the policy does not want one. */
    @Nullable
    Matrix copy(INDArray array) {
        return wants(array) ? Tensors.toMatrix(array) : null;
    }
}
