package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.Check;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Verdict;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.yaml.YamlReader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Momentum whose learning rate falls, on the gradient or on the whole velocity. */
class VelocityRateTests {
    private static final int CHANGE = 4; // the first step with another rate
    private static final String FALLING = "{ step: { initial: 0.4, factor: 0.3, every: 4 } }";
    private static final Set<Quantity> ALL = EnumSet.allOf(Quantity.class);
    private static final List<Set<Quantity>> RECORDS = List.of(
            ALL,
            Set.of(Quantity.WEIGHTS, Quantity.BIAS),
            Set.of(Quantity.WEIGHTS, Quantity.BIAS, Quantity.WEIGHT_GRADIENT));

    private static Experiment experiment(String word, String position, String rate, Precision precision) {
        return Experiment.of(YamlReader.read(
                        """
                        inputs: 3
                        layers:
                          - dense: { units: 5, activation: tanh, bias: false, regularization: { weight_decay: 0.01 } }
                          - dense: { units: 4, activation: tanh, regularization: { l2: 0.01 } }
                          - dense: { units: 2, activation: sigmoid }
                        init: { uniform: { low: -1, high: 1 } }
                        loss: squared_error
                        reduction: mean
                        precision: %s
                        training:
                          optimizer: { %s: { learning_rate: %s, momentum: 0.8, learning_rate_on: %s } }
                          batch_size: 3
                          epochs: 8
                        data:
                          inputs: [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1], [2, 1, 0]]
                          targets: [[0, 1], [1, 0], [1, 1], [0, 0], [1, 0]]
                        """.formatted(precision.name().toLowerCase(Locale.ROOT), word, rate, position), "net.yaml")
                .spec());
    }

    private static Experiment experiment(String word, String position) {
        return experiment(word, position, FALLING, Precision.F64);
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

    private static CheckResult check(Experiment experiment, Engine engine) {
        return new Check(new ReferenceEngine(), engine).run(experiment);
    }

    @ParameterizedTest
    @CsvSource({"momentum, F64", "momentum, F32", "nesterov, F64", "nesterov, F32"})
    void bothEnginesAgree(String word, Precision precision) {
        CheckResult result = check(experiment(word, "velocity", FALLING, precision), new Dl4jEngine());
        assertEquals(Verdict.AGREES, result.verdict());
    }

    @ParameterizedTest
    @CsvSource({"momentum, gradient, velocity", "momentum, velocity, gradient", "nesterov, gradient, velocity"})
    void anEngineWithTheOtherPositionDiffers(String word, String file, String network) {
        for (Engine engine : List.of(new ReferenceEngine(), new Dl4jEngine())) {
            CheckResult result = check(experiment(word, file), training(engine, experiment(word, network)));
            assertEquals(Verdict.DIFFERS, result.verdict());
        }
    }

    private static TrainingState trained(Engine engine, Experiment experiment) {
        try (Run run = engine.start(experiment)) {
            experiment.batches().forEach(run::step);
            return ((ReplayableRun) run).state();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"momentum", "nesterov"})
    void onlyARateThatChangesTellsThemApart(String word) {
        for (Engine engine : List.of(new ReferenceEngine(), new Dl4jEngine())) {
            for (String rate : List.of("0.4", FALLING)) {
                TrainingState gradient = trained(engine, experiment(word, "gradient", rate, Precision.F64));
                TrainingState velocity = trained(engine, experiment(word, "velocity", rate, Precision.F64));
                double distance = gradient.weights()
                        .get(1)
                        .weights()
                        .normOfDifference(velocity.weights().get(1).weights());
                assertEquals(rate.equals(FALLING), distance > 1e-3, () -> rate + ": " + distance);
                assertTrue(rate.equals(FALLING) || distance < 1e-13, () -> rate + ": " + distance);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"momentum", "nesterov"})
    void dl4jContinuesFromAState(String word) {
        Experiment experiment = experiment(word, "velocity");
        List<Batch> batches = new ArrayList<>();
        experiment.batches().forEach(batches::add);
        try (ReplayableRun whole = new Dl4jEngine().start(experiment);
                ReplayableRun rest = new Dl4jEngine().start(experiment);
                ReplayableRun without = new Dl4jEngine().start(experiment)) {
            batches.subList(0, CHANGE + 1).forEach(whole::train);
            TrainingState half = whole.state();
            rest.restore(half);
            without.restore(new TrainingState(half.weights(), without.state().optimizers()));
            for (ReplayableRun run : List.of(whole, rest, without)) {
                batches.subList(CHANGE + 1, batches.size()).forEach(run::train);
            }
            assertEquals(whole.state(), rest.state());
            assertNotEquals(whole.state(), without.state());
        }
    }

    private static Diagnosis diagnosis(String word, String file, String network, Set<Quantity> shown) {
        Engine recorded = training(new ReferenceEngine(), experiment(word, network));
        return new Diagnoser(experiment(word, file)).diagnose(new ShownReference(recorded, shown));
    }

    @ParameterizedTest
    @CsvSource({"momentum, gradient", "momentum, velocity", "nesterov, gradient", "nesterov, velocity"})
    void aRightTrainingAgreesWhateverItRecords(String word, String position) {
        for (Set<Quantity> shown : RECORDS) {
            assertEquals(List.of(), diagnosis(word, position, position, shown).findings(), shown::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "momentum, gradient, velocity",
        "momentum, velocity, gradient",
        "nesterov, gradient, velocity",
        "nesterov, velocity, gradient"
    })
    void namesThePositionFromTheFirstChangeOn(String word, String file, String network) {
        for (Set<Quantity> shown : RECORDS) {
            List<Finding> findings = diagnosis(word, file, network, shown).findings();
            Explanation explanation = findings.get(0).explanations().get(0);
            assertEquals(Mistake.VELOCITY_RATE, explanation.mistake());
            assertEquals(CHANGE, findings.get(0).first().step());
            assertTrue(findings.toString().contains("`learning_rate_on: " + network + "`"), findings::toString);
        }
    }

    /** If only the weights after each step are recorded, the second step shows from which the first one started. */
    @ParameterizedTest
    @CsvSource({"momentum, gradient", "momentum, velocity", "nesterov, gradient", "nesterov, velocity"})
    void findsOtherInitialWeights(String word, String position) {
        Experiment experiment = experiment(word, position);
        List<LayerWeights> others = experiment.initialWeights().stream()
                .map(layer -> new LayerWeights(layer.weights().times(0.9), layer.bias()))
                .toList();
        Engine recorded = training(new ReferenceEngine(), experiment.startingFrom(others));
        Diagnosis diagnosis = new Diagnoser(experiment)
                .diagnose(new ShownReference(recorded, Set.of(Quantity.WEIGHTS, Quantity.BIAS)));
        assertEquals(
                List.of(Mistake.OTHER_INITIAL_WEIGHTS),
                diagnosis.findings().stream()
                        .map(finding -> finding.explanations().get(0).mistake())
                        .toList());
    }

    /** Known mistakes of a velocity are named with either position. */
    @Test
    void namesTheOtherKindOfMomentum() {
        for (String position : List.of("gradient", "velocity")) {
            Engine classical = training(new ReferenceEngine(), experiment("momentum", position));
            Diagnosis diagnosis =
                    new Diagnoser(experiment("nesterov", position)).diagnose(new ShownReference(classical, ALL));
            assertEquals(
                    Mistake.CLASSICAL_FOR_NESTEROV,
                    diagnosis.findings().get(0).explanations().get(0).mistake());
        }
    }
}
