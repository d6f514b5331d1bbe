package dev.plumbline.reference;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;

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

    /**
     * The penalties that a layer adds to a loss.
     *
     * @param examples of which it is the loss
     */
    public static double penalty(Layer layer, int examples, Matrix weights, Optional<Matrix> bias) {
        return Penalties.of(layer.regularization()).forBatch(examples).sum(weights, bias);
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
         * @param norm {@link Formulas#norm}, called only if it matters
         */
        public Gradient normalized(Layer layer, DoubleSupplier norm) {
            return GradientNormalizations.of(layer.gradientNormalization(), norm)
                    .apply(this);
        }

        /**
         * The gradient plus the gradients of the layer's penalties at these weights.
         *
         * @param examples of the batch
         */
        public Gradient penalized(Layer layer, int examples, Matrix W, Optional<Matrix> b) {
            Penalties penalties = Penalties.of(layer.regularization()).forBatch(examples);
            return new Gradient(
                    penalties.gradientOfWeights(weights, W),
                    bias.map(db -> penalties.gradientOfBias(db, b.orElseThrow())));
        }

        /** Both gradients multiplied by a factor. */
        public Gradient times(double factor) {
            return new Gradient(weights.times(factor), bias.map(db -> db.times(factor)));
        }

        private double sumOfSquares() {
            return Math.pow(weights.norm(), 2)
                    + bias.map(db -> Math.pow(db.norm(), 2)).orElse(0.0);
        }
    }

    /** The gradient of a layer, counted from 1, in a step. */
    public static Gradient gradient(StepTrace step, int l) {
        return new Gradient(step.get(Quantity.WEIGHT_GRADIENT, l).orElseThrow(), step.get(Quantity.BIAS_GRADIENT, l));
    }

    /**
     * The norm of the gradient of a layer, with the gradients of the other layers where it is {@code per: network}.
     *
     * @param l the layer, counted from 1
     * @param gradients of each layer
     */
    public static double norm(List<Layer> layers, int l, IntFunction<Gradient> gradients) {
        return Math.sqrt(Layer.withOneNorm(layers, l)
                .mapToDouble(m -> gradients.apply(m).sumOfSquares())
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
