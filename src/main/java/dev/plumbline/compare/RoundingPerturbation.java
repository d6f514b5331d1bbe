package dev.plumbline.compare;

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
import dev.plumbline.trace.Perturbation;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.TrainingState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Moves the numbers of a step up or down, at random, by the last place of the terms that they are left over from: an engine
 * that takes exp(z) - 1 as it stands is off by the last place of 1, however small z is; and one that adds x·y to -x·y may
 * have the rounding of one of them left. Where tanh is all but 1, its slope 1 - a² is made of last places alone. For an engine
 * that has 32 bits they are rounded to these, so that what is all but 1 may be 1.
 */
final class RoundingPerturbation implements Perturbation {
    private final NetworkSpec spec;
    private final Batch batch;
    private final TrainingState before;
    private final SplittableRandom random;
    private final boolean f64;
    private final double places;
    private final boolean together;
    private final double lastPlace;
    private final double vanishing; // see Tolerances
    private final double examples; // what sums over the batch are divided by
    private final Map<Key, Matrix> terms;
    private final Matrix[] a; // of each layer, as far as the step has come; a[0] is the input
    private final Matrix[] z;
    private Matrix dZ = Matrix.zeros(1, 1); // of the layer whose gradients come next

    /**
     * For one step.
     *
     * @param spec the network
     * @param batch the step's
     * @param before the state that it is taken from
     * @param places by how many last places they are moved; with none, they are rounded only, and what is nothing but rounding is
     *     nothing
     * @param random what decides on up and down
     */
    RoundingPerturbation(NetworkSpec spec, Batch batch, TrainingState before, double places, SplittableRandom random) {
        this(spec, batch, before, places, false, random, new HashMap<>());
    }

    /**
     * The same, where the numbers of a tensor may move together.
     *
     * @param together whether all numbers of a tensor are moved to the same side, as by an exp that rounds down
     * @param terms of which numbers are left over, as far as they are known of this step taken before: they cost as much as the
     *     step, and last places of them are those of others, moved by last places; the rest is added
     */
    RoundingPerturbation(
            NetworkSpec spec,
            Batch batch,
            TrainingState before,
            double places,
            boolean together,
            SplittableRandom random,
            Map<Key, Matrix> terms) {
        this.spec = spec;
        this.batch = batch;
        this.before = before;
        this.random = random;
        this.terms = terms;
        this.f64 = spec.precision() == Precision.F64;
        this.places = places;
        this.together = together;
        this.lastPlace = spec.precision().unitRoundoff();
        this.vanishing = (f64 ? Double.MIN_NORMAL : Float.MIN_NORMAL) / lastPlace;
        this.examples = spec.reduction() == Reduction.MEAN ? batch.size() : 1;
        this.a = new Matrix[spec.layers().size() + 1];
        this.z = new Matrix[spec.layers().size() + 1];
        a[0] = batch.inputs();
    }

    @Override
    public Matrix perturb(Quantity quantity, int layer, Matrix tensor) {
        return switch (quantity) {
            case PRE_ACTIVATION -> z[layer] = moved(tensor, terms(quantity, layer, tensor));
            case ACTIVATION -> a[layer] = saturated(layer, moved(tensor, terms(quantity, layer, tensor)), tensor);
            case DELTA -> dZ = moved(tensor, terms(quantity, layer, tensor));
            case LOSS, WEIGHT_GRADIENT, BIAS_GRADIENT -> moved(tensor, terms(quantity, layer, tensor));
            case WEIGHT_UPDATE, BIAS_UPDATE ->
                moved(tensor, tensor.abs().times(roundingsOfUpdate(layer)).plus(ofVelocity(quantity, layer, tensor)));
            case WEIGHTS, BIAS -> moved(tensor, tensor.abs());
            default -> tensor;
        };
    }

    private Matrix terms(Quantity quantity, int layer, Matrix tensor) {
        return terms.computeIfAbsent(
                new Key(batch.step(), quantity, layer), key -> calculatedTerms(quantity, layer, tensor));
    }

    private Matrix calculatedTerms(Quantity quantity, int layer, Matrix tensor) {
        return switch (quantity) {
            case PRE_ACTIVATION -> terms(layer);
            case ACTIVATION -> tensor.abs().plus(leftOver(layer));
            case LOSS -> tensor.abs().plus(ofLosses());
            case DELTA -> tensor.abs().plus(ofDelta(layer));
            case WEIGHT_GRADIENT -> taken(layer).transpose().dot(dZ.abs()).div(examples);
            case BIAS_GRADIENT -> dZ.abs().sum(0).div(examples);
            default -> tensor.abs();
        };
    }

    /** How many last places an update is off: where it is made of moving means, β and 1 − β are rounded too. */
    private double roundingsOfUpdate(int layer) {
        return Tolerances.ROUNDINGS_OF_UPDATE + Tolerances.PART_OF_MEANS * ofMeans(spec.optimizerOf(layer - 1));
    }

    /**
     * |μv| of a momentum, from which the rest of the update is subtracted: where the gradient is small beside it, an update of
     * Nesterov's is what μv − (1 + μ)·v′ leaves of the two.
     */
    private Matrix ofVelocity(Quantity quantity, int layer, Matrix update) {
        Optimizer optimizer = spec.optimizerOf(layer - 1);
        OptimizerState memory = before.optimizers().get(layer - 1);
        List<Matrix> own = quantity == Quantity.BIAS_UPDATE ? memory.bias() : memory.weights();
        double mu = optimizer instanceof Optimizer.Nesterov nesterov
                ? nesterov.momentum()
                : optimizer instanceof Optimizer.Momentum momentum ? momentum.momentum() : 0;
        return mu == 0 || own.isEmpty() ? update.times(0) : own.get(0).abs().times(mu);
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
        LayerWeights own = before.weights().get(layer - 1);
        Matrix products = taken(layer).dot(own.weights().abs());
        return own.bias().map(b -> products.plus(b.abs())).orElse(products);
    }

    /** |X|, of which z and the gradient of W are sums: what is left of the activation below. */
    private Matrix taken(int layer) {
        return dropped(a[layer - 1].abs(), layer);
    }

    private Matrix dropped(Matrix x, int layer) {
        return layer(layer)
                .dropout()
                .flatMap(dropout -> batch.mask(layer).map(mask -> x.times(mask).div(dropout.keepProbability())))
                .orElse(x);
    }

    /** What an activation is left over from, beyond itself. */
    private Matrix leftOver(int layer) {
        if (isSoftmax(layer)) {
            return z[layer].times(0);
        }
        ActivationBounds.IntervalBound terms =
                ActivationBounds.of(layer(layer).activation()).terms();
        return z[layer].map(at -> terms.on(at, at));
    }

    /**
     * With no places to move by, what is a last place from 1 is 1, as to engines whose tanh comes to it early: what they make of
     * a slope 1 − a² is nothing in all of a layer at once, which numbers that are moved at random do not show.
     */
    private Matrix saturated(int layer, Matrix moved, Matrix own) {
        boolean has = places == 0
                && !isSoftmax(layer)
                && ActivationBounds.of(layer(layer).activation()).ofActivation() > 0;
        return has ? moved.zip(own, (to, at) -> 1 - abs(at) <= lastPlace ? signum(at) : to) : moved;
    }

    private boolean isSoftmax(int layer) {
        return layer(layer).activation() instanceof Activation.Softmax;
    }

    /** What a delta is left over from, beyond itself. */
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

    /** Of ∂l/∂ŷ, where it is a difference of products; ŷ − y itself is exact to its last place. */
    private Matrix ofGradient(int last) {
        boolean differs = spec.loss() instanceof Loss.Cosine || spec.loss() instanceof Loss.MeanSquaredLogarithmicError;
        return differs ? weighted(ofLoss(last).ofGradient()) : a[last].times(0);
    }

    private OutputScales.Terms ofLoss(int last) {
        return OutputScales.of(
                spec.loss(), new OutputScales(a[last], a[last].times(0), batch.targets(), false, lastPlace));
    }

    private Matrix weighted(Matrix ofExamples) {
        return batch.weights().map(ofExamples::times).orElse(ofExamples);
    }

    /** From what comes down to an activation to what goes on from it. */
    private Matrix through(int layer, Matrix ofdA) {
        if (isSoftmax(layer)) {
            return softmax(layer).backward(ofdA, ofdA);
        }
        ActivationBounds.IntervalBound steepest =
                ActivationBounds.of(layer(layer).activation()).steepest();
        return z[layer].map(at -> steepest.on(at, at)).times(ofdA);
    }

    private SoftmaxScales softmax(int layer) {
        return new SoftmaxScales(z[layer], a[layer], z[layer].times(0), lastPlace);
    }

    /** What the loss is left over from: the terms of the examples' losses. */
    private double ofLosses() {
        return weighted(ofLoss(spec.layers().size()).loss()).sum() / examples;
    }

    private Matrix moved(Matrix tensor, Matrix terms) {
        boolean allUp = together && random.nextDouble() < 0.5;
        double[] result = tensor.toRowMajor();
        double[] ofTerms = terms.toRowMajor();
        for (int i = 0; i < result.length; i++) {
            result[i] = moved(result[i], ofTerms[i], allUp);
        }
        return Matrix.wrap(tensor.rows(), tensor.columns(), result);
    }

    private double moved(double value, double of, boolean allUp) {
        double distance = places * lastPlace * of;
        boolean vanishes = lastPlace * of >= abs(value); // nothing but rounding is left, and nothing at all may be
        boolean underflows = value != 0 && abs(value) < vanishing; // what some engines make it of may be 0 to them
        boolean up = allUp;
        if (!together || vanishes || underflows) {
            double drawn = random.nextDouble();
            if (underflows) {
                return drawn < 0.5 ? value : 0;
            }
            if (vanishes && (places == 0 || drawn >= 2.0 / 3)) {
                return 0;
            }
            up = together ? allUp : drawn * 6 % 2 < 1; // as likely as not, also below 2/3
        }
        return rounded(up ? value + distance : value - distance);
    }

    private double rounded(double value) {
        return f64 || abs(value) > Float.MAX_VALUE ? value : (float) value;
    }
}
