package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.plumbline.Slow;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Tutorial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The check succeeds if both sides are right, however hard the numbers are to compare. */
@Slow
class FalseAlarmTests {

    @ParameterizedTest
    @EnumSource
    void dl4jAgrees(HardNetworks network) {
        assertAgrees(network.make(Precision.F64), new Dl4jEngine());
    }

    @ParameterizedTest
    @EnumSource
    void dl4jAgreesIn32Bits(HardNetworks network) {
        assertAgrees(network.make(Precision.F32), new Dl4jEngine());
    }

    @ParameterizedTest
    @EnumSource
    void aHandWrittenNetworkAgrees(HardNetworks network) {
        assertAgrees(network.make(Precision.F64), HandWrittenEngine.right());
    }

    @Test
    void thePerceptronWhoseWeightsVanishAgrees() {
        assertAgrees(Experiment.of(Tutorial.perceptron(10_000)), HandWrittenEngine.right());
        assertAgrees(Experiment.of(Tutorial.perceptron(3_000)), new Dl4jEngine());
    }

    @Test
    void theWholeTutorialAgrees() {
        assertAgrees(Experiment.of(Tutorial.threeLayer(5, 60_000)), HandWrittenEngine.right());
    }

    private static void assertAgrees(Experiment experiment, Engine engine) {
        CheckResult result = new Check(new ReferenceEngine(), engine).run(experiment);

        assertFalse(result.verdict().isDifference(), () -> result.local() + "\n" + result.freeRunning());
    }
}
