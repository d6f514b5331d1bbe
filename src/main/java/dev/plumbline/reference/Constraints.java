package dev.plumbline.reference;

import static java.lang.Math.max;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Constraint;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Every constraint: from a layer's updated weights W, inputs × units, to those that are gone on with. */
final class Constraints implements Constraint.Cases<UnaryOperator<Matrix>> {

    /** From a word to its function; a layer without one keeps its weights. */
    static UnaryOperator<Matrix> of(Optional<Constraint> constraint) {
        return constraint.map(word -> word.match(new Constraints())).orElse(UnaryOperator.identity());
    }

    @Override
    public UnaryOperator<Matrix> maxNorm(double max) {
        return W -> W.times(norms(W).map(norm -> norm > max ? max / norm : 1));
    }

    @Override
    public UnaryOperator<Matrix> unitNorm() {
        return W -> W.div(norms(W));
    }

    @Override
    public UnaryOperator<Matrix> nonNegative() {
        return W -> W.map(w -> max(0, w));
    }

    /** The length of each column, 1 × units. */
    private static Matrix norms(Matrix W) {
        return W.square().sum(0).sqrt();
    }
}
