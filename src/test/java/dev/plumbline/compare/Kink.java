package dev.plumbline.compare;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import java.util.List;

/**
 * A network with a number that lies exactly on a kink. An engine moves it to the other side; another tensor then jumps.
 * Layer 1 is 2 × 1 with weights of one, so its pre-activations are sums of the inputs. The third lies on the kink: it
 * is a sum of two terms, whose rounding may move it to either side.
 */
enum Kink {
    RELU(new Activation.Relu(), 0, 1),
    LEAKY_RELU(new Activation.LeakyRelu(0.1), 0, -1),
    RELU6_BELOW(new Activation.Relu6(), 0, 1),
    RELU6_ABOVE(new Activation.Relu6(), 6, -1),
    HARD_SIGMOID(new Activation.HardSigmoid(), 2.5, 1),
    HARD_TANH(new Activation.HardTanh(), -1, -1),
    RECTIFIED_TANH(new Activation.RectifiedTanh(), 0, 1),
    SELU(new Activation.Selu(), 0, 1),
    THRESHOLDED_RELU(new Activation.ThresholdedRelu(1), 1, 1) {
        @Override
        Key jumps() {
            return new Key(STEP, Quantity.ACTIVATION, 1);
        }
    },
    ABSOLUTE_ERROR(new Loss.AbsoluteError(), 0.5, 0.5),
    MEAN_ABSOLUTE_ERROR(new Loss.MeanAbsoluteError(), 0.5, 0.5),
    MEAN_ABSOLUTE_PERCENTAGE_ERROR(new Loss.MeanAbsolutePercentageError(), 0.5, 0.5),
    HINGE(new Loss.Hinge(), 1, 1);

    /** The step with the kink; the step before it changes nothing. */
    static final long STEP = 1;

    static final int ROW = 2;

    private final Activation activation;
    private final Loss loss;
    private final double at;
    private final double target;
    private final int side;

    Kink(Activation activation, double at, int side) {
        this.activation = activation;
        this.loss = new Loss.HalfSquaredError();
        this.at = at;
        this.target = 0.75;
        this.side = side;
    }

    Kink(Loss loss, double at, double target) {
        this.activation = new Activation.Identity();
        this.loss = loss;
        this.at = at;
        this.target = target;
        this.side = -1;
    }

    boolean isOfLoss() {
        return activation instanceof Activation.Identity;
    }

    /** For an activation the kink is in a hidden layer, for a loss in the outputs. */
    Experiment experiment(Precision precision) {
        double[][] inputs = {{0.3, 0}, {-0.7, 0}, {at + 0.5, -0.5}, {1.7, 0}, {7, 0}};
        double[][] targets = loss instanceof Loss.Hinge
                ? new double[][] {{1}, {-1}, {target}, {1}, {-1}}
                : new double[][] {{0.25}, {1}, {target}, {-0.5}, {1}};
        double still = 1e-30; // a learning rate too small to change the weight
        NetworkSpec spec = Network.define(name(), net -> {
            net.inputs(2).dense(1, activation, layer -> {
                layer.bias(false);
                if (!isOfLoss()) {
                    layer.learningRate(still);
                }
            });
            if (!isOfLoss()) {
                net.dense(1, new Activation.Identity());
            }
            net.init(new Initializer.Ones())
                    .loss(loss, Reduction.MEAN)
                    .precision(precision)
                    .training(new Sgd(isOfLoss() ? still : 0.01), training -> training.epochs(5))
                    .data(inputs, targets);
        });
        return Experiment.of(spec);
    }

    /** The number that lies on the kink. */
    Key number() {
        return new Key(STEP, isOfLoss() ? Quantity.ACTIVATION : Quantity.PRE_ACTIVATION, 1);
    }

    /** The first tensor that jumps. */
    Key jumps() {
        return new Key(STEP, Quantity.DELTA, 1);
    }

    /** An engine whose number lies on the other side. */
    TamperedReference engine(Precision precision) {
        double distance = precision == Precision.F64 ? 4e-16 : 2e-7; // relative to the number
        return TamperedReference.by(
                new Key(STEP, Quantity.PRE_ACTIVATION, 1), ROW, 0, side * distance * Math.max(1, Math.abs(at)));
    }

    String word() {
        return Schema.wordOf(isOfLoss() ? loss : activation);
    }

    /** A gradient of zero has no direction. */
    static Experiment withoutDirection() {
        return Experiment.of(Network.define(
                "without direction",
                net -> net.inputs(1)
                        .dense(
                                1,
                                new Activation.Identity(),
                                layer -> layer.bias(false)
                                        .gradientNormalization(new GradientNormalization.UnitNorm(
                                                GradientNormalization.NormScope.LAYER)))
                        .init(new Initializer.Ones())
                        .loss(new Loss.HalfSquaredError(), Reduction.MEAN)
                        .training(new Sgd(0.01), training -> training.epochs(5))
                        .data(new double[][] {{1}, {2}}, new double[][] {{1}, {2}})));
    }

    /** A weight of zero that no gradient moves, with a penalty whose kink is at zero. */
    static Experiment penalized() {
        return Experiment.of(Network.define(
                "penalized",
                net -> net.inputs(2)
                        .dense(
                                1,
                                new Activation.Identity(),
                                layer -> layer.bias(false)
                                        .init(new Initializer.Given(List.of(List.of(1.0), List.of(0.0))))
                                        .regularization(Regularization.of(0.1, 0)))
                        .loss(new Loss.HalfSquaredError(), Reduction.MEAN)
                        .training(new Sgd(0.01), training -> training.epochs(5))
                        .data(new double[][] {{1, 0}, {2, 0}}, new double[][] {{3}, {2}})));
    }
}
