package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.List;

/**
 * The size of what went into each tensor of a step, against which its error is to be measured.
 *
 * <p>Rounding errors are relative to the terms of a sum, not to the sum. Where terms cancel, as in ŷ − y once a network
 * has learned, the result says nothing of how exact it can be: a tensor that is all but zero may be off by more than its
 * own size and yet be right. These scales are norms of the same formulas with every term taken absolutely. They cost as
 * much as the step itself, so they are computed only for a tensor whose difference is not small against its own norm.
 */
final class Scales {
    private final StepTrace step;
    private final Batch batch;
    private final List<LayerWeights> before;
    private final boolean mean;

    /**
     * The scales of a step of the reference.
     *
     * @param step what the reference recorded of it; complete
     * @param batch the examples it was taken on
     * @param before the weights it was taken from
     * @param reduction how the batch's losses were put together
     */
    Scales(StepTrace step, Batch batch, List<LayerWeights> before, Reduction reduction) {
        this.step = step;
        this.batch = batch;
        this.before = before;
        this.mean = reduction == Reduction.MEAN;
    }

    /** The scale of a tensor, a norm; at least its own. */
    double of(Quantity quantity, int layer) {
        double scale = switch (quantity) {
            case PRE_ACTIVATION -> preActivation(layer);
            case ACTIVATION -> activation(layer);
            case LOSS -> loss(layer);
            case DELTA -> deltaScale(layer);
            case WEIGHT_GRADIENT -> weightGradient(layer);
            case BIAS_GRADIENT -> biasGradient(layer);
            case WEIGHT_UPDATE -> update(Quantity.WEIGHT_GRADIENT, Quantity.WEIGHT_UPDATE, layer);
            case BIAS_UPDATE -> update(Quantity.BIAS_GRADIENT, Quantity.BIAS_UPDATE, layer);
            case WEIGHTS -> before.get(layer - 1).weights().norm() + of(Quantity.WEIGHT_UPDATE, layer);
            case BIAS -> bias(layer).norm() + of(Quantity.BIAS_UPDATE, layer);
        };
        return Math.max(scale, tensor(quantity, layer).norm());
    }

    /** ‖ |A|·|W| + |b| ‖. */
    private double preActivation(int layer) {
        Matrix terms = below(layer).abs().dot(before.get(layer - 1).weights().abs());
        return before.get(layer - 1)
                .bias()
                .map(b -> terms.plus(b.abs()))
                .orElse(terms)
                .norm();
    }

    /** How far an error of z carries: by the slope of the chord to z, and never more than z itself. */
    private double activation(int layer) {
        double slope = Math.min(
                1, ratio(activationOf(layer).norm(), preActivationOf(layer).norm()));
        return Math.max(activationOf(layer).norm(), slope * preActivation(layer));
    }

    /** The loss is a smooth function of ŷ − y, whose terms cancel: at most twice as ill-conditioned, as a square is. */
    private double loss(int layer) {
        double error = activationOf(layer).minus(batch.targets()).norm();
        return tensor(Quantity.LOSS, layer).norm()
                * 2
                * ratio(activation(layer) + batch.targets().norm(), error);
    }

    /** At the output the terms are ŷ and y; below it, the products of the deltas above with their weights. */
    private double deltaScale(int layer) {
        Matrix delta = delta(layer);
        if (layer == step.layers()) {
            Matrix error = activationOf(layer).minus(batch.targets());
            double terms = activation(layer) + batch.targets().norm();
            return ratio(delta.norm(), error.norm()) * terms + error.norm();
        }
        Matrix weights = before.get(layer).weights().transpose();
        Matrix above = delta(layer + 1);
        double product = above.dot(weights).norm();
        double terms = above.abs().dot(weights.abs()).norm() * condition(layer + 1);
        // The last term is for the activation's slope, whose own error is relative to 1 and not to the slope.
        return ratio(delta.norm(), product) * terms + product;
    }

    /** ‖ |A|ᵀ·|dZ| ‖, reduced. */
    private double weightGradient(int layer) {
        double terms = below(layer).abs().transpose().dot(delta(layer).abs()).norm();
        return (terms == 0 ? below(layer).norm() * deltaScale(layer) : terms * condition(layer)) / examples();
    }

    /** ‖ Σ |dZ| ‖, reduced. */
    private double biasGradient(int layer) {
        double terms = delta(layer).abs().sum(0).norm();
        return (terms == 0 ? deltaScale(layer) : terms * condition(layer)) / examples();
    }

    /** As much as the optimizer makes of the gradient's scale. */
    private double update(Quantity gradient, Quantity update, int layer) {
        double gain =
                ratio(tensor(update, layer).norm(), tensor(gradient, layer).norm());
        return gain * of(gradient, layer);
    }

    /** How much larger a delta's scale is than the delta. */
    private double condition(int layer) {
        return ratio(deltaScale(layer), delta(layer).norm());
    }

    /** a / b, and 1 where there is nothing to compare with. */
    private static double ratio(double a, double b) {
        return b == 0 ? 1 : a / b;
    }

    private int examples() {
        return mean ? batch.size() : 1;
    }

    private Matrix below(int layer) {
        return layer == 1 ? batch.inputs() : activationOf(layer - 1);
    }

    private Matrix preActivationOf(int layer) {
        return tensor(Quantity.PRE_ACTIVATION, layer);
    }

    private Matrix activationOf(int layer) {
        return tensor(Quantity.ACTIVATION, layer);
    }

    private Matrix delta(int layer) {
        return tensor(Quantity.DELTA, layer);
    }

    private Matrix bias(int layer) {
        return before.get(layer - 1).bias().orElseThrow();
    }

    private Matrix tensor(Quantity quantity, int layer) {
        return step.get(quantity, layer)
                .orElseThrow(() -> new IllegalStateException("the reference did not record " + quantity));
    }
}
