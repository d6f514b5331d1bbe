package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.Check;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Verdict;
import dev.plumbline.diagnose.findings.Convention;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.GradientNormalization.ClipNorm;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.yaml.YamlReader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients that are clipped by one norm over all layers, by the norms of each layer or tensor, or by a norm plus epsilon. */
class GradientNormTests {
    private static final double THRESHOLD = 0.5;
    private static final double MOST_OF_A_TENSOR = 0.05; // which also the norm of a bias exceeds
    private static final Set<Quantity> ALL = EnumSet.allOf(Quantity.class);

    /** The last of the three layers clips at another threshold. */
    private static Experiment experiment(
            NormScope scope,
            double epsilon,
            double threshold,
            String reduction,
            String optimizer,
            boolean bias,
            String batch) {
        String clip = "gradient_normalization: { clip_norm: { threshold: %s, per: "
                + scope.name().toLowerCase(Locale.ROOT) + ", epsilon: " + epsilon + " } }";
        return Experiment.of(YamlReader.read(
                        """
                        inputs: 3
                        layers:
                          - dense: { units: 5, activation: tanh, bias: %s, %s }
                          - dense: { units: 4, activation: tanh, regularization: { l2: 0.01 }, %s }
                          - dense: { units: 2, activation: sigmoid, %s }
                        init: { uniform: { low: -1, high: 1 } }
                        loss: squared_error
                        reduction: %s
                        training:
                          optimizer: { %s }
                          batch_size: %s
                          epochs: 15
                        data:
                          inputs: [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1], [2, 1, 0]]
                          targets: [[0, 1], [1, 0], [1, 1], [0, 0], [1, 0]]
                        """.formatted(
                                        bias,
                                        clip.formatted(threshold),
                                        clip.formatted(threshold),
                                        clip.formatted(0.75 * threshold),
                                        reduction,
                                        optimizer,
                                        batch),
                        "net.yaml")
                .spec());
    }

    private static Experiment experiment(NormScope scope) {
        return experiment(scope, THRESHOLD);
    }

    private static Experiment experiment(NormScope scope, double threshold) {
        return experiment(scope, 0, threshold);
    }

    private static Experiment experiment(NormScope scope, double epsilon, double threshold) {
        return experiment(
                scope, epsilon, threshold, "mean", "momentum: { learning_rate: 0.5, momentum: 0.9 }", false, "3");
    }

    private static List<Batch> batches(Experiment experiment) {
        List<Batch> batches = new ArrayList<>();
        experiment.batches().forEach(batches::add);
        return batches;
    }

    private static double norm(StepTrace step, Experiment experiment) {
        return Formulas.norm(experiment.spec().layers(), 1, l -> Formulas.gradient(step, l));
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mean | momentum: { learning_rate: 0.5, momentum: 0.9 } | false | 3
            sum  | momentum: { learning_rate: 0.1, momentum: 0.5 } | true  | 2
            mean | adam: { learning_rate: 0.1 }                    | true  | 2
            sum  | sgd: { learning_rate: 0.3 }                     | false | all
            """)
    void bothEnginesAgreeWhetherTheNormIsAboveTheThresholdOrNot(
            String reduction, String optimizer, boolean bias, String batch) {
        Experiment experiment = experiment(NormScope.NETWORK, 0, THRESHOLD, reduction, optimizer, bias, batch);
        try (Run run = new ReferenceEngine().start(experiment)) {
            List<Boolean> clips = batches(experiment).stream()
                    .map(step -> norm(run.step(step), experiment) > THRESHOLD)
                    .distinct()
                    .toList();
            assertEquals(2, clips.size());
        }
        CheckResult result = new Check(new ReferenceEngine(), new Dl4jEngine()).run(experiment);
        assertEquals(Verdict.AGREES, result.verdict());
    }

    @ParameterizedTest
    @EnumSource(names = {"LAYER", "TENSOR"})
    void anEngineWithAnotherScopeDiffers(NormScope scope) {
        for (NormScope[] pair : new NormScope[][] {{NormScope.NETWORK, scope}, {scope, NormScope.NETWORK}}) {
            for (Engine engine : List.of(new ReferenceEngine(), new Dl4jEngine())) {
                CheckResult result = new Check(new ReferenceEngine(), training(engine, experiment(pair[1])))
                        .run(experiment(pair[0]));
                assertEquals(Verdict.DIFFERS, result.verdict());
            }
        }
    }

    @Test
    void dl4jContinuesFromAState() {
        Experiment experiment = experiment(NormScope.NETWORK);
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

    @ParameterizedTest
    @EnumSource
    void bothEnginesAddTheEpsilon(NormScope scope) {
        Experiment without = experiment(scope, MOST_OF_A_TENSOR);
        for (double epsilon : new double[] {1e-6, 0.1}) {
            Experiment experiment = experiment(scope, epsilon, MOST_OF_A_TENSOR);
            Check check = new Check(new ReferenceEngine(), new Dl4jEngine());
            assertEquals(Verdict.AGREES, check.run(experiment).verdict());
            for (Engine engine : List.of(new ReferenceEngine(), new Dl4jEngine())) {
                CheckResult result = new Check(new ReferenceEngine(), training(engine, without)).run(experiment);
                assertEquals(Verdict.DIFFERS, result.verdict());
            }
        }
    }

    private static Diagnosis diagnosis(NormScope file, NormScope network, Set<Quantity> shown) {
        return diagnosis(experiment(file, MOST_OF_A_TENSOR), experiment(network, MOST_OF_A_TENSOR), shown);
    }

    private static Diagnosis diagnosis(Experiment file, Experiment network, Set<Quantity> shown) {
        Engine recorded = training(new ReferenceEngine(), network);
        return new Diagnoser(file).diagnose(new ShownReference(recorded, shown));
    }

    @ParameterizedTest
    @EnumSource
    void aRightTrainingAgreesWhateverItRecords(NormScope scope) {
        for (double epsilon : new double[] {0, 1e-6}) {
            Experiment experiment = experiment(scope, epsilon, MOST_OF_A_TENSOR);
            for (Set<Quantity> shown : List.of(
                    ALL,
                    Set.of(Quantity.WEIGHTS, Quantity.BIAS),
                    Set.of(Quantity.WEIGHTS, Quantity.BIAS, Quantity.WEIGHT_GRADIENT),
                    Set.of(Quantity.PRE_ACTIVATION, Quantity.ACTIVATION, Quantity.DELTA))) {
                Diagnosis diagnosis = diagnosis(experiment, experiment, shown);
                assertEquals(List.of(), diagnosis.findings(), shown::toString);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NETWORK, LAYER, NORM_SCOPE",
        "NETWORK, TENSOR, NORM_SCOPE",
        "LAYER, TENSOR, NORM_SCOPE",
        "TENSOR, LAYER, NORM_SCOPE",
        "LAYER, NETWORK, GLOBAL_NORM",
        "TENSOR, NETWORK, GLOBAL_NORM"
    })
    void namesTheScope(NormScope file, NormScope network, Mistake mistake) {
        for (Set<Quantity> shown : List.of(ALL, Set.of(Quantity.WEIGHTS, Quantity.BIAS))) {
            List<Finding> findings = diagnosis(file, network, shown).findings();
            assertEquals(mistake, findings.get(0).explanations().get(0).mistake());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NETWORK, 0, 1e-6, 'with 1e-6 added to the norm, as in PyTorch''s clip_grad_norm_'",
        "NETWORK, 1e-6, 0, 'with nothing, or almost nothing, added to the norm'",
        "NETWORK, 1e-6, 1e-8, with 1e-8 added to the norm",
        "LAYER, 0, 1e-6, 'with 1e-6 added to the norm, as in PyTorch''s clip_grad_norm_'",
        "LAYER, 1e-6, 0, 'with nothing, or almost nothing, added to the norm'",
        "TENSOR, 0, 1e-8, with 1e-8 added to the norm",
        "TENSOR, 0.1, 0, 'with nothing, or almost nothing, added to the norm'"
    })
    void namesTheEpsilon(NormScope scope, double file, double network, String description) {
        for (Set<Quantity> shown : List.of(ALL, Set.of(Quantity.WEIGHTS, Quantity.BIAS))) {
            Diagnosis diagnosis = diagnosis(
                    experiment(scope, file, MOST_OF_A_TENSOR), experiment(scope, network, MOST_OF_A_TENSOR), shown);
            var explanation = diagnosis.findings().get(0).explanations().get(0);
            assertEquals(Mistake.NORM_EPSILON, explanation.mistake());
            assertEquals(description, explanation.because());
        }
    }

    /** As clip_grad_norm_ and a look at the gradients after it. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-6})
    void gradientsMayBeRecordedAfterTheyWereClipped(double epsilon) {
        Experiment experiment = experiment(NormScope.NETWORK, epsilon, THRESHOLD);
        Diagnosis diagnosis = new Diagnoser(experiment).diagnose(clipped(experiment));
        assertEquals(List.of(), diagnosis.findings());
        assertTrue(diagnosis.conventions().contains(Convention.GRADIENT_NORMALIZED));
    }

    private static AlteredSubject clipped(Experiment experiment) {
        return new AlteredSubject(new ShownReference(training(new ReferenceEngine(), experiment), ALL), step -> {
            StepTrace shown = new StepTrace(step.step(), step.layers());
            double norm = norm(step, experiment);
            for (Key key : step.keys()) {
                Matrix tensor = step.get(key).orElseThrow();
                boolean isGradient =
                        key.quantity() == Quantity.WEIGHT_GRADIENT || key.quantity() == Quantity.BIAS_GRADIENT;
                ClipNorm clip = clip(experiment, key.layer());
                double factor = isGradient ? Math.min(1, clip.threshold() / (norm + clip.epsilon())) : 1;
                shown.record(key.quantity(), key.layer(), tensor.times(factor));
            }
            return shown;
        });
    }

    private static ClipNorm clip(Experiment experiment, int layer) {
        return (ClipNorm) experiment
                .spec()
                .layers()
                .get(layer - 1)
                .gradientNormalization()
                .orElseThrow();
    }

    /** The gradients are recorded after clip_grad_norm_, whose epsilon the file does not have, or the other way round. */
    @ParameterizedTest
    @CsvSource({"0, 1e-6", "1e-6, 0"})
    void namesTheEpsilonOfRecordedGradients(double file, double network) {
        Diagnosis diagnosis = new Diagnoser(withOneThreshold(file)).diagnose(clipped(withOneThreshold(network)));
        assertEquals(
                List.of(Mistake.NORM_EPSILON),
                diagnosis.findings().stream()
                        .map(finding -> finding.explanations().get(0).mistake())
                        .distinct()
                        .toList());
    }

    private static Experiment withOneThreshold(double epsilon) {
        Experiment experiment = experiment(NormScope.NETWORK, epsilon, MOST_OF_A_TENSOR);
        return Experiment.of(Schema.with(
                experiment.spec(),
                "layers",
                experiment.spec().layers().stream()
                        .map(layer -> Schema.with(layer, "gradient_normalization", Optional.of(clip(experiment, 1))))
                        .toList()));
    }
}
