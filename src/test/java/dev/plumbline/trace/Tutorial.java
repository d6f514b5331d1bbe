package dev.plumbline.trace;

import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Initializer.Uniform;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;

/** The networks of "A Neural Network in 11 lines of Python", for tests. */
public final class Tutorial {
    private static final double[][] XOR_INPUTS = {{0, 0, 1}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}};
    private static final double[][] XOR_TARGETS = {{0}, {1}, {1}, {0}};

    private Tutorial() {}

    /** Part 1's two-layer network: 3 → 1, 10,000 iterations. */
    public static NetworkSpec twoLayer() {
        double[][] inputs = {{0, 0, 1}, {1, 1, 1}, {1, 0, 1}, {0, 1, 1}};
        return network("two-layer", 0, 10_000, inputs, new double[][] {{0}, {1}, {1}, {0}});
    }

    /** The same on exclusive or, which it cannot learn. */
    public static NetworkSpec perceptron(int iterations) {
        return network("two-layer-xor", 0, iterations, XOR_INPUTS, XOR_TARGETS);
    }

    /** The three-layer network: 3 → hidden → 1. */
    public static NetworkSpec threeLayer(int hidden, int iterations) {
        return network("three-layer", hidden, iterations, XOR_INPUTS, XOR_TARGETS);
    }

    private static NetworkSpec network(String name, int hidden, int iterations, double[][] inputs, double[][] targets) {
        return Network.define(name, net -> {
            net.inputs(3);
            if (hidden > 0) {
                net.dense(hidden, new Sigmoid(), layer -> layer.bias(false));
            }
            net.dense(1, new Sigmoid(), layer -> layer.bias(false))
                    .init(new Uniform(-1, 1))
                    .seed(1)
                    .loss(new HalfSquaredError(), Reduction.SUM)
                    .training(new Sgd(1.0), training -> training.epochs(iterations))
                    .data(inputs, targets)
                    .report(Math.min(iterations, 10_000), Metric.MEAN_ABSOLUTE_ERROR);
        });
    }
}
