package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.LayerMemory;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far rounding may carry each number of a step, in units of {@link Tolerances#tau}.
 *
 * <p>Rounding errors are relative to the terms of a sum, not to the sum. Where terms cancel, as in ŷ − y once a network
 * has learned, the result says nothing of how exact it can be: a tensor that is all but zero may be off by more than its
 * own size and yet be right. So this follows the step from formula to formula, as running error analysis does (Higham,
 * Accuracy and Stability of Numerical Algorithms, section 3.3): the scale of a result is the sum of its terms, each taken
 * absolutely, and of its operands' scales, each carried on by the slope of the formula. Below, eX is the scale of X.
 *
 * <p>It costs about as much as the step itself, and is needed only for a tensor whose difference is not small against its
 * own norm. What is asked for twice is calculated once.
 */
final class Scales {
    private final StepTrace step;
    private final Batch batch;
    private final TrainingState before;
    private final NetworkSpec spec;
    private final double examples; // what sums over the batch are divided by
    private final Tolerances tolerances;
    private final @Nullable Matrix[] activations;
    private final @Nullable Matrix[] deltas;

    /**
     * The scales of a step of the reference.
     *
     * @param step what the reference recorded of it; complete
     * @param batch the examples it was taken on
     * @param before the weights it was taken from, and what the optimizer remembered
     * @param spec the network
     * @param tolerances the unit
     */
    Scales(StepTrace step, Batch batch, TrainingState before, NetworkSpec spec, Tolerances tolerances) {
        this.step = step;
        this.batch = batch;
        this.before = before;
        this.spec = spec;
        this.examples = spec.reduction() == Reduction.MEAN ? batch.size() : 1;
        this.tolerances = tolerances;
        this.activations = new @Nullable Matrix[step.layers() + 1];
        this.deltas = new @Nullable Matrix[step.layers() + 1];
    }

    /** The scale of each number of a tensor; at least the smallest number that is exact to all its digits. */
    Matrix of(Quantity quantity, int layer) {
        Matrix scale = switch (quantity) {
            case PRE_ACTIVATION -> preActivation(layer);
            case ACTIVATION -> activation(layer);
            case LOSS -> loss();
            case DELTA -> delta(layer);
            case WEIGHT_GRADIENT -> weightGradient(layer);
            case BIAS_GRADIENT -> biasGradient(layer);
            case WEIGHT_MEMORY_1 -> ofWeights(layer).get(0);
            case WEIGHT_MEMORY_2 -> ofWeights(layer).get(1);
            case WEIGHT_MEMORY_3 -> ofWeights(layer).get(2);
            case BIAS_MEMORY_1 -> ofBias(layer).get(0);
            case BIAS_MEMORY_2 -> ofBias(layer).get(1);
            case BIAS_MEMORY_3 -> ofBias(layer).get(2);
            case WEIGHT_UPDATE -> last(ofWeights(layer));
            case BIAS_UPDATE -> last(ofBias(layer));
            case WEIGHTS -> weightsBefore(layer).plus(of(Quantity.WEIGHT_UPDATE, layer));
            case BIAS -> biasBefore(layer).plus(of(Quantity.BIAS_UPDATE, layer));
        };
        return scale.plus(underflow());
    }

    /** eZ = (|A| + eA)·|W| + |b|, with A and eA of the layer below. */
    private Matrix preActivation(int layer) {
        Matrix scale = sizeBelow(layer).dot(weightsBefore(layer));
        return before.weights()
                .get(layer - 1)
                .bias()
                .map(b -> scale.plus(b.abs()))
                .orElse(scale);
    }

    /** eA = slope ⊙ eZ + |A|. */
    private Matrix activation(int layer) {
        Matrix known = activations[layer];
        if (known == null) {
            Matrix slope = layer == step.layers() ? slopeBound(layer) : slope(layer, incoming(layer), 1);
            known = slope.times(preActivation(layer))
                    .plus(tensor(Quantity.ACTIVATION, layer).abs())
                    .plus(underflow());
            activations[layer] = known;
        }
        return known;
    }

    /**
     * How steep an activation was, read off the backward pass: |dZ| / |dA|. Where nothing came in, it can be no more than
     * its bound, times the largest factor that a loss has.
     */
    private Matrix slope(int layer, Matrix dA, double factor) {
        Matrix seen = tensor(Quantity.DELTA, layer).zip(dA, (out, in) -> Math.abs(out / in));
        return seen.zip(slopeBound(layer), (one, bound) -> one <= Double.MAX_VALUE ? one : factor * bound);
    }

    /**
     * A bound of an activation's slope that needs no formula of it: sigmoid, tanh and their like are nowhere steeper than
     * 1, than the chord from the origin, a / z, or, where they approach 0 as exp does, than a itself.
     */
    private Matrix slopeBound(int layer) {
        return tensor(Quantity.PRE_ACTIVATION, layer)
                .zip(
                        tensor(Quantity.ACTIVATION, layer),
                        (z, a) -> z == 0 ? 1 : Math.min(1, Math.max(Math.abs(a), Math.abs(a / z))));
    }

    /** |dA|, what came down to a hidden layer. */
    private Matrix incoming(int layer) {
        return tensor(Quantity.DELTA, layer + 1).dot(transposed(layer + 1)).abs();
    }

    /** The terms of ŷ − y: eA + |ŷ| + |y|. */
    private Matrix errorTerms() {
        int last = step.layers();
        return activation(last)
                .plus(tensor(Quantity.ACTIVATION, last).abs())
                .plus(batch.targets().abs());
    }

    private Matrix error() {
        return tensor(Quantity.ACTIVATION, step.layers()).minus(batch.targets()).abs();
    }

    /**
     * Of a square (ŷ − y)²: 2·|ŷ − y|·terms, and the square of the terms' own rounding, which is all that is left when
     * ŷ = y.
     */
    private Matrix loss() {
        Matrix terms = errorTerms();
        Matrix squares = error().times(2).times(terms).plus(terms.square().times(tolerances.tau()));
        return tensor(Quantity.LOSS, step.layers()).abs().plus(squares.sum() / examples);
    }

    /** edZ = slope ⊙ edA + |dA| ⊙ eslope, with 2·eA for the slope's own error, as in a(1 − a) and 1 − a². */
    private Matrix delta(int layer) {
        Matrix known = deltas[layer];
        if (known == null) {
            boolean last = layer == step.layers();
            Matrix dA = last ? error() : incoming(layer);
            Matrix scale = last
                    ? errorTerms()
                    : sizeOfDelta(layer + 1).dot(transposed(layer + 1).abs());
            known = slope(layer, dA, last ? 2 : 1)
                    .times(scale)
                    .plus(dA.times(activation(layer)).times(2))
                    .plus(tensor(Quantity.DELTA, layer).abs())
                    .plus(underflow());
            deltas[layer] = known;
        }
        return known;
    }

    /** edW = ((|A| + eA)ᵀ·(|dZ| + edZ)) / n, with A and eA of the layer below. */
    private Matrix weightGradient(int layer) {
        return sizeBelow(layer).transpose().dot(sizeOfDelta(layer)).div(examples);
    }

    /** edb = Σ (|dZ| + edZ) / n. */
    private Matrix biasGradient(int layer) {
        return sizeOfDelta(layer).sum(0).div(examples);
    }

    /** Of what the optimizer remembers of W, and last of its update. */
    private List<Matrix> ofWeights(int layer) {
        LayerMemory after = LayerMemory.from(quantity -> step.get(quantity, layer));
        return updates(
                layer,
                Quantity.WEIGHT_GRADIENT,
                Quantity.WEIGHT_UPDATE,
                before.memories().get(layer - 1).weights(),
                after.weights());
    }

    /** The same of b. */
    private List<Matrix> ofBias(int layer) {
        LayerMemory after = LayerMemory.from(quantity -> step.get(quantity, layer));
        return updates(
                layer,
                Quantity.BIAS_GRADIENT,
                Quantity.BIAS_UPDATE,
                before.memories().get(layer - 1).bias(),
                after.bias());
    }

    private List<Matrix> updates(
            int layer, Quantity gradient, Quantity update, List<Matrix> remembered, List<Matrix> remembers) {
        return new UpdateScales(
                        tensor(gradient, layer),
                        of(gradient, layer),
                        remembered,
                        remembers,
                        tensor(update, layer),
                        step.step() + 1.0,
                        tolerances.tau(),
                        underflow())
                .of(spec.optimizerOf(layer - 1));
    }

    private static Matrix last(List<Matrix> scales) {
        return scales.get(scales.size() - 1);
    }

    /** |A| + eA of the layer below; the inputs are exact. */
    private Matrix sizeBelow(int layer) {
        return layer == 1
                ? batch.inputs().abs()
                : tensor(Quantity.ACTIVATION, layer - 1).abs().plus(activation(layer - 1));
    }

    /** |dZ| + edZ. */
    private Matrix sizeOfDelta(int layer) {
        return tensor(Quantity.DELTA, layer).abs().plus(delta(layer));
    }

    /** Numbers below the smallest normal one lose digits or become 0, which this expresses in units of τ. */
    private double underflow() {
        return tolerances.smallestNormal() / tolerances.tau();
    }

    private Matrix weightsBefore(int layer) {
        return before.weights().get(layer - 1).weights().abs();
    }

    private Matrix transposed(int layer) {
        return before.weights().get(layer - 1).weights().transpose();
    }

    private Matrix biasBefore(int layer) {
        return before.weights().get(layer - 1).bias().orElseThrow().abs();
    }

    private Matrix tensor(Quantity quantity, int layer) {
        return step.get(quantity, layer)
                .orElseThrow(() -> new IllegalStateException("the reference did not record " + quantity));
    }
}
