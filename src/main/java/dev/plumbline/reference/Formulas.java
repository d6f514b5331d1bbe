package dev.plumbline.reference;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import java.util.List;
import java.util.Optional;

/** The reference's formulas one by one, for whoever replays a training with one of them changed. */
public final class Formulas {
    private Formulas() {}

    /** a = f(z), the shape of z. */
    public static Matrix activation(Activation f, Matrix z) {
        return Activations.of(f).forward(z);
    }

    /** ∂l/∂z from ∂l/∂a; all have the shape of z. */
    public static Matrix activationBackward(Activation f, Matrix da, Matrix z, Matrix a) {
        return Activations.of(f).backward(da, z, a);
    }

    /** l of each example, (n, 1), not yet reduced. */
    public static Matrix loss(Loss loss, Matrix a, Matrix y) {
        return Losses.of(loss).forward(a, y);
    }

    /** ∂l/∂a, (n, outputs). */
    public static Matrix lossGradient(Loss loss, Matrix a, Matrix y) {
        return Losses.of(loss).backward(a, y);
    }

    /** ∂l/∂z of the last layer, (n, outputs). */
    public static Matrix delta(Loss loss, Activation f, Matrix z, Matrix a, Matrix y) {
        return Losses.of(loss).delta(Activations.of(f), z, a, y);
    }

    /** What a layer adds to the loss. */
    public static double penalty(Layer layer, Matrix weights, Optional<Matrix> bias) {
        return Penalties.of(layer.regularization()).sum(weights, bias);
    }

    /**
     * What a layer's optimizer is given: its gradient, normalized, with the slopes of its penalties.
     *
     * @param weights of W's shape
     * @param bias of b's, where there is one
     */
    public record Gradient(Matrix weights, Optional<Matrix> bias) {

        /** The gradient with the layer's normalization applied. */
        public Gradient normalized(Layer layer) {
            GradientNormalizations.Gradient applied = GradientNormalizations.of(layer.gradientNormalization())
                    .apply(new GradientNormalizations.Gradient(weights, bias));
            return new Gradient(applied.dW(), applied.db());
        }

        /** The gradient with the slopes of the layer's penalties at these weights. */
        public Gradient penalized(Layer layer, Matrix W, Optional<Matrix> b) {
            Penalties penalties = Penalties.of(layer.regularization());
            return new Gradient(
                    penalties.gradientOfWeights(weights, W),
                    bias.map(db -> penalties.gradientOfBias(db, b.orElseThrow())));
        }
    }

    /** An update of W with the layer's weight decay. */
    public static Matrix decayed(Layer layer, Matrix update, Matrix weights, double rate) {
        return Penalties.of(layer.regularization()).decayed(update, weights, rate);
    }

    /** A layer's weights, held to its constraint. */
    public static Matrix constrained(Layer layer, Matrix weights) {
        return Constraints.of(layer.constraint()).apply(weights);
    }

    /** The learning rate of a step; 1 where the optimizer has none. */
    public static double rate(Optimizer optimizer, Batch batch) {
        return optimizer.rate().map(rate -> rate(rate, batch)).orElse(1.0);
    }

    /** The learning rate of a step. */
    public static double rate(LearningRate rate, Batch batch) {
        return rate.match(new LearningRates(batch.step(), batch.epoch()));
    }

    /**
     * What an optimizer makes of a gradient.
     *
     * @param value what is to be subtracted, the shape of the gradient
     * @param state the optimizer state after it
     */
    public record Update(Matrix value, List<Matrix> state) {}

    /**
     * One update.
     *
     * @param state the optimizer state before it; empty before the first step
     */
    public static Update update(Optimizer optimizer, Matrix gradient, List<Matrix> state, Batch batch) {
        Optimizers.Rule rule = Optimizers.of(optimizer);
        Matrix[] arrays = state.isEmpty()
                ? rule.initial(gradient.rows(), gradient.columns(), Precision.F64)
                : state.toArray(new Matrix[0]);
        Matrix value = rule.formula().update(gradient, arrays, rate(optimizer, batch), batch.step() + 1.0);
        return new Update(value, List.of(arrays));
    }
}
