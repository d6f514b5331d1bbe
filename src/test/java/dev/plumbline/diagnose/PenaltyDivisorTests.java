package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.compare.Check;
import dev.plumbline.compare.Verdict;
import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.yaml.YamlReader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Penalties that are divided by the number of examples of each batch, of which the last one of an epoch is smaller. */
class PenaltyDivisorTests {
    private static final Set<Quantity> ALL = EnumSet.allOf(Quantity.class);
    private static final Set<Quantity> LEARNED = Set.of(Quantity.WEIGHTS, Quantity.BIAS);
    private static final String DIVIDED = "l2: 0.6, divided_by: batch";
    private static final String MOMENTUM = "momentum: { learning_rate: 0.1, momentum: 0.9 }";

    private static Experiment experiment(String penalty, String optimizer, String reduction) {
        return Experiment.of(YamlReader.read("""
                        inputs: 3
                        layers:
                          - dense: { units: 5, activation: tanh }
                          - dense: { units: 2, activation: sigmoid }
                        init: { uniform: { low: -1, high: 1 } }
                        defaults: { regularization: { %s } }
                        loss: squared_error
                        reduction: %s
                        training: { optimizer: { %s }, batch_size: 3, epochs: 12 }
                        data:
                          inputs: [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1], [2, 1, 0], [1, 3, 2], [0, 2, 2], [1, 0, 2]]
                          targets: [[0, 1], [1, 0], [1, 1], [0, 0], [1, 0], [0, 1], [1, 1], [0, 0]]
                        """.formatted(penalty, reduction, optimizer), "net.yaml")
                .spec());
    }

    private static Experiment experiment(String penalty) {
        return experiment(penalty, MOMENTUM, "mean");
    }

    /** The training of another network, whichever network is given. */
    private static Engine training(Engine engine, Experiment of) {
        return new Engine() {
            @Override
            public String name() {
                return "another";
            }

            @Override
            public Run start(Experiment given) {
                return engine.start(of);
            }
        };
    }

    private static List<Batch> batches(Experiment experiment) {
        List<Batch> batches = new ArrayList<>();
        experiment.batches().forEach(batches::add);
        return batches;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            l2: 0.6                      | sgd: { learning_rate: 0.3 }                     | mean
            l2: 0.6                      | momentum: { learning_rate: 0.1, momentum: 0.9 } | sum
            l2: 0.6                      | adam: { learning_rate: 0.05 }                   | mean
            l1: 0.1, l2_bias: 0.3        | adam: { learning_rate: 0.05 }                   | sum
            l1: 0.1, weight_decay: 0.05  | momentum: { learning_rate: 0.1, momentum: 0.9 } | mean
            """)
    void bothEnginesDivideByTheNumberOfExamples(String penalty, String optimizer, String reduction) {
        Experiment divided = experiment(penalty + ", divided_by: batch", optimizer, reduction);
        assertEquals(
                Verdict.AGREES,
                new Check(new ReferenceEngine(), new Dl4jEngine()).run(divided).verdict());
        for (Engine engine : List.of(new ReferenceEngine(), new Dl4jEngine())) {
            Engine without = training(engine, experiment(penalty, optimizer, reduction));
            assertEquals(
                    Verdict.DIFFERS,
                    new Check(new ReferenceEngine(), without).run(divided).verdict());
        }
    }

    @Test
    void dl4jContinuesFromAState() {
        Experiment experiment = experiment(DIVIDED);
        List<Batch> batches = batches(experiment);
        try (ReplayableRun whole = new Dl4jEngine().start(experiment)) {
            batches.subList(0, 7).forEach(whole::train);
            TrainingState half = whole.state();
            batches.subList(7, batches.size()).forEach(whole::train);
            try (ReplayableRun rest = new Dl4jEngine().start(experiment)) {
                rest.restore(half);
                batches.subList(7, batches.size()).forEach(rest::train);
                assertEquals(whole.state(), rest.state());
            }
        }
    }

    private static Diagnosis diagnosis(Experiment file, Experiment network, Set<Quantity> shown) {
        return new Diagnoser(file).diagnose(new ShownReference(training(new ReferenceEngine(), network), shown));
    }

    @Test
    void aRightTrainingAgreesWhateverItRecords() {
        for (String optimizer : List.of(MOMENTUM, "adam: { learning_rate: 0.05 }")) {
            Experiment experiment = experiment(DIVIDED, optimizer, "mean");
            for (Set<Quantity> shown : List.of(
                    ALL,
                    LEARNED,
                    Set.of(Quantity.WEIGHTS, Quantity.BIAS, Quantity.WEIGHT_GRADIENT),
                    Set.of(Quantity.PRE_ACTIVATION, Quantity.ACTIVATION, Quantity.DELTA))) {
                assertEquals(List.of(), diagnosis(experiment, experiment, shown).findings(), shown::toString);
            }
        }
    }

    /** As in Andrew Ng's course: dW = 1/m dZ A.T + lambda/m W. */
    @Test
    void theGradientMayHaveThePenaltyInIt() {
        Experiment experiment = experiment(DIVIDED);
        List<Batch> batches = batches(experiment);
        List<LayerWeights> before = new ArrayList<>(experiment.initialWeights());
        AlteredSubject subject =
                new AlteredSubject(new ShownReference(training(new ReferenceEngine(), experiment), ALL), step -> {
                    int examples = batches.get((int) step.step()).size();
                    StepTrace shown = new StepTrace(step.step(), step.layers());
                    step.keys().stream()
                            .filter(key -> key.quantity() != Quantity.WEIGHT_GRADIENT)
                            .forEach(key -> shown.record(
                                    key.quantity(), key.layer(), step.get(key).orElseThrow()));
                    for (int l = 1; l <= step.layers(); l++) {
                        LayerWeights at = before.get(l - 1);
                        Matrix penalized = Formulas.gradient(step, l)
                                .penalized(experiment.spec().layers().get(l - 1), examples, at.weights(), at.bias())
                                .weights();
                        shown.record(Quantity.WEIGHT_GRADIENT, l, penalized);
                        before.set(
                                l - 1,
                                new LayerWeights(
                                        step.get(Quantity.WEIGHTS, l).orElseThrow(),
                                        Optional.of(step.get(Quantity.BIAS, l).orElseThrow())));
                    }
                    return shown;
                });
        Diagnosis diagnosis = new Diagnoser(experiment).diagnose(subject);
        assertEquals(List.of(), diagnosis.findings());
        assertEquals(Set.of(Convention.PENALTY_IN_GRADIENT), Set.copyOf(diagnosis.conventions()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            l2: 0.6                     | L2_DIVISOR | it is not divided
            l2: 0.2                     | L2_DIVISOR | it is divided by the size of a full batch
            l1: 1.0e-300                | L2_MISSING |
            l2: 1.2, divided_by: batch  | L2_DOUBLED |
            l2: 0.3, divided_by: batch  | L2_HALVED  |
            """)
    void namesTheMistake(String network, Mistake mistake, String description) {
        for (String optimizer : List.of(MOMENTUM, "adam: { learning_rate: 0.05 }")) {
            for (Set<Quantity> shown : List.of(ALL, LEARNED)) {
                Diagnosis diagnosis = diagnosis(
                        experiment(DIVIDED, optimizer, "mean"), experiment(network, optimizer, "mean"), shown);
                var explanations = diagnosis.findings().stream()
                        .map(finding -> finding.explanations().get(0))
                        .filter(explanation -> explanation.mistake() == mistake)
                        .toList();
                assertEquals(
                        Optional.ofNullable(description).orElse(""),
                        explanations.isEmpty()
                                ? "not found: " + diagnosis.findings()
                                : explanations.get(0).because());
            }
        }
    }
}
