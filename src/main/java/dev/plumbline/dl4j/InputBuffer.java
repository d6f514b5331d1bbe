package dev.plumbline.dl4j;

import dev.plumbline.math.Matrix;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array that is handed to DL4J step after step, and is written only when it is to hold another matrix. */
final class InputBuffer {
    private final DataType type;
    private @Nullable Matrix held;
    private @Nullable INDArray array;

    /** One of this type, which holds nothing yet. */
    InputBuffer(DataType type) {
        this.type = type;
    }

    /** The array with this matrix, until the next is asked for; DL4J must not write into it. */
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
