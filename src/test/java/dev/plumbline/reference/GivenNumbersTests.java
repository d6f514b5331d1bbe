package dev.plumbline.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.yaml.YamlReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rule of {@link Precision}: in f32 the reference computes in f64, from the numbers that DL4J is given. So it takes the same
 * steps as in f64 from examples, weights, parameters and rates that were rounded before.
 */
class GivenNumbersTests {
    private static final String NETWORK = """
            inputs: 2
            layers:
              - dense: { units: 3, activation: tanh }
              - dense: { units: 1, activation: sigmoid }
            init: { uniform: { low: -1, high: 1 } }
            precision: f32
            loss: half_squared_error
            reduction: mean
            training: { optimizer: OPTIMIZER, batch_size: 2, epochs: 3 }
            data:
              inputs: [[0.1, 0.2], [0.3, 0.4], [0.7, 0.9], [0.6, 0.1]]
              targets: [[0.1], [0.7], [0.3], [0.9]]
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sgd: { learning_rate: 0.1 }",
                "momentum: { learning_rate: 0.1, momentum: 0.9 }",
                "nesterov: { learning_rate: 0.1, momentum: 0.9 }",
                "momentum: { learning_rate: 0.1, momentum: 0.9, learning_rate_on: velocity }",
                "nesterov: { learning_rate: 0.1, momentum: 0.9, learning_rate_on: velocity }",
                "adam: { learning_rate: 0.1 }",
                "adam: { learning_rate: 0.1, epsilon_on: corrected }",
                "amsgrad: { learning_rate: 0.1 }",
                "adamax: { learning_rate: 0.1 }",
                "nadam: { learning_rate: 0.1 }",
                "rmsprop: { learning_rate: 0.1 }",
                "adagrad: { learning_rate: 0.1 }",
                "adadelta: { decay: 0.95 }"
            })
    void everyOptimizerStepsAsWithRoundedNumbers(String optimizer) throws Exception {
        Experiment inF32 =
                Experiment.of(YamlReader.read(NETWORK.replace("OPTIMIZER", "{ " + optimizer + " }"), "n.yaml")
                        .spec());
        Optimizer given = inF32.spec().training().optimizer().in(Precision.F32);
        Optimizer rounded = given.rate()
                .map(rate -> given.withRate(LearningRate.of((float) ((LearningRate.Constant) rate).value())))
                .orElse(given);
        NetworkSpec spec = Schema.with(inF32.spec(), "precision", Precision.F64);
        spec = Schema.with(spec, "training", Schema.with(spec.training(), "optimizer", rounded));
        Experiment inF64 = Experiment.of(spec, inF32.inputs(), inF32.targets(), Optional.empty())
                .startingFrom(inF32.initialWeights());
        try (ReplayableRun first = new ReferenceEngine().start(inF32);
                ReplayableRun second = new ReferenceEngine().start(inF64)) {
            for (Batch batch : inF32.batches()) {
                assertEqualTensors(second.step(batch), first.step(batch));
            }
        }
    }

    private static void assertEqualTensors(StepTrace expected, StepTrace actual) {
        for (int l = 1; l <= expected.layers(); l++) {
            for (Quantity quantity : Quantity.values()) {
                assertEquals(
                        expected.get(quantity, l),
                        actual.get(quantity, l),
                        new Key(expected.step(), quantity, l).toString());
            }
        }
    }

    @Test
    void aScheduleIsRoundedInEveryStep() throws Exception {
        Experiment experiment = Experiment.of(YamlReader.read(
                        NETWORK.replace(
                                "OPTIMIZER",
                                "{ sgd: { learning_rate: { exponential: { initial: 0.1, factor: 0.9, per: step } } } }"),
                        "n.yaml")
                .spec());
        try (ReferenceRun run = new ReferenceRun(experiment.spec(), experiment.initialWeights())) {
            for (Batch batch : experiment.batches()) {
                double rate = run.learningRate(1, batch);
                assertEquals((float) rate, rate);
                assertEquals(0.1 * Math.pow(0.9, batch.step()), rate, 1e-8);
            }
        }
    }
}
