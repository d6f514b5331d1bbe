package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.TamperedReference;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.representation.BatchExamples;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.Tutorial;
import dev.plumbline.yaml.YamlReader;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A training that explodes multiplies last digits without end: who shows a part of it cannot be judged, and is not accused. */
class ExplodingTrainingTests {
    private static final List<Set<Quantity>> SHOWN = List.of(
            EnumSet.noneOf(Quantity.class),
            EnumSet.of(Quantity.LOSS),
            EnumSet.of(Quantity.DELTA),
            EnumSet.of(Quantity.ACTIVATION),
            EnumSet.of(Quantity.PRE_ACTIVATION),
            EnumSet.of(Quantity.BIAS),
            EnumSet.of(Quantity.WEIGHTS),
            EnumSet.of(Quantity.WEIGHTS, Quantity.BIAS),
            EnumSet.of(Quantity.WEIGHT_GRADIENT, Quantity.WEIGHTS),
            EnumSet.allOf(Quantity.class));

    /** Its pre-activations come to 1e12, and its outputs to 1e10. */
    private static final Experiment SWISH = experiment("""
            layers:
              - dense: { units: 7, activation: swish }
              - dense: { units: 3, activation: swish }
              - dense: { units: 2, activation: identity }
            seed: 44
            training:
              optimizer: { momentum: { learning_rate: 0.29673473409337825, momentum: 0.9 } }
              batch_size: 3
              epochs: 60
            data:
              inputs: [[-0.49, 0.08, 0.17], [1.51, 1.47, -0.6], [-0.11, 0.98, 1.23], [0.15, -0.29, 1.18],
                       [-0.49, 0.65, -0.26], [0.72, 0.05, 1.28], [-0.65, 1.77, -0.42], [-0.79, 0.78, -1.72],
                       [2.0, 0.18, 0.97]]
              targets: [[0.04, 0.66], [0.77, 0.36], [0.96, 0.66], [0.13, 0.75], [0.26, 0.33], [0.93, 0.19],
                        [0.08, 0.98], [0.09, 0.74], [0.24, 0.7]]
            loss: squared_error
            """);

    /** Its outputs come to 1e36. */
    private static final Experiment ELU = experiment("""
            layers:
              - dense: { units: 7, activation: elu, bias: false }
              - dense: { units: 5, activation: sigmoid, bias: false }
              - dense: { units: 1, activation: identity, bias: false }
            seed: 64
            training:
              optimizer: { sgd: { learning_rate: 1.187652163643824 } }
              batch_size: 3
              epochs: 30
            data:
              inputs: [[1.07, 0.15, -1.73], [-1.24, 2.34, 1.25], [0.96, -1.46, -0.34], [-0.73, -1.09, -0.12],
                       [-1.6, 0.48, 0.03], [1.38, 0.52, -0.83], [1.98, 1.52, -1.14]]
              targets: [[1.0], [0.73], [0.57], [0.35], [0.7], [0.88], [0.78]]
            loss: half_squared_error
            """);

    private static Experiment experiment(String rest) {
        String text = """
                inputs: 3
                reduction: sum
                init: { uniform: { low: -1, high: 1 } }
                """ + rest;
        return Experiment.of(YamlReader.read(text, "net.yaml").spec());
    }

    /** That a training overflows is said, of a right one too. */
    @Test
    void whoRoundsOtherwiseIsNotAccused() {
        for (Experiment experiment : List.of(SWISH, ELU)) {
            for (Set<Quantity> shown : SHOWN) {
                for (int seed = 1; seed <= 2; seed++) {
                    ShownReference subject = new ShownReference(new RoundedReference(seed), shown);
                    Diagnosis diagnosis = new Diagnoser(experiment).diagnose(subject);
                    assertEquals(
                            List.of(),
                            diagnosis.findings().stream()
                                    .filter(finding -> Double.isFinite(finding.expected()))
                                    .toList(),
                            shown + ", seed " + seed);
                }
            }
        }
    }

    @Test
    void whatCannotBeJudgedIsSaidAndIsNoAgreement() {
        for (Set<Quantity> shown : List.of(SHOWN.get(3), SHOWN.get(4), SHOWN.get(6))) {
            Diagnosis diagnosis = new Diagnoser(ELU).diagnose(new ShownReference(new RoundedReference(1), shown));
            assertFalse(diagnosis.agrees(), shown.toString());
            assertTrue(
                    diagnosis.notes().stream()
                            .anyMatch(note -> note.toLowerCase().contains("rounding errors dominate")),
                    shown.toString());
        }
    }

    @Test
    void whoIsWrongBeforeItExplodesIsSeen() {
        for (Set<Quantity> shown : SHOWN.subList(1, SHOWN.size())) {
            TamperedReference wrong =
                    new TamperedReference("wrong", 0, Quantity.PRE_ACTIVATION, 1, z -> z.times(1 + 1e-6));
            Diagnosis diagnosis = new Diagnoser(SWISH).diagnose(new ShownReference(wrong, shown));
            assertFalse(diagnosis.findings().isEmpty(), shown.toString());
        }
    }

    /** Beside infinity every difference is nothing: such rows tell no example from another. */
    @Test
    void rowsThatAreInfiniteDoNotTellWhichExamplesWereTaken() {
        Experiment experiment = Experiment.of(Tutorial.threeLayer(5, 2));
        try (Run run = new ReferenceEngine().start(experiment)) {
            Batch batch = experiment.batches().iterator().next();
            TrainingState state = run.state();
            StepTrace step = run.step(batch);
            StepTrace shown = new StepTrace(0, step.layers());
            Matrix z = step.get(Quantity.PRE_ACTIVATION, 1).orElseThrow();
            shown.record(Quantity.PRE_ACTIVATION, 1, z.map(each -> Double.NEGATIVE_INFINITY));
            List<LayerWeights> large = state.weights().stream()
                    .map(layer -> new LayerWeights(layer.weights().map(w -> 1e308), layer.bias()))
                    .toList();
            assertEquals(Optional.empty(), new BatchExamples(experiment).taken(batch, shown, state.with(large)));
        }
    }

    /** Nor do rows of units that are saturated, where one of them has gone over to the other side. */
    @Test
    void rowsThatAreSaturatedDoNotTellWhichExamplesWereTaken() {
        Experiment experiment = Experiment.of(Tutorial.threeLayer(5, 2));
        try (Run run = new ReferenceEngine().start(experiment)) {
            Batch batch = experiment.batches().iterator().next();
            List<LayerWeights> large = run.state().weights().stream()
                    .map(layer -> new LayerWeights(layer.weights().times(1e9), layer.bias()))
                    .toList();
            TrainingState state = run.state().with(large);
            StepTrace shown = new StepTrace(0, 2);
            Matrix saturated = batch.inputs().dot(large.get(0).weights()).map(z -> z > 0 ? 1 : 0);
            shown.record(Quantity.ACTIVATION, 1, saturated.take(1, 1, 1, 1));
            assertEquals(Optional.empty(), new BatchExamples(experiment).taken(batch, shown, state));
        }
    }
}
