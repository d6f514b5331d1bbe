package dev.plumbline.reference;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The formulas of the reference one by one, for replays of a training with one formula changed. */
public final class Formulas {
    private Formulas() {}

    /** a = f(z), the shape of z. */
    public static Matrix activation(Activation f, Matrix z) {
        return Activations.of(f).forward(z);
    }

    /** The backward pass of an activation: ∂l/∂z from ∂l/∂a; all tensors have the shape of z. */
    public static Matrix activationBackward(Activation f, Matrix da, Matrix z, Matrix a) {
        return Activations.of(f).backward(da, z, a);
    }

    /** l of each example, (n, 1), not yet reduced over the batch. */
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

    /** The penalties that a layer adds to the loss. */
    public static double penalty(Layer layer, Matrix weights, Optional<Matrix> bias) {
        return Penalties.of(layer.regularization()).sum(weights, bias);
    }

    /**
     * The gradient of one layer.
     *
     * @param weights the gradient of W, of the shape of W
     * @param bias the gradient of b, of the shape of b, if the layer has one
     */
    public record Gradient(Matrix weights, Optional<Matrix> bias) {

        /**
         * The gradient with the layer's normalization applied.
         *
         * @param normOfNetwork {@link Formulas#normOfNetwork}, for a layer that needs it
         */
        public Gradient normalized(Layer layer, DoubleSupplier normOfNetwork) {
            return GradientNormalizations.of(layer.gradientNormalization(), normOfNetwork)
                    .apply(this);
        }

        /** The gradient plus the gradients of the layer's penalties at these weights. */
        public Gradient penalized(Layer layer, Matrix W, Optional<Matrix> b) {
            Penalties penalties = Penalties.of(layer.regularization());
            return new Gradient(
                    penalties.gradientOfWeights(weights, W),
                    bias.map(db -> penalties.gradientOfBias(db, b.orElseThrow())));
        }

        /** Both gradients multiplied by a factor. */
        public Gradient times(double factor) {
            return new Gradient(weights.times(factor), bias.map(db -> db.times(factor)));
        }

        /** The norm of W's and b's gradient together. */
        double norm() {
            double ofWeights = weights.norm();
            double ofBias = bias.map(Matrix::norm).orElse(0.0);
            return Math.sqrt(ofWeights * ofWeights + ofBias * ofBias);
        }
    }

    /**
     * The norm of the gradients of all layers with {@code per: network}, together.
     *
     * @param gradient of a layer, counted from 1
     */
    public static double normOfNetwork(List<Layer> layers, IntFunction<Gradient> gradient) {
        return Math.sqrt(IntStream.rangeClosed(1, layers.size())
                .filter(l -> layers.get(l - 1).normalizesPer(NormScope.NETWORK))
                .mapToDouble(l -> gradient.apply(l).norm())
                .map(norm -> norm * norm)
                .sum());
    }

    /** The update of W plus the layer's weight decay. */
    public static Matrix decayed(Layer layer, Matrix update, Matrix weights, double rate) {
        return Penalties.of(layer.regularization()).decayed(update, weights, rate);
    }

    /** The weights after the layer's constraint. */
    public static Matrix constrained(Layer layer, Matrix weights) {
        return Constraints.of(layer.constraint()).apply(weights);
    }

    /** The learning rate of a step; 1 if the optimizer has none. */
    public static double rate(Optimizer optimizer, Batch batch) {
        return optimizer.rate().map(rate -> rate(rate, batch)).orElse(1.0);
    }

    /** The learning rate of a step. */
    public static double rate(LearningRate rate, Batch batch) {
        return rate.match(new LearningRates(batch.step(), batch.epoch()));
    }

    /**
     * The result of one optimizer step.
     *
     * @param value the update, which is subtracted from the parameter; the shape of the gradient
     * @param state the optimizer state after the step
     */
    public record Update(Matrix value, List<Matrix> state) {}

    /**
     * Takes one optimizer step.
     *
     * @param state the optimizer state before the step; empty before the first step
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
