package dev.plumbline.audit;

import static dev.plumbline.NetworkWords.*;
import static dev.plumbline.spec.Optimizer.RatePosition.GRADIENT;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.trace.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SmileTests {
    @Nested
    class Version2 {
        private final Library smile = Library.in(Path.of("target/audit-build/smile-2.2.2"));

        Version2() throws IOException {}

        private Audit audit(NetworkSpec expected) {
            return Audit.of(expected, () -> new SmileNetwork(smile));
        }

        @Test
        void agreesForSigmoids() {
            audit(AuditedNetworks.regression(sigmoid(), identity(), sgd(0.2), 1))
                    .agrees();
            audit(AuditedNetworks.classifier(sigmoid(), sgd(0.2), 1, Reduction.SUM))
                    .agrees();
        }

        @Test
        void agreesForMomentumInSingleExamples() {
            audit(AuditedNetworks.regression(sigmoid(), identity(), momentum(0.2, 0.9, GRADIENT), 1))
                    .agrees();
        }

        @Test
        void sumsOverTheBatch() {
            audit(AuditedNetworks.regression(sigmoid(), identity(), sgd(0.1), 4, Reduction.SUM))
                    .agrees();
        }

        @Test
        void batchesHaveNoMomentum() {
            audit(AuditedNetworks.regression(sigmoid(), identity(), momentum(0.1, 0.9, GRADIENT), 4, Reduction.SUM))
                    .differs(1, 1, Quantity.WEIGHTS, Mistake.MOMENTUM_FORGOTTEN);
        }

        @Test
        void slopeOfTheRectifierOverwritesTheGradient() {
            audit(AuditedNetworks.regression(relu(), identity(), sgd(0.2), 1))
                    .differs(0, 1, Quantity.DELTA, Mistake.UPSTREAM_OVERWRITTEN);
        }

        @Test
        void overwrittenGradientShowsInTheWeightsAlone() {
            audit(AuditedNetworks.regression(relu(), identity(), sgd(0.1), 4, Reduction.SUM))
                    .differs(0, 1, Quantity.WEIGHTS, Mistake.UPSTREAM_OVERWRITTEN);
        }

        @Test
        void squareIsMisplacedInTheSlopeOfTanh() {
            audit(AuditedNetworks.regression(tanh(), identity(), sgd(0.2), 1))
                    .differs(0, 1, Quantity.DELTA, Mistake.SLOPE_NOT_SQUARED);
        }
    }

    @Nested
    class Version3 {
        private Audit audit(NetworkSpec expected) {
            return Audit.of(expected, () -> new SmileNetwork(Library.onClassPath()));
        }

        @Test
        void agreesWithTheTutorialAsMean() {
            audit(AuditedNetworks.tutorial(true, Reduction.MEAN, sgd(1))).agrees();
        }

        @Test
        void agreesForRectifiers() {
            audit(AuditedNetworks.regression(relu(), identity(), sgd(0.2), 1)).agrees();
        }

        @Test
        void agreesForMomentumInBatches() {
            audit(AuditedNetworks.regression(sigmoid(), identity(), momentum(0.2, 0.9, GRADIENT), 4))
                    .agrees();
        }

        @Test
        void agreesForClasses() {
            audit(AuditedNetworks.classifier(sigmoid(), sgd(0.2), 4, Reduction.MEAN))
                    .agrees();
        }

        @Test
        void squareIsMisplacedInTheSlopeOfTanh() {
            audit(AuditedNetworks.classifier(tanh(), sgd(0.2), 1, Reduction.MEAN))
                    .differs(0, 1, Quantity.DELTA, Mistake.SLOPE_NOT_SQUARED);
            audit(AuditedNetworks.classifier(tanh(), sgd(0.2), 4, Reduction.MEAN))
                    .differs(0, 1, Quantity.WEIGHTS, Mistake.SLOPE_NOT_SQUARED);
        }

        @Test
        void rmspropHasItsEpsilonUnderTheRoot() {
            audit(withRmsprop(1e-3)).differs(0, 1, Quantity.WEIGHTS);
            audit(withRmsprop(1e-30)).agrees();
        }

        private NetworkSpec withRmsprop(double epsilon) {
            return AuditedNetworks.regression(
                    sigmoid(), identity(), rmsprop(0.1, 0.9, epsilon, Optimizer.InitialMean.ZERO), 4);
        }

        @Test
        void weightsDecayAfterTheUpdate() {
            Regularization decay = Regularization.weightDecay(2 * SmileNetwork.DECAY);
            audit(AuditedNetworks.penalized(identity(), sgd(0.2), decay, Reduction.MEAN))
                    .differs(0, 1, Quantity.WEIGHTS);
        }
    }
}
