package dev.plumbline.compare.rounding;

import static java.lang.Math.min;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The scales of the rounding errors of a step: how far rounding may move each number, in units of {@link
 * Tolerances#tau}.
 *
 * <p>Rounding errors are relative to the terms of a sum, not to the sum. If terms cancel, as in ŷ − y after a network
 * has learned, the size of the result does not show its accuracy: a tensor that is almost zero may be off by more than
 * its own size and still be right. So this class follows the step formula by formula, as running error analysis does
 * (Higham, Accuracy and Stability of Numerical Algorithms, section 3.3). The scale of a result is the sum of the
 * absolute values of its terms, plus the scales of its operands, each multiplied by the derivative of the formula.
 * Below, eX is the scale of X.
 *
 * <p>The scales cost about as much as the step. They are needed only for a tensor whose difference is not small
 * relative to its norm. Each is computed once.
 */
public final class ErrorScales implements ElementScales {
    /** No formula of a derivative multiplies a vanishing number by more than this factor times 1 + |z|. */
    private static final double FACTORS_OF_SLOPE = 4;

    private final StepTrace step;
    private final Batch batch;
    private final TrainingState before;
    private final NetworkSpec spec;
    private final double examples; // the divisor of sums over the batch
    private final IntToDoubleFunction rates;
    private final Tolerances tolerances;
    final @Nullable Matrix[] preActivations;
    final @Nullable Matrix[] activations;
    final @Nullable Matrix[] deltas;
    private final @Nullable Matrix[] steepest;
    private final Map<Key, List<Matrix>> updates = new HashMap<>(); // by the key of the update
    final Map<Key, Matrix> scales = new HashMap<>();
    private OutputScales.@Nullable Terms outputs;

    /**
     * The scales of a step of the reference.
     *
     * @param step the reference's record of the step; complete
     * @param batch the examples of the step
     * @param before the weights and the optimizer state before the step
     * @param spec the network
     * @param rates the learning rate of each layer, counted from 1
     * @param tolerances the unit of the scales
     */
    public ErrorScales(
            StepTrace step,
            Batch batch,
            TrainingState before,
            NetworkSpec spec,
            IntToDoubleFunction rates,
            Tolerances tolerances) {
        this.step = step;
        this.batch = batch;
        this.before = before;
        this.spec = spec;
        this.examples = spec.reduction() == Reduction.MEAN ? batch.size() : 1;
        this.rates = rates;
        this.tolerances = tolerances;
        this.preActivations = new @Nullable Matrix[step.layers() + 1];
        this.activations = new @Nullable Matrix[step.layers() + 1];
        this.deltas = new @Nullable Matrix[step.layers() + 1];
        this.steepest = new @Nullable Matrix[step.layers() + 1];
    }

    /** The scale of each number of a tensor, at least the scale of an underflow in an intermediate result. */
    @Override
    public Matrix of(Quantity quantity, int layer) {
        Key key = new Key(step.step(), quantity, layer);
        Matrix scale = scales.get(key);
        if (scale == null) {
            scale = scale(quantity, layer).plus(underflow());
            scales.put(key, scale);
        }
        return scale;
    }

    private Matrix scale(Quantity quantity, int layer) {
        return switch (quantity) {
            case PRE_ACTIVATION -> preActivation(layer);
            case ACTIVATION -> activation(layer);
            case LOSS -> loss();
            case DELTA -> delta(layer);
            case WEIGHT_GRADIENT -> weightGradient(layer);
            case BIAS_GRADIENT -> biasGradient(layer);
            case WEIGHT_STATE_1 -> ofWeights(layer).get(0);
            case WEIGHT_STATE_2 -> ofWeights(layer).get(1);
            case WEIGHT_STATE_3 -> ofWeights(layer).get(2);
            case BIAS_STATE_1 -> ofBias(layer).get(0);
            case BIAS_STATE_2 -> ofBias(layer).get(1);
            case BIAS_STATE_3 -> ofBias(layer).get(2);
            case WEIGHT_UPDATE -> decayed(last(ofWeights(layer)), layer);
            case BIAS_UPDATE -> last(ofBias(layer));
            case WEIGHTS -> weights(layer);
            case BIAS -> biasBefore(layer).plus(of(Quantity.BIAS_UPDATE, layer));
        };
    }

    /** eZ = (|X| + eX)·|W| + |b|, where X is the activation below after dropout. */
    private Matrix preActivation(int layer) {
        Matrix scale = preActivations[layer];
        if (scale == null) {
            scale = sizeBelow(layer).dot(weightsBefore(layer)).plus(underflow());
            LayerWeights parameters = before.weights().get(layer - 1);
            if (parameters.bias().isPresent()) {
                scale = scale.plus(parameters.bias().get().abs());
            }
            preActivations[layer] = scale;
        }
        return scale;
    }

    /** eA = |f′| ⊙ eZ + |A|, plus the extra terms of f. */
    private Matrix activation(int layer) {
        Matrix scale = activations[layer];
        if (scale == null) {
            Matrix a = tensor(Quantity.ACTIVATION, layer);
            Matrix propagated = isSoftmax(layer)
                    ? softmax(layer).propagated()
                    : steepest(layer)
                            .times(preActivation(layer))
                            .plus(on(layer, bounds(layer).terms()));
            scale = propagated.plus(a.abs()).plus(underflow());
            activations[layer] = scale;
        }
        return scale;
    }

    private SoftmaxScales softmax(int layer) {
        return new SoftmaxScales(
                tensor(Quantity.PRE_ACTIVATION, layer),
                tensor(Quantity.ACTIVATION, layer),
                preActivation(layer),
                tolerances.tau());
    }

    private boolean isSoftmax(int layer) {
        return spec.layers().get(layer - 1).activation() instanceof Activation.Softmax;
    }

    private ActivationBounds.Bounds bounds(int layer) {
        return ActivationBounds.of(spec.layers().get(layer - 1).activation());
    }

    /** A bound on the interval in which rounding may move z. */
    private Matrix on(int layer, ActivationBounds.IntervalBound bound) {
        return tensor(Quantity.PRE_ACTIVATION, layer).zip(preActivation(layer), (z, e) -> {
            double distance = tolerances.tau() * e;
            return bound.on(z - distance, z + distance);
        });
    }

    /** |f′|. */
    private Matrix steepest(int layer) {
        Matrix slopes = steepest[layer];
        if (slopes == null) {
            slopes = on(layer, bounds(layer).steepest());
            steepest[layer] = slopes;
        }
        return slopes;
    }

    /** Multiplies by the weights of the examples. */
    private Matrix weighted(Matrix ofExamples) {
        return batch.weights().map(ofExamples::times).orElse(ofExamples);
    }

    /** The scales of the losses of the outputs and of their gradient. */
    private OutputScales.Terms outputs() {
        OutputScales.Terms terms = outputs;
        if (terms == null) {
            int last = step.layers();
            terms = OutputScales.of(
                    spec.loss(),
                    new OutputScales(
                            tensor(Quantity.ACTIVATION, last),
                            activation(last),
                            batch.targets(),
                            cancels(),
                            tolerances.tau()));
            outputs = terms;
        }
        return terms;
    }

    /** Whether the derivative of the last activation is the divisor of the loss. */
    private boolean cancels() {
        return spec.loss() instanceof Loss.BinaryCrossEntropy
                && spec.layers().get(step.layers() - 1).activation() instanceof Activation.Sigmoid;
    }

    /** The terms of the losses of the examples and of the penalties. */
    private Matrix loss() {
        double penalties = 0;
        for (int l = 1; l <= step.layers(); l++) {
            penalties += layer(l).penalties(before.weights().get(l - 1));
        }
        double terms = weighted(outputs().loss()).sum() / examples;
        return tensor(Quantity.LOSS, step.layers()).abs().plus(terms + penalties);
    }

    /** edZ = |f′| ⊙ edA + |dA| ⊙ ef′, where dA is the gradient from the layer above or from the loss. */
    private Matrix delta(int layer) {
        Matrix scale = deltas[layer];
        if (scale == null) {
            boolean last = layer == step.layers();
            Matrix dA = last ? weighted(outputs().gradient()) : incoming(layer);
            Matrix ofdA = last ? weighted(outputs().ofGradient()) : incomingScale(layer);
            scale = backward(layer, dA, ofdA)
                    .plus(tensor(Quantity.DELTA, layer).abs())
                    .plus(underflow());
            deltas[layer] = scale;
        }
        return scale;
    }

    private Matrix backward(int layer, Matrix dA, Matrix ofdA) {
        boolean last = layer == step.layers();
        if (last && spec.loss() instanceof Loss.CategoricalCrossEntropy) {
            return ofdA; // dZ = ŷ − y
        }
        if (last && spec.loss() instanceof Loss.BinaryCrossEntropy loss && cancels()) {
            return ofCrossEntropy(layer, loss, ofdA);
        }
        return isSoftmax(layer) ? softmax(layer).backward(dA, ofdA).plus(underflow()) : throughSlope(layer, dA, ofdA);
    }

    /** dZ = ŷ − y, except where the loss clips ŷ: there nothing cancels. */
    private Matrix ofCrossEntropy(int last, Loss.BinaryCrossEntropy loss, Matrix ofDifference) {
        Matrix a = tensor(Quantity.ACTIVATION, last);
        Matrix clipped = a.map(p -> p < loss.clip() || p > 1 - loss.clip() ? 1 : 0);
        if (clipped.max() == 0) {
            return ofDifference;
        }
        OutputScales.Terms terms =
                OutputScales.of(loss, new OutputScales(a, activation(last), batch.targets(), false, tolerances.tau()));
        Matrix ofClipped = throughSlope(last, weighted(terms.gradient()), weighted(terms.ofGradient()));
        return ofDifference.plus(ofClipped.times(clipped));
    }

    private Matrix throughSlope(int layer, Matrix dA, Matrix ofdA) {
        ActivationBounds.Bounds slope = bounds(layer);
        Matrix steepest = steepest(layer);
        Matrix ofSlope = on(layer, slope.curved())
                .times(preActivation(layer))
                .plus(steepest.times(3))
                .plus(on(layer, slope.termsOfSlope()))
                .plus(tensor(Quantity.PRE_ACTIVATION, layer).map(this::ofLostDerivative))
                .plus(activation(layer).times(slope.ofActivation()).zip(steepest, this::ofSaturated))
                .plus(tensor(Quantity.PRE_ACTIVATION, layer)
                        .zip(steepest, (z, derivative) -> ofOverflow(z, slope.powerOfSlope(), derivative)));
        return steepest.times(ofdA).plus(dA.times(ofSlope));
    }

    /**
     * The scale of a derivative that is lost because its factors, such as eᶻ in z·eᶻ, are below the smallest normal
     * number. The loss is nothing in itself, but a large incoming gradient can make it matter in the delta.
     */
    private double ofLostDerivative(double z) {
        return FACTORS_OF_SLOPE * (1 + Math.abs(z)) * tolerances.smallestNormal() / tolerances.tau();
    }

    /** The scale of a derivative that is lost because its divisor exceeds the largest number: then it is 0. */
    private double ofOverflow(double z, int power, double slope) {
        return Math.pow(Math.abs(z), power) > tolerances.largestNumber() ? slope / tolerances.tau() : 0;
    }

    /**
     * The scale of 1 − a and similar, where a is almost 1. It is off by the last place of 1, or it is 0 because a is 1.
     * So its error is never more than a few times itself.
     */
    private double ofSaturated(double ofOne, double slope) {
        return min(ofOne, Tolerances.SATURATED * slope / tolerances.tau());
    }

    /** |dA| of a hidden layer. */
    private Matrix incoming(int layer) {
        Matrix dX = tensor(Quantity.DELTA, layer + 1).dot(transposed(layer + 1));
        return layer(layer + 1).dropped(dX, batch.mask(layer + 1)).abs();
    }

    /** edA of a hidden layer. */
    private Matrix incomingScale(int layer) {
        Matrix dX = sizeOfDelta(layer + 1).dot(transposed(layer + 1).abs());
        return layer(layer + 1).dropped(dX, batch.mask(layer + 1));
    }

    /** edW = (|X|ᵀ·(|dZ| + edZ) + eXᵀ·(|dZ| + τ·edZ)) / n. */
    private Matrix weightGradient(int layer) {
        Matrix dZ = tensor(Quantity.DELTA, layer).abs();
        Matrix scale = layerInput(layer).transpose().dot(sizeOfDelta(layer));
        if (layer > 1) {
            Matrix ofX = layer(layer).dropped(activation(layer - 1), batch.mask(layer));
            scale = scale.plus(ofX.transpose().dot(dZ.plus(delta(layer).times(tolerances.tau()))));
        }
        return scale.div(examples);
    }

    /** edb = Σ (|dZ| + edZ) / n. */
    private Matrix biasGradient(int layer) {
        return sizeOfDelta(layer).sum(0).div(examples);
    }

    /** The scales of the optimizer state of W and, last, of its update without the weight decay. */
    private List<Matrix> ofWeights(int layer) {
        return updates.computeIfAbsent(
                new Key(step.step(), Quantity.WEIGHT_UPDATE, layer),
                key -> updates(
                        layer,
                        toOptimizer(layer).ofWeights(),
                        before.optimizers().get(layer - 1).weights(),
                        optimizerState(layer).weights()));
    }

    /** The scales of the optimizer state of b and, last, of its update. */
    private List<Matrix> ofBias(int layer) {
        return updates.computeIfAbsent(
                new Key(step.step(), Quantity.BIAS_UPDATE, layer),
                key -> updates(
                        layer,
                        toOptimizer(layer).ofBias().orElseThrow(),
                        before.optimizers().get(layer - 1).bias(),
                        optimizerState(layer).bias()));
    }

    private OptimizerState optimizerState(int layer) {
        return OptimizerState.from(quantity -> step.get(quantity, layer));
    }

    /** The gradients that the optimizer receives: normalized, plus the gradients of the penalties. */
    private LayerScales.Gradients toOptimizer(int layer) {
        return layer(layer)
                .toOptimizer(
                        gradients(layer),
                        () -> norm(layer),
                        before.weights().get(layer - 1),
                        spec.optimizerOf(layer - 1));
    }

    private LayerScales.Norm norm(int layer) {
        return Layer.withOneNorm(spec.layers(), layer)
                .mapToObj(l -> gradients(l).norm())
                .reduce(LayerScales.Norm.NONE, LayerScales.Norm::with);
    }

    private LayerScales.Gradients gradients(int layer) {
        MatrixWithScale ofWeights =
                new MatrixWithScale(tensor(Quantity.WEIGHT_GRADIENT, layer), of(Quantity.WEIGHT_GRADIENT, layer));
        Optional<MatrixWithScale> ofBias = step.get(Quantity.BIAS_GRADIENT, layer)
                .map(gradient -> new MatrixWithScale(gradient, of(Quantity.BIAS_GRADIENT, layer)));
        return new LayerScales.Gradients(ofWeights, ofBias);
    }

    private List<Matrix> updates(
            int layer, MatrixWithScale gradient, List<Matrix> stateBefore, List<Matrix> stateAfter) {
        return new UpdateScales(
                        gradient.value(),
                        gradient.scale(),
                        stateBefore,
                        stateAfter,
                        rates.applyAsDouble(layer),
                        step.step() + 1.0,
                        tolerances.tau(),
                        underflow())
                .of(spec.optimizerOf(layer - 1));
    }

    /** The scale of the update after the weight decay is added. */
    private Matrix decayed(Matrix ofUpdate, int layer) {
        double decay = layer(layer).decay(spec.optimizerOf(layer - 1));
        if (decay == 0) {
            return ofUpdate;
        }
        double rate = 2 * rates.applyAsDouble(layer) + Tolerances.NEGLIGIBLE_RATE * underflow();
        Matrix terms = weightsBefore(layer).times(decay * rate);
        return ofUpdate.plus(terms).plus(tensor(Quantity.WEIGHT_UPDATE, layer).abs());
    }

    /** The scale of W after the update and the constraint. */
    private Matrix weights(int layer) {
        Matrix ofMoved = weightsBefore(layer).plus(of(Quantity.WEIGHT_UPDATE, layer));
        if (spec.layers().get(layer - 1).constraint().isEmpty()) {
            return ofMoved;
        }
        Matrix previous = before.weights().get(layer - 1).weights();
        return layer(layer)
                .constrained(new MatrixWithScale(previous.minus(tensor(Quantity.WEIGHT_UPDATE, layer)), ofMoved));
    }

    private LayerScales layer(int layer) {
        return new LayerScales(spec.layers().get(layer - 1), batch.size(), tolerances);
    }

    private static Matrix last(List<Matrix> scales) {
        return scales.get(scales.size() - 1);
    }

    /** |X|: |A| of the layer below after dropout, or the inputs. */
    private Matrix layerInput(int layer) {
        Matrix below = layer == 1 ? batch.inputs() : tensor(Quantity.ACTIVATION, layer - 1);
        return layer(layer).dropped(below.abs(), batch.mask(layer));
    }

    /** |X| + eX; the inputs are exact. */
    private Matrix sizeBelow(int layer) {
        return layer == 1
                ? layerInput(layer)
                : layerInput(layer).plus(layer(layer).dropped(activation(layer - 1), batch.mask(layer)));
    }

    /** |dZ| + edZ. */
    private Matrix sizeOfDelta(int layer) {
        return tensor(Quantity.DELTA, layer).abs().plus(delta(layer));
    }

    /** The scale of an underflow, in units of τ: numbers below the smallest normal one lose digits or become 0. */
    private double underflow() {
        return tolerances.vanishing() / tolerances.tau();
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
