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
import dev.plumbline.trace.PerturbableRun;
import dev.plumbline.trace.Perturbation;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.yaml.YamlReader;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
