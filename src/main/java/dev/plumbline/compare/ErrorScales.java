package dev.plumbline.compare;

import static java.lang.Math.min;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
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
final class ErrorScales {
    /** No formula of a slope multiplies a number that vanishes by more than so many times 1 + |z|. */
    private static final double FACTORS_OF_SLOPE = 4;

    private final StepTrace step;
    private final Batch batch;
    private final TrainingState before;
    private final NetworkSpec spec;
    private final double examples; // what sums over the batch are divided by
    private final IntToDoubleFunction rates;
    private final Tolerances tolerances;
    final @Nullable Matrix[] preActivations;
    final @Nullable Matrix[] activations;
    final @Nullable Matrix[] deltas;
    private final @Nullable Matrix[] steepest;
    private final Map<Key, List<Matrix>> updates = new HashMap<>(); // by that of the update
    final Map<Key, Matrix> scales = new HashMap<>();
    private OutputScales.@Nullable Terms outputs;

    /**
     * The scales of a step of the reference.
     *
     * @param step what the reference recorded of it; complete
     * @param batch the examples it was taken on
     * @param before the weights it was taken from, and what the optimizer remembered
     * @param spec the network
     * @param rates the learning rate of each layer, which are counted from 1
     * @param tolerances the unit
     */
    ErrorScales(
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

    /** The scale of each number of a tensor; at least that of a number that intermediate results may lose to underflow. */
    Matrix of(Quantity quantity, int layer) {
        Key key = new Key(step.step(), quantity, layer);
        Matrix known = scales.get(key);
        if (known == null) {
            known = scale(quantity, layer).plus(underflow());
            scales.put(key, known);
        }
        return known;
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

    /** eZ = (|X| + eX)·|W| + |b|, with what is left of A and eA of the layer below. */
    private Matrix preActivation(int layer) {
        Matrix known = preActivations[layer];
        if (known == null) {
            known = sizeBelow(layer).dot(weightsBefore(layer)).plus(underflow());
            LayerWeights own = before.weights().get(layer - 1);
            if (own.bias().isPresent()) {
                known = known.plus(own.bias().get().abs());
            }
            preActivations[layer] = known;
        }
        return known;
    }

    /** eA = |f′| ⊙ eZ + |A|, and the terms that A is left over from. */
    private Matrix activation(int layer) {
        Matrix known = activations[layer];
        if (known == null) {
            Matrix a = tensor(Quantity.ACTIVATION, layer);
            Matrix carried = isSoftmax(layer)
                    ? softmax(layer).carried()
                    : steepest(layer)
                            .times(preActivation(layer))
                            .plus(on(layer, slope(layer).terms()));
            known = carried.plus(a.abs()).plus(underflow());
            activations[layer] = known;
        }
        return known;
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

    private ActivationBounds.Bounds slope(int layer) {
        return ActivationBounds.of(spec.layers().get(layer - 1).activation());
    }

    /** A bound wherever rounding may carry z. */
    private Matrix on(int layer, ActivationBounds.IntervalBound bound) {
        return tensor(Quantity.PRE_ACTIVATION, layer).zip(preActivation(layer), (z, e) -> {
            double distance = tolerances.tau() * e;
            return bound.on(z - distance, z + distance);
        });
    }

    /** |f′|. */
    private Matrix steepest(int layer) {
        Matrix known = steepest[layer];
        if (known == null) {
            known = on(layer, slope(layer).steepest());
            steepest[layer] = known;
        }
        return known;
    }

    /** Times the weights of the examples. */
    private Matrix weighted(Matrix ofExamples) {
        return batch.weights().map(ofExamples::times).orElse(ofExamples);
    }

    /** Of the outputs' losses and their gradient. */
    private OutputScales.Terms outputs() {
        OutputScales.Terms known = outputs;
        if (known == null) {
            int last = step.layers();
            known = OutputScales.of(
                    spec.loss(),
                    new OutputScales(
                            tensor(Quantity.ACTIVATION, last),
                            activation(last),
                            batch.targets(),
                            cancels(),
                            tolerances.tau()));
            outputs = known;
        }
        return known;
    }

    /** Whether the last slope is what the loss divides by. */
    private boolean cancels() {
        return spec.loss() instanceof Loss.BinaryCrossEntropy
                && spec.layers().get(step.layers() - 1).activation() instanceof Activation.Sigmoid;
    }

    /** The terms of the examples' losses and of the penalties. */
    private Matrix loss() {
        double penalties = 0;
        for (int l = 1; l <= step.layers(); l++) {
            penalties += layer(l).penalties(before.weights().get(l - 1));
        }
        double terms = weighted(outputs().loss()).sum() / examples;
        return tensor(Quantity.LOSS, step.layers()).abs().plus(terms + penalties);
    }

    /** edZ = |f′| ⊙ edA + |dA| ⊙ ef′, with dA what comes down from above, or from the loss. */
    private Matrix delta(int layer) {
        Matrix known = deltas[layer];
        if (known == null) {
            boolean last = layer == step.layers();
            Matrix dA = last ? weighted(outputs().gradient()) : incoming(layer);
            Matrix ofdA = last ? weighted(outputs().ofGradient()) : incomingScale(layer);
            known = backward(layer, dA, ofdA)
                    .plus(tensor(Quantity.DELTA, layer).abs())
                    .plus(underflow());
            deltas[layer] = known;
        }
        return known;
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

    /** dZ = ŷ − y, but where the loss has another number in the place of ŷ: there nothing cancels. */
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
        ActivationBounds.Bounds slope = slope(layer);
        Matrix steepest = steepest(layer);
        Matrix ofSlope = on(layer, slope.curved())
                .times(preActivation(layer))
                .plus(steepest.times(3))
                .plus(on(layer, slope.termsOfSlope()))
                .plus(tensor(Quantity.PRE_ACTIVATION, layer).map(this::lostOfSlope))
                .plus(activation(layer).times(slope.ofActivation()).zip(steepest, this::ofSaturated));
        return steepest.times(ofdA).plus(dA.times(ofSlope));
    }

    /**
     * Of a slope that is lost because its factors, such as eᶻ in z·eᶻ, are below the smallest normal number: that is nothing in
     * itself, but what comes down may be so large that it would be something in the delta.
     */
    private double lostOfSlope(double z) {
        return FACTORS_OF_SLOPE * (1 + Math.abs(z)) * tolerances.smallestNormal() / tolerances.tau();
    }

    /**
     * Of 1 − a, and the like, where a is all but 1: it is off by the last place of 1, or else nothing is left of it, because
     * a is 1; so it is never off by more than a few times itself.
     */
    private double ofSaturated(double ofOne, double slope) {
        return min(ofOne, Tolerances.SATURATED * slope / tolerances.tau());
    }

    /** |dA|, what came down to a hidden layer. */
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
        Matrix known = taken(layer).transpose().dot(sizeOfDelta(layer));
        if (layer > 1) {
            Matrix ofX = layer(layer).dropped(activation(layer - 1), batch.mask(layer));
            known = known.plus(ofX.transpose().dot(dZ.plus(delta(layer).times(tolerances.tau()))));
        }
        return known.div(examples);
    }

    /** edb = Σ (|dZ| + edZ) / n. */
    private Matrix biasGradient(int layer) {
        return sizeOfDelta(layer).sum(0).div(examples);
    }

    /** Of what the optimizer remembers of W, and last of its update, without the decay of the weights. */
    private List<Matrix> ofWeights(int layer) {
        return updates.computeIfAbsent(
                new Key(step.step(), Quantity.WEIGHT_UPDATE, layer),
                key -> updates(
                        layer,
                        toOptimizer(layer).ofWeights(),
                        before.optimizers().get(layer - 1).weights(),
                        memories(layer).weights()));
    }

    /** The same of b. */
    private List<Matrix> ofBias(int layer) {
        return updates.computeIfAbsent(
                new Key(step.step(), Quantity.BIAS_UPDATE, layer),
                key -> updates(
                        layer,
                        toOptimizer(layer).ofBias().orElseThrow(),
                        before.optimizers().get(layer - 1).bias(),
                        memories(layer).bias()));
    }

    private OptimizerState memories(int layer) {
        return OptimizerState.from(quantity -> step.get(quantity, layer));
    }

    /** The gradients that the optimizer gets: normalized, and with the penalties' slopes. */
    private LayerScales.Gradients toOptimizer(int layer) {
        MatrixWithScale ofWeights =
                new MatrixWithScale(tensor(Quantity.WEIGHT_GRADIENT, layer), of(Quantity.WEIGHT_GRADIENT, layer));
        Optional<MatrixWithScale> ofBias = step.get(Quantity.BIAS_GRADIENT, layer)
                .map(gradient -> new MatrixWithScale(gradient, of(Quantity.BIAS_GRADIENT, layer)));
        return layer(layer)
                .toOptimizer(
                        new LayerScales.Gradients(ofWeights, ofBias),
                        before.weights().get(layer - 1),
                        spec.optimizerOf(layer - 1));
    }

    private List<Matrix> updates(int layer, MatrixWithScale gradient, List<Matrix> remembered, List<Matrix> remembers) {
        return new UpdateScales(
                        gradient.value(),
                        gradient.scale(),
                        remembered,
                        remembers,
                        rates.applyAsDouble(layer),
                        step.step() + 1.0,
                        tolerances.tau(),
                        underflow())
                .of(spec.optimizerOf(layer - 1));
    }

    /** Of the update, once the decay of the weights is added to what the optimizer made. */
    private Matrix decayed(Matrix ofUpdate, int layer) {
        double decay = layer(layer).decay(spec.optimizerOf(layer - 1));
        if (decay == 0) {
            return ofUpdate;
        }
        double rate = 2 * rates.applyAsDouble(layer) + Tolerances.AS_GOOD_AS_ZERO * underflow();
        Matrix terms = weightsBefore(layer).times(decay * rate);
        return ofUpdate.plus(terms).plus(tensor(Quantity.WEIGHT_UPDATE, layer).abs());
    }

    /** Of W after the update, held to its constraint. */
    private Matrix weights(int layer) {
        Matrix ofMoved = weightsBefore(layer).plus(of(Quantity.WEIGHT_UPDATE, layer));
        if (spec.layers().get(layer - 1).constraint().isEmpty()) {
            return ofMoved;
        }
        Matrix own = before.weights().get(layer - 1).weights();
        return layer(layer).constrained(new MatrixWithScale(own.minus(tensor(Quantity.WEIGHT_UPDATE, layer)), ofMoved));
    }

    private LayerScales layer(int layer) {
        return new LayerScales(spec.layers().get(layer - 1), tolerances);
    }

    private static Matrix last(List<Matrix> scales) {
        return scales.get(scales.size() - 1);
    }

    /** |X|, what is left of |A| of the layer below, or of the inputs. */
    private Matrix taken(int layer) {
        Matrix below = layer == 1 ? batch.inputs() : tensor(Quantity.ACTIVATION, layer - 1);
        return layer(layer).dropped(below.abs(), batch.mask(layer));
    }

    /** |X| + eX; the inputs are exact. */
    private Matrix sizeBelow(int layer) {
        return layer == 1
                ? taken(layer)
                : taken(layer).plus(layer(layer).dropped(activation(layer - 1), batch.mask(layer)));
    }

    /** |dZ| + edZ. */
    private Matrix sizeOfDelta(int layer) {
        return tensor(Quantity.DELTA, layer).abs().plus(delta(layer));
    }

    /** Numbers below the smallest normal one lose digits or become 0, which this expresses in units of τ. */
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
