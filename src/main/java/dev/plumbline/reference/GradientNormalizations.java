package dev.plumbline.reference;

import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.sqrt;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas.Gradient;
import dev.plumbline.spec.GradientNormalization;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** Every normalization of a layer's gradient. */
final class GradientNormalizations implements GradientNormalization.Cases<UnaryOperator<Gradient>> {

    /** The function of a normalization; the identity for a layer without one. */
    static UnaryOperator<Gradient> of(Optional<GradientNormalization> normalization) {
        return normalization
                .map(word -> word.match(new GradientNormalizations()))
                .orElse(UnaryOperator.identity());
    }

    @Override
    public UnaryOperator<Gradient> clipValue(double threshold) {
        DoubleUnaryOperator clip = g -> min(max(g, -threshold), threshold);
        return gradient ->
                new Gradient(gradient.weights().map(clip), gradient.bias().map(db -> db.map(clip)));
    }

    @Override
    public UnaryOperator<Gradient> clipNorm(double threshold, GradientNormalization.NormScope per) {
        return scaled(per, norm -> norm > threshold ? threshold / norm : 1);
    }

    @Override
    public UnaryOperator<Gradient> unitNorm(GradientNormalization.NormScope per) {
        return scaled(per, norm -> norm > 0 ? 1 / norm : 1);
    }

    /** Multiplies all elements by a factor that depends on their norm. */
    private static UnaryOperator<Gradient> scaled(GradientNormalization.NormScope per, DoubleUnaryOperator factor) {
        return gradient -> {
            double norm = gradient.weights().norm();
            double normOfBias = gradient.bias().map(Matrix::norm).orElse(0.0);
            if (per == GradientNormalization.NormScope.LAYER) {
                norm = sqrt(norm * norm + normOfBias * normOfBias);
                normOfBias = norm;
            }
            return gradient.times(factor.applyAsDouble(norm), factor.applyAsDouble(normOfBias));
        };
    }
}
