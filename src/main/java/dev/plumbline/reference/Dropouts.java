package dev.plumbline.reference;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Dropout;
import java.util.Optional;

/** The dropout of a layer. The experiment has already drawn the masks. */
record Dropouts(Optional<Dropout> of) {

    /**
     * Applies the mask and divides by the keep probability. Forward, x is the input of the layer. Backward, x is the
     * gradient with respect to the dropped input: each element is only multiplied by a factor, so the same formula
     * holds.
     *
     * @param x (n, inputs of the layer)
     * @param mask 1 keeps an element, 0 drops it; the shape of x. Without a mask nothing is dropped
     */
    Matrix apply(Matrix x, Optional<Matrix> mask) {
        if (of.isEmpty() || mask.isEmpty()) {
            return x;
        }
        return x.times(mask.get()).div(of.get().keepProbability());
    }
}
