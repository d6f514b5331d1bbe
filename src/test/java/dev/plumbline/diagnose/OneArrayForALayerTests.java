package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.yaml.YamlReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A right network whose hidden layer has one array, which holds z, then a, then a after dropout. */
class OneArrayForALayerTests {
    private static final double KEEP = 0.6;

    /** Of relu, the dropped numbers look like activated ones. */
    @ParameterizedTest
    @ValueSource(strings = {"relu", "tanh", "sigmoid"})
    void isNotAccused(String activation) {
        Experiment experiment = Experiment.of(
                YamlReader.read("""
                        inputs: 3
                        layers:
                          - dense: { units: 5, activation: %s }
                          - dense: { units: 2, activation: softmax, dropout: { drop_probability: 0.4 } }
                        init: glorot_uniform
                        loss: categorical_cross_entropy
                        reduction: mean
                        training: { optimizer: { sgd: { learning_rate: 0.3 } }, batch_size: 2, epochs: 6 }
                        data:
                          inputs: [[0, 0.3, 1], [0.1, 1, -1], [1, 0.2, 0.7], [1, 1.1, 0.3]]
                          targets: [[0, 1], [1, 0], [0, 1], [1, 0]]
                        """.formatted(activation), "dropped.yaml").spec());
        Diagnosis diagnosis = new Diagnoser(experiment).diagnose(new OneArray());
        assertEquals(List.of(), diagnosis.findings());
        assertEquals(List.of(), diagnosis.misnamed());
    }

    private record OneArray() implements Subject {
        @Override
        public String name() {
            return "one array";
        }

        @Override
        public SubjectRun start(Experiment experiment) {
            Run run = new ReferenceEngine().start(experiment);
            return new SubjectRun() {
                @Override
                public Optional<StepTrace> step(Batch batch) {
                    StepTrace right = run.step(batch);
                    Matrix dropped = right.get(Quantity.ACTIVATION, 1)
                            .orElseThrow()
                            .times(batch.mask(2).orElseThrow())
                            .div(KEEP);
                    StepTrace recorded = new StepTrace(right.step(), right.layers());
                    for (Key key : right.keys()) {
                        boolean isArray = key.layer() == 1
                                && (key.quantity() == Quantity.PRE_ACTIVATION || key.quantity() == Quantity.ACTIVATION);
                        recorded.record(
                                key.quantity(),
                                key.layer(),
                                isArray ? dropped : right.get(key).orElseThrow());
                    }
                    return Optional.of(recorded);
                }

                @Override
                public Optional<Matrix> outputs() {
                    return Optional.empty();
                }

                @Override
                public void close() {
                    run.close();
                }
            };
        }
    }
}
