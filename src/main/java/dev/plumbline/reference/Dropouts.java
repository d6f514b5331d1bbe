package dev.plumbline.reference;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Dropout;
import java.util.Optional;

/** What a layer drops of its input: the masks are drawn before, in the experiment. */
record Dropouts(Optional<Dropout> of) {

    /**
     * Forward, a layer's input x to what is left of it; and backward, as each number is only multiplied, by the same rule
     * what comes down to the one to what comes down to the other. Without a mask nothing is dropped.
     *
     * @param x (n, inputs of the layer)
     * @param mask 1 for what is kept, 0 for what is dropped, the shape of x
     */
    Matrix apply(Matrix x, Optional<Matrix> mask) {
        if (of.isEmpty() || mask.isEmpty()) {
            return x;
        }
        return x.times(mask.get()).div(of.get().keepProbability());
    }
}
