package dev.plumbline.audit;

import static dev.plumbline.NetworkWords.*;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;

/** The networks that every library trains, as far as it can express them. */
final class AuditedNetworks {
    private static final double[][] XOR_INPUTS = {{0, 0, 1}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}};
    private static final double[][] XOR_TARGETS = {{0}, {1}, {1}, {0}};

    /** Seven examples, so that the last of two batches of four is smaller. No number is special to an activation. */
    private static final double[][] INPUTS = {
        {0.3, -0.7, 0.2},
        {-0.4, 0.9, 0.6},
        {0.8, 0.1, -0.5},
        {-0.9, -0.3, 0.7},
        {0.5, 0.6, 0.4},
        {-0.2, 0.4, -0.8},
        {0.7, -0.6, -0.3}
    };

    private static final double[][] TARGETS = {{0.2}, {0.7}, {0.4}, {0.9}, {0.3}, {0.6}, {0.8}};
    private static final double[][] CLASSES = {
        {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 1, 0}, {1, 0, 0}, {0, 0, 1}, {1, 0, 0}
    };

    private AuditedNetworks() {}

    /** The tutorial's network, 3-5-1 with sigmoids, with all four examples in each step. */
    static NetworkSpec tutorial(boolean bias, Reduction reduction, Optimizer optimizer) {
        return Network.define(
                "tutorial",
                net -> net.inputs(3)
                        .defaults(layer -> layer.activation(sigmoid()).bias(bias))
                        .dense(5)
                        .dense(1)
                        .init(uniform(-1, 1))
                        .loss(halfSquaredError(), reduction)
                        .training(optimizer, 20)
                        .data(XOR_INPUTS, XOR_TARGETS));
    }

    /** A network of one output, 3-5-1, with the squared error. */
    static NetworkSpec regression(Activation hidden, Activation output, Optimizer optimizer, int batch) {
        return regression(hidden, output, optimizer, batch, Reduction.MEAN);
    }

    /** The same with another reduction over the batch. */
    static NetworkSpec regression(
            Activation hidden, Activation output, Optimizer optimizer, int batch, Reduction reduction) {
        return Network.define(
                "regression",
                net -> net.inputs(3)
                        .dense(5, hidden)
                        .dense(1, output)
                        .init(uniform(-1, 1))
                        .loss(halfSquaredError(), reduction)
                        .training(optimizer, plan -> plan.epochs(4).batchSize(batch))
                        .data(INPUTS, TARGETS));
    }

    /** The network with one output and a linear output unit; inputs and targets scaled to [-1, 1], as their ranges tell. */
    static NetworkSpec scaledRegression(Activation hidden, Optimizer optimizer) {
        return Network.define(
                "scaled",
                net -> net.inputs(3)
                        .dense(5, hidden)
                        .dense(1, identity())
                        .init(uniform(-1, 1))
                        .loss(halfSquaredError(), Reduction.MEAN)
                        .training(optimizer, plan -> plan.epochs(4).batchSize(1))
                        .data(scaled(INPUTS), scaled(TARGETS)));
    }

    private static double[][] scaled(double[][] rows) {
        double[][] scaled = new double[rows.length][rows[0].length];
        for (int column = 0; column < rows[0].length; column++) {
            int c = column;
            DoubleSummaryStatistics range =
                    Arrays.stream(rows).mapToDouble(row -> row[c]).summaryStatistics();
            for (int row = 0; row < rows.length; row++) {
                scaled[row][c] = (rows[row][c] - (range.getMax() + range.getMin()) / 2)
                        / ((range.getMax() - range.getMin()) / 2);
            }
        }
        return scaled;
    }

    /** The network of one output with a penalty on its weights, and all examples in each step. */
    static NetworkSpec penalized(
            Activation output, Optimizer optimizer, Regularization regularization, Reduction reduction) {
        return Network.define(
                "penalized",
                net -> net.inputs(3)
                        .defaults(layer -> layer.activation(sigmoid()).regularization(regularization))
                        .dense(5)
                        .dense(1, output)
                        .init(uniform(-1, 1))
                        .loss(halfSquaredError(), reduction)
                        .training(optimizer, 20)
                        .data(INPUTS, TARGETS));
    }

    /** The network of one output whose gradients are clipped, element by element. */
    static NetworkSpec clipped(Activation hidden, Optimizer optimizer, double threshold) {
        return Network.define(
                "clipped",
                net -> net.inputs(3)
                        .defaults(layer -> layer.gradientNormalization(clipValue(threshold)))
                        .dense(5, hidden)
                        .dense(1, identity())
                        .init(uniform(-1, 1))
                        .loss(halfSquaredError(), Reduction.MEAN)
                        .training(optimizer, 10)
                        .data(INPUTS, TARGETS));
    }

    /** A classifier of three classes, 3-4-3, with softmax and cross-entropy. */
    static NetworkSpec classifier(Activation hidden, Optimizer optimizer, int batch, Reduction reduction) {
        return Network.define(
                "classifier",
                net -> net.inputs(3)
                        .dense(4, hidden)
                        .dense(3, softmax())
                        .init(uniform(-1, 1))
                        .loss(categoricalCrossEntropy(), reduction)
                        .training(optimizer, plan -> plan.epochs(4).batchSize(batch))
                        .data(INPUTS, CLASSES));
    }

    /** A classifier without a hidden layer. */
    static NetworkSpec linearClassifier(Optimizer optimizer, int batch, Reduction reduction) {
        return Network.define(
                "linear classifier",
                net -> net.inputs(3)
                        .dense(3, softmax())
                        .init(zeros())
                        .loss(categoricalCrossEntropy(), reduction)
                        .training(optimizer, plan -> plan.epochs(4).batchSize(batch))
                        .data(INPUTS, CLASSES));
    }

    /** A network of three classes with sigmoids and the squared error. */
    static NetworkSpec sigmoids(Loss loss, Optimizer optimizer, int batch, Reduction reduction) {
        return Network.define(
                "sigmoids",
                net -> net.inputs(3)
                        .defaults(layer -> layer.activation(sigmoid()))
                        .dense(4)
                        .dense(3)
                        .init(uniform(-1, 1))
                        .loss(loss, reduction)
                        .training(optimizer, plan -> plan.epochs(4).batchSize(batch))
                        .data(INPUTS, CLASSES));
    }
}
