package dev.plumbline.reference;

import static java.lang.Math.max;
import static java.lang.Math.min;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas.Gradient;
import dev.plumbline.spec.GradientNormalization;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** Every normalization of a layer's gradient. */
final class GradientNormalizations implements GradientNormalization.Cases<UnaryOperator<Gradient>> {
    private final DoubleSupplier norm;

    private GradientNormalizations(DoubleSupplier norm) {
        this.norm = norm;
    }

    /**
     * The function of a normalization; the identity for a layer without one.
     *
     * @param norm {@link Formulas#norm}
     */
    static UnaryOperator<Gradient> of(Optional<GradientNormalization> normalization, DoubleSupplier norm) {
        return normalization
                .map(word -> word.match(new GradientNormalizations(norm)))
                .orElse(UnaryOperator.identity());
    }

    @Override
    public UnaryOperator<Gradient> clipValue(double threshold) {
        DoubleUnaryOperator clip = g -> min(max(g, -threshold), threshold);
        return gradient ->
                new Gradient(gradient.weights().map(clip), gradient.bias().map(db -> db.map(clip)));
    }

    @Override
    public UnaryOperator<Gradient> clipNorm(GradientNormalization.ClipNorm clip) {
        return scaled(clip.per(), norm -> {
            double divisor = norm + clip.epsilon();
            return divisor > clip.threshold() ? clip.threshold() / divisor : 1;
        });
    }

    @Override
    public UnaryOperator<Gradient> unitNorm(GradientNormalization.NormScope per) {
        return scaled(per, norm -> norm > 0 ? 1 / norm : 1);
    }

    /** Multiplies all elements by a factor that depends on their norm. */
    private UnaryOperator<Gradient> scaled(GradientNormalization.NormScope per, DoubleUnaryOperator factor) {
        return gradient -> {
            return switch (per) {
                case TENSOR ->
                    new Gradient(
                            byOwnNorm(gradient.weights(), factor),
                            gradient.bias().map(db -> byOwnNorm(db, factor)));
                case LAYER, NETWORK -> gradient.times(factor.applyAsDouble(norm.getAsDouble()));
            };
        };
    }

    private static Matrix byOwnNorm(Matrix gradient, DoubleUnaryOperator factor) {
        return gradient.times(factor.applyAsDouble(gradient.norm()));
    }
}
