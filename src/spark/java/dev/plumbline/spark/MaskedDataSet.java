package dev.plumbline.spark;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** A batch with its dropout masks, which were drawn before the training. */
final class MaskedDataSet extends DataSet {
    private static final long serialVersionUID = 1;

    private final transient List<Optional<INDArray>> masks; // it never leaves the thread of its worker

    MaskedDataSet(INDArray inputs, INDArray labels, List<Optional<INDArray>> masks) {
        super(inputs, labels);
        this.masks = masks;
    }

    /** For each layer the mask of its input; an empty list if no layer has dropout. */
    List<Optional<INDArray>> masks() {
        return masks;
    }
}
