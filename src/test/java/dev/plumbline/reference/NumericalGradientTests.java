package dev.plumbline.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.LossProbe.OneSidedDerivatives;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Network.DenseLayer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks gradients without backpropagation, by the loss at slightly different weights, for every activation, loss and
 * reduction of the vocabulary, in a network of three layers. Each runs once plain, and once with penalties on weights
 * and biases, dropout and weights of the examples.
 */
@Slow
class NumericalGradientTests {
    /** A mistake this large, relative to a gradient's norm, must not pass. */
    private static final double PLANTED = 1e-8;

    private static final int EXAMPLES = 7;

    /** The weights of the examples: some count more than others, and one not at all. */
    private static final double[] WEIGHTS = {1, 0.5, 2, 0, 3, 1.25, 0.1};

    /** A power of two, so that the division of the updates is exact. */
    private static final double RATE = 0.5;

    static Stream<NetworkSpec> everyActivationLossAndReduction() {
        return Words.all(Activation.class).stream()
                .flatMap(activation -> Words.all(Loss.class).stream()
                        .flatMap(loss -> Stream.of(Reduction.values())
                                .flatMap(reduction -> Stream.of(false, true)
                                        .flatMap(options -> network(activation, loss, reduction, options).stream()))));
    }

    @ParameterizedTest
    @MethodSource("everyActivationLossAndReduction")
    void everyGradientIsTheDerivativeOfTheLoss(NetworkSpec spec) {
        LossProbe probe = LossProbe.atSuitableWeights(spec);
        StepTrace step = probe.step();

        for (int l = 1; l <= 3; l++) {
            assertSlope(probe.slopesOfWeights(l), gradientOfWeights(spec, step, l), "W" + l);
            assertSlope(probe.slopesOfBias(l), gradientOfBias(spec, step, l), "b" + l);
        }
    }

    @ParameterizedTest
    @MethodSource("everyActivationLossAndReduction")
    void findsASmallErrorInAGradient(NetworkSpec spec) {
        LossProbe probe = LossProbe.atSuitableWeights(spec);
        StepTrace step = probe.step();
        for (int l = 1; l <= 3; l++) {
            OneSidedDerivatives slopes = probe.slopesOfWeights(l);
            Matrix gradient = gradientOfWeights(spec, step, l);

            assertFalse(agree(slopes, gradient.times(1 + PLANTED)), "a factor in layer " + l);
            assertFalse(agree(slopes, gradient.plus(gradient.norm() * PLANTED)), "an offset in layer " + l);
            assertFalse(agree(slopes, gradient.unaryMinus()), "the sign in layer " + l);
            assertFalse(agree(slopes, gradient.times(EXAMPLES)), "a sum for a mean in layer " + l);
        }
    }

    static Stream<NetworkSpec> everyOneWithOptions() {
        return everyActivationLossAndReduction().filter(NumericalGradientTests::hasOptions);
    }

    @ParameterizedTest
    @MethodSource("everyOneWithOptions")
    void findsAGradientThatIgnoresAnOption(NetworkSpec spec) {
        LossProbe probe = LossProbe.atSuitableWeights(spec);
        StepTrace whole = probe.step();
        StepTrace unweighted = probe.step(batch -> with(batch, Optional.empty(), batch.masks()));
        StepTrace undropped = probe.step(batch -> with(batch, batch.weights(), List.of()));

        assertCaught(probe, l -> whole.get(Quantity.WEIGHT_GRADIENT, l).orElseThrow(), "the penalties");
        assertCaught(probe, l -> gradientOfWeights(spec, unweighted, l), "the examples' weights");
        assertCaught(probe, l -> gradientOfWeights(spec, undropped, l), "the masks");
    }

    /**
     * In at least one layer: after cubes of cubes, the derivative of the examples' loss is so steep in the first layer
     * that it hides others.
     */
    private static void assertCaught(LossProbe probe, IntFunction<Matrix> gradient, String what) {
        boolean agreed = IntStream.rangeClosed(1, 3).allMatch(l -> agree(probe.slopesOfWeights(l), gradient.apply(l)));
        assertFalse(agreed, what);
    }

    private static Batch with(Batch batch, Optional<Matrix> weights, List<Optional<Matrix>> masks) {
        return new Batch(
                batch.step(), batch.epoch(), batch.startsEpoch(), batch.inputs(), batch.targets(), weights, masks);
    }

    @ParameterizedTest
    @MethodSource("everyActivationLossAndReduction")
    void deltaIsTheDerivativeOfTheUnreducedLoss(NetworkSpec spec) {
        StepTrace step = LossProbe.atSuitableWeights(spec).step();
        double divisor = spec.reduction() == Reduction.MEAN ? EXAMPLES : 1;

        for (int l = 1; l <= 3; l++) {
            Matrix delta = step.get(Quantity.DELTA, l).orElseThrow();
            Matrix bias = step.get(Quantity.BIAS_GRADIENT, l).orElseThrow();
            // z = … + b, so the deltas of the examples sum to the derivative with respect to b.
            assertTrue(agree(delta.sum(0).div(divisor), bias), "layer " + l);
        }
    }

    /** With the gradients of the penalties, if there are any; they are added between gradient and update. */
    private static Matrix gradientOfWeights(NetworkSpec spec, StepTrace step, int layer) {
        return hasOptions(spec)
                ? step.get(Quantity.WEIGHT_UPDATE, layer).orElseThrow().div(RATE)
                : step.get(Quantity.WEIGHT_GRADIENT, layer).orElseThrow();
    }

    private static Matrix gradientOfBias(NetworkSpec spec, StepTrace step, int layer) {
        return hasOptions(spec)
                ? step.get(Quantity.BIAS_UPDATE, layer).orElseThrow().div(RATE)
                : step.get(Quantity.BIAS_GRADIENT, layer).orElseThrow();
    }

    private static boolean hasOptions(NetworkSpec spec) {
        return spec.layers().get(0).regularization().isPresent();
    }

    private static void assertSlope(OneSidedDerivatives slopes, Matrix gradient, String what) {
        assertEquals(gradient.shape(), slopes.left().shape());
        assertTrue(agree(slopes, gradient), () -> what + ": " + slopes.left().differenceFrom(gradient));
    }

    private static boolean agree(OneSidedDerivatives slopes, Matrix gradient) {
        return agree(slopes.left(), gradient) && agree(slopes.right(), gradient);
    }

    private static boolean agree(Matrix slope, Matrix gradient) {
        return slope.normOfDifference(gradient) <= LossProbe.TOLERANCE * gradient.norm();
    }

    /** The network with this activation and this loss; empty if they cannot be combined. */
    private static Optional<NetworkSpec> network(
            Activation activation, Loss loss, Reduction reduction, boolean options) {
        try {
            String name = activation + " " + loss + " " + reduction;
            return Optional.of(Network.define(options ? name + " with penalties, dropout and weights" : name, net -> {
                net.inputs(3)
                        .dense(5, activation, layer -> penalize(layer, options))
                        .dense(4, activation, layer -> drop(penalize(layer, options), options))
                        .dense(2, activation, layer -> drop(penalize(layer, options), options))
                        .init(new Initializer.Zeros())
                        .loss(loss, reduction)
                        .training(new Sgd(RATE), training -> training.epochs(1));
                double[][] inputs =
                        LossProbe.normal(new NumpyRandom(10), EXAMPLES, 3, 1).toArray();
                double[][] targets = targets().toArray();
                if (options) {
                    net.data(inputs, targets, WEIGHTS);
                } else {
                    net.data(inputs, targets);
                }
            }));
        } catch (InvalidSpecException doNotGoTogether) {
            return Optional.empty();
        }
    }

    private static DenseLayer penalize(DenseLayer layer, boolean really) {
        return really ? layer.regularization(new Regularization(0.01, 0.05, 0.02, 0.1, 0)) : layer;
    }

    private static void drop(DenseLayer layer, boolean really) {
        if (really) {
            layer.dropout(0.2);
        }
    }

    /** Positive rows that sum to one: valid targets of every loss, including those for probabilities. */
    private static Matrix targets() {
        Matrix first = Matrix.wrap(EXAMPLES, 1, new NumpyRandom(11).uniform(0.1, 0.9, EXAMPLES));
        double[] both = new double[2 * EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            both[2 * i] = first.get(i, 0);
            both[2 * i + 1] = 1 - first.get(i, 0);
        }
        return Matrix.wrap(EXAMPLES, 2, both);
    }
}
