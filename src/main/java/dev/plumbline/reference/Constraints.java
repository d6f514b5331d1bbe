package dev.plumbline.reference;

import static java.lang.Math.max;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Constraint;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Every constraint: from the updated weights W of a layer, inputs × units, to the constrained weights. */
final class Constraints implements Constraint.Cases<UnaryOperator<Matrix>> {

    /** The function of a constraint; the identity for a layer without one. */
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

    /** The Euclidean norm of each column, 1 × units. */
    private static Matrix norms(Matrix W) {
        return W.square().sum(0).sqrt();
    }
}
