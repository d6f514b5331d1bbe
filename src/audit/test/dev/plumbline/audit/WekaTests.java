package dev.plumbline.audit;

import static dev.plumbline.NetworkWords.*;
import static dev.plumbline.spec.Optimizer.RatePosition.GRADIENT;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import weka.classifiers.functions.MultilayerPerceptron;

class WekaTests {
    private static Audit audit(NetworkSpec expected, Consumer<MultilayerPerceptron> options) {
        return Audit.of(expected, () -> new WekaNetwork(expected, options));
    }

    @Test
    void agreesForOneNumber() {
        audit(AuditedNetworks.regression(sigmoid(), identity(), sgd(0.2), 1), network -> {})
                .agrees();
    }

    @Test
    void agreesForClasses() {
        audit(AuditedNetworks.sigmoids(halfSquaredError(), sgd(0.3), 1, Reduction.MEAN), network -> {})
                .agrees();
    }

    @Test
    void agreesForMomentum() {
        audit(
                        AuditedNetworks.sigmoids(halfSquaredError(), momentum(0.3, 0.2, GRADIENT), 1, Reduction.MEAN),
                        network -> {})
                .agrees();
    }

    @Test
    void decayDividesTheRateByTheEpoch() {
        NetworkSpec decaying = AuditedNetworks.regression(sigmoid(), identity(), sgd(inverse(0.2, 1)), 1);
        audit(decaying, network -> {
                    network.setLearningRate(0.2);
                    network.setDecay(true);
                })
                .agrees();
    }

    @Test
    void scalesInputsAndTargetByDefault() {
        NetworkSpec scaled = AuditedNetworks.scaledRegression(sigmoid(), sgd(0.2));
        NetworkSpec raw = AuditedNetworks.regression(sigmoid(), identity(), sgd(0.2), 1);
        Audit.of(
                        scaled,
                        () -> new WekaNetwork(raw, network -> {
                            network.setNormalizeAttributes(true);
                            network.setNormalizeNumericClass(true);
                        }))
                .agrees();
    }
}
