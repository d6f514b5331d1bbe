package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.TamperedReference;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.yaml.YamlReader;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A number that is another than the file says is found, and said. */
class OtherParametersTests {
    private static Experiment experiment(String optimizer) {
        return Experiment.of(
                YamlReader.read("""
                        inputs: 2
                        layers:
                          - dense: { units: 4, activation: tanh }
                          - dense: { units: 2, activation: sigmoid }
                        init: glorot_uniform
                        loss: half_squared_error
                        reduction: mean
                        training: { optimizer: { %s }, batch_size: all, epochs: 15 }
                        data:
                          inputs: [[0, 0.3], [0.1, 1], [1, 0.2], [1, 1.1], [0.5, 0.6]]
                          targets: [[0.1, 0.2], [0.2, 0.9], [0.9, 0.4], [0, 0.7], [0.4, 0.5]]
                        """.formatted(optimizer), "net.yaml").spec());
    }

    /** A network that is right, of another file. */
    private record Other(Experiment own, Set<Quantity> shown) implements Subject {
        @Override
        public String name() {
            return "Other";
        }

        @Override
        public SubjectRun start(Experiment given) {
            return new ShownReference(new ReferenceEngine(), shown).start(own);
        }
    }

    private static Finding only(String file, String own, Set<Quantity> shown) {
        Diagnosis diagnosis = new Diagnoser(experiment(file)).diagnose(new Other(experiment(own), shown));
        assertEquals(1, diagnosis.findings().size(), diagnosis.findings().toString());
        return diagnosis.findings().get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sgd: { learning_rate: 0.1 }; sgd: { learning_rate: 0.03 }; OTHER_RATE; '0.03; the file has 0.1'",
                "adam: { learning_rate: 0.2 }; adam: { learning_rate: 0.07 }; OTHER_RATE; '0.07; the file has 0.2'",
                "sgd: { learning_rate: 0.1 }; sgd: { learning_rate: 0.01 }; RATE_TWICE; '0.01; the file has 0.1'",
                "momentum: { learning_rate: 0.1 }; momentum: { learning_rate: 0.1, momentum: 0.8 }; OTHER_PARAMETER;"
                        + " 'momentum is 0.8; the file has 0.9'",
                "adam: { learning_rate: 0.1 }; adam: { learning_rate: 0.1, beta2: 0.99 }; OTHER_PARAMETER;"
                        + " 'beta2 is 0.99; the file has 0.999'",
                "adam: { learning_rate: 0.1 }; adam: { learning_rate: 0.1, epsilon: 1e-7 }; OTHER_PARAMETER;"
                        + " 'epsilon is 1e-7; the file has 1e-8'"
            })
    void isReportedWithBothValues(String file, String own, Mistake mistake, String because) {
        Set<Quantity> whole = EnumSet.allOf(Quantity.class);
        whole.removeIf(quantity -> quantity.description().contains("state")); // recordings have no names for it
        for (Set<Quantity> shown : List.of(whole, EnumSet.of(Quantity.WEIGHT_GRADIENT, Quantity.WEIGHTS))) {
            Finding finding = only(file, own, shown);
            assertTrue(finding.isNamed(), finding.toString());
            Explanation explanation = finding.explanations().get(0);
            assertEquals(mistake, explanation.mistake());
            assertTrue(explanation.because().endsWith(because), explanation.because());
        }
    }

    /** One number is always a constant times another, which explains nothing. */
    @Test
    void aLossThatJumpsIsNotTakenForScaled() {
        Experiment experiment = experiment("sgd: { learning_rate: 0.1 }");
        double[] factors = {1.3, 0.7, 2.9, 0.1, 5.3};
        int[] step = {0};
        TamperedReference jumps = new TamperedReference(
                "jumps", 0, Quantity.LOSS, 2, (Matrix loss) -> loss.times(factors[step[0]++ % factors.length]));
        Diagnosis diagnosis = new Diagnoser(experiment).diagnose(new ShownReference(jumps, EnumSet.of(Quantity.LOSS)));
        Finding finding = diagnosis.findings().get(0);
        assertEquals(List.of(), finding.explanations());
        assertTrue(finding.ratio().isEmpty());
    }
}
