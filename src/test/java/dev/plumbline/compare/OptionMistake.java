package dev.plumbline.compare;

import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Softplus;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.GradientNormalization.ClipNorm;
import dev.plumbline.spec.GradientNormalization.ClipValue;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.GradientNormalization.UnitNorm;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Network.DenseLayer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.Regularization.PenaltyDivisor;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import java.util.function.Consumer;

/**
 * Common mistakes in the options of a layer, made in the second of three layers, and where each must be found first.
 */
enum OptionMistake {
    DROPOUT_FORGOTTEN(layer -> layer.dropout(0.4), layer -> {}, Quantity.PRE_ACTIVATION),
    /** The probability to keep in place of the probability to drop. */
    KEPT_FOR_DROPPED(layer -> layer.dropout(0.4), layer -> layer.dropout(0.6), Quantity.PRE_ACTIVATION),
    /** A probability so small that the kept values are divided by 1. */
    DROPOUT_NOT_SCALED(layer -> layer.dropout(0.4), layer -> layer.dropout(1e-20), Quantity.PRE_ACTIVATION),
    L1_FORGOTTEN(layer -> layer.regularization(Regularization.of(0.03, 0)), layer -> {}, Quantity.LOSS),
    /** The penalty without its ½. */
    L2_TWICE(
            layer -> layer.regularization(Regularization.of(0, 0.03)),
            layer -> layer.regularization(Regularization.of(0, 0.06)),
            Quantity.LOSS),
    L2_ALSO_OF_THE_BIAS(
            layer -> layer.biasInit(0.1).regularization(Regularization.of(0, 0.03)),
            layer -> layer.biasInit(0.1).regularization(new Regularization(0, 0.03, 0, 0.03, 0)),
            Quantity.LOSS),
    L1_BIAS_FOR_L2_BIAS(
            layer -> layer.biasInit(0.1).regularization(new Regularization(0, 0, 0.03, 0, 0)),
            layer -> layer.biasInit(0.1).regularization(new Regularization(0, 0, 0, 0.03, 0)),
            Quantity.LOSS),
    /** Of a batch of four examples, the same penalty; not of the last one of an epoch. */
    L2_DIVIDED_BY_A_FIXED_SIZE(
            layer -> layer.regularization(new Regularization(0, 0.12, 0, 0, 0, PenaltyDivisor.BATCH)),
            layer -> layer.regularization(Regularization.of(0, 0.03)),
            Quantity.LOSS),
    L2_NOT_DIVIDED(
            layer -> layer.regularization(new Regularization(0, 0.12, 0, 0, 0, PenaltyDivisor.BATCH)),
            layer -> layer.regularization(Regularization.of(0, 0.12)),
            Quantity.LOSS),
    DECAY_FORGOTTEN(
            layer -> layer.regularization(Regularization.weightDecay(0.03)), layer -> {}, Quantity.WEIGHT_UPDATE),
    /** Without the factor of the learning rate, which is 0.1. */
    DECAY_WITHOUT_THE_RATE(
            layer -> layer.regularization(Regularization.weightDecay(0.03)),
            layer -> layer.regularization(Regularization.weightDecay(0.3)),
            Quantity.WEIGHT_UPDATE),
    DECAY_AS_A_PENALTY(
            layer -> layer.regularization(Regularization.weightDecay(0.03)),
            layer -> layer.regularization(Regularization.of(0, 0.03)),
            Quantity.LOSS),
    CLIPPING_FORGOTTEN(layer -> layer.gradientNormalization(new ClipValue(0.001)), layer -> {}, Quantity.WEIGHT_UPDATE),
    VALUES_CLIPPED_FOR_THE_NORM(
            layer -> layer.gradientNormalization(new ClipNorm(0.01, NormScope.LAYER)),
            layer -> layer.gradientNormalization(new ClipValue(0.01)),
            Quantity.WEIGHT_UPDATE),
    NORM_OF_EACH_TENSOR(
            layer -> layer.gradientNormalization(new ClipNorm(0.01, NormScope.LAYER)),
            layer -> layer.gradientNormalization(new ClipNorm(0.01, NormScope.TENSOR)),
            Quantity.WEIGHT_UPDATE),
    /** As if PyTorch did not add a constant to every norm. */
    EPSILON_OF_THE_NORM_FORGOTTEN(
            layer -> layer.gradientNormalization(new ClipNorm(0.01, NormScope.LAYER, 1e-6)),
            layer -> layer.gradientNormalization(new ClipNorm(0.01, NormScope.LAYER)),
            Quantity.WEIGHT_UPDATE),
    UNIT_NORM_FOR_CLIPPING(
            layer -> layer.gradientNormalization(new ClipNorm(5, NormScope.LAYER)),
            layer -> layer.gradientNormalization(new UnitNorm(NormScope.LAYER)),
            Quantity.WEIGHT_UPDATE),
    CONSTRAINT_FORGOTTEN(layer -> layer.constraint(new Constraint.MaxNorm(0.5)), layer -> {}, Quantity.WEIGHTS),
    /** As in DL4J, which adds a constant to every norm. */
    A_MILLIONTH_SHORTER(
            layer -> layer.constraint(new Constraint.MaxNorm(0.5)),
            layer -> layer.constraint(new Constraint.MaxNorm(0.5 * (1 - 1e-6))),
            Quantity.WEIGHTS),
    UNIT_NORM_FOR_MAX_NORM(
            layer -> layer.constraint(new Constraint.MaxNorm(1)),
            layer -> layer.constraint(new Constraint.UnitNorm()),
            Quantity.WEIGHTS),
    NEGATIVE_WEIGHTS(layer -> layer.constraint(new Constraint.NonNegative()), layer -> {}, Quantity.WEIGHTS);

    private final Consumer<DenseLayer> right;
    private final Consumer<DenseLayer> wrong;
    final Quantity firstSeen;

    OptionMistake(Consumer<DenseLayer> right, Consumer<DenseLayer> wrong, Quantity firstSeen) {
        this.right = right;
        this.wrong = wrong;
        this.firstSeen = firstSeen;
    }

    /** The correct network. */
    NetworkSpec network() {
        return network(right);
    }

    /** An engine that makes the mistake in whatever network it receives. */
    Engine engine(Engine right) {
        return new Engine() {
            @Override
            public String name() {
                return OptionMistake.this + " on " + right.name();
            }

            @Override
            public Run start(Experiment experiment) {
                return right.start(Experiment.of(network(wrong), experiment.inputs(), experiment.targets()));
            }
        };
    }

    private static NetworkSpec network(Consumer<DenseLayer> second) {
        return Network.define(
                "to plant in",
                net -> net.inputs(3)
                        .dense(5, new Tanh())
                        .dense(4, new Softplus(), second)
                        .dense(2, new Sigmoid())
                        .init(new Initializer.GlorotUniform())
                        .seed(3)
                        .loss(new Loss.SquaredError(), Reduction.MEAN)
                        .training(
                                new Sgd(0.1),
                                training -> training.epochs(4).batchSize(4).shuffle(true))
                        .data(
                                RandomNetworks.normal(new NumpyRandom(1), 11, 3).toArray(),
                                RandomNetworks.normal(new NumpyRandom(2), 11, 2).toArray()));
    }
}
