package dev.plumbline.audit;

import static dev.plumbline.NetworkWords.*;
import static dev.plumbline.spec.Optimizer.RatePosition.GRADIENT;

import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Quantity;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** DJL's parameters of an optimizer have 32 bits, so the rates here are sums of powers of 2. */
class DjlTests {
    private static Audit audit(NetworkSpec expected, Supplier<Optimizer> optimizer, Loss loss) {
        return Audit.of(expected, () -> new DjlNetwork(optimizer.get(), loss));
    }

    private static Optimizer sgd(float rate, float momentum) {
        return Optimizer.sgd()
                .setLearningRateTracker(Tracker.fixed(rate))
                .optMomentum(momentum)
                .build();
    }

    @Test
    void agreesWithTheTutorialAsMean() {
        NetworkSpec expected = AuditedNetworks.tutorial(true, Reduction.MEAN, dev.plumbline.NetworkWords.sgd(1));
        audit(expected, () -> sgd(1, 0), Loss.l2Loss()).agrees();
    }

    @Test
    void agreesForMomentum() {
        audit(
                        AuditedNetworks.regression(tanh(), identity(), momentum(0.125, 0.875, GRADIENT), 4),
                        () -> sgd(0.125f, 0.875f),
                        Loss.l2Loss())
                .agrees();
    }

    @Test
    void agreesForClasses() {
        audit(
                        AuditedNetworks.classifier(tanh(), dev.plumbline.NetworkWords.sgd(0.25), 4, Reduction.MEAN),
                        () -> sgd(0.25f, 0),
                        Loss.softmaxCrossEntropyLoss())
                .agrees();
    }

    @Test
    void clipsOnlyFromAbove() {
        NetworkSpec expected = AuditedNetworks.clipped(tanh(), dev.plumbline.NetworkWords.sgd(0.25), 0.015625);
        audit(
                        expected,
                        () -> Optimizer.sgd()
                                .setLearningRateTracker(Tracker.fixed(0.25f))
                                .optClipGrad(0.015625f)
                                .build(),
                        Loss.l2Loss())
                .differs(0, 1, Quantity.WEIGHTS);
    }

    @Test
    void adamRoundsItsRateTo32Bits() {
        NetworkSpec expected = AuditedNetworks.regression(
                tanh(),
                identity(),
                adam(0.125, 0.9f, 0.999f, 1e-8f, dev.plumbline.spec.Optimizer.EpsilonPosition.UNCORRECTED),
                4);
        audit(
                        expected,
                        () -> Adam.builder()
                                .optLearningRateTracker(Tracker.fixed(0.125f))
                                .build(),
                        Loss.l2Loss())
                .differs(0, 1, Quantity.WEIGHTS);
    }
}
