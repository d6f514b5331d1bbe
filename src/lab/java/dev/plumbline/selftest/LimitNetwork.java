package dev.plumbline.selftest;

import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A network of two layers into which errors of decreasing size are injected: tanh, then sigmoid, with biases.
 *
 * @param precision the precision of the training
 * @param width the number of inputs, and of hidden units up to {@link #MOST_UNITS}
 * @param optimizer the optimizer
 * @param steps the number of steps, each on all examples
 * @param seed the seed of the weights and examples
 */
record LimitNetwork(Precision precision, int width, Optimizer optimizer, int steps, long seed) {
    private static final int MOST_UNITS = 32;
    private static final int MOST_OUTPUTS = 10;
    private static final int EXAMPLES = 8;

    /** Every optimizer. */
    static final List<Optimizer> OPTIMIZERS = List.of(
            new Optimizer.Sgd(0.5),
            Optimizer.Momentum.of(0.05),
            Optimizer.Nesterov.of(0.05),
            Optimizer.Adam.of(0.01),
            Optimizer.Amsgrad.of(0.01),
            Optimizer.Adamax.of(0.01),
            Optimizer.Nadam.of(0.01),
            Optimizer.Rmsprop.of(0.01),
            Optimizer.Adagrad.of(0.1),
            new Optimizer.Adadelta(0.95, 1e-6));

    Experiment experiment() {
        return experiment(1);
    }

    /** The experiment with the first input of every example multiplied by a factor. */
    Experiment experiment(double firstInput) {
        return experiment(firstInput, steps, Optional.empty());
    }

    /** All steps except the last, without biases; {@link #lastOf} is the last step from the resulting weights. */
    Experiment allButLast() {
        return experiment(1, steps - 1, Optional.of(List.of()));
    }

    /** The last step from trained weights; without biases, because initial biases cannot be given. */
    Experiment lastOf(List<LayerWeights> trained) {
        return experiment(1, 1, Optional.of(trained));
    }

    /**
     * An experiment.
     *
     * @param withoutBias the weights of each layer, or an empty list to draw them; empty for layers with biases
     */
    private Experiment experiment(double firstInput, int epochs, Optional<List<LayerWeights>> withoutBias) {
        NumpyRandom random = new NumpyRandom(seed);
        int outputs = Math.min(width, MOST_OUTPUTS);
        double[][] inputs = new double[EXAMPLES][width];
        double[][] targets = new double[EXAMPLES][outputs];
        for (int i = 0; i < EXAMPLES; i++) {
            for (int j = 0; j < width; j++) {
                inputs[i][j] = random.normal() * (j == 0 ? firstInput : 1);
            }
            for (int j = 0; j < outputs; j++) {
                targets[i][j] = 0.1 + 0.8 * random.random();
            }
        }
        NetworkSpec spec = Network.define(
                "limits",
                network -> network.inputs(width)
                        .seed(seed)
                        .loss(new Loss.HalfSquaredError(), Reduction.MEAN)
                        .precision(precision)
                        .data(inputs, targets)
                        .report(epochs)
                        .training(optimizer, plan -> plan.epochs(epochs))
                        .dense(
                                Math.min(width, MOST_UNITS),
                                new Activation.Tanh(),
                                layer -> begin(layer, 0, withoutBias))
                        .dense(outputs, new Activation.Sigmoid(), layer -> begin(layer, 1, withoutBias)));
        return Experiment.of(spec);
    }

    private static void begin(Network.DenseLayer layer, int number, Optional<List<LayerWeights>> withoutBias) {
        if (withoutBias.isPresent()) {
            layer.bias(false);
        } else {
            layer.biasInit(0.1);
        }
        Optional<LayerWeights> given =
                withoutBias.filter(each -> !each.isEmpty()).map(each -> each.get(number));
        layer.init(given.map(each -> each.weights().toArray())
                .<Initializer>map(rows -> new Initializer.Given(Arrays.stream(rows)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList()))
                .orElse(new Initializer.LecunNormal()));
    }

    /** The result of injecting errors of decreasing size into this network. */
    Measurement measurement(
            Measurement.Where where, Key key, ErrorShape shape, DetectionThreshold limit, double bound, double terms) {
        String word = optimizer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        return new Measurement(where, precision, width, word, key, shape, limit.found(), limit.passed(), bound, terms);
    }
}
