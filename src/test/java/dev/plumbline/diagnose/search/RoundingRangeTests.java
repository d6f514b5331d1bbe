package dev.plumbline.diagnose.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.TamperedReference;
import dev.plumbline.diagnose.AlteredSubject;
import dev.plumbline.diagnose.Diagnoser;
import dev.plumbline.diagnose.ShownReference;
import dev.plumbline.diagnose.ThreeWayCheck;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.yaml.YamlReader;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that makes much of last digits: who calculates in another order is right all the same. */
class RoundingRangeTests {
    private static final int EPOCHS = 400;

    /** So large a rate saturates the units, and slopes are what is left of 1 − a². */
    private static Experiment experiment(double rate) {
        return Experiment.of(
                YamlReader.read("""
                        inputs: 2
                        layers:
                          - dense: { units: 6, activation: tanh }
                          - dense: { units: 5, activation: tanh }
                          - dense: { units: 1, activation: identity }
                        init: { uniform: { low: -1, high: 1 } }
                        loss: half_squared_error
                        reduction: sum
                        training:
                          optimizer: { sgd: { learning_rate: %s } }
                          batch_size: all
                          epochs: %d
                        data:
                          inputs: [[0, 0.3], [0.1, 1], [1, 0.2], [1, 1.1], [0.5, 0.6], [-0.4, 0.8]]
                          targets: [[0.1], [1.2], [0.9], [0], [0.4], [0.7]]
                        """.formatted(rate, EPOCHS), "net.yaml").spec());
    }

    private static Diagnosis diagnosis(Experiment experiment, double factor, Set<Quantity> shown) {
        TamperedReference other = new TamperedReference("other", 0, Quantity.PRE_ACTIVATION, 1, z -> z.times(factor));
        return new Diagnoser(experiment).diagnose(new ShownReference(other, shown));
    }

    /** How far the two part in the end, relative to the weights. */
    private static double apart(Experiment experiment) {
        TamperedReference other =
                new TamperedReference("other", 0, Quantity.PRE_ACTIVATION, 1, z -> z.times(1 + 3e-16));
        try (ReplayableRun one = new ReferenceEngine().start(experiment);
                ReplayableRun two = other.start(experiment)) {
            double largest = 0;
            for (Batch batch : experiment.batches()) {
                StepTrace a = one.step(batch);
                StepTrace b = two.step(batch);
                Matrix right = a.get(Quantity.WEIGHT_GRADIENT, 1).orElseThrow();
                largest = Math.max(
                        largest,
                        b.get(Quantity.WEIGHT_GRADIENT, 1).orElseThrow().normOfDifference(right) / right.norm());
            }
            return largest;
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.1})
    void whoRoundsOtherwiseIsNotAccused(double rate) {
        Experiment experiment = experiment(rate);
        assertTrue(apart(experiment) > 1e-9, "the training would not tell");
        for (Set<Quantity> shown : Set.of(
                EnumSet.of(Quantity.LOSS),
                EnumSet.of(Quantity.WEIGHT_GRADIENT),
                EnumSet.of(Quantity.DELTA),
                EnumSet.of(Quantity.WEIGHTS),
                EnumSet.of(Quantity.WEIGHTS, Quantity.BIAS),
                EnumSet.allOf(Quantity.class))) {
            Diagnosis diagnosis = diagnosis(experiment, 1 + 3e-16, shown);
            assertEquals(Set.of(), Set.copyOf(diagnosis.findings()), shown.toString());
        }
    }

    @Test
    void whoIsWrongIs() {
        Experiment experiment = experiment(0.05);
        for (Set<Quantity> shown :
                Set.of(EnumSet.of(Quantity.LOSS), EnumSet.of(Quantity.WEIGHTS), EnumSet.allOf(Quantity.class))) {
            assertFalse(diagnosis(experiment, 1 + 1e-6, shown).findings().isEmpty(), shown.toString());
        }
    }

    /** Both overflow, which is no fault of the network's; it is no agreement either. */
    @Test
    void aTrainingThatOverflowsIsSaidTo() {
        Experiment experiment = experiment(0.25);
        Diagnosis diagnosis = diagnosis(experiment, 1, EnumSet.allOf(Quantity.class));
        Finding first = diagnosis.findings().get(0);
        assertFalse(Double.isFinite(first.actual()));
        assertFalse(Double.isFinite(first.expected()));
        ThreeWayResult result = new ThreeWayCheck(experiment, Optional.empty())
                .run(new ShownReference(new ReferenceEngine(), EnumSet.allOf(Quantity.class)));
        assertFalse(result.agrees());
    }

    /** What is asked of a long training is answered where it first differs, without its other steps. */
    @Test
    void looksNoFartherThanToWhereSomethingDiffers() {
        Experiment experiment = experiment(0.05);
        TamperedReference wrong = new TamperedReference("wrong", 7, Quantity.DELTA, 1, delta -> delta.times(2));
        AtomicLong last = new AtomicLong();
        Subject subject = new AlteredSubject(new ShownReference(wrong, EnumSet.allOf(Quantity.class)), step -> {
            last.set(step.step());
            return step;
        });
        RoundingRange rounding = RoundingRange.of(experiment, subject, (planned, shown, before) -> planned);
        assertEquals(OptionalLong.of(7), rounding.differs());
        assertEquals(OptionalLong.empty(), rounding.ends());
        assertTrue(rounding.isByStep());
        assertEquals(7, last.get());
    }
}
