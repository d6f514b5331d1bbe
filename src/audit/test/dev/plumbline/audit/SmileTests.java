package dev.plumbline.audit;

import static dev.plumbline.NetworkWords.*;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SmileTests {
    @Nested
    class Version2 {
        private final Library smile = Library.in(Path.of(System.getProperty("audit.smile2", "target/audit-build/smile-2.2.2")));

        Version2() throws IOException {}

        private SmileNetwork network() {
            return new SmileNetwork(smile);
        }

        @Test
        void agreesForSigmoidsAndOneExample() {
            Audit.of(AuditedNetworks.regression(sigmoid(), identity(), sgd(0.2), 1), this::network).agrees();
        }

        @Test
        void agreesForMomentum() {
            Audit.of(AuditedNetworks.regression(sigmoid(), identity(), momentum(0.2, 0.9), 1), this::network).agrees();
        }

        @Test
        void sumsOverTheBatch() {
            Audit.of(AuditedNetworks.regression(sigmoid(), identity(), sgd(0.1), 4, Reduction.SUM), this::network).agrees();
        }

        @Test
        void gradientIsOverwrittenByTheSlopeOfTheRectifier() {
            Audit.of(AuditedNetworks.regression(relu(), identity(), sgd(0.2), 1), this::network)
                    .differs(0, 1, Quantity.DELTA, Mistake.UPSTREAM_OVERWRITTEN);
        }

        @Test
        void gradientIsOverwrittenInBatchesWhoseWeightsAloneAreRecorded() {
            Audit.of(AuditedNetworks.regression(relu(), identity(), sgd(0.1), 4, Reduction.SUM), this::network)
                    .differs(0, 1, Quantity.WEIGHTS, Mistake.UPSTREAM_OVERWRITTEN);
        }

        @Test
        void tanhSlope() {
            Audit.of(AuditedNetworks.regression(tanh(), identity(), sgd(0.2), 1), this::network)
                    .differs(0, 1, Quantity.DELTA);
        }
    }

    @Nested
    class Version3 {
        private SmileNetwork network() {
            return new SmileNetwork(Library.onClassPath());
        }

        @Test
        void tutorial() {
            Audit.of(AuditedNetworks.tutorial(true, Reduction.MEAN, sgd(1)), this::network).agrees();
        }

        @Test
        void rectifierIsRight() {
            Audit.of(AuditedNetworks.regression(relu(), identity(), sgd(0.2), 1), this::network).agrees();
        }

        @Test
        void momentumOverBatches() {
            Audit.of(AuditedNetworks.regression(sigmoid(), identity(), momentum(0.2, 0.9), 4), this::network).agrees();
        }

        @Test
        void classifierWithSigmoids() {
            Audit.of(AuditedNetworks.classifier(sigmoid(), sgd(0.2), 4, Reduction.MEAN), this::network).agrees();
        }

        @Test
        void rmsprop() {
        }

        @Test
        void tanhSlope() {
            Audit.of(AuditedNetworks.classifier(tanh(), sgd(0.2), 1, Reduction.MEAN), this::network)
                    .differs(0, 1, Quantity.DELTA);
        }
    }
}
