package dev.plumbline.audit;

import static dev.plumbline.NetworkWords.*;

import dev.plumbline.spec.Reduction;
import org.junit.jupiter.api.Test;

class SparkMlpTests {
    @Test
    void agreesForSquaredError() {
        Audit.of(AuditedNetworks.tutorial(true, Reduction.MEAN, sgd(1)), SparkMlpNetwork::new)
                .agrees();
    }

    @Test
    void agreesForSoftmaxInBatches() {
        Audit.of(AuditedNetworks.classifier(sigmoid(), sgd(0.5), 4, Reduction.MEAN), SparkMlpNetwork::new)
                .agrees();
    }
}
