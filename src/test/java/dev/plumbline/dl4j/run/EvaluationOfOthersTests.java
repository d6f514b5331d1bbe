package dev.plumbline.dl4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.ReplayableEngine;
import dev.plumbline.trace.Run;
import dev.plumbline.yaml.YamlReader;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both engines evaluate examples that are not those of the training, by the same rules. */
class EvaluationOfOthersTests {
    private static final int EXAMPLES = 9;

    private static final String NETWORK = """
            inputs: 3
            layers:
              - dense: { units: 4, activation: tanh }
              - dense: { units: 2, activation: identity }
            init: { uniform: { low: -1, high: 1 } }
            precision: PRECISION
            loss: squared_error
            reduction: mean
            training: { optimizer: { sgd: { learning_rate: 0.1 } }, batch_size: 3, epochs: 1 }
            data: { npz: { file: a.npz, inputs: x, targets: y, weights: w } }
            """;

    private final NumpyRandom random = new NumpyRandom(7);

    static Stream<ReplayableEngine> engines() {
        return Stream.of(new ReferenceEngine(), new Dl4jEngine());
    }

    private Matrix numbers(int columns) {
        return Matrix.wrap(EXAMPLES, columns, random.random(EXAMPLES * columns));
    }

    private Experiment experiment(String precision) throws Exception {
        NetworkSpec spec = YamlReader.read(NETWORK.replace("PRECISION", precision), "network.yaml")
                .spec();
        return Experiment.of(spec, numbers(3), numbers(2), Optional.of(numbers(1)));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void withoutWeightsEveryExampleOfAWeightedNetworkCountsAlike(ReplayableEngine engine) throws Exception {
        Experiment experiment = experiment("f64");
        Matrix inputs = numbers(3);
        Matrix targets = numbers(2);
        try (Run run = engine.start(experiment)) {
            Evaluation expected = run.evaluate(inputs, targets, Optional.of(Matrix.ones(EXAMPLES, 1)));
            assertEquals(expected, run.evaluate(inputs, targets));
            assertNotEquals(
                    expected.loss(),
                    run.evaluate(inputs, targets, experiment.exampleWeights()).loss());
        }
    }

    /** In f32 both compute from the numbers that DL4J is given. */
    @ParameterizedTest
    @MethodSource("engines")
    void examplesAreRoundedToThePrecisionOfTheNetwork(ReplayableEngine engine) throws Exception {
        Matrix inputs = numbers(3);
        Matrix targets = numbers(2);
        Matrix weights = numbers(1);
        try (Run run = engine.start(experiment("f32"))) {
            Evaluation expected = run.evaluate(rounded(inputs), rounded(targets), Optional.of(rounded(weights)));
            Evaluation actual = run.evaluate(inputs, targets, Optional.of(weights));
            assertEquals(expected.outputs(), actual.outputs());
            assertEquals(expected.loss(), actual.loss());
        }
    }

    private static Matrix rounded(Matrix matrix) {
        return matrix.map(value -> (double) (float) value);
    }
}
