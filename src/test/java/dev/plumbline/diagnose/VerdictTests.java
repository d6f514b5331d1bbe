package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.AlteredTraining;
import dev.plumbline.compare.Check;
import dev.plumbline.compare.Coverage;
import dev.plumbline.compare.Verdict;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.yaml.YamlReader;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verdict says: of the training and of the recording, and only of what could have shown a mistake. */
class VerdictTests {
    private static final Set<Quantity> ALL = EnumSet.allOf(Quantity.class);
    private static final Set<Quantity> WEIGHTS = Set.of(Quantity.WEIGHTS, Quantity.BIAS);

    private final Experiment experiment = experiment("sigmoid", "f64", "0.5", 40, "");

    private static Experiment experiment(String activation, String precision, String rate, int epochs, String more) {
        return Experiment.of(YamlReader.read("""
                        inputs: 3
                        layers:
                          - dense: { units: 5, activation: %s %s }
                          - dense: { units: 3, activation: softmax }
                        init: { uniform: { low: -1, high: 1 } }
                        precision: %s
                        loss: categorical_cross_entropy
                        reduction: mean
                        training:
                          optimizer: { sgd: { learning_rate: %s } }
                          batch_size: all
                          epochs: %d
                        data:
                          inputs: [[0, 0.3, 1], [0, 1, 0.2], [1, 0, 1], [1, 0.7, 1]]
                          targets: [[0, 1, 0], [1, 0, 0], [1, 0, 0], [0, 0, 1]]
                        """.formatted(activation, more, precision, rate, epochs), "net.yaml")
                .spec());
    }

    private static Subject network(Engine engine, Set<Quantity> shown) {
        return new ShownReference(engine, shown);
    }

    private static Subject right(Set<Quantity> shown) {
        return network(new ReferenceEngine(), shown);
    }

    /** A right network that records a tensor of step 3, or of all steps, as another one. */
    private static Subject recording(Quantity quantity, int layer, boolean inAllSteps, UnaryOperator<Matrix> as) {
        return new AlteredSubject(right(ALL), step -> {
            StepTrace shown = new StepTrace(step.step(), step.layers());
            for (Key key : step.keys()) {
                Matrix tensor = step.get(key).orElseThrow();
                boolean isHere = key.quantity() == quantity && key.layer() == layer && (inAllSteps || step.step() == 3);
                shown.record(key.quantity(), key.layer(), isHere ? as.apply(tensor) : tensor);
            }
            return shown;
        });
    }

    /** A right network with other outputs than its own. */
    private static Subject withOutputs(Set<Quantity> shown, UnaryOperator<Matrix> outputs) {
        Subject own = right(shown);
        return new Subject() {
            @Override
            public String name() {
                return "Net";
            }

            @Override
            public SubjectRun start(Experiment started) {
                SubjectRun run = own.start(started);
                return new SubjectRun() {
                    @Override
                    public Optional<StepTrace> step(Batch batch) {
                        return run.step(batch);
                    }

                    @Override
                    public Optional<Matrix> outputs() {
                        return run.outputs().map(outputs);
                    }

                    @Override
                    public void close() {
                        run.close();
                    }
                };
            }
        };
    }

    private static Diagnosis diagnosis(Experiment experiment, Subject subject) {
        return new ThreeWayCheck(experiment, Optional.empty()).run(subject).diagnosis();
    }

    private static Matrix with(Matrix tensor, int row, int column, double value) {
        double[][] rows = tensor.toArray();
        rows[row][column] = value;
        return Matrix.of(rows);
    }

    // ---- the training and the recording ----

    private void requireRecordingDiffers(Quantity quantity, int layer, Subject subject) {
        Diagnosis diagnosis = diagnosis(experiment, subject);

        assertEquals(Verdict.AGREES, diagnosis.training(), diagnosis::toString);
        assertEquals(Verdict.DIFFERS, diagnosis.verdict(), diagnosis::toString);
        assertEquals(
                List.of(quantity + " " + layer),
                diagnosis.misnamed().stream()
                        .map(Finding::first)
                        .map(key -> key.quantity() + " " + key.layer())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN})
    void aNumberThatIsNotFiniteIsNoRightRecording(double number) {
        Diagnosis diagnosis =
                diagnosis(experiment, recording(Quantity.PRE_ACTIVATION, 1, false, z -> with(z, 1, 2, number)));

        assertEquals(Verdict.DIFFERS, diagnosis.verdict(), diagnosis::toString);
    }

    @Test
    void anInfinityThatTheTrainingDidNotUseIsAMistakeOfTheRecording() {
        requireRecordingDiffers(
                Quantity.PRE_ACTIVATION,
                1,
                recording(Quantity.PRE_ACTIVATION, 1, false, z -> with(z, 1, 2, Double.POSITIVE_INFINITY)));
    }

    @Test
    void halvedActivationsAreAMistakeOfTheRecording() {
        requireRecordingDiffers(Quantity.ACTIVATION, 1, recording(Quantity.ACTIVATION, 1, true, a -> a.times(0.5)));
    }

    @Test
    void anotherLossIsAMistakeOfTheRecording() {
        requireRecordingDiffers(Quantity.LOSS, 2, recording(Quantity.LOSS, 2, true, loss -> loss.sqrt()));
    }

    @Test
    void theUserMayAskOnlyForTheTraining() {
        Subject halved = recording(Quantity.ACTIVATION, 1, true, a -> a.times(0.5));
        Diagnosis diagnosis = new ThreeWayCheck(experiment, Optional.empty(), true)
                .run(halved)
                .diagnosis();

        assertEquals(Verdict.AGREES, diagnosis.verdict());
        assertEquals(1, diagnosis.misnamed().size());
    }

    // ---- outputs ----

    private void requireWrongOutputs(Optional<Mistake> why, UnaryOperator<Matrix> outputs) {
        for (Set<Quantity> shown : List.of(ALL, WEIGHTS)) {
            Diagnosis diagnosis = diagnosis(experiment, withOutputs(shown, outputs));

            assertEquals(Verdict.DIFFERS, diagnosis.verdict(), diagnosis::toString);
            assertTrue(diagnosis.findings().get(0).first().isAfterTraining());
            assertEquals(
                    why,
                    diagnosis.findings().get(0).explanations().stream()
                            .map(each -> each.mistake())
                            .findFirst());
        }
    }

    @Test
    void oneOutputThatIsSlightlyOffIsFound() {
        requireWrongOutputs(Optional.empty(), outputs -> with(outputs, 1, 1, outputs.get(1, 1) + 1e-12));
        requireWrongOutputs(Optional.empty(), outputs -> with(outputs, 1, 1, outputs.get(1, 1) + 1e-7));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 3})
    void theSmallestProbabilityIsFoundToo(double factor) {
        Experiment certain = experiment("sigmoid", "f64", "50", 300, "");
        Diagnosis diagnosis = diagnosis(certain, withOutputs(ALL, outputs -> {
            double least = outputs.min();
            assertTrue(least < 1e-9, () -> "the smallest probability is " + least);
            return outputs.map(p -> p == least ? factor * p : p);
        }));

        assertEquals(Verdict.DIFFERS, diagnosis.verdict(), diagnosis::toString);
    }

    @Test
    void outputsInSinglePrecisionAreNamed() {
        requireWrongOutputs(Optional.of(Mistake.SINGLE_PRECISION), outputs -> outputs.map(value -> (float) value));
    }

    @Test
    void outputsOfAnUntrainedNetworkProveNothing() {
        Experiment slow = experiment("sigmoid", "f64", "1.0e-12", 3, "");
        Diagnosis diagnosis = diagnosis(slow, right(Set.of()));

        assertEquals(Verdict.INCOMPLETE, diagnosis.verdict(), diagnosis::toString);
        assertEquals(
                Coverage.Reason.UNTRAINED, diagnosis.coverage().gaps().get(0).reason());
    }

    // ---- what could not have shown a mistake ----

    private static Diagnosis requireIncomplete(Experiment experiment, Engine engine, Set<Quantity> shown) {
        Diagnosis diagnosis = diagnosis(experiment, network(engine, shown));
        assertEquals(Verdict.INCOMPLETE, diagnosis.verdict(), diagnosis::toString);
        assertFalse(diagnosis.agrees());
        return diagnosis;
    }

    @Test
    void aLayerOfDeadUnitsIsNotTested() {
        Experiment dead = experiment("relu", "f64", "0.5", 40, ", init: { constant: { value: -1 } }");
        for (Engine engine : List.of(new ReferenceEngine(), AlteredTraining.withoutFirstLayer())) {
            for (Set<Quantity> shown : List.of(ALL, WEIGHTS)) {
                Coverage coverage = requireIncomplete(dead, engine, shown).coverage();

                Coverage.Gap gap = coverage.gaps().get(0);
                assertEquals(1, gap.layer());
                assertEquals(Coverage.Reason.ZERO, gap.reason());
                assertTrue(gap.quantities().contains(Quantity.DELTA), gap::toString);
            }
        }
        assertEquals(
                Verdict.INCOMPLETE,
                new Check(new ReferenceEngine(), new ReferenceEngine())
                        .run(dead)
                        .verdict());
    }

    /** The updates are below the rounding of the weights, so it makes no difference whether the network makes them. */
    @Test
    void anUpdateBelowTheRoundingOfTheWeightsIsNotTested() {
        Experiment slow = experiment("sigmoid", "f32", "1.0e-6", 40, "");
        for (Engine engine : List.of(new ReferenceEngine(), AlteredTraining.withoutFirstLayer())) {
            Coverage.Gap gap =
                    requireIncomplete(slow, engine, WEIGHTS).coverage().gaps().get(0);

            assertEquals(1, gap.layer());
            assertEquals(Coverage.Reason.ROUNDING, gap.reason());
        }
    }

    @Test
    void numbersBelowTheSmallestNormalOneAreNotTested() {
        Experiment tiny = experiment("identity", "f64", "0.5", 5, ", bias: false")
                .startingFrom(Stream.of(Matrix.full(3, 5, 1e-300), Matrix.full(5, 3, 1e-300))
                        .map(weights -> new LayerWeights(
                                weights, weights.rows() == 5 ? Optional.of(Matrix.zeros(1, 3)) : Optional.empty()))
                        .toList());

        requireIncomplete(tiny, new ReferenceEngine(), ALL);
    }

    @Test
    void whatIsRightIsAnotherMatterThanWhatIsMissing() {
        Diagnosis diagnosis = diagnosis(experiment, network(AlteredTraining.withoutFirstLayer(), WEIGHTS));

        assertEquals(Verdict.DIFFERS, diagnosis.verdict(), diagnosis::toString);
    }

    // ---- what is an agreement all the same ----

    @ParameterizedTest
    @EnumSource(Level.class)
    void singleDeadUnitsAreANote(Level level) {
        Experiment relu = experiment("relu", "f64", "0.5", 40, "");
        Diagnosis diagnosis = diagnosis(relu, right(level.shown));

        assertEquals(Verdict.AGREES, diagnosis.verdict(), diagnosis::toString);
    }

    private enum Level {
        FULL(ALL),
        GRADIENTS(Set.of(Quantity.DELTA, Quantity.WEIGHT_GRADIENT, Quantity.WEIGHTS, Quantity.BIAS)),
        WEIGHTS_ONLY(WEIGHTS);

        private final Set<Quantity> shown;

        Level(Set<Quantity> shown) {
            this.shown = shown;
        }
    }

    @Test
    void aTrainingThatHasConvergedAgrees() {
        Experiment converged = experiment("sigmoid", "f64", "50", 2000, "");
        ThreeWayResult result = new ThreeWayCheck(converged, Optional.of(new ReferenceEngine())).run(right(ALL));

        assertEquals(Verdict.AGREES, result.verdict(), () -> result.diagnosis().toString());
    }

    @Test
    void weightsThatDriftOverAllStepsAreFound() {
        Experiment longer = experiment("sigmoid", "f64", "0.5", 1200, "");
        Stream.of(ALL, WEIGHTS).forEach(shown -> {
            Diagnosis drifting = diagnosis(longer, network(AlteredTraining.drifting(1 - 2e-15), shown));
            assertEquals(Verdict.DIFFERS, drifting.verdict(), drifting::toString);
            assertFalse(drifting.findings().get(0).isOfStep());
            assertEquals(Verdict.AGREES, diagnosis(longer, right(shown)).verdict());
        });
    }
}
