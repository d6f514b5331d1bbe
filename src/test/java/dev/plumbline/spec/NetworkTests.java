package dev.plumbline.spec;

import static dev.plumbline.NetworkWords.adam;
import static dev.plumbline.NetworkWords.exponential;
import static dev.plumbline.NetworkWords.leakyRelu;
import static dev.plumbline.NetworkWords.sgd;
import static dev.plumbline.NetworkWords.uniform;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Softmax;
import dev.plumbline.spec.Initializer.GlorotUniform;
import dev.plumbline.spec.Initializer.Uniform;
import dev.plumbline.spec.Initializer.Zeros;
import dev.plumbline.spec.Loss.BinaryCrossEntropy;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NetworkTests {
    private static final double[][] INPUTS = {{0, 0, 1}, {0, 1, 1}};
    private static final double[][] TARGETS = {{0}, {1}};

    /** A valid network, except for the additions of the test. */
    private static NetworkSpec network(Consumer<Network> rest) {
        return Network.define("test", net -> {
            net.inputs(3)
                    .dense(5, new Sigmoid())
                    .dense(1, new Sigmoid(), layer -> layer.bias(false))
                    .init(new Uniform(-1, 1))
                    .loss(new HalfSquaredError(), Reduction.SUM)
                    .training(new Sgd(1.0), training -> training.epochs(10))
                    .data(INPUTS, TARGETS);
            rest.accept(net);
        });
    }

    private static String refusal(Consumer<Network> rest) {
        return assertThrows(InvalidSpecException.class, () -> network(rest)).getMessage();
    }

    @Test
    void usesTheDefaultsOfTheRecords() {
        NetworkSpec spec = network(net -> {});

        assertEquals(1, spec.seed());
        assertEquals(Precision.F64, spec.precision());
        assertEquals(new Report(Optional.empty(), List.of(Metric.LOSS)), spec.report());
        assertEquals(new BatchSize.All(), spec.training().batchSize());
        assertEquals(true, spec.layers().get(0).bias());
        assertEquals(1, spec.reportEvery());
    }

    @Test
    void knowsItsShapes() {
        NetworkSpec spec = network(net -> {});

        assertEquals(3 * 5 + 5 + 5, spec.parameters());
        assertEquals(5, spec.inputsOf(1));
        assertEquals(1, spec.outputs());
    }

    @Test
    void refusesDataThatDoNotFitTheNetwork() {
        assertEquals(
                "data.inputs[0]: rows of 2 inputs for a network of `inputs: 3`; allowed: rows of 3 numbers, or `inputs: 2`",
                refusal(net -> net.data(new double[][] {{0, 1}, {1, 1}}, TARGETS)));
        assertEquals(
                "data.targets[0]: rows of 2 targets for a last layer of `units: 1`; allowed: rows of 1 numbers",
                refusal(net -> net.data(INPUTS, new double[][] {{0, 1}, {1, 1}})));
    }

    @Test
    void refusesWhatWouldHaveNoEffect() {
        assertEquals(
                "report.every: `every: 11` is more than the 10 epochs of the training; allowed: at most 10",
                refusal(net -> net.report(11)));
        assertEquals(
                "init: `init` would have no effect: every layer has its own; allowed: `init` here or in each layer, not both",
                assertThrows(
                                InvalidSpecException.class,
                                () -> Network.define(
                                        "test",
                                        net -> net.inputs(3)
                                                .dense(1, new Sigmoid(), layer -> layer.init(new Zeros()))
                                                .init(new GlorotUniform())
                                                .loss(new HalfSquaredError(), Reduction.SUM)
                                                .training(new Sgd(1.0), training -> training.epochs(10))
                                                .data(INPUTS, TARGETS)))
                        .getMessage());
        assertEquals(
                "training.shuffle: `shuffle: true` would have no effect: each batch holds all examples; allowed: a `batch_size` "
                        + "smaller than the number of examples, or `shuffle: false`",
                refusal(net -> net.training(
                        new Sgd(1.0), training -> training.epochs(1).shuffle(true))));
    }

    /** Mistakes of values, of words, of missing keys and between the parts that are valid, each with its layer. */
    @Test
    void reportsAllProblemsAtOnce() {
        String message = assertThrows(
                        InvalidSpecException.class,
                        () -> Network.define(
                                "test",
                                net -> net.inputs(2)
                                        .dense(0, new Sigmoid())
                                        .dense(5, layer -> layer.bias(false).biasInit(1))
                                        .dense(4, new Sigmoid(), layer -> layer.dropout(1.5))
                                        .dense(3, layer -> layer.init(new Uniform(1, -1)))
                                        .dense(1, new Softmax())
                                        .init(new GlorotUniform())
                                        .loss(new BinaryCrossEntropy(1e-5), Reduction.SUM)
                                        .training(new Sgd(1.0), -1)
                                        .data(INPUTS, TARGETS)
                                        .data(INPUTS, TARGETS, 1, -1)
                                        .report(0)))
                .getMessage();
        assertEquals(
                List.of(
                        "layer 1, units: `units` is 0; allowed: a whole number of at least 1",
                        "layer 2, activation: `activation` is missing; allowed: the function applied to z",
                        "layer 2, bias_init: `bias_init` would have no effect: this layer has no bias; allowed: `bias: "
                                + "true`, or leave this out",
                        "layer 3, dropout.drop_probability: `drop_probability` is 1.5; allowed: a finite number in (0, 1)",
                        "layer 4, high: `high` is -1.0, which is not above `low`, 1.0; allowed: low < high",
                        "training.epochs: `epochs` is -1; allowed: a whole number of at least 0",
                        "data.weights[1]: found -1.0; allowed: a finite number of at least 0",
                        "report.every: `every` is 0; allowed: a whole number of at least 1",
                        "layer 5, activation: softmax over a single unit is always 1; allowed: `sigmoid`, or one unit for "
                                + "each class",
                        "loss: `binary_cross_entropy` treats each output separately, but the outputs of `softmax` form one "
                                + "distribution; allowed: `categorical_cross_entropy` with `softmax`, or "
                                + "`binary_cross_entropy` with `sigmoid`"),
                message.lines().toList());
    }

    /** Each word that is refused, also within another, with the others and with the layer that it belongs to. */
    @Test
    void reportsTheWordsThatAreRefusedWithAllOtherProblems() {
        InvalidSpecException refused = assertThrows(
                InvalidSpecException.class,
                () -> Network.define(
                        "test",
                        net -> net.inputs(0)
                                .dense(3, new Sigmoid(), layer -> layer.init(uniform(1, -1)))
                                .dense(
                                        4,
                                        new Sigmoid(),
                                        layer -> layer.init(uniform(2, -2))
                                                .bias(false)
                                                .biasInit(1))
                                .dense(0, leakyRelu(Double.NaN))
                                .training(adam(exponential(-1, 0.5)), -1)
                                .data(INPUTS, TARGETS)));
        assertEquals(
                List.of(
                        "layer 1, init.high: `high` is -1.0, which is not above `low`, 1.0; allowed: low < high",
                        "layer 2, init.high: `high` is -2.0, which is not above `low`, 2.0; allowed: low < high",
                        "layer 2, bias_init: `bias_init` would have no effect: this layer has no bias; allowed: `bias: "
                                + "true`, or leave this out",
                        "layer 3, activation.alpha: `alpha` is NaN; allowed: a finite number in [0, 1)",
                        "layer 3, units: `units` is 0; allowed: a whole number of at least 1",
                        "training.optimizer.learning_rate.initial: `initial` is -1.0; allowed: a finite number greater "
                                + "than 0",
                        "training.epochs: `epochs` is -1; allowed: a whole number of at least 0",
                        "loss: `loss` is missing; allowed: the loss of one example",
                        "reduction: `reduction` is missing; allowed: how the losses of a batch are combined into one "
                                + "number",
                        "data.inputs[0]: rows of 3 inputs for a network of `inputs: 0`; allowed: rows of 0 numbers, or "
                                + "`inputs: 3`",
                        "inputs: `inputs` is 0; allowed: a whole number of at least 1"),
                refused.getMessage().lines().toList());
        assertEquals(
                "high: `high` is -1.0, which is not above `low`, 1.0; allowed: low < high",
                cause(refused).getMessage());
        assertTrue(Stream.of(cause(refused).getStackTrace())
                .anyMatch(line -> line.getClassName().startsWith(NetworkTests.class.getName())));
        InvalidSpecException unused = assertThrows(
                InvalidSpecException.class,
                () -> Network.define("test", net -> {
                    sgd(-1);
                    net.inputs(3)
                            .dense(1, new Sigmoid())
                            .init(new GlorotUniform())
                            .loss(new HalfSquaredError(), Reduction.SUM)
                            .training(sgd(1), 1)
                            .data(INPUTS, TARGETS);
                }));
        assertEquals("learning_rate", unused.problems().get(0).path());
        assertThrows(InvalidSpecException.class, () -> sgd(-1));
    }

    private static Throwable cause(Throwable thrown) {
        return thrown.getCause() == null ? thrown : cause(thrown.getCause());
    }

    /** A constructor in an argument is refused before the network can know where it belongs; the cause has the line. */
    @Test
    void reportsTheProblemsUpToAConstructorThatIsRefused() {
        InvalidSpecException refused = assertThrows(
                InvalidSpecException.class,
                () -> Network.define(
                        "test",
                        net -> net.inputs(0)
                                .dense(0, new Sigmoid())
                                .training(new Sgd(-1), 10)
                                .data(INPUTS, TARGETS)));
        assertEquals(
                List.of("layers[0].units", "inputs", "learning_rate"),
                refused.problems().stream().map(Problem::path).toList());
        assertEquals(
                "learning_rate: `learning_rate` is -1.0; allowed: a finite number greater than 0",
                refused.getCause().getMessage());
    }

    @Test
    void refusesGivenWeightsOfAnotherShape() {
        Initializer given = new Initializer.Given(List.of(List.of(1.0, 2.0), List.of(3.0, 4.0)));
        assertEquals(
                "init.weights: weights of 2×2 for layer 1, which has 3×5, inputs × units; allowed: 3 rows of 5"
                        + System.lineSeparator()
                        + "init.weights: weights of 2×2 for layer 2, which has 5×1, inputs × units; allowed: 5 rows of"
                        + " 1",
                refusal(net -> net.init(given)));
        assertEquals(
                "weights[1]: this row's width is 2, and the first row's width is 1; allowed: rows of the same width",
                assertThrows(
                                InvalidSpecException.class,
                                () -> new Initializer.Given(List.of(List.of(1.0), List.of(3.0, 4.0))))
                        .getMessage());
    }

    @Test
    void refusesBatchesLargerThanTheData() {
        assertEquals(
                "training.batch_size: batches of 3 examples for data of 2; allowed: at most 2, or `all`",
                refusal(net -> net.training(
                        new Sgd(1.0), training -> training.epochs(1).batchSize(3))));
    }

    @Test
    void refusesALayerThatNoArrayCanContainAndReportsItsBytes() {
        assertEquals(
                "layer 3, units: the weights of this layer, 1×2147483647, would need 17,179,869,176 bytes; allowed: "
                        + "at most 2,147,483,639 weights and biases in all",
                refusal(net -> net.dense(Integer.MAX_VALUE, new Sigmoid())
                        .data(new DataSource.Npz("somewhere.npz", "inputs", "targets"))));
    }

    @Test
    void refusesNumbersOutsideTheirLimitsWithEveryReason() {
        assertEquals(
                "learning_rate: `learning_rate` is -1.0; allowed: a finite number greater than 0",
                assertThrows(InvalidSpecException.class, () -> new Sgd(-1)).getMessage());
        assertEquals(
                "low: `low` is NaN; allowed: a finite number"
                        + System.lineSeparator()
                        + "high: `high` is infinite; allowed: a finite number",
                assertThrows(InvalidSpecException.class, () -> new Uniform(Double.NaN, Double.POSITIVE_INFINITY))
                        .getMessage());
        assertEquals(
                "high: `high` is 1.0, which is not above `low`, 1.0; allowed: low < high",
                assertThrows(InvalidSpecException.class, () -> new Uniform(1, 1))
                        .getMessage());
    }
}
