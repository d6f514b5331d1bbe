package dev.plumbline.reference;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A network whose loss can be evaluated at any weights: the loss of its first step, with the penalties, the dropout
 * masks of that step and the weights of the examples.
 */
final class LossProbe {
    /**
     * Relative to the norm of the gradient. The differences have an error of the order h⁶ and a rounding error of u /
     * h.
     */
    static final double TOLERANCE = 1e-9;

    /**
     * The loss is evaluated at distances h to 6h, on the left with the first h and on the right with the second. They
     * differ, so that their errors differ too.
     */
    private static final double[] STEPS = {-1.1e-3, 9e-4};

    /** The largest number of draws in search of suitable weights; the most that a case needs is 73. */
    private static final int DRAWS = 300;

    /**
     * The derivatives of the loss with respect to each element, from the left and from the right; they differ at a
     * kink.
     */
    record OneSidedDerivatives(Matrix left, Matrix right) {
        /** Whether both agree: no kink is near, rounding does not dominate, and the loss is not flat. */
        boolean areReliable() {
            return left.norm() > 0 && left.normOfDifference(right) <= TOLERANCE / 2 * left.norm();
        }
    }

    private static final Map<NetworkSpec, LossProbe> PROBES = new ConcurrentHashMap<>();

    private final Experiment experiment;
    private final ReplayableRun run;
    private final Batch batch;
    private final List<LayerWeights> weights;
    private final Map<Integer, OneSidedDerivatives> ofWeights = new HashMap<>();
    private final Map<Integer, OneSidedDerivatives> ofBias = new HashMap<>();

    private LossProbe(NetworkSpec spec, int draw) {
        experiment = Experiment.of(spec);
        run = new ReferenceEngine().start(experiment);
        batch = experiment.batches().iterator().next();
        NumpyRandom random = new NumpyRandom(draw);
        // Growing deviations: one activation needs large weights, another cannot take them.
        double deviation = 0.3 + 0.01 * draw;
        weights = experiment.initialWeights().stream()
                .map(LayerWeights::weights)
                .map(zeros -> new LayerWeights(
                        zeros.plus(normal(random, zeros.rows(), zeros.columns(), deviation)),
                        Optional.of(normal(random, 1, zeros.columns(), 0.3))))
                .toList();
    }

    /**
     * A probe at the first weights that can tell a right gradient from a wrong one. Only the loss decides which these
     * are, never the gradients under test.
     */
    static LossProbe atSuitableWeights(NetworkSpec spec) {
        return PROBES.computeIfAbsent(spec, LossProbe::search);
    }

    private static LossProbe search(NetworkSpec spec) {
        return IntStream.range(0, DRAWS)
                .mapToObj(draw -> new LossProbe(spec, draw))
                .filter(LossProbe::isSuitable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("every draw has a kink nearby, or a layer without effect"));
    }

    private boolean isSuitable() {
        return isFarFromClips()
                && IntStream.rangeClosed(1, weights.size())
                        .allMatch(l -> slopesOfWeights(l).areReliable()
                                && slopesOfBias(l).areReliable())
                && (batch.weights().isEmpty() || examplesReachTheFirstLayer());
    }

    /** Whether the loss of the examples, and not only the penalties, depends on the first layer. */
    private boolean examplesReachTheFirstLayer() {
        Matrix at = weights.get(0).weights();
        Batch unweighted = new Batch(
                batch.step(),
                batch.epoch(),
                batch.startsEpoch(),
                batch.inputs(),
                batch.targets(),
                Optional.empty(),
                batch.masks());
        Optional<Matrix> bias = weights.get(0).bias();
        Matrix other = slope(at, STEPS[0], changed -> loss(1, new LayerWeights(changed, bias), unweighted));
        Matrix slope = slopesOfWeights(1).left();
        return slope.normOfDifference(other) > 10 * TOLERANCE * slope.norm();
    }

    /** Whether no outputs are so small that cosine clips their length; there its gradient is not the derivative. */
    private boolean isFarFromClips() {
        Matrix outputs = step().get(Quantity.ACTIVATION, weights.size()).orElseThrow();
        double[] lengths = outputs.square().sum(1).sqrt().toRowMajor();
        return Arrays.stream(lengths).allMatch(length -> length == 0 || length > 0.01);
    }

    StepTrace step() {
        run.restore(weights);
        return run.step(batch);
    }

    /** The same step with another batch, at the same weights. */
    StepTrace step(UnaryOperator<Batch> change) {
        run.restore(weights);
        return run.step(change.apply(batch));
    }

    OneSidedDerivatives slopesOfWeights(int layer) {
        return ofWeights.computeIfAbsent(layer, l -> {
            Optional<Matrix> bias = weights.get(l - 1).bias();
            return slopes(weights.get(l - 1).weights(), changed -> loss(l, new LayerWeights(changed, bias), batch));
        });
    }

    OneSidedDerivatives slopesOfBias(int layer) {
        return ofBias.computeIfAbsent(layer, l -> {
            Matrix fixed = weights.get(l - 1).weights();
            return slopes(
                    weights.get(l - 1).bias().orElseThrow(),
                    changed -> loss(l, new LayerWeights(fixed, Optional.of(changed)), batch));
        });
    }

    private double loss(int layer, LayerWeights changed, Batch with) {
        List<LayerWeights> all = new ArrayList<>(weights);
        all.set(layer - 1, changed);
        run.restore(all);
        return run.step(with).get(Quantity.LOSS, weights.size()).orElseThrow().get(0, 0);
    }

    private static OneSidedDerivatives slopes(Matrix at, ToDoubleFunction<Matrix> loss) {
        return new OneSidedDerivatives(slope(at, STEPS[0], loss), slope(at, STEPS[1], loss));
    }

    private static Matrix slope(Matrix at, double h, ToDoubleFunction<Matrix> loss) {
        double[] slopes = new double[at.size()];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = oneSided(at, i, h, loss);
        }
        return Matrix.wrap(at.rows(), at.columns(), slopes);
    }

    /** The derivative at 0 of the polynomial of degree six through the loss at 0, h, …, 6h. */
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

    static Matrix normal(NumpyRandom random, int rows, int columns, double deviation) {
        return Matrix.wrap(rows, columns, random.normal(0, deviation, rows * columns));
    }
}
