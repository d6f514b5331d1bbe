package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.LaneResult;
import dev.plumbline.compare.SubjectResult;
import dev.plumbline.compare.TamperedReference;
import dev.plumbline.diagnose.findings.GradientVerdict;
import dev.plumbline.diagnose.findings.GradientVerdict.Verdict;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import dev.plumbline.yaml.YamlReader;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three witnesses of one training; and who is believed where the two that should know disagree. */
class ThreeWayCheckTests {
    private static final int STEPS = 30; // ten epochs of three batches
    private static final Set<Quantity> ALL = EnumSet.allOf(Quantity.class);

    private static Experiment experiment(Precision precision) {
        return Experiment.of(YamlReader.read("""
                        inputs: 3
                        layers:
                          - dense: { units: 5, activation: tanh, regularization: { l2: 0.05 } }
                          - dense: { units: 2, activation: sigmoid }
                        init: { uniform: { low: -1, high: 1 } }
                        precision: %s
                        loss: squared_error
                        reduction: mean
                        training:
                          optimizer: { momentum: { learning_rate: 0.37, momentum: 0.7 } }
                          batch_size: 3
                          epochs: 10
                        data:
                          inputs: [[0, 0.3, 1], [0, 1, 0.2], [1, 0, 1], [1, 0.7, 1], [0.5, 0.1, 0.9], [0.2, 0.2, 0.4], [1, 1, 0]]
                          targets: [[0.1, 0.9], [0.8, 0.2], [0.7, 0.6], [0.2, 0.1], [0.3, 0.5], [0.6, 0.4], [0.9, 0.8]]
                        report: { every: 5, metrics: [accuracy] }
                        """.formatted(precision == Precision.F64 ? "f64" : "f32"), "net.yaml")
                .spec());
    }

    private final Experiment experiment = experiment(Precision.F64);

    private ThreeWayResult check(PerturbableEngine reference, Engine engine) {
        return new ThreeWayCheck(experiment, reference, Optional.of(engine)).run(ShownReference.showing(ALL));
    }

    private static TamperedReference scaled(String name, Quantity quantity, int layer, double factor) {
        return new TamperedReference(name, 4, quantity, layer, tensor -> tensor.times(factor));
    }

    private static void requireVerdict(Verdict verdict, ThreeWayResult result, Quantity quantity, int layer) {
        assertFalse(result.agrees());
        GradientVerdict judgement = result.judgement().orElseThrow();
        assertEquals(new Key(4, quantity, layer), judgement.where());
        assertEquals(verdict, judgement.verdict(), judgement.toString());
    }

    @Test
    void threeThatAgreeSayTheSameLosses() {
        ThreeWayResult result = check(new ReferenceEngine(), new ReferenceEngine());
        assertTrue(result.agrees());
        assertEquals(Optional.empty(), result.judgement());
        assertEquals(Optional.empty(), result.disagreement());
        assertEquals(3, result.losses().size());
        result.losses().forEach(line -> {
            assertEquals(line.reference(), line.subject().orElseThrow());
            assertEquals(line.reference(), line.engine().orElseThrow());
        });
        assertEquals(10, result.losses().get(2).epoch());
        assertTrue(result.losses().get(2).reference() < result.losses().get(0).reference());
    }

    @Test
    void anEngineWhoseGradientIsWrongIsFoundOutByDifferencesOfTheLoss() {
        ThreeWayResult result = check(new ReferenceEngine(), scaled("tampered", Quantity.WEIGHT_GRADIENT, 1, 1 + 1e-6));
        requireVerdict(Verdict.REFERENCE, result, Quantity.WEIGHT_GRADIENT, 1);
        GradientVerdict.Element element =
                result.judgement().orElseThrow().element().orElseThrow();
        assertEquals(element.reference(), element.slope(), 1e-9 * Math.abs(element.slope()));
        assertTrue(result.diagnosis().agrees(), "the network itself is right");
        requireVerdict(
                Verdict.REFERENCE,
                check(new ReferenceEngine(), scaled("tampered", Quantity.DELTA, 1, -1)),
                Quantity.DELTA,
                1);
        requireVerdict(
                Verdict.REFERENCE,
                check(new ReferenceEngine(), scaled("tampered", Quantity.BIAS_GRADIENT, 2, 1.1)),
                Quantity.BIAS_GRADIENT,
                2);
    }

    @Test
    void soIsAReferenceWhoseGradientIsWrong() {
        requireVerdict(
                Verdict.ENGINE,
                check(scaled("reference", Quantity.WEIGHT_GRADIENT, 2, 2), new ReferenceEngine()),
                Quantity.WEIGHT_GRADIENT,
                2);
    }

    @Test
    void bothMayBeWrongAndBothMayBeRight() {
        requireVerdict(
                Verdict.NEITHER,
                check(
                        scaled("reference", Quantity.WEIGHT_GRADIENT, 2, 2),
                        scaled("tampered", Quantity.WEIGHT_GRADIENT, 2, 3)),
                Quantity.WEIGHT_GRADIENT,
                2);
        requireVerdict(
                Verdict.BOTH,
                check(new ReferenceEngine(), scaled("tampered", Quantity.WEIGHT_UPDATE, 2, 2)),
                Quantity.WEIGHT_UPDATE,
                2);
    }

    @Test
    void ofTheForwardPassTheSlopesSayNothing() {
        requireVerdict(
                Verdict.FORWARD,
                check(new ReferenceEngine(), scaled("tampered", Quantity.ACTIVATION, 1, 1.01)),
                Quantity.ACTIVATION,
                1);
    }

    @Test
    void whatDiffersByLessThanDifferencesTellIsNotDecided() {
        requireVerdict(
                Verdict.UNDECIDED,
                check(new ReferenceEngine(), scaled("tampered", Quantity.WEIGHT_GRADIENT, 1, 1 + 2e-9)),
                Quantity.WEIGHT_GRADIENT,
                1);
    }

    @ParameterizedTest
    @EnumSource
    void weightsAloneAreComparedInBothLanes(Precision precision) {
        Experiment own = experiment(precision);
        Set<Quantity> weights = EnumSet.of(Quantity.WEIGHTS, Quantity.BIAS);
        SubjectResult right = new ThreeWayCheck(own, Optional.empty())
                .run(ShownReference.showing(weights))
                .freely();
        assertTrue(right.agrees());
        assertEquals(STEPS, right.freeRunning().steps());
        assertEquals(4 * STEPS, right.freeRunning().tensors());
        assertEquals(4 * STEPS, right.local().orElseThrow().tensors());
        assertEquals(3, right.losses().size());

        TamperedReference once = new TamperedReference(
                "once",
                0,
                Quantity.WEIGHTS,
                1,
                w -> w.map(value -> value + (precision == Precision.F64 ? 1e-7 : 1e-2)));
        SubjectResult wrong = new ThreeWayCheck(own, Optional.empty())
                .run(new ShownReference(once, weights))
                .freely();
        assertFalse(wrong.agrees());
        LaneResult free = wrong.freeRunning();
        assertEquals(
                new Key(0, Quantity.WEIGHTS, 1),
                free.firstDifference().orElseThrow().key());
        assertEquals(1, free.steps(), "freely running, there is nothing to learn after it");
        assertEquals(STEPS, wrong.local().orElseThrow().differences(), "made anew in every step");
    }

    @Test
    void withoutWeightsThereIsOnlyTheFreeLaneAndWithoutStepsNone() {
        SubjectResult losses = new ThreeWayCheck(experiment, Optional.empty())
                .run(ShownReference.showing(EnumSet.of(Quantity.LOSS)))
                .freely();
        assertEquals(Optional.empty(), losses.local());
        assertEquals(STEPS, losses.freeRunning().tensors());
        assertEquals(Optional.empty(), losses.losses().get(0).subject(), "a batch's loss is not that of all examples");

        ThreeWayResult outputs = new ThreeWayCheck(experiment, Optional.empty()).run(ShownReference.showing(Set.of()));
        assertTrue(outputs.agrees());
        assertFalse(outputs.freely().agrees(), "nothing was compared there");
        assertEquals(0, outputs.freely().steps());
    }
}
