package dev.plumbline.bench;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Initializer.GlorotUniform;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A network and a batch, the same for all: sigmoid layers without bias, half squared error summed over the batch, plain
 * gradient descent. A step is the forward pass, the loss, the backward pass and the update of one batch.
 *
 * @param widths of the input and of each layer
 * @param batch how many examples
 * @param precision what is calculated in
 */
record Workload(int[] widths, int batch, Precision precision) {
    private static final double LEARNING_RATE =
            0.05; // of the mean over the batch: at many times that, trainings are chaotic

    /** As {@link #toString} writes it: 784-256-128-10/128/f64. */
    static Workload parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a workload is written as 784-256-128-10/128/f64, not " + text);
        }
        int[] widths = Arrays.stream(parts[0].split("-", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        return new Workload(widths, Integer.parseInt(parts[1]), Precision.valueOf(parts[2].toUpperCase(Locale.ROOT)));
    }

    int layers() {
        return widths.length - 1;
    }

    /** What the gradient is multiplied by, which is summed over the batch. */
    double learningRate() {
        return LEARNING_RATE / batch;
    }

    /** How many weights. */
    long weights() {
        long weights = 0;
        for (int l = 1; l < widths.length; l++) {
            weights += (long) widths[l - 1] * widths[l];
        }
        return weights;
    }

    /** The multiplications and additions of a step's matrix products: 2 a weight and example, thrice, but for the input's delta. */
    double floatingPointOperations() {
        return 2.0 * batch * (3.0 * weights() - (double) widths[0] * widths[1]);
    }

    Matrix inputs() {
        return uniform(widths[0], 1);
    }

    Matrix targets() {
        return uniform(widths[layers()], 2);
    }

    private Matrix uniform(int columns, int seed) {
        return Matrix.of(batch, columns, new NumpyRandom(seed).random(batch * columns));
    }

    /** So many steps of it, as Plumbline takes them. */
    Experiment experiment(int epochs) {
        NetworkSpec spec = Network.define(toString(), network -> {
            network.inputs(widths[0]);
            for (int l = 1; l <= layers(); l++) {
                network.dense(widths[l], new Sigmoid(), layer -> layer.bias(false));
            }
            network.init(new GlorotUniform())
                    .precision(precision)
                    .loss(new HalfSquaredError(), Reduction.SUM)
                    .training(new Sgd(learningRate()), training -> training.epochs(epochs))
                    .data(new double[][] {new double[widths[0]]}, new double[][] {new double[widths[layers()]]});
        });
        return Experiment.of(spec, inputs(), targets());
    }

    @Override
    public String toString() {
        String shape = Arrays.stream(widths).mapToObj(Integer::toString).collect(Collectors.joining("-"));
        return shape + "/" + batch + "/" + precision.name().toLowerCase(Locale.ROOT);
    }
}
