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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A third opinion that knows no backpropagation: the loss of slightly different weights, for every activation, loss and
 * reduction of the vocabulary, in a network of three layers.
 */
class NumericalGradientTests {
    /** Relative to a gradient's norm. The differences leave an error of the order h⁶ and one of rounding of u / h. */
    private static final double TOLERANCE = 1e-9;

    /**
     * The loss is evaluated at distances h to 6h, on the left with the first h and on the right with the second. They
     * differ, so that also their errors do.
     */
    private static final double[] STEPS = {-1.1e-3, 9e-4};

    /** So many weights are drawn in search of telling ones; the most that a case needs is 73. */
    private static final int DRAWS = 300;

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
        Probe probe = Probe.telling(spec);
        StepTrace step = probe.step();

        for (int l = 1; l <= 3; l++) {
            assertSlope(probe.slopesOfWeights(l), step, Quantity.WEIGHT_GRADIENT, l);
            assertSlope(probe.slopesOfBias(l), step, Quantity.BIAS_GRADIENT, l);
        }
    }

    @ParameterizedTest
    @MethodSource("everyActivationLossAndReduction")
    void aGradientThatIsOffByLittleIsNoSlopeOfTheLoss(NetworkSpec spec) {
        Probe probe = Probe.telling(spec);
        StepTrace step = probe.step();
        for (int l = 1; l <= 3; l++) {
            Slopes slopes = probe.slopesOfWeights(l);
            Matrix gradient = step.get(Quantity.WEIGHT_GRADIENT, l).orElseThrow();

            assertFalse(agree(slopes, gradient.times(1 + PLANTED)), "a factor in layer " + l);
            assertFalse(agree(slopes, gradient.plus(gradient.norm() * PLANTED)), "an offset in layer " + l);
            assertFalse(agree(slopes, gradient.unaryMinus()), "the sign in layer " + l);
            assertFalse(agree(slopes, gradient.times(EXAMPLES)), "a sum for a mean in layer " + l);
        }
    }

    @ParameterizedTest
    @MethodSource("everyActivationLossAndReduction")
    void deltaIsTheSlopeOfTheExamplesLossNotYetReduced(NetworkSpec spec) {
        StepTrace step = Probe.telling(spec).step();
        double divisor = spec.reduction() == Reduction.MEAN ? EXAMPLES : 1;

        for (int l = 1; l <= 3; l++) {
            Matrix delta = step.get(Quantity.DELTA, l).orElseThrow();
            Matrix bias = step.get(Quantity.BIAS_GRADIENT, l).orElseThrow();
            // z = … + b, so the examples' deltas add up to the slope along b.
            assertTrue(agree(delta.sum(0).div(divisor), bias), "layer " + l);
        }
    }

    private static void assertSlope(Slopes slopes, StepTrace step, Quantity quantity, int layer) {
        Matrix gradient = step.get(quantity, layer).orElseThrow();
        assertEquals(gradient.shape(), slopes.left().shape());
        assertTrue(
                agree(slopes, gradient),
                () -> quantity + " of layer " + layer + ": " + slopes.left().differenceFrom(gradient));
    }

    private static boolean agree(Slopes slopes, Matrix gradient) {
        return agree(slopes.left(), gradient) && agree(slopes.right(), gradient);
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
                            .init(new Initializer.Zeros())
                            .loss(loss, reduction)
                            .training(new Sgd(0.37), training -> training.epochs(1))
                            .data(
                                    normal(new NumpyRandom(10), EXAMPLES, 3, 1).toArray(),
                                    targets().toArray())));
        } catch (InvalidSpecException doNotGoTogether) {
            return Optional.empty();
        }
    }

    /** In each row positive and adding up to one, so that they are targets of any loss, also of probabilities. */
    private static Matrix targets() {
        Matrix first = Matrix.wrap(EXAMPLES, 1, new NumpyRandom(11).uniform(0.1, 0.9, EXAMPLES));
        double[] both = new double[2 * EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            both[2 * i] = first.get(i, 0);
            both[2 * i + 1] = 1 - first.get(i, 0);
        }
        return Matrix.wrap(EXAMPLES, 2, both);
    }

    private static Matrix normal(NumpyRandom random, int rows, int columns, double deviation) {
        return Matrix.wrap(rows, columns, random.normal(0, deviation, rows * columns));
    }

    /** The slopes of the loss along each element, from the left and from the right: two numbers at a kink. */
    private record Slopes(Matrix left, Matrix right) {
        /** Whether both are the same: no kink is near, nothing drowns in rounding, and the loss is not flat. */
        boolean tell() {
            return left.norm() > 0 && left.normOfDifference(right) <= TOLERANCE / 2 * left.norm();
        }
    }

    /** A network whose loss can be asked for at any weights. */
    private static final class Probe {
        private static final Map<NetworkSpec, Probe> TELLING = new ConcurrentHashMap<>();

        private final Experiment experiment;
        private final ReplayableRun run;
        private final List<LayerWeights> weights;

        private Probe(NetworkSpec spec, int draw) {
            experiment = Experiment.of(spec);
            run = new ReferenceEngine().start(experiment);
            NumpyRandom random = new NumpyRandom(draw);
            // They grow, because what one activation hardly notices is too much for another.
            double deviation = 0.3 + 0.01 * draw;
            weights = experiment.initialWeights().stream()
                    .map(LayerWeights::weights)
                    .map(zeros -> new LayerWeights(
                            zeros.plus(normal(random, zeros.rows(), zeros.columns(), deviation)),
                            Optional.of(normal(random, 1, zeros.columns(), 0.3))))
                    .toList();
        }

        /**
         * At the first weights that can tell a right gradient from a wrong one. Only the loss decides which these are,
         * never the gradients under test.
         */
        static Probe telling(NetworkSpec spec) {
            return TELLING.computeIfAbsent(spec, Probe::search);
        }

        private static Probe search(NetworkSpec spec) {
            return IntStream.range(0, DRAWS)
                    .mapToObj(draw -> new Probe(spec, draw))
                    .filter(Probe::tells)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("every draw has a kink nearby, or a layer without effect"));
        }

        private boolean tells() {
            return isFarFromClips()
                    && IntStream.rangeClosed(1, weights.size())
                            .allMatch(l ->
                                    slopesOfWeights(l).tell() && slopesOfBias(l).tell());
        }

        /** Whether no example's outputs are so small that cosine's lengths are clipped, where its gradient is no slope. */
        private boolean isFarFromClips() {
            run.restore(weights);
            Matrix outputs =
                    run.evaluate(experiment.inputs(), experiment.targets()).outputs();
            double[] lengths = outputs.square().sum(1).sqrt().toRowMajor();
            return Arrays.stream(lengths).allMatch(length -> length == 0 || length > 0.01);
        }

        StepTrace step() {
            run.restore(weights);
            Batch batch = experiment.batches().iterator().next();
            return run.step(batch);
        }

        Slopes slopesOfWeights(int layer) {
            Matrix at = weights.get(layer - 1).weights();
            Optional<Matrix> bias = weights.get(layer - 1).bias();
            return slopes(at, changed -> loss(layer, new LayerWeights(changed, bias)));
        }

        Slopes slopesOfBias(int layer) {
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

        private static Slopes slopes(Matrix at, ToDoubleFunction<Matrix> loss) {
            return new Slopes(slope(at, STEPS[0], loss), slope(at, STEPS[1], loss));
        }

        private static Matrix slope(Matrix at, double h, ToDoubleFunction<Matrix> loss) {
            double[] slopes = new double[at.size()];
            for (int i = 0; i < slopes.length; i++) {
                slopes[i] = oneSided(at, i, h, loss);
            }
            return Matrix.wrap(at.rows(), at.columns(), slopes);
        }

        /** The slope at 0 of the polynomial of degree six through the loss at 0, h, …, 6h. */
        private static double oneSided(Matrix at, int element, double h, ToDoubleFunction<Matrix> loss) {
            double[] coefficients = {-147, 360, -450, 400, -225, 72, -10};
            double sum = 0;
            for (int k = 0; k < coefficients.length; k++) {
                sum += coefficients[k] * loss.applyAsDouble(moved(at, element, k * h));
            }
            return sum / (60 * h);
        }

        private static Matrix moved(Matrix at, int element, double by) {
            double[] values = at.toRowMajor();
            values[element] += by;
            return Matrix.wrap(at.rows(), at.columns(), values);
        }
    }
}
