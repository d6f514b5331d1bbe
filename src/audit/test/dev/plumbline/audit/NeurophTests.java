package dev.plumbline.audit;

import static dev.plumbline.NetworkWords.*;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Quantity;
import org.junit.jupiter.api.Test;
import org.neuroph.nnet.learning.BackPropagation;
import org.neuroph.nnet.learning.MomentumBackpropagation;

class NeurophTests {
    private static Audit audit(NetworkSpec expected, boolean isBatch) {
        return Audit.of(expected, () -> {
            Optimizer optimizer = expected.training().optimizer();
            BackPropagation rule = new BackPropagation();
            if (optimizer instanceof Optimizer.Momentum momentum) {
                MomentumBackpropagation withMomentum = new MomentumBackpropagation();
                withMomentum.setMomentum(momentum.momentum());
                rule = withMomentum;
            }
            rule.setLearningRate(LibraryWeights.rate(optimizer));
            rule.setBatchMode(isBatch);
            return new NeurophNetwork(rule);
        });
    }

    @Test
    void agreesWithTheTutorialAsMean() {
        audit(AuditedNetworks.tutorial(false, Reduction.MEAN, sgd(1)), true).agrees();
        audit(AuditedNetworks.tutorial(true, Reduction.MEAN, sgd(1)), true).agrees();
    }

    @Test
    void agreesForOneExample() {
        audit(AuditedNetworks.regression(sigmoid(), sigmoid(), sgd(0.5), 1), false).agrees();
        audit(AuditedNetworks.regression(tanh(), tanh(), sgd(0.2), 1), false).agrees();
    }

    @Test
    void agreesForMiniBatches() {
        audit(AuditedNetworks.regression(sigmoid(), sigmoid(), sgd(0.5), 4), true).agrees();
    }

    @Test
    void momentumHasNoEffect() {
        audit(AuditedNetworks.regression(sigmoid(), sigmoid(), momentum(0.5, 0.9), 1), false)
                .differs(1, 1, Quantity.WEIGHTS, Mistake.MOMENTUM_FORGOTTEN);
    }

    @Test
    void momentumWithinABatch() {
        audit(AuditedNetworks.tutorial(true, Reduction.MEAN, momentum(0.5, 0.9)), true)
                .differs(0, 1, Quantity.WEIGHTS);
    }
}
