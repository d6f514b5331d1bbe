package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Tutorial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that are multiplied by almost 1 after each step: no single step shows it, and the training forgets it. */
class DriftTests {
    private static final Experiment EXPERIMENT = Experiment.of(Tutorial.threeLayer(5, 1200));

    @ParameterizedTest
    @ValueSource(doubles = {1 - 2e-15, 1 + 2e-15})
    void isFound(double factor) {
        CheckResult result = new Check(new ReferenceEngine(), AlteredTraining.drifting(factor)).run(EXPERIMENT);

        assertEquals(Verdict.DIFFERS, result.verdict(), result.local()::toString);
    }

    @Test
    void withoutDriftItAgrees() {
        CheckResult result = new Check(new ReferenceEngine(), AlteredTraining.drifting(1)).run(EXPERIMENT);

        assertEquals(Verdict.AGREES, result.verdict(), result.local()::toString);
    }
}
