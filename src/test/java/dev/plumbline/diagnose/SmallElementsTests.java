package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.TamperedReference;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.yaml.YamlReader;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An element that is wrong is found however small it is beside the others of its tensor: no norm hides it. */
class SmallElementsTests {
    private static final Set<Quantity> EVERYTHING = EnumSet.allOf(Quantity.class);

    /** The third input is so many times as large as the others. */
    private static Experiment experiment(String precision, double small) {
        return experiment(precision, small, "tanh", "momentum: { learning_rate: 0.1 }");
    }

    private static Experiment experiment(String precision, double small, String activation, String optimizer) {
        StringBuilder inputs = new StringBuilder();
        double[][] rows = {{0, 0.3, 1}, {0.1, 1, -0.4}, {1, -0.2, 0.8}, {1, 1.1, 0.6}, {-0.5, 0.6, 0.9}};
        for (double[] row : rows) {
            inputs.append("[%s, %s, %s], ".formatted(row[0], row[1], row[2] * small));
        }
        return Experiment.of(YamlReader.read("""
                        inputs: 3
                        precision: %s
                        layers:
                          - dense: { units: 4, activation: %s }
                          - dense: { units: 2, activation: sigmoid }
                        init: glorot_uniform
                        loss: half_squared_error
                        reduction: mean
                        training: { optimizer: { %s }, batch_size: all, epochs: 15 }
                        data:
                          inputs: [%s]
                          targets: [[0.1, 0.2], [0.2, 0.9], [0.9, 0.4], [0, 0.7], [0.4, 0.5]]
                        """.formatted(precision, activation, optimizer, inputs), "net.yaml")
                .spec());
    }

    private static UnaryOperator<Matrix> lastRowTimes(double factor) {
        return dW -> {
            double[] values = dW.toRowMajor();
            for (int i = values.length - dW.columns(); i < values.length; i++) {
                values[i] *= factor;
            }
            return Matrix.wrap(dW.rows(), dW.columns(), values);
        };
    }

    @ParameterizedTest
    @CsvSource({"f32, 1e-4, 0", "f32, 1e-4, -1", "f64, 1e-10, 0", "f64, 1e-10, -1", "f64, 1e-10, 1.000001"})
    void isFoundInOneRowOfTheGradient(String precision, double small, double factor) {
        Experiment experiment = experiment(precision, small);
        TamperedReference wrong = new TamperedReference("wrong", 2, Quantity.WEIGHT_GRADIENT, 1, lastRowTimes(factor));
        ThreeWayResult result =
                new ThreeWayCheck(experiment, Optional.empty()).run(new ShownReference(wrong, EVERYTHING));
        List<Finding> findings = result.diagnosis().findings();
        assertFalse(findings.isEmpty());
        assertEquals(new Key(2, Quantity.WEIGHT_GRADIENT, 1), findings.get(0).first());
        assertEquals(2, findings.get(0).row(), "of the input whose gradient is wrong");
        assertTrue(findings.stream().allMatch(finding -> finding.explanations().isEmpty()), findings.toString());
        assertFalse(result.agrees());
    }

    /** Another library adds in another order, and has another last digit of exp: in 32 bits too, it is as right. */
    @ParameterizedTest
    @CsvSource({
        "f32, tanh, sgd: { learning_rate: 0.1 }",
        "f32, sigmoid, adam: { learning_rate: 0.1 }",
        "f32, softplus, momentum: { learning_rate: 0.1 }",
        "f64, tanh, sgd: { learning_rate: 0.1 }",
        "f64, elu, adam: { learning_rate: 0.1 }",
        "f64, leaky_relu, nadam: { learning_rate: 0.1 }",
        "f64, softsign, rmsprop: { learning_rate: 0.1 }"
    })
    void isRightInAnotherLibrary(String precision, String activation, String optimizer) {
        Experiment experiment = experiment(precision, 1e-4, activation, optimizer);
        for (Set<Quantity> shown : List.of(
                EVERYTHING,
                EnumSet.of(Quantity.WEIGHTS, Quantity.BIAS),
                EnumSet.of(Quantity.ACTIVATION, Quantity.DELTA, Quantity.WEIGHTS, Quantity.BIAS),
                EnumSet.of(Quantity.ACTIVATION, Quantity.WEIGHT_GRADIENT))) {
            ThreeWayResult result =
                    new ThreeWayCheck(experiment, Optional.empty()).run(new ShownReference(new Dl4jEngine(), shown));
            assertTrue(result.agrees(), shown + ": " + result.diagnosis().findings());
        }
    }

    /** Twelve digits are enough for everybody, and too few to say anything of the thirteenth. */
    @Test
    void isNotLookedForInARecordingOfFewerDigits() {
        Experiment experiment = experiment("f64", 1);
        AlteredSubject rounded = new AlteredSubject(ShownReference.showing(EVERYTHING), step -> {
            StepTrace fewer = new StepTrace(step.step(), step.layers());
            step.keys()
                    .forEach(key -> fewer.record(
                            key.quantity(),
                            key.layer(),
                            step.get(key).orElseThrow().map(value -> Double.parseDouble("%.11e".formatted(value)))));
            return fewer;
        });
        assertEquals(List.of(), new Diagnoser(experiment).diagnose(rounded).findings());
    }
}
