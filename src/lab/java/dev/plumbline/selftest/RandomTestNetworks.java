package dev.plumbline.selftest;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.selftest.InjectedFault.Need;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.Regularization.PenaltyDivisor;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.SubjectRun;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Random networks in which a mistake is visible. Widths, batch sizes and learning rates are chosen so that all
 * constants that a mistake can introduce differ: odd primes, and a learning rate of 0.37. Targets are not 0 or 1 unless
 * the loss requires it.
 */
final class RandomTestNetworks {
    private static final int[] WIDTHS = {3, 5, 7, 11};
    private static final int TRIES = 500;
    private static final double CLIP = 1e-12;
    private static final double VISIBLE = 1e-8;
    private static final double LARGE = 1000;

    private final NumpyRandom random;
    private boolean extras; // whether weight decay and clipping are drawn too

    RandomTestNetworks(long seed) {
        random = new NumpyRandom(seed);
    }

    /**
     * A network whose numbers stay finite, and in which each of these mistakes alone changes the result.
     *
     * @throws IllegalStateException if no network is found
     */
    Experiment draw(Set<InjectedFault> faults) {
        return find(faults, TRIES)
                .orElseThrow(
                        () -> new IllegalStateException("no network was found in which " + faults + " is visible"));
    }

    /**
     * A network without requirements of a mistake, some with weight decay and clipping. The numbers of the given
     * correct network, which may start from its own weights, also stay finite.
     */
    Experiment drawRight(FaultyNetwork right) {
        extras = true;
        Experiment drawn = draw(Set.of());
        while (!isFinite(right, drawn)) {
            drawn = draw(Set.of());
        }
        return drawn;
    }

    /** A network in which each mistake is visible, alone and together with the others; empty if none is found. */
    Optional<Experiment> find(Set<InjectedFault> faults, int tries) {
        FaultyNetwork all = new FaultyNetwork(faults, CodingStyle.plain(TraceLevel.EVERYTHING));
        for (int i = 0; i < tries; i++) {
            Optional<Experiment> drawn = attempt(faults)
                    .filter(experiment -> isFinite(all, experiment) || overflows(faults))
                    .filter(experiment -> faults.stream().allMatch(fault -> isVisible(all, fault, experiment)));
            if (drawn.isPresent()) {
                return drawn;
            }
        }
        return Optional.empty();
    }

    private static boolean isVisible(FaultyNetwork all, InjectedFault fault, Experiment experiment) {
        FaultyNetwork alone = new FaultyNetwork(Set.of(fault), CodingStyle.plain(TraceLevel.EVERYTHING));
        return (isFinite(alone, experiment) || overflows(all.faults()))
                && differ(alone, alone.without(Set.of(fault)), experiment, VISIBLE)
                && (all.faults().size() == 1 || differ(all, all.without(Set.of(fault)), experiment, VISIBLE));
    }

    /** Whether an overflow is the only mistake; NaN would hide any other. */
    private static boolean overflows(Set<InjectedFault> faults) {
        return faults.equals(Set.of(InjectedFault.EXPONENT_OVERFLOW));
    }

    private static boolean isFinite(FaultyNetwork network, Experiment experiment) {
        try (SubjectRun run = network.start(experiment)) {
            for (Batch batch : experiment.batches()) {
                if (run.step(batch).orElseThrow().firstNotFinite().isPresent()) {
                    return false;
                }
            }
            return run.outputs().map(Matrix::isFinite).orElse(true);
        }
    }

    /** Whether the recorded tensors of two networks differ by more than this, relative to the tensor. */
    static boolean differ(FaultyNetwork one, FaultyNetwork other, Experiment experiment, double allowed) {
        try (SubjectRun actual = one.start(experiment);
                SubjectRun expected = other.start(experiment)) {
            for (Batch batch : experiment.batches()) {
                StepTrace right = expected.step(batch).orElseThrow();
                StepTrace shown = actual.step(batch).orElseThrow();
                if (right.keys().stream()
                        .anyMatch(key -> isOff(
                                shown.get(key).orElseThrow(), right.get(key).orElseThrow(), allowed))) {
                    return true;
                }
            }
            Optional<Matrix> outputs = expected.outputs();
            return outputs.isPresent() && isOff(actual.outputs().orElseThrow(), outputs.get(), allowed);
        }
    }

    private static boolean isOff(Matrix actual, Matrix expected, double allowed) {
        return expected.isFinite() && !(actual.normOfDifference(expected) <= allowed * expected.norm());
    }

    private int pick(int below) {
        return (int) (random.random() * below);
    }

    private int width() {
        return WIDTHS[pick(WIDTHS.length)];
    }

    private boolean chance(double probability) {
        return random.random() < probability;
    }

    /** A random network in which the mistakes are possible; empty if their requirements conflict. */
    private Optional<Experiment> attempt(Set<InjectedFault> faults) {
        Requirements requirements = new Requirements(faults);
        int inputs = width();
        int hidden = requirements.hiddenLayers(1 + pick(2));
        int[] units = new int[hidden + 1];
        int square = width();
        for (int i = 0; i < hidden; i++) {
            units[i] = requirements.square() ? square : width();
        }
        inputs = requirements.square() ? square : inputs;
        units[hidden] = requirements.outputs(1 + 2 * pick(3));
        if (faults.contains(InjectedFault.WEIGHTS_READ_BY_COLUMNS) && inputs == units[0]) {
            return Optional.empty(); // for square weights this equals the transpose
        }
        Loss loss = requirements.loss(pick(5), units[hidden]);
        if (!requirements.allow(loss) || loss instanceof Loss.CategoricalCrossEntropy && units[hidden] < 3) {
            return Optional.empty();
        }
        Activation last = loss instanceof Loss.CategoricalCrossEntropy
                ? new Activation.Softmax()
                : loss instanceof Loss.BinaryCrossEntropy || requirements.sloped() || chance(0.6)
                        ? new Activation.Sigmoid()
                        : new Activation.Identity();
        Activation[] inside = new Activation[hidden];
        for (int i = 0; i < hidden; i++) {
            inside[i] = requirements.hidden(pick(3));
        }
        boolean bias = requirements.bias(chance(0.7));
        double l2 = requirements.l2(chance(0.3)) ? 0.03 + 0.1 * random.random() : 0;
        boolean decays = requirements.need(Need.DECAY);
        if (decays && l2 > 0) {
            return Optional.empty(); // they exclude each other
        }
        double decay = decays || extras && l2 == 0 && chance(0.3) ? 0.02 + 0.1 * random.random() : 0;
        Optional<GradientNormalization> clip = clip(requirements);
        boolean constrained = requirements.need(Need.CONSTRAINT) || extras && chance(0.1);
        boolean weighted = requirements.need(Need.EXAMPLE_WEIGHTS) || extras && chance(0.1);
        double drop = requirements.dropout(chance(0.2)) ? 0.2 + 0.4 * random.random() : 0;
        int examples = new int[] {7, 11, 13}[pick(3)];
        int batch = requirements.batch(chance(0.5), examples);
        if (faults.contains(InjectedFault.DROPOUT_AT_PREDICTION) && batch < examples) {
            return Optional.empty(); // the last batch's masks do not fit all examples
        }
        Reduction reduction = requirements.reduction(chance(0.5));
        Optimizer optimizer = requirements.optimizer(pick(4));
        double[][] x = matrix(examples, inputs);
        if (faults.contains(InjectedFault.RELU_AT_ZERO)) {
            Arrays.fill(x[pick(examples)], 0);
        }
        if (requirements.need(Need.LARGE_INPUTS)) {
            for (double[] row : x) {
                Arrays.setAll(row, j -> LARGE * row[j]);
            }
        }
        NetworkSpec spec = Network.define("probe", network -> {
            network.inputs(x[0].length)
                    .init(new Initializer.Uniform(-1, 1))
                    .seed(1 + pick(1_000_000))
                    .loss(loss, reduction)
                    .training(optimizer, plan -> {
                        plan.epochs(batch < examples ? 6 : 10);
                        if (batch < examples) {
                            plan.batchSize(batch);
                        }
                    });
            double[][] y = targets(loss, examples, units[hidden]);
            if (weighted) {
                network.data(x, y, weights(examples));
            } else {
                network.data(x, y);
            }
            for (int l = 0; l <= hidden; l++) {
                boolean above = l > 0;
                network.dense(units[l], l < hidden ? inside[l] : last, layer -> {
                    layer.bias(bias);
                    if (bias) {
                        layer.biasInit(0.1);
                    }
                    if (l2 > 0 || decay > 0) {
                        layer.regularization(new Regularization(0, l2, 0, 0, decay, requirements.divisor()));
                    }
                    clip.ifPresent(layer::gradientNormalization);
                    if (constrained) {
                        layer.constraint(new Constraint.NonNegative());
                    }
                    if (above && drop > 0) {
                        layer.dropout(drop);
                    }
                });
            }
        });
        return Optional.of(Experiment.of(spec));
    }

    private Optional<GradientNormalization> clip(Requirements requirements) {
        boolean byNorm = requirements.need(Need.CLIP_NORM);
        if (!byNorm && !requirements.need(Need.CLIPPING) && !(extras && chance(0.3))) {
            return Optional.empty();
        }
        double threshold = 0.05 + 0.2 * random.random();
        if (!byNorm) {
            return Optional.of(new GradientNormalization.ClipValue(threshold));
        }
        NormScope scope = requirements.scope(pick(3));
        boolean adds = requirements.has(InjectedFault.NORM_EPSILON) && chance(0.5);
        return Optional.of(new GradientNormalization.ClipNorm(threshold, scope, adds ? 1e-6 : 0));
    }

    private double[][] matrix(int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.normal();
            }
        }
        return values;
    }

    private double[] weights(int examples) {
        double[] weights = new double[examples];
        for (int s = 0; s < examples; s++) {
            weights[s] = 0.5 + 1.5 * random.random();
        }
        return weights;
    }

    private double[][] targets(Loss loss, int examples, int outputs) {
        double[][] y = new double[examples][outputs];
        for (double[] row : y) {
            if (loss instanceof Loss.CategoricalCrossEntropy) {
                row[pick(outputs)] = 1;
                continue;
            }
            for (int j = 0; j < outputs; j++) {
                row[j] = 0.1 + 0.8 * random.random();
            }
        }
        return y;
    }

    /** The requirements of the mistakes. */
    private record Requirements(Set<InjectedFault> faults) {
        private boolean has(InjectedFault fault) {
            return faults.contains(fault);
        }

        private boolean need(Need need) {
            return faults.stream().anyMatch(fault -> fault.needs(need));
        }

        boolean square() {
            return need(Need.SQUARE);
        }

        int hiddenLayers(int drawn) {
            return need(Need.TWO_HIDDEN_LAYERS) ? 2 : drawn;
        }

        int outputs(int drawn) {
            if (has(InjectedFault.BROADCAST)) {
                return 1;
            }
            boolean several = need(Need.SEVERAL_OUTPUTS) || need(Need.CATEGORICAL_CROSS_ENTROPY);
            return several && drawn == 1 ? 5 : drawn;
        }

        Loss loss(int drawn, int outputs) {
            if (has(InjectedFault.OUTPUTS_NOT_DIVIDED)) {
                return new Loss.MeanSquaredError();
            }
            if (has(InjectedFault.OUTPUTS_DIVIDED)) {
                return drawn % 2 == 0 ? new Loss.HalfSquaredError() : new Loss.SquaredError();
            }
            if (has(InjectedFault.LOSS_NOT_CLIPPED)) {
                return new Loss.BinaryCrossEntropy(0.3);
            }
            if (has(InjectedFault.OTHER_LOSS)) {
                return new Loss.BinaryCrossEntropy(CLIP);
            }
            if (need(Need.CATEGORICAL_CROSS_ENTROPY)) {
                return new Loss.CategoricalCrossEntropy();
            }
            if (need(Need.CROSS_ENTROPY)) {
                return outputs > 1 && drawn % 2 == 0
                        ? new Loss.CategoricalCrossEntropy()
                        : new Loss.BinaryCrossEntropy(CLIP);
            }
            boolean errors = need(Need.SQUARED_ERROR);
            return switch (drawn) {
                case 0 -> new Loss.HalfSquaredError();
                case 1 -> new Loss.SquaredError();
                case 2 -> new Loss.MeanSquaredError();
                case 3 -> errors ? new Loss.HalfSquaredError() : new Loss.BinaryCrossEntropy(CLIP);
                default -> errors || outputs < 3 ? new Loss.SquaredError() : new Loss.CategoricalCrossEntropy();
            };
        }

        /** Whether this loss, which may be that of another mistake, suits all of them. */
        boolean allow(Loss loss) {
            boolean isEntropy = loss instanceof Loss.BinaryCrossEntropy || loss instanceof Loss.CategoricalCrossEntropy;
            return !(isEntropy && has(InjectedFault.OTHER_LOSS_SLOPE))
                    && (!has(InjectedFault.OTHER_LOSS) || loss instanceof Loss.BinaryCrossEntropy);
        }

        boolean sloped() {
            return need(Need.SLOPED_OUTPUT);
        }

        Activation hidden(int drawn) {
            if (need(Need.RELU)) {
                return new Activation.Relu();
            }
            if (need(Need.TANH)) {
                return new Activation.Tanh();
            }
            if (need(Need.SIGMOID)) {
                return new Activation.Sigmoid();
            }
            return switch (drawn) {
                case 0 -> new Activation.Sigmoid();
                case 1 -> new Activation.Tanh();
                default -> need(Need.SMOOTH) ? new Activation.Sigmoid() : new Activation.Relu();
            };
        }

        boolean bias(boolean drawn) {
            return !has(InjectedFault.RELU_AT_ZERO) && (drawn || need(Need.BIAS));
        }

        boolean l2(boolean drawn) {
            return drawn || need(Need.L2);
        }

        PenaltyDivisor divisor() {
            return has(InjectedFault.L2_DIVISOR) ? PenaltyDivisor.BATCH : PenaltyDivisor.NOTHING;
        }

        boolean dropout(boolean drawn) {
            return drawn || need(Need.DROPOUT);
        }

        /** A network that updates each layer before it computes the next gradient has no norm of all layers. */
        NormScope scope(int drawn) {
            boolean updatesImmediately = has(InjectedFault.UPDATED_WEIGHTS) || has(InjectedFault.SLOPE_AFTER_UPDATE);
            return updatesImmediately ? NormScope.LAYER : NormScope.values()[drawn];
        }

        int batch(boolean small, int examples) {
            boolean isWhole = !small || has(InjectedFault.DROPOUT_AT_PREDICTION);
            return need(Need.SEVERAL_BATCHES) || !isWhole ? 3 : examples;
        }

        Reduction reduction(boolean mean) {
            boolean isMean = mean && !has(InjectedFault.BATCH_AVERAGED);
            return need(Need.MEAN) || isMean ? Reduction.MEAN : Reduction.SUM;
        }

        Optimizer optimizer(int drawn) {
            Optimizer plain = plainOptimizer(drawn);
            double rate = ((LearningRate.Constant) plain.rate().orElseThrow()).value();
            return need(Need.SCHEDULE)
                    ? Schema.with(
                            plain,
                            Optimizer.RATE,
                            new LearningRate.Exponential(rate, 0.83, LearningRate.ScheduleUnit.EPOCH))
                    : plain;
        }

        private Optimizer plainOptimizer(int drawn) {
            if (need(Need.ADAM)) {
                return Optimizer.Adam.of(0.037);
            }
            if (has(InjectedFault.CLASSICAL_FOR_NESTEROV)) {
                return Optimizer.Nesterov.of(0.037);
            }
            if (need(Need.MOMENTUM)) {
                return Optimizer.Momentum.of(0.037);
            }
            if (has(InjectedFault.RATE_ON_VELOCITY)) {
                Optimizer.RatePosition position = Optimizer.RatePosition.values()[drawn / 2];
                return drawn % 2 == 0
                        ? new Optimizer.Momentum(LearningRate.of(0.037), 0.9, position)
                        : new Optimizer.Nesterov(LearningRate.of(0.037), 0.9, position);
            }
            if (need(Need.VELOCITY)) {
                return drawn % 2 == 0 ? Optimizer.Momentum.of(0.037) : Optimizer.Nesterov.of(0.037);
            }
            return switch (drawn) {
                case 0 -> Optimizer.Adam.of(0.037);
                case 1 -> Optimizer.Nesterov.of(0.037);
                case 2 -> Optimizer.Momentum.of(0.037);
                default -> need(Need.STATE) ? Optimizer.Momentum.of(0.037) : new Optimizer.Sgd(0.037 * 5);
            };
        }
    }
}
