package dev.plumbline.compare.rounding;

import static java.lang.Math.abs;
import static java.lang.Math.signum;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.Perturbation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * Perturbs the numbers of a step, up or down at random, by one or more units in the last place of the terms they are
 * computed from. An engine that computes exp(z) − 1 literally is off by the last place of 1, however small z is. One
 * that adds x·y to −x·y may be left with the rounding error of one of them. Where tanh is almost 1, its derivative 1 −
 * a² consists of last places only. For a 32-bit engine the numbers are rounded to 32 bits, so a number that is almost 1
 * may become 1.
 */
public final class RoundingPerturbation implements Perturbation {
    private final NetworkSpec spec;
    private final Batch batch;
    private final TrainingState before;
    private final IntToDoubleFunction rates;
    private final SplittableRandom random;
    private final boolean f64;
    private final double lastPlaces;
    private final boolean together;
    private final double unitRoundoff;
    private final double vanishing; // see Tolerances
    private final double largestNumber;
    private final double examples; // the divisor of sums over the batch
    private final Map<Key, Matrix> terms;
    private final Matrix[] a; // of each layer computed so far; a[0] is the input
    private final Matrix[] z;
    private Matrix dZ = Matrix.zeros(1, 1); // of the layer whose gradients are next

    /**
     * How far numbers move, and to which side.
     *
     * @param lastPlaces the size of the perturbation in units in the last place. With 0 the numbers are only rounded,
     *     and a number that is nothing but rounding error becomes 0
     * @param together whether all numbers of a tensor move to the same side, as with an exp that rounds down
     * @param random decides between up and down
     */
    public record Moves(double lastPlaces, boolean together, SplittableRandom random) {}

    /**
     * A perturbation of one step.
     *
     * @param spec the network
     * @param batch the batch of the step
     * @param before the state before the step
     * @param rates the learning rate of each layer, counted from 1
     */
    public RoundingPerturbation(
            NetworkSpec spec, Batch batch, TrainingState before, IntToDoubleFunction rates, Moves moves) {
        this(spec, batch, before, rates, moves, new HashMap<>());
    }

    /**
     * A perturbation of one step with terms that are known.
     *
     * @param terms the terms of the numbers, as far as an earlier perturbation of the same step has computed them; this
     *     perturbation adds the others. They cost as much as the step, and a perturbation changes them only in their
     *     last places
     */
    public RoundingPerturbation(
            NetworkSpec spec,
            Batch batch,
            TrainingState before,
            IntToDoubleFunction rates,
            Moves moves,
            Map<Key, Matrix> terms) {
        this.spec = spec;
        this.batch = batch;
        this.before = before;
        this.rates = rates;
        this.random = moves.random();
        this.terms = terms;
        this.f64 = spec.precision() == Precision.F64;
        this.lastPlaces = moves.lastPlaces();
        this.together = moves.together();
        this.unitRoundoff = spec.precision().unitRoundoff();
        this.vanishing = (f64 ? Double.MIN_NORMAL : Float.MIN_NORMAL) / unitRoundoff;
        this.largestNumber = f64 ? Double.MAX_VALUE : Float.MAX_VALUE;
        this.examples = spec.reduction() == Reduction.MEAN ? batch.size() : 1;
        this.a = new Matrix[spec.layers().size() + 1];
        this.z = new Matrix[spec.layers().size() + 1];
        a[0] = batch.inputs();
    }

    @Override
    public Matrix perturb(Quantity quantity, int layer, Matrix tensor) {
        return switch (quantity) {
            case PRE_ACTIVATION -> z[layer] = perturbed(tensor, terms(quantity, layer, tensor));
            case ACTIVATION -> a[layer] = saturated(layer, perturbed(tensor, terms(quantity, layer, tensor)), tensor);
            case DELTA -> dZ = lost(layer, perturbed(tensor, terms(quantity, layer, tensor)));
            case LOSS, WEIGHT_GRADIENT, BIAS_GRADIENT -> perturbed(tensor, terms(quantity, layer, tensor));
            case WEIGHT_UPDATE, BIAS_UPDATE ->
                perturbed(
                        tensor, tensor.abs().times(roundingsOfUpdate(layer)).plus(ofVelocity(quantity, layer, tensor)));
            case WEIGHTS, BIAS -> perturbed(tensor, tensor.abs());
            default -> tensor;
        };
    }

    private Matrix terms(Quantity quantity, int layer, Matrix tensor) {
        return terms.computeIfAbsent(
                new Key(batch.step(), quantity, layer), key -> computeTerms(quantity, layer, tensor));
    }

    private Matrix computeTerms(Quantity quantity, int layer, Matrix tensor) {
        return switch (quantity) {
            case PRE_ACTIVATION -> terms(layer);
            case ACTIVATION -> tensor.abs().plus(extraTerms(layer));
            case LOSS -> tensor.abs().plus(ofLosses());
            case DELTA -> tensor.abs().plus(ofDelta(layer));
            case WEIGHT_GRADIENT -> layerInput(layer).transpose().dot(dZ.abs()).div(examples);
            case BIAS_GRADIENT -> dZ.abs().sum(0).div(examples);
            default -> tensor.abs();
        };
    }

    /** The rounding error of an update, in units in the last place. In moving means, β and 1 − β are rounded too. */
    private double roundingsOfUpdate(int layer) {
        return Tolerances.ROUNDINGS_OF_UPDATE + Tolerances.PART_OF_MEANS * ofMeans(spec.optimizerOf(layer - 1));
    }

    /**
     * |μv| of a momentum, from which the rest of the update is subtracted. If the gradient is small, Nesterov's update
     * is the small difference of μv and (1 + μ)·v′. If the rate multiplies the velocity, it multiplies this term too.
     */
    private Matrix ofVelocity(Quantity quantity, int layer, Matrix update) {
        Optimizer optimizer = spec.optimizerOf(layer - 1);
        OptimizerState state = before.optimizers().get(layer - 1);
        List<Matrix> velocities = quantity == Quantity.BIAS_UPDATE ? state.bias() : state.weights();
        if (!(optimizer instanceof Optimizer.MomentumMethod method) || velocities.isEmpty()) {
            return update.times(0);
        }
        double factor = method.scalesVelocity() ? rates.applyAsDouble(layer) : 1;
        return velocities.get(0).abs().times(method.momentum() * factor);
    }

    private static double ofMeans(Optimizer optimizer) {
        if (optimizer instanceof Optimizer.Adam adam) {
            return ofMean(adam.beta1()) + ofMean(adam.beta2());
        }
        if (optimizer instanceof Optimizer.Amsgrad amsgrad) {
            return ofMean(amsgrad.beta1()) + ofMean(amsgrad.beta2());
        }
        if (optimizer instanceof Optimizer.Nadam nadam) {
            return ofMean(nadam.beta1()) + ofMean(nadam.beta2());
        }
        if (optimizer instanceof Optimizer.Adamax adamax) {
            return ofMean(adamax.beta1());
        }
        if (optimizer instanceof Optimizer.Rmsprop rmsprop) {
            return ofMean(rmsprop.decay());
        }
        return optimizer instanceof Optimizer.Adadelta adadelta ? 2 * ofMean(adadelta.decay()) : 0;
    }

    private static double ofMean(double beta) {
        return beta / (1 - beta);
    }

    private Layer layer(int layer) {
        return spec.layers().get(layer - 1);
    }

    /** |X|·|W| + |b|. */
    private Matrix terms(int layer) {
        LayerWeights parameters = before.weights().get(layer - 1);
        Matrix products = layerInput(layer).dot(parameters.weights().abs());
        return parameters.bias().map(b -> products.plus(b.abs())).orElse(products);
    }

    /** |X|, the input of the layer after dropout; z and the gradient of W are sums over it. */
    private Matrix layerInput(int layer) {
        return dropped(a[layer - 1].abs(), layer);
    }

    private Matrix dropped(Matrix x, int layer) {
        return layer(layer)
                .dropout()
                .flatMap(dropout -> batch.mask(layer).map(mask -> x.times(mask).div(dropout.keepProbability())))
                .orElse(x);
    }

    /** The terms of an activation beyond its own value. */
    private Matrix extraTerms(int layer) {
        if (isSoftmax(layer)) {
            return z[layer].times(0);
        }
        ActivationBounds.IntervalBound terms =
                ActivationBounds.of(layer(layer).activation()).terms();
        return z[layer].map(at -> terms.on(at, at));
    }

    /**
     * Without a perturbation, an activation one last place from 1 becomes 1, as in engines whose tanh saturates early.
     * Then the derivative 1 − a² is 0 in a whole layer at once, which random perturbations do not show.
     */
    private Matrix saturated(int layer, Matrix perturbed, Matrix unperturbed) {
        boolean saturates = lastPlaces == 0
                && !isSoftmax(layer)
                && ActivationBounds.of(layer(layer).activation()).ofActivation() > 0;
        return saturates
                ? perturbed.zip(unperturbed, (to, at) -> 1 - abs(at) <= unitRoundoff ? signum(at) : to)
                : perturbed;
    }

    /** A delta is 0 in engines in which the divisor of its derivative exceeds the largest number. */
    private Matrix lost(int layer, Matrix delta) {
        int power = isSoftmax(layer)
                ? 0
                : ActivationBounds.of(layer(layer).activation()).powerOfSlope();
        return power == 0
                ? delta
                : delta.zip(
                        z[layer],
                        (to, at) -> Math.pow(abs(at), power) > largestNumber && random.nextDouble() < 0.5 ? 0 : to);
    }

    private boolean isSoftmax(int layer) {
        return layer(layer).activation() instanceof Activation.Softmax;
    }

    /** The terms of a delta beyond its own value. */
    private Matrix ofDelta(int layer) {
        if (layer < spec.layers().size()) {
            return through(layer, dropped(dZ.abs().dot(above(layer).transpose()), layer + 1));
        }
        boolean isDifference = spec.loss() instanceof Loss.CategoricalCrossEntropy; // dZ = ŷ − y
        return isSoftmax(layer) && !isDifference
                ? softmax(layer).backward(weighted(ofLoss(layer).gradient()), ofGradient(layer))
                : through(layer, ofGradient(layer));
    }

    private Matrix above(int layer) {
        return before.weights().get(layer).weights().abs();
    }

    /** The terms of ∂l/∂ŷ if it is a difference of products; ŷ − y itself is exact to its last place. */
    private Matrix ofGradient(int last) {
        boolean differs = spec.loss() instanceof Loss.Cosine || spec.loss() instanceof Loss.MeanSquaredLogarithmicError;
        return differs ? weighted(ofLoss(last).ofGradient()) : a[last].times(0);
    }

    private OutputScales.Terms ofLoss(int last) {
        return OutputScales.of(
                spec.loss(), new OutputScales(a[last], a[last].times(0), batch.targets(), false, unitRoundoff));
    }

    private Matrix weighted(Matrix ofExamples) {
        return batch.weights().map(ofExamples::times).orElse(ofExamples);
    }

    /** From the gradient of an activation's output to that of its input. */
    private Matrix through(int layer, Matrix ofdA) {
        if (isSoftmax(layer)) {
            return softmax(layer).backward(ofdA, ofdA);
        }
        ActivationBounds.IntervalBound steepest =
                ActivationBounds.of(layer(layer).activation()).steepest();
        return z[layer].map(at -> steepest.on(at, at)).times(ofdA);
    }

    private SoftmaxScales softmax(int layer) {
        return new SoftmaxScales(z[layer], a[layer], z[layer].times(0), unitRoundoff);
    }

    /** The terms of the loss: those of the examples' losses. */
    private double ofLosses() {
        return weighted(ofLoss(spec.layers().size()).loss()).sum() / examples;
    }

    private Matrix perturbed(Matrix tensor, Matrix terms) {
        boolean allUp = together && random.nextDouble() < 0.5;
        double[] result = tensor.toRowMajor();
        double[] ofTerms = terms.toRowMajor();
        for (int i = 0; i < result.length; i++) {
            result[i] = perturbed(result[i], ofTerms[i], allUp);
        }
        return Matrix.wrap(tensor.rows(), tensor.columns(), result);
    }

    private double perturbed(double value, double of, boolean allUp) {
        double distance = lastPlaces * unitRoundoff * of;
        boolean vanishes = unitRoundoff * of >= abs(value); // only rounding error is left, or 0
        boolean underflows = value != 0 && abs(value) < vanishing; // its intermediate results may be 0 in some engines
        boolean up = allUp;
        if (!together || vanishes || underflows) {
            double drawn = random.nextDouble();
            if (underflows) {
                return drawn < 0.5 ? value : 0;
            }
            if (vanishes && (lastPlaces == 0 || drawn >= 2.0 / 3)) {
                return 0;
            }
            up = together ? allUp : drawn * 6 % 2 < 1; // with probability 1/2, also given drawn < 2/3
        }
        return rounded(up ? value + distance : value - distance);
    }

    private double rounded(double value) {
        return f64 || abs(value) > Float.MAX_VALUE ? value : (float) value;
    }
}
