package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.yaml.YamlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In f32 the divisor of a derivative may overflow, so that the derivative is 0. */
class LostDerivativeTests {
    @ParameterizedTest
    @ValueSource(strings = {"1.0e4", "1.0e5", "3.0e5", "1.0e6", "1.0e8"})
    void ofRationalTanhAgrees(String size) {
        Experiment experiment = Experiment.of(
                YamlReader.read("""
                        inputs: 2
                        layers:
                          - dense: { units: 4, activation: rational_tanh }
                          - dense: { units: 2, activation: sigmoid }
                        init: { uniform: { low: -1, high: 1 } }
                        precision: f32
                        loss: squared_error
                        reduction: mean
                        training:
                          optimizer: { sgd: { learning_rate: 0.1 } }
                          batch_size: all
                          epochs: 4
                        data:
                          inputs: [[0, SIZE], [SIZE, 1], [1, 0.5], [SIZE, SIZE]]
                          targets: [[0.1, 0.9], [0.8, 0.2], [0.7, 0.6], [0.2, 0.1]]
                        """.replace("SIZE", size), "net.yaml").spec());
        CheckResult result = new Check(new ReferenceEngine(), new Dl4jEngine()).run(experiment);

        assertFalse(
                result.verdict().isDifference(), () -> result.firstDifference().toString());
    }

    /** The step of Adadelta from a delta of 0 is 0, and otherwise larger than the delta by many orders of magnitude. */
    @Test
    void isNoDifferenceOfTheTrainingThatFollows() {
        Experiment experiment = Experiment.of(YamlReader.read("""
                        inputs: 1
                        layers:
                          - dense: { units: 1, activation: rational_tanh }
                        init: ones
                        loss: hinge
                        reduction: sum
                        precision: f32
                        training: { optimizer: adadelta, batch_size: 1, epochs: 1 }
                        data: { inputs: [[-1000000], [0]], targets: [[1], [0]] }
                        """, "net.yaml").spec());
        CheckResult result = new Check(new ReferenceEngine(), new Dl4jEngine()).run(experiment);

        assertFalse(
                result.verdict().isDifference(), () -> result.firstDifference().toString());
    }
}
