package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.perturbation.PerturbableRun;
import dev.plumbline.trace.perturbation.Perturbation;
import dev.plumbline.yaml.YamlReader;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistake is named for what was made, and not for what happens to come to the same number. */
class ByChanceTests {
    private static final Set<Quantity> ALL = EnumSet.range(Quantity.PRE_ACTIVATION, Quantity.BIAS);

    /** Seven examples, in batches of three, three and one where that is said. */
    private static Experiment experiment(String batchSize, String outputs, String loss, String targets) {
        return Experiment.of(YamlReader.read("""
                        inputs: 2
                        layers:
                          - dense: { units: 4, activation: tanh }
                          - dense: { units: %s }
                        init: { uniform: { low: -1, high: 1 } }
                        loss: %s
                        reduction: mean
                        training: { optimizer: { sgd: { learning_rate: 0.37 } }, batch_size: %s, epochs: 6 }
                        data:
                          inputs: [[0, 0.3], [0.1, 1], [1, 0.2], [1, 1.1], [0.5, 0.6], [0.4, 0.9], [0.8, 0.7]]
                          targets: %s
                        """.formatted(outputs, loss, batchSize, targets), "net.yaml")
                .spec());
    }

    private static Experiment regression(String batchSize) {
        return experiment(
                batchSize,
                "2, activation: sigmoid",
                "squared_error",
                "[[0.1, 0.2], [0.2, 0.9], [0.9, 0.4], [0.3, 0.7], [0.4, 0.5], [0.6, 0.8], [0.7, 0.1]]");
    }

    private static Experiment classes() {
        return experiment(
                "all",
                "3, activation: softmax",
                "categorical_cross_entropy",
                "[[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]]");
    }

    /**
     * The reference, disturbed.
     *
     * @param taken the batch that it takes in place of one
     * @param by how it is disturbed in a step on a batch
     */
    private record Disturbed(UnaryOperator<Batch> taken, Function<Batch, Perturbation> by) implements Subject {
        @Override
        public String name() {
            return "Net";
        }

        @Override
        public SubjectRun start(Experiment experiment) {
            PerturbableRun run = new ReferenceEngine().start(experiment);
            return new SubjectRun() {
                @Override
                public Optional<StepTrace> step(Batch batch) {
                    return Optional.of(ShownReference.only(ALL, run.step(taken.apply(batch), by.apply(batch))));
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

    private static List<Explanation> explanations(Experiment experiment, Function<Batch, Perturbation> by) {
        return explanations(experiment, new Disturbed(batch -> batch, by));
    }

    private static List<Explanation> explanations(Experiment experiment, Disturbed network) {
        Diagnosis diagnosis = new Diagnoser(experiment).diagnose(network);
        assertEquals(1, diagnosis.findings().size(), diagnosis.findings().toString());
        return diagnosis.findings().get(0).explanations();
    }

    private static boolean isGradient(Quantity quantity) {
        return quantity == Quantity.WEIGHT_GRADIENT || quantity == Quantity.BIAS_GRADIENT;
    }

    /** With softmax the deltas of an example sum to 0, and so does the bias gradient that all units share. */
    @Test
    void aBiasGradientOfZeroIsNotOneThatAllUnitsShare() {
        List<Explanation> found = explanations(
                classes(), batch -> (q, l, tensor) -> q == Quantity.BIAS_GRADIENT && l == 2 ? tensor.times(0) : tensor);
        assertTrue(found.stream().noneMatch(each -> each.mistake() == Mistake.SCALAR_BIAS_GRADIENT), found.toString());
    }

    /** Of all layers or of one; where the batches have different sizes, and where there is one of all examples. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "3;   true;  3;  the last, smaller batch is divided by the size of a full one",
                "3;   true;  7;  it is the number of examples of the data set, 7",
                "3;   false; 7;  it is the number of examples of the data set, 7",
                "3;   true;  5;  it is 5, for every batch size",
                "3;   false; 5;  it is 5, for every batch size",
                "3;   true;  2.5; it is 2.5, for every batch size",
                "all; true;  3;  'it is 3; every batch has 7 examples'",
                "all; true;  150; 'it is 150; every batch has 7 examples'"
            })
    void aDivisorIsNamedForWhatItIs(String batchSize, boolean everywhere, double divisor, String said) {
        List<Explanation> found = explanations(
                regression(batchSize),
                batch -> (q, l, tensor) ->
                        isGradient(q) && (everywhere || l == 1) ? tensor.times(batch.size() / divisor) : tensor);
        assertEquals(1, found.size(), found.toString());
        assertEquals(
                said,
                Stream.of(found.get(0).because(), found.get(0).mistake().sentence())
                        .filter(each -> !each.isEmpty())
                        .findFirst()
                        .orElseThrow());
    }

    /** Half of a gradient of a whole data set of seven is no division by fourteen. */
    @Test
    void aFactorIsNoDivisor() {
        List<Explanation> found = explanations(
                regression("all"), batch -> (q, l, tensor) -> isGradient(q) && l == 2 ? tensor.times(0.5) : tensor);
        assertTrue(found.stream().noneMatch(each -> each.mistake() == Mistake.OTHER_DIVISOR), found.toString());
    }

    private static Disturbed heldAgainst(int... rows) {
        return new Disturbed(
                batch -> new Batch(
                        batch.step(),
                        batch.epoch(),
                        batch.startsEpoch(),
                        batch.inputs(),
                        batch.targets().take(rows)),
                batch -> Perturbation.NONE);
    }

    @Test
    void targetsInWhateverOrderAreNamed() {
        List<Explanation> found = explanations(classes(), heldAgainst(4, 0, 6, 2, 1, 3, 5));
        assertEquals(
                List.of(Mistake.TARGETS_PERMUTED),
                found.stream().map(Explanation::mistake).toList());
    }

    /** Each example is held against a target that some example has, and all together against no order of them. */
    @Test
    void targetsOfWhichSomeAreMissingAreNoOrderOfThem() {
        for (int[] rows : new int[][] {{0, 0, 0, 0, 0, 0, 0}, {0, 1, 1, 0, 1, 1, 0}}) {
            Diagnosis diagnosis = new Diagnoser(classes()).diagnose(heldAgainst(rows));
            assertTrue(
                    diagnosis.findings().stream()
                            .flatMap(finding -> finding.explanations().stream())
                            .noneMatch(each -> each.mistake() == Mistake.TARGETS_PERMUTED),
                    diagnosis.findings().toString());
        }
    }

    private static final Set<Quantity> LEARNED = EnumSet.of(Quantity.WEIGHTS, Quantity.BIAS);

    private static Diagnosis diagnosis(Experiment experiment, Set<Quantity> shown, Function<Batch, Perturbation> by) {
        Subject disturbed = new Disturbed(batch -> batch, by);
        return new Diagnoser(experiment)
                .diagnose(new AlteredSubject(disturbed, step -> ShownReference.only(shown, step)));
    }

    private static Experiment ofSix(String optimizer, String batchSize) {
        return ofSix(optimizer, batchSize, "");
    }

    private static Experiment ofSix(String optimizer, String batchSize, String ofLayers) {
        return Experiment.of(YamlReader.read("""
                        inputs: 2
                        layers:
                          - dense: { units: 3, activation: sigmoid, bias_init: 0.1%s }
                          - dense: { units: 2, activation: sigmoid, bias_init: 0.1%s }
                        init: { uniform: { low: -1, high: 1 } }
                        loss: half_squared_error
                        reduction: mean
                        training: { optimizer: { %s }, batch_size: %s, epochs: 7 }
                        data:
                          inputs: [[0, 0.3], [0.1, 1], [1, 0.2], [1, 1.1], [0.5, 0.6], [0.4, 0.9]]
                          targets: [[0.1, 0.2], [0.2, 0.9], [0.9, 0.4], [0.3, 0.7], [0.4, 0.5], [0.6, 0.8]]
                        """.formatted(ofLayers, ofLayers, optimizer, batchSize), "net.yaml")
                .spec());
    }

    /** Twice a gradient of six examples is not a division by three; two factors are two mistakes. */
    @Test
    void aFactorIsNamedAsAFactor() {
        Function<Batch, Perturbation> factors = batch -> (q, l, tensor) -> q == Quantity.WEIGHT_GRADIENT && l == 2
                ? tensor.times(2)
                : q == Quantity.BIAS_GRADIENT && l == 1 ? tensor.times(4) : tensor;
        Experiment experiment = ofSix("sgd: { learning_rate: 0.3 }", "all");
        assertEquals(
                List.of("SCALED: the constant is 2", "SCALED: the constant is 4"),
                reasons(diagnosis(experiment, ALL, factors)));
        assertEquals(
                List.of(
                        "OTHER_RATE: it is effectively 1.2; the file has 0.3",
                        "OTHER_RATE: it is effectively 0.6; the file has 0.3"),
                reasons(diagnosis(experiment, LEARNED, factors)));
    }

    private static List<String> reasons(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .map(finding -> finding.explanations().stream()
                        .map(each -> each.mistake() + ": " + each.because())
                        .collect(Collectors.joining(" or ")))
                .toList();
    }

    /** The factor is a number of the file. */
    @ParameterizedTest
    @CsvSource({"DELTA, 1, delta", "DELTA, 2, delta", "WEIGHT_GRADIENT, 1, gradient", "BIAS_GRADIENT, 2, gradient"})
    void aFactorThatIsTheLearningRateIsNamed(Quantity quantity, int layer, String where) {
        Diagnosis diagnosis = diagnosis(
                ofSix("sgd: { learning_rate: 0.3 }", "2"),
                ALL,
                batch -> (q, l, tensor) -> q == quantity && l == layer ? tensor.times(0.3) : tensor);
        assertEquals(
                List.of("RATE_TWICE: it is multiplied into the " + where
                        + " too; it is effectively 0.09; the file has 0.3"),
                reasons(diagnosis));
    }

    /** The planned examples explain a small mistake as well as any others, which is not at all. */
    @ParameterizedTest
    @CsvSource({"all, 1e-7", "all, 1e-10", "2, 1e-9", "5, 1e-11"})
    void aSmallMistakeIsNotOneOfOtherExamples(String batchSize, double size) {
        Experiment experiment = ofSix("sgd: { learning_rate: 0.3 }", batchSize);
        for (Quantity quantity : List.of(Quantity.DELTA, Quantity.WEIGHT_GRADIENT)) {
            Diagnosis diagnosis = diagnosis(
                    experiment,
                    LEARNED,
                    batch -> (q, l, tensor) -> q == quantity && l == 1
                            ? tensor.zip(tensor, (x, same) -> x == tensor.max() ? x * (1 + size) : x)
                            : tensor);
            assertTrue(
                    diagnosis.findings().stream()
                            .flatMap(finding -> finding.explanations().stream())
                            .noneMatch(each -> each.mistake() == Mistake.SHUFFLED),
                    quantity + ": " + diagnosis.findings());
        }
    }

    /** As if Adam's t were 1; but only in the first of seven epochs. */
    @Test
    void aReasonThatLaterStepsContradictIsWithdrawn() {
        Experiment experiment = ofSix("adam: { learning_rate: 0.05 }", "2");
        for (Set<Quantity> shown : List.of(ALL, LEARNED)) {
            Diagnosis diagnosis = diagnosis(
                    experiment,
                    shown,
                    batch -> (q, l, tensor) -> isUpdate(q)
                            ? tensor.times(
                                    batch.epoch() == 0
                                            ? correction(1) / correction(batch.step() + 1)
                                            : 1.5 + 0.1 * batch.step())
                            : tensor);
            assertTrue(
                    reasons(diagnosis).stream().allMatch(String::isEmpty),
                    reasons(diagnosis).toString());
            assertEquals(1, diagnosis.findings().get(0).first().step());
        }
    }

    private static double correction(double t) {
        return Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
    }

    private static boolean isUpdate(Quantity quantity) {
        return quantity == Quantity.WEIGHT_UPDATE || quantity == Quantity.BIAS_UPDATE;
    }

    /** The first holds in more steps than not, and the second is another one. */
    @Test
    void aReasonStaysWhereAnotherMistakeBeginsLater() {
        Diagnosis diagnosis = diagnosis(
                ofSix("sgd: { learning_rate: 0.3 }", "2"),
                ALL,
                batch -> (q, l, tensor) -> q == Quantity.WEIGHT_UPDATE && l == 1
                        ? tensor.map(u -> batch.step() < 16 ? -u : -u + u * u)
                        : tensor);
        assertEquals(List.of("ASCENT: ", ""), reasons(diagnosis));
        assertEquals(16, diagnosis.findings().get(1).first().step());
    }

    /** The inputs or the targets are converted, and all else has 64 bits. */
    @ParameterizedTest
    @ValueSource(strings = {"inputs", "targets", "inputs and the targets"})
    void numbersOf32BitsAreNamedWhereTheyAreRead(String rounded) {
        Experiment experiment = ofSix("sgd: { learning_rate: 0.3 }", "2");
        for (Set<Quantity> shown : List.of(ALL, LEARNED)) {
            Disturbed network = new Disturbed(
                    batch -> new Batch(
                            batch.step(),
                            batch.epoch(),
                            batch.startsEpoch(),
                            rounded.contains("inputs") ? batch.inputs().map(x -> (float) x) : batch.inputs(),
                            rounded.contains("targets") ? batch.targets().map(y -> (float) y) : batch.targets()),
                    batch -> Perturbation.NONE);
            Diagnosis diagnosis = new Diagnoser(experiment)
                    .diagnose(new AlteredSubject(network, step -> ShownReference.only(shown, step)));
            assertEquals(List.of("SINGLE_PRECISION: the " + rounded + " are rounded to 32 bits"), reasons(diagnosis));
        }
    }

    /** The gradient is wrong in a way that is not known, and may have the penalty in it: it is not left out. */
    @Test
    void anUpdateThatFollowsFromAnUnknownGradientLeavesNothingOut() {
        Experiment own = ofSix("sgd: { learning_rate: 0.3 }", "all");
        Subject disturbed = new Disturbed(
                batch -> batch,
                batch -> (q, l, tensor) -> q == Quantity.WEIGHT_GRADIENT ? tensor.map(x -> x + x * x + 0.01) : tensor);
        Subject network = new Subject() {
            @Override
            public String name() {
                return "Net";
            }

            @Override
            public SubjectRun start(Experiment given) {
                return disturbed.start(own);
            }
        };
        Experiment penalized = ofSix("sgd: { learning_rate: 0.3 }", "all", ", regularization: { l2: 0.05 }");
        List<String> reasons = reasons(new Diagnoser(penalized).diagnose(network));
        assertEquals(List.of("", "", "LOSS_WITHOUT_PENALTY: "), reasons);
    }
}
