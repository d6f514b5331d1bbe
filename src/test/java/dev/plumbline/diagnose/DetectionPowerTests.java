package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.findings.Power;
import dev.plumbline.diagnose.findings.Power.Reason;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The known mistakes that a check would have found, and why it would not have found the others. */
class DetectionPowerTests {
    private static final double[][] INPUTS = {{0, 0, 1}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}};

    private static Experiment network(Activation hidden, double biasOfHidden, double rate) {
        return Experiment.of(Network.define(
                "power",
                net -> net.inputs(3)
                        .dense(5, hidden, layer -> layer.biasInit(biasOfHidden))
                        .dense(1, new Activation.Sigmoid())
                        .init(new Initializer.Uniform(-1, 1))
                        .loss(new Loss.HalfSquaredError(), Reduction.SUM)
                        .training(new Optimizer.Sgd(rate), training -> training.epochs(20))
                        .data(INPUTS, new double[][] {{0}, {1}, {1}, {0}})));
    }

    private static Power ofNetwork(Experiment experiment, EnumSet<Quantity> recorded) {
        return DetectionPower.ofNetwork(
                CanonicalSubject.of(new ShownReference(new ReferenceEngine(), recorded), experiment));
    }

    private static Optional<Power.Unseen> unseen(Power power, Mistake mistake) {
        return power.unseen().stream().filter(each -> each.mistake() == mistake).findFirst();
    }

    @Test
    void aForgottenRateOfOneChangesNothing() {
        Power ofOne = DetectionPower.ofEngine(network(new Activation.Sigmoid(), 0, 1));
        Power usual = DetectionPower.ofEngine(network(new Activation.Sigmoid(), 0, 0.37));

        assertEquals(
                Reason.NO_EFFECT,
                unseen(ofOne, Mistake.RATE_FORGOTTEN).orElseThrow().reason());
        assertTrue(usual.detected().contains(Mistake.RATE_FORGOTTEN), usual::toString);
        assertTrue(usual.detected().containsAll(List.of(Mistake.SLOPE_FORGOTTEN, Mistake.ASCENT)), usual::toString);
    }

    @Test
    void aWrongLossIsNotSeenInTheWeights() {
        Experiment experiment = network(new Activation.Sigmoid(), 0, 0.37);
        Power power = ofNetwork(experiment, EnumSet.of(Quantity.WEIGHTS, Quantity.BIAS));

        Power.Unseen loss = unseen(power, Mistake.LOSS_SCALED).orElseThrow();
        assertEquals(Reason.NOT_RECORDED, loss.reason());
        assertTrue(loss.isOfLoss());
        assertTrue(power.detected().contains(Mistake.SLOPE_FORGOTTEN), power::toString);
    }

    /** Its units are off for every example. */
    @Test
    void theBackwardPassOfADeadLayerTestsNothing() {
        Power power = DetectionPower.ofEngine(network(new Activation.Relu(), -10, 0.37));

        Power.Unseen slope = unseen(power, Mistake.UPDATED_WEIGHTS).orElseThrow();
        assertEquals(List.of(1), slope.layers());
        assertEquals(Reason.NO_EFFECT, slope.reason());
    }
}
