package dev.plumbline.dl4j.run;

import dev.plumbline.math.Matrix;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An input array of DL4J that all steps share. It is written only if the matrix changes. */
final class InputBuffer {
    private final DataType type;
    private @Nullable Matrix held;
    private @Nullable INDArray array;

    /** An empty buffer of this type. */
    InputBuffer(DataType type) {
        this.type = type;
    }

    /** The array with this matrix, valid until the next call. DL4J must not write into it. */
    INDArray of(Matrix matrix) {
        INDArray present = array;
        if (present == null || held == null || !held.hasShapeOf(matrix)) {
            present = StepWorkspace.without(() -> Tensors.toArray(matrix, type));
        } else if (!matrix.equals(held)) {
            Tensors.write(matrix.toRowMajor(), present);
        }
        held = matrix;
        array = present;
        return present;
    }
}
