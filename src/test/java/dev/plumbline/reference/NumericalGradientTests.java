package dev.plumbline.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.InvalidSpecException;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A third opinion that knows no backpropagation: the loss of slightly different weights, for every activation, loss and
 * reduction of the vocabulary, in a network of three layers.
 */
class NumericalGradientTests {
    /**
     * Relative to a gradient's norm. The two step sizes leave an error of the order h⁴ and one of rounding of u / h; the
     * largest difference seen is 5e-11.
     */
    private static final double TOLERANCE = 1e-9;

    /**
     * The loss is evaluated at distances h and h / 2 on both sides. Where an activation has a kink within h, a smaller one
     * tells; it is the less exact the smaller it is.
     */
    private static final double[] STEPS = {1e-3, 1e-4, 1e-5};

    /** A mistake this large, relative to a gradient's norm, must not pass. */
    private static final double PLANTED = 1e-8;

    private static final int EXAMPLES = 7;

    static Stream<NetworkSpec> everyActivationLossAndReduction() {
        return Words.all(Activation.class).stream()
                .flatMap(activation -> Words.all(Loss.class).stream()
                        .flatMap(loss -> Stream.of(Reduction.values())
                                .flatMap(reduction -> network(activation, loss, reduction).stream())));
    }

    @ParameterizedTest
    @MethodSource("everyActivationLossAndReduction")
    void everyGradientIsTheSlopeOfTheLoss(NetworkSpec spec) {
        Probe probe = new Probe(spec);
        StepTrace step = probe.step();

        for (int l = 1; l <= 3; l++) {
            assertSlope(probe.slopesOfWeights(l), step, Quantity.WEIGHT_GRADIENT, l);
            assertSlope(probe.slopesOfBias(l), step, Quantity.BIAS_GRADIENT, l);
        }
    }

    @ParameterizedTest
    @MethodSource("everyActivationLossAndReduction")
    void aGradientThatIsOffByLittleIsNoSlopeOfTheLoss(NetworkSpec spec) {
        Probe probe = new Probe(spec);
        StepTrace step = probe.step();
        for (int l = 1; l <= 3; l++) {
            List<Matrix> slope = probe.slopesOfWeights(l);
            Matrix gradient = step.get(Quantity.WEIGHT_GRADIENT, l).orElseThrow();

            assertFalse(agree(slope, gradient.times(1 + PLANTED)), "a factor in layer " + l);
            assertFalse(agree(slope, gradient.plus(gradient.norm() * PLANTED)), "an offset in layer " + l);
            assertFalse(agree(slope, gradient.unaryMinus()), "the sign in layer " + l);
            assertFalse(agree(slope, gradient.times(EXAMPLES)), "a sum for a mean in layer " + l);
        }
    }

    @ParameterizedTest
    @MethodSource("everyActivationLossAndReduction")
    void deltaIsTheSlopeOfTheExamplesLossNotYetReduced(NetworkSpec spec) {
        StepTrace step = new Probe(spec).step();
        double divisor = spec.reduction() == Reduction.MEAN ? EXAMPLES : 1;

        for (int l = 1; l <= 3; l++) {
            Matrix delta = step.get(Quantity.DELTA, l).orElseThrow();
            Matrix bias = step.get(Quantity.BIAS_GRADIENT, l).orElseThrow();
            // z = … + b, so the examples' deltas add up to the slope along b.
            assertTrue(agree(delta.sum(0).div(divisor), bias), "layer " + l);
        }
    }

    private static void assertSlope(List<Matrix> slopes, StepTrace step, Quantity quantity, int layer) {
        Matrix gradient = step.get(quantity, layer).orElseThrow();
        assertTrue(gradient.norm() > 0, quantity + " of layer " + layer + " is zero, which proves nothing");
        slopes.forEach(slope -> assertEquals(slope.shape(), gradient.shape()));
        assertTrue(
                agree(slopes, gradient),
                () -> quantity + " of layer " + layer + ": " + slopes.get(0).differenceFrom(gradient) + "\n" + slopes
                        + "\n" + gradient);
    }

    private static boolean agree(List<Matrix> slopes, Matrix gradient) {
        return slopes.stream().anyMatch(slope -> agree(slope, gradient));
    }

    private static boolean agree(Matrix slope, Matrix gradient) {
        return slope.normOfDifference(gradient) <= TOLERANCE * gradient.norm();
    }

    /** The network of the two; empty if they do not go together. */
    private static Optional<NetworkSpec> network(Activation activation, Loss loss, Reduction reduction) {
        try {
            return Optional.of(Network.define(
                    activation + " " + loss + " " + reduction,
                    net -> net.inputs(3)
                            .dense(5, activation)
                            .dense(4, activation)
                            .dense(2, activation)
                            .init(new Initializer.Normal(0.1, 0.4))
                            .seed(3)
                            .loss(loss, reduction)
                            .training(new Sgd(0.37), training -> training.epochs(1))
                            .data(random(EXAMPLES, 3, 10).toArray(), targets().toArray())));
        } catch (InvalidSpecException doNotGoTogether) {
            return Optional.empty();
        }
    }

    /** In each row positive and adding up to one, so that they are targets of any loss, also of probabilities. */
    private static Matrix targets() {
        Matrix first = random(EXAMPLES, 1, 11).abs().times(0.3).plus(0.1);
        double[] both = new double[2 * EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            both[2 * i] = first.get(i, 0);
            both[2 * i + 1] = 1 - first.get(i, 0);
        }
        return Matrix.wrap(EXAMPLES, 2, both);
    }

    private static Matrix random(int rows, int columns, long seed) {
        return Matrix.wrap(rows, columns, new NumpyRandom(seed).normal(0, 1, rows * columns));
    }

    /** A network whose loss can be asked for at any weights. */
    private static final class Probe {
        private final Experiment experiment;
        private final ReplayableRun run;
        private final List<LayerWeights> weights = new ArrayList<>();

        Probe(NetworkSpec spec) {
            experiment = Experiment.of(spec);
            run = new ReferenceEngine().start(experiment);
            NumpyRandom random = new NumpyRandom(12);
            for (LayerWeights drawn : experiment.initialWeights()) {
                int units = drawn.weights().columns();
                Matrix bias = Matrix.wrap(1, units, random.normal(0, 0.3, units));
                weights.add(new LayerWeights(drawn.weights(), Optional.of(bias)));
            }
        }

        StepTrace step() {
            run.restore(weights);
            Batch batch = experiment.batches().iterator().next();
            return run.step(batch);
        }

        List<Matrix> slopesOfWeights(int layer) {
            Matrix at = weights.get(layer - 1).weights();
            Optional<Matrix> bias = weights.get(layer - 1).bias();
            return slopes(at, changed -> loss(layer, new LayerWeights(changed, bias)));
        }

        List<Matrix> slopesOfBias(int layer) {
            Matrix at = weights.get(layer - 1).bias().orElseThrow();
            Matrix fixed = weights.get(layer - 1).weights();
            return slopes(at, changed -> loss(layer, new LayerWeights(fixed, Optional.of(changed))));
        }

        private double loss(int layer, LayerWeights changed) {
            List<LayerWeights> all = new ArrayList<>(weights);
            all.set(layer - 1, changed);
            run.restore(all);
            return run.evaluate(experiment.inputs(), experiment.targets()).loss();
        }

        /** Central differences at h and h / 2; Richardson's combination of the two is free of the error of order h². */
        private static List<Matrix> slopes(Matrix at, ToDoubleFunction<Matrix> loss) {
            return Arrays.stream(STEPS).mapToObj(h -> slope(at, h, loss)).toList();
        }

        private static Matrix slope(Matrix at, double h, ToDoubleFunction<Matrix> loss) {
            double[] slopes = new double[at.size()];
            for (int i = 0; i < slopes.length; i++) {
                slopes[i] = (4 * central(at, i, h / 2, loss) - central(at, i, h, loss)) / 3;
            }
            return Matrix.wrap(at.rows(), at.columns(), slopes);
        }

        private static double central(Matrix at, int element, double h, ToDoubleFunction<Matrix> loss) {
            return (loss.applyAsDouble(moved(at, element, h)) - loss.applyAsDouble(moved(at, element, -h))) / (2 * h);
        }

        private static Matrix moved(Matrix at, int element, double by) {
            double[] values = at.toRowMajor();
            values[element] += by;
            return Matrix.wrap(at.rows(), at.columns(), values);
        }
    }
}
