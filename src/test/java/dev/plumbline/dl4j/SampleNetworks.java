package dev.plumbline.dl4j;

import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation.Identity;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization.ClipNorm;
import dev.plumbline.spec.GradientNormalization.ClipValue;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.GradientNormalization.UnitNorm;
import dev.plumbline.spec.Initializer.GlorotNormal;
import dev.plumbline.spec.Initializer.Normal;
import dev.plumbline.spec.Initializer.Uniform;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Loss.MeanSquaredError;
import dev.plumbline.spec.Loss.SquaredError;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Momentum;
import dev.plumbline.spec.Optimizer.RatePosition;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.Regularization.PenaltyDivisor;
import java.util.stream.Stream;

/** Networks for tests of DL4J; together they have every feature of a network. */
public final class SampleNetworks {
    private static final double[][] INPUTS = {{0, 0, 1}, {1, 1, 1}, {1, 0, 1}, {0, 1, 1}};
    private static final double[][] TARGETS = {{0}, {1}, {1}, {0}};
    private static final double[][] XOR_INPUTS = {{0, 0, 1}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}};
    private static final double[][] XOR_TARGETS = {{0}, {1}, {1}, {0}};

    private SampleNetworks() {}

    /** All networks, in a precision. */
    public static Stream<NetworkSpec> all(Precision precision) {
        return Stream.of(
                tutorial(precision, 60),
                withBiases(precision),
                miniBatches(precision),
                deeperTanh(precision),
                weightedExamples(precision),
                oneExampleAtATime(precision),
                withOptions(precision),
                withOtherOptions(precision),
                withNormOfNetwork(precision),
                withEpsilonOfNorms(precision),
                withPenaltiesPerBatch(precision));
    }

    /** The tutorial's network without hidden layers. */
    public static NetworkSpec twoLayer(int epochs) {
        return Network.define(
                "two-layer",
                net -> net.inputs(3)
                        .dense(1, new Sigmoid(), layer -> layer.bias(false))
                        .init(new Uniform(-1, 1))
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(new Sgd(1), training -> training.epochs(epochs))
                        .data(INPUTS, TARGETS));
    }

    /** The tutorial's network of three layers. */
    public static NetworkSpec tutorial(Precision precision, int epochs) {
        return Network.define(
                "three-layer " + precision,
                net -> net.inputs(3)
                        .dense(5, new Sigmoid(), layer -> layer.bias(false))
                        .dense(1, new Sigmoid(), layer -> layer.bias(false))
                        .init(new Uniform(-1, 1))
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .precision(precision)
                        .training(new Sgd(1), training -> training.epochs(epochs))
                        .data(XOR_INPUTS, XOR_TARGETS)
                        .report(Math.max(1, epochs / 6), Metric.MEAN_ABSOLUTE_ERROR));
    }

    /** Biases on both layers, all examples in every step. */
    public static NetworkSpec withBiases(Precision precision) {
        return Network.define(
                "with biases " + precision,
                net -> net.inputs(3)
                        .dense(4, new Sigmoid())
                        .dense(2, new Sigmoid())
                        .init(new GlorotNormal())
                        .seed(7)
                        .loss(new SquaredError(), Reduction.SUM)
                        .precision(precision)
                        .training(new Sgd(0.3), training -> training.epochs(40))
                        .data(random(9, 3, 1), random(9, 2, 2)));
    }

    /** Shuffled mini-batches with a smaller last batch, and the mean over a batch. */
    public static NetworkSpec miniBatches(Precision precision) {
        return Network.define(
                "mini-batches " + precision,
                net -> net.inputs(4)
                        .dense(6, new Sigmoid())
                        .dense(3, new Identity(), layer -> layer.init(new Normal(0, 0.1)))
                        .init(new GlorotNormal())
                        .seed(3)
                        .loss(new MeanSquaredError(), Reduction.MEAN)
                        .precision(precision)
                        .training(
                                new Sgd(0.5),
                                training -> training.epochs(9).batchSize(4).shuffle(true))
                        .data(random(11, 4, 3), random(11, 3, 4))
                        .report(4, Metric.LOSS, Metric.MEAN_SQUARED_ERROR, Metric.ACCURACY));
    }

    /** Three hidden layers of tanh under a linear one, some with a bias and some without. */
    public static NetworkSpec deeperTanh(Precision precision) {
        return Network.define(
                "deeper tanh " + precision,
                net -> net.inputs(5)
                        .dense(8, new Tanh())
                        .dense(7, new Tanh(), layer -> layer.bias(false))
                        .dense(6, new Tanh())
                        .dense(2, new Identity(), layer -> layer.bias(false))
                        .init(new Uniform(-0.5, 0.5))
                        .seed(11)
                        .loss(new HalfSquaredError(), Reduction.MEAN)
                        .precision(precision)
                        .training(new Sgd(0.05), training -> training.epochs(12).batchSize(5))
                        .data(random(16, 5, 5), random(16, 2, 6))
                        .report(3, Metric.LOSS, Metric.MEAN_ABSOLUTE_ERROR));
    }

    /** Examples with weights, in shuffled mini-batches. */
    public static NetworkSpec weightedExamples(Precision precision) {
        return Network.define(
                "weighted " + precision,
                net -> net.inputs(3)
                        .dense(4, new Sigmoid())
                        .dense(2, new Identity())
                        .init(new Uniform(-1, 1))
                        .loss(new HalfSquaredError(), Reduction.MEAN)
                        .precision(precision)
                        .training(
                                new Sgd(0.1),
                                training -> training.epochs(8).batchSize(3).shuffle(true))
                        .data(random(7, 3, 9), random(7, 2, 10), 0.5, 1, 2, 0, 0.1, 3, 1)
                        .report(2, Metric.LOSS));
    }

    /** Batches of one example, where rows and columns are easily confused. */
    private static NetworkSpec oneExampleAtATime(Precision precision) {
        return Network.define(
                "one at a time " + precision,
                net -> net.inputs(1)
                        .dense(1, new Tanh())
                        .dense(3, new Sigmoid())
                        .dense(1, new Identity())
                        .init(new Uniform(-1, 1))
                        .loss(new SquaredError(), Reduction.SUM)
                        .precision(precision)
                        .training(new Sgd(0.1), training -> training.epochs(10).batchSize(1))
                        .data(random(4, 1, 7), random(4, 1, 8)));
    }

    /** Dropout, penalties, clipping and constraints, in shuffled batches with a smaller last batch. */
    public static NetworkSpec withOptions(Precision precision) {
        return Network.define(
                "with options " + precision,
                net -> net.inputs(4)
                        .dense(
                                6,
                                new Tanh(),
                                layer -> layer.biasInit(0.1)
                                        .dropout(0.2)
                                        .regularization(new Regularization(0.01, 0.02, 0.03, 0.04, 0))
                                        .constraint(new Constraint.MaxNorm(0.9)))
                        .dense(
                                5,
                                new Sigmoid(),
                                layer -> layer.dropout(0.5)
                                        .regularization(Regularization.weightDecay(0.05))
                                        .gradientNormalization(new ClipNorm(0.02, NormScope.LAYER))
                                        .constraint(new Constraint.NonNegative()))
                        .dense(
                                3,
                                new Identity(),
                                layer -> layer.dropout(0.3)
                                        .gradientNormalization(new ClipValue(0.05))
                                        .constraint(new Constraint.UnitNorm()))
                        .init(new GlorotNormal())
                        .seed(3)
                        .loss(new MeanSquaredError(), Reduction.MEAN)
                        .precision(precision)
                        .training(
                                new Sgd(0.5),
                                training -> training.epochs(9).batchSize(4).shuffle(true))
                        .data(random(11, 4, 3), random(11, 3, 4))
                        .report(4, Metric.LOSS, Metric.MEAN_SQUARED_ERROR));
    }

    /** The other gradient normalizations; dropout without mini-batches. */
    public static NetworkSpec withOtherOptions(Precision precision) {
        return Network.define(
                "with other options " + precision,
                net -> net.inputs(3)
                        .dense(4, new Sigmoid(), layer -> layer.gradientNormalization(new UnitNorm(NormScope.LAYER)))
                        .dense(
                                4,
                                new Tanh(),
                                layer -> layer.dropout(0.25).gradientNormalization(new UnitNorm(NormScope.TENSOR)))
                        .dense(
                                2,
                                new Sigmoid(),
                                layer -> layer.gradientNormalization(new ClipNorm(0.02, NormScope.TENSOR)))
                        .init(new GlorotNormal())
                        .seed(7)
                        .loss(new SquaredError(), Reduction.SUM)
                        .precision(precision)
                        .training(new Sgd(0.3), training -> training.epochs(20))
                        .data(random(9, 3, 1), random(9, 2, 2)));
    }

    /** Gradients that are clipped by norms to which a number is added. */
    public static NetworkSpec withEpsilonOfNorms(Precision precision) {
        return Network.define(
                "with an epsilon of norms " + precision,
                net -> net.inputs(3)
                        .dense(
                                5,
                                new Tanh(),
                                layer -> layer.gradientNormalization(new ClipNorm(0.1, NormScope.TENSOR, 0.01)))
                        .dense(
                                4,
                                new Tanh(),
                                layer -> layer.bias(false)
                                        .gradientNormalization(new ClipNorm(0.1, NormScope.LAYER, 1e-6)))
                        .dense(4, new Tanh(), layer -> layer.gradientNormalization(new ClipNorm(0.1, NormScope.TENSOR)))
                        .dense(
                                2,
                                new Sigmoid(),
                                layer -> layer.gradientNormalization(new ClipNorm(0.2, NormScope.NETWORK, 1e-3)))
                        .init(new GlorotNormal())
                        .seed(6)
                        .loss(new SquaredError(), Reduction.MEAN)
                        .precision(precision)
                        .training(
                                new Sgd(0.2),
                                training -> training.epochs(10).batchSize(4).shuffle(true))
                        .data(random(11, 3, 5), random(11, 2, 6)));
    }

    /** Penalties that are divided by the size of each batch, of which the last one is smaller; beside others. */
    public static NetworkSpec withPenaltiesPerBatch(Precision precision) {
        return Network.define(
                "with penalties per batch " + precision,
                net -> net.inputs(3)
                        .dense(
                                5,
                                new Tanh(),
                                layer -> layer.biasInit(0.1)
                                        .regularization(
                                                new Regularization(0.1, 0.2, 0.3, 0.4, 0, PenaltyDivisor.BATCH)))
                        .dense(
                                4,
                                new Tanh(),
                                layer -> layer.regularization(
                                                new Regularization(0.1, 0, 0, 0, 0.05, PenaltyDivisor.BATCH))
                                        .gradientNormalization(new ClipNorm(0.2, NormScope.NETWORK)))
                        .dense(4, new Tanh(), layer -> layer.regularization(new Regularization(0.01, 0.02, 0, 0, 0)))
                        .dense(2, new Sigmoid())
                        .init(new GlorotNormal())
                        .seed(6)
                        .loss(new SquaredError(), Reduction.MEAN)
                        .precision(precision)
                        .training(
                                Momentum.of(0.05),
                                training -> training.epochs(10).batchSize(4).shuffle(true))
                        .data(random(11, 3, 5), random(11, 2, 6))
                        .report(2, Metric.LOSS));
    }

    /** Gradients that are clipped by one norm, which is above the threshold of a layer in some steps only. */
    public static NetworkSpec withNormOfNetwork(Precision precision) {
        return Network.define(
                "with a norm over all layers " + precision,
                net -> net.inputs(3)
                        .dense(
                                5,
                                new Tanh(),
                                layer -> layer.bias(false).gradientNormalization(new ClipNorm(0.5, NormScope.NETWORK)))
                        .dense(
                                4,
                                new Tanh(),
                                layer -> layer.regularization(Regularization.of(0, 0.01))
                                        .gradientNormalization(new ClipNorm(0.6, NormScope.NETWORK)))
                        .dense(2, new Sigmoid(), layer -> layer.gradientNormalization(new UnitNorm(NormScope.NETWORK)))
                        .init(new GlorotNormal())
                        .seed(5)
                        .loss(new SquaredError(), Reduction.MEAN)
                        .precision(precision)
                        .training(
                                new Momentum(LearningRate.of(0.2), 0.9, RatePosition.GRADIENT),
                                training -> training.epochs(10).batchSize(4).shuffle(true))
                        .data(random(11, 3, 5), random(11, 2, 6)));
    }

    private static double[][] random(int rows, int columns, long seed) {
        NumpyRandom random = new NumpyRandom(seed);
        double[][] values = new double[rows][];
        for (int i = 0; i < rows; i++) {
            values[i] = random.uniform(-1, 1, columns);
        }
        return values;
    }
}
