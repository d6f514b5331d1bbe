package dev.plumbline.reference;

import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.sqrt;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.GradientNormalization;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Every normalization of a layer's gradient. */
final class GradientNormalizations implements GradientNormalization.Cases<GradientNormalizations.Function> {

    /** From a word to its function; a layer without one keeps its gradient. */
    static Function of(Optional<GradientNormalization> normalization) {
        return normalization
                .map(word -> word.match(new GradientNormalizations()))
                .orElse(gradient -> gradient);
    }

    /**
     * What a layer's weights and bias have contributed.
     *
     * @param dW the shape of W
     * @param db 1 × units, where the layer has a bias
     */
    record Gradient(Matrix dW, Optional<Matrix> db) {
        Gradient times(double ofWeights, double ofBias) {
            return new Gradient(dW.times(ofWeights), db.map(g -> g.times(ofBias)));
        }
    }

    /** From a gradient to the one that is gone on with. */
    interface Function {
        Gradient apply(Gradient gradient);
    }

    @Override
    public Function clipValue(double threshold) {
        DoubleUnaryOperator clip = g -> min(max(g, -threshold), threshold);
        return gradient -> new Gradient(gradient.dW().map(clip), gradient.db().map(db -> db.map(clip)));
    }

    @Override
    public Function clipNorm(double threshold, GradientNormalization.NormScope per) {
        return scaled(per, norm -> norm > threshold ? threshold / norm : 1);
    }

    @Override
    public Function unitNorm(GradientNormalization.NormScope per) {
        return scaled(per, norm -> norm > 0 ? 1 / norm : 1);
    }

    /** All numbers times a factor of their norm. */
    private static Function scaled(GradientNormalization.NormScope per, DoubleUnaryOperator factor) {
        return gradient -> {
            double norm = gradient.dW().norm();
            double normOfBias = gradient.db().map(Matrix::norm).orElse(0.0);
            if (per == GradientNormalization.NormScope.LAYER) {
                norm = sqrt(norm * norm + normOfBias * normOfBias);
                normOfBias = norm;
            }
            return gradient.times(factor.applyAsDouble(norm), factor.applyAsDouble(normOfBias));
        };
    }
}
