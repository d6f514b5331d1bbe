package dev.plumbline.reference;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Optimizer;
import java.util.function.UnaryOperator;

/** Every optimizer: from a gradient to what is subtracted. */
final class Optimizers implements Optimizer.Cases<UnaryOperator<Matrix>> {

    /** From a word to its function. */
    static UnaryOperator<Matrix> of(Optimizer optimizer) {
        return optimizer.match(new Optimizers());
    }

    @Override
    public UnaryOperator<Matrix> sgd(Optimizer.Sgd sgd) {
        return gradient -> gradient.times(sgd.learningRate());
    }
}
