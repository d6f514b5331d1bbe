package dev.plumbline.dl4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.EvaluationSums;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Run;
import dev.plumbline.yaml.YamlReader;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DL4J evaluates many examples in blocks; the reference evaluates all at once, and so has other sums. */
class EvaluationInBlocksTests {
    /** Two orders of 2,500 terms, each of whose partial sums rounds once. */
    private static final double ROUNDING = 1e-12;

    @ParameterizedTest
    @ValueSource(strings = {"mean", "sum"})
    void theLossOfSeveralBlocksIsThatOfAllExamples(String reduction) throws Exception {
        NetworkSpec spec = YamlReader.read("""
                inputs: 3
                layers:
                  - dense: { units: 5, activation: tanh, regularization: { l2: 0.1, l1: 0.05 } }
                  - dense: { units: 2, activation: identity, regularization: { l2: 200, divided_by: batch } }
                init: { uniform: { low: -1, high: 1 } }
                loss: squared_error
                reduction: REDUCTION
                training: { optimizer: { sgd: { learning_rate: 0.1 } }, batch_size: 10, epochs: 1 }
                data: { npz: { file: a.npz, inputs: x, targets: y, weights: w } }
                """.replace("REDUCTION", reduction), "network.yaml")
                .spec();
        int examples = 2 * EvaluationSums.BLOCK + 452;
        NumpyRandom random = new NumpyRandom(5);
        Matrix inputs = Matrix.wrap(examples, 3, random.random(examples * 3));
        Matrix targets = Matrix.wrap(examples, 2, random.random(examples * 2));
        Optional<Matrix> weights = Optional.of(Matrix.wrap(examples, 1, random.random(examples)));
        Experiment experiment = Experiment.of(spec, inputs, targets, weights);
        Evaluation expected = evaluated(new ReferenceEngine(), experiment);
        Evaluation actual = evaluated(new Dl4jEngine(), experiment);
        assertEquals(expected.loss(), actual.loss(), ROUNDING * expected.loss());
        for (Metric metric : Metric.values()) {
            assertEquals(expected.metric(metric), actual.metric(metric), ROUNDING * expected.metric(metric));
        }
        assertTrue(expected.outputs().maxAbsDifference(actual.outputs()) < ROUNDING);
    }

    private static Evaluation evaluated(Engine engine, Experiment experiment) {
        try (Run run = engine.start(experiment)) {
            return run.evaluate(experiment.inputs(), experiment.targets(), experiment.exampleWeights());
        }
    }
}
