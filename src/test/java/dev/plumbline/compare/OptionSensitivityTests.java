package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.Slow;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Network.DenseLayer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** How small a mistake the check still finds with every optimizer, loss, activation and option of a layer. */
@Slow
class OptionSensitivityTests {
    /** Twice what a divergence must exceed. */
    private static final double ALWAYS_FOUND = 2e-9;

    private static final long STEP = 3;

    @TestFactory
    Stream<DynamicTest> findsAnErrorOfTwoBillionthsWithEachOption() {
        return Stream.of(LayerOptions.values()).map(option -> found(option.network(Precision.F64)));
    }

    @TestFactory
    Stream<DynamicTest> findsItWithEveryOptimizer() {
        return Words.all(Optimizer.class).stream()
                .map(optimizer -> found(network(optimizer.toString(), optimizer, layer -> {})));
    }

    @TestFactory
    Stream<DynamicTest> findsItWithEveryOptimizerAndManyOptions() {
        Consumer<DenseLayer> options = LayerOptions.DROPOUT
                .andThen(LayerOptions.CLIP_NORM_PER_LAYER)
                .andThen(LayerOptions.MAX_NORM)
                .andThen(LayerOptions.BIAS_INIT);
        return Words.all(Optimizer.class).stream()
                .flatMap(optimizer -> Stream.of(
                        network(
                                optimizer + " with penalties",
                                optimizer,
                                options.andThen(
                                        layer -> layer.regularization(new Regularization(0.01, 0.02, 0.03, 0.04, 0)))),
                        network(
                                optimizer + " with decay",
                                optimizer,
                                options.andThen(layer -> layer.regularization(Regularization.weightDecay(0.04))))))
                .map(OptionSensitivityTests::found);
    }

    @TestFactory
    Stream<DynamicTest> findsItWithEveryActivationAndLoss() {
        return Words.all(Activation.class).stream()
                .flatMap(activation ->
                        Words.all(Loss.class).stream().flatMap(loss -> network(activation, loss).stream()))
                .map(OptionSensitivityTests::found);
    }

    private static DynamicTest found(NetworkSpec spec) {
        return DynamicTest.dynamicTest(
                spec.name(),
                () -> assertEquals(
                        List.of(),
                        SensitivityTests.missed(Experiment.of(spec), STEP, tensor -> tensor.times(1 + ALWAYS_FOUND)),
                        spec::name));
    }

    private static NetworkSpec network(String name, Optimizer optimizer, Consumer<DenseLayer> options) {
        return Network.define(
                name,
                net -> net.inputs(3)
                        .dense(4, new Activation.Tanh(), options)
                        .dense(3, new Activation.Softplus(), options)
                        .dense(2, new Activation.Sigmoid(), options)
                        .init(new Initializer.GlorotUniform())
                        .seed(3)
                        .loss(new Loss.SquaredError(), Reduction.MEAN)
                        .training(
                                optimizer,
                                training -> training.epochs(2).batchSize(4).shuffle(true))
                        .data(
                                RandomNetworks.normal(new NumpyRandom(1), 11, 3).toArray(),
                                RandomNetworks.normal(new NumpyRandom(2), 11, 2).toArray(),
                                new NumpyRandom(3).uniform(0.2, 3, 11)));
    }

    private static Optional<NetworkSpec> network(Activation activation, Loss loss) {
        Matrix raw = Matrix.wrap(7, 3, new NumpyRandom(3).uniform(0.1, 0.9, 21));
        // What softmax gives adds up to 1: were all outputs too small, nothing would be left of the gradient.
        Matrix targets = activation instanceof Activation.Softmax ? raw.div(raw.sum(1)) : raw;
        try {
            return Optional.of(Network.define(
                    activation + " " + loss,
                    net -> net.inputs(4)
                            .dense(5, activation)
                            .dense(3, activation)
                            .init(new Initializer.GlorotUniform())
                            .loss(loss, Reduction.MEAN)
                            .training(
                                    new Sgd(LearningRate.of(1e-3)),
                                    training -> training.epochs(2).batchSize(3))
                            .data(
                                    Matrix.wrap(7, 4, new NumpyRandom(2).uniform(-1, 1, 28))
                                            .toArray(),
                                    targets.toArray())));
        } catch (InvalidSpecException doNotGoTogether) {
            return Optional.empty();
        }
    }
}
