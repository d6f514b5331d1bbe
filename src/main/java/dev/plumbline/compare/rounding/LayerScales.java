package dev.plumbline.compare.rounding;

import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.signum;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Regularization;
import dev.plumbline.trace.LayerWeights;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * How dropout, penalties, gradient normalization and constraints propagate rounding errors; the same analysis as in
 * {@link ErrorScales}.
 *
 * @param layer the layer
 * @param examples of the batch
 * @param tolerances the unit of the scales
 */
record LayerScales(Layer layer, int examples, Tolerances tolerances) {

    /** The gradients of W and, if the layer has a bias, of b. */
    record Gradients(MatrixWithScale ofWeights, Optional<MatrixWithScale> ofBias) {
        /** The norm of both together. */
        Norm norm() {
            Norm norm = Norm.of(ofWeights);
            return ofBias.map(g -> norm.with(Norm.of(g))).orElse(norm);
        }
    }

    /** A norm, and the norm of the scales. */
    record Norm(double value, double scale) {
        static final Norm NONE = new Norm(0, 0);

        static Norm of(MatrixWithScale tensor) {
            return new Norm(tensor.value().norm(), tensor.scale().norm());
        }

        /** The norm of the terms of both. */
        Norm with(Norm more) {
            return new Norm(Math.hypot(value, more.value), Math.hypot(scale, more.scale));
        }

        /** The norm plus a number without an error. */
        Norm plus(double epsilon) {
            return new Norm(value + epsilon, scale);
        }
    }

    /** The layer's input after dropout, or its scale; likewise the gradient that passes backward through it. */
    Matrix dropped(Matrix x, Optional<Matrix> mask) {
        return layer.dropout()
                .flatMap(dropout -> mask.map(kept -> x.times(kept).div(dropout.keepProbability())))
                .orElse(x);
    }

    private Regularization regularization() {
        return layer.regularization().orElse(Regularization.NONE).forBatch(examples);
    }

    /** The terms of the layer's penalties; all are at least 0. */
    double penalties(LayerWeights before) {
        Regularization some = regularization();
        return penalty(some.l1(), some.l2(), before.weights())
                + before.bias()
                        .map(b -> penalty(some.l1Bias(), some.l2Bias(), b))
                        .orElse(0.0);
    }

    private static double penalty(double l1, double l2, Matrix w) {
        return l1 * w.abs().sum() + 0.5 * l2 * w.square().sum();
    }

    /**
     * The gradients that the optimizer receives.
     *
     * @param norm of this gradient, with those of the other layers where it is {@code per: network}
     */
    Gradients toOptimizer(Gradients gradients, Supplier<Norm> norm, LayerWeights before, Optimizer optimizer) {
        Gradients normalized = layer.gradientNormalization()
                .map(word -> word.match(new NormalizationScales(gradients, norm)))
                .orElse(gradients);
        Regularization some = regularization();
        MatrixWithScale ofWeights = penalized(normalized.ofWeights(), some.l1(), some.l2(), before.weights());
        if (some.weightDecay() > decay(optimizer)) {
            // With SGD, weight decay equals a term of the gradient: rate·g + rate·decay·W.
            ofWeights = ofWeights.plus(before.weights().times(some.weightDecay()));
        }
        return new Gradients(
                ofWeights,
                normalized
                        .ofBias()
                        .map(g -> penalized(
                                g, some.l1Bias(), some.l2Bias(), before.bias().orElseThrow())));
    }

    /** The weight decay that is a separate term of the update. With SGD it is a term of the gradient, so this is 0. */
    double decay(Optimizer optimizer) {
        return optimizer instanceof Optimizer.Sgd ? 0 : regularization().weightDecay();
    }

    private static MatrixWithScale penalized(MatrixWithScale gradient, double l1, double l2, Matrix w) {
        if (l1 == 0 && l2 == 0) {
            return gradient;
        }
        Matrix slope = w.map(at -> l1 * signum(at) + l2 * at);
        Matrix terms = w.map(at -> l1 + l2 * Math.abs(at));
        MatrixWithScale sum = gradient.plus(slope);
        return new MatrixWithScale(sum.value(), sum.scale().plus(terms));
    }

    /** The scale of W after its constraint. */
    Matrix constrained(MatrixWithScale moved) {
        return layer.constraint()
                .map(word -> word.match(new ConstraintScales(moved)))
                .orElse(moved.scale());
    }

    /**
     * The relative error of a norm: from its terms and from its sum. If the terms are little more than rounding, it is
     * much larger than 1; see {@link #within}.
     */
    private static double errorOfNorm(double norm, double normOfScale) {
        return norm == 0 ? 0 : 1 + normOfScale / norm; // a norm of 0 is no factor
    }

    /** A value whose magnitude never exceeds a limit is never off by more than twice the limit. */
    private Matrix within(double limit, Matrix scale) {
        return scale.map(e -> min(e, 2 * limit / tolerances.tau() + limit));
    }

    private MatrixWithScale within(double limit, MatrixWithScale scaled) {
        return new MatrixWithScale(scaled.value(), within(limit, scaled.scale()));
    }

    private Gradients within(double limit, Gradients gradients) {
        return new Gradients(
                within(limit, gradients.ofWeights()), gradients.ofBias().map(g -> within(limit, g)));
    }

    private final class NormalizationScales implements GradientNormalization.Cases<Gradients> {
        private final Gradients gradients;
        private final Supplier<Norm> norm;

        NormalizationScales(Gradients gradients, Supplier<Norm> norm) {
            this.gradients = gradients;
            this.norm = norm;
        }

        @Override
        public Gradients clipValue(double threshold) {
            DoubleUnaryOperator clip = g -> min(max(g, -threshold), threshold);
            return within(
                    threshold,
                    new Gradients(
                            clipped(gradients.ofWeights(), clip),
                            gradients.ofBias().map(g -> clipped(g, clip))));
        }

        private static MatrixWithScale clipped(MatrixWithScale gradient, DoubleUnaryOperator clip) {
            return new MatrixWithScale(gradient.value().map(clip), gradient.scale());
        }

        @Override
        public Gradients clipNorm(GradientNormalization.ClipNorm clip) {
            double threshold = clip.threshold();
            return within(
                    threshold,
                    divided(
                            clip.per(),
                            clip.epsilon(),
                            divisor -> max(1, divisor / threshold),
                            divisor -> divisor > threshold / 2));
        }

        @Override
        public Gradients unitNorm(NormScope per) {
            return within(1, divided(per, 0, norm -> norm > 0 ? norm : Double.MIN_NORMAL, norm -> true));
        }

        /**
         * Divides all elements by a function of their norm.
         *
         * @param epsilon what is added to the norm
         * @param matters whether the rounding of the norm propagates
         */
        private Gradients divided(NormScope per, double epsilon, DoubleUnaryOperator divisor, DoublePredicate matters) {
            UnaryOperator<MatrixWithScale> quotient = gradient -> {
                Norm by = (per == NormScope.TENSOR ? Norm.of(gradient) : norm.get()).plus(epsilon);
                double error = matters.test(by.value()) ? errorOfNorm(by.value(), by.scale()) : 0;
                return quotient(gradient, divisor.applyAsDouble(by.value()), error);
            };
            return new Gradients(
                    quotient.apply(gradients.ofWeights()), gradients.ofBias().map(quotient));
        }

        private static MatrixWithScale quotient(MatrixWithScale gradient, double by, double error) {
            Matrix value = gradient.value().div(by);
            return new MatrixWithScale(
                    value, gradient.scale().div(by).plus(value.abs().times(1 + error)));
        }
    }

    private final class ConstraintScales implements Constraint.Cases<Matrix> {
        private final MatrixWithScale moved;

        ConstraintScales(MatrixWithScale moved) {
            this.moved = moved;
        }

        @Override
        public Matrix maxNorm(double max) {
            return within(max, divided(norm -> Math.max(1, norm / max)));
        }

        @Override
        public Matrix unitNorm() {
            return within(1, divided(norm -> norm));
        }

        @Override
        public Matrix nonNegative() {
            return moved.scale();
        }

        /** Divides each column by a function of its norm. */
        private Matrix divided(DoubleUnaryOperator divisor) {
            Matrix norms = moved.value().square().sum(0).sqrt(); // 1 × units
            Matrix errors = norms.zip(moved.scale().square().sum(0).sqrt(), LayerScales::errorOfNorm);
            Matrix by = norms.map(divisor);
            return moved.scale().div(by).plus(moved.value().abs().div(by).times(errors.plus(1)));
        }
    }
}
