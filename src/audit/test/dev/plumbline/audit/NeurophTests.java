package dev.plumbline.audit;

import static dev.plumbline.NetworkWords.*;
import static dev.plumbline.spec.Optimizer.RatePosition.GRADIENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Quantity;
import org.junit.jupiter.api.Test;
import org.neuroph.core.data.DataSet;
import org.neuroph.nnet.MultiLayerPerceptron;
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
            rule.setLearningRate(Settings.rate(optimizer));
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
        audit(AuditedNetworks.regression(sigmoid(), sigmoid(), sgd(0.5), 1), false)
                .agrees();
        audit(AuditedNetworks.regression(tanh(), tanh(), sgd(0.2), 1), false).agrees();
    }

    @Test
    void agreesForMiniBatches() {
        audit(AuditedNetworks.regression(sigmoid(), sigmoid(), sgd(0.5), 4), true)
                .agrees();
    }

    @Test
    void momentumHasNoEffectInSingleExamples() {
        audit(AuditedNetworks.regression(sigmoid(), sigmoid(), momentum(0.5, 0.9, GRADIENT), 1), false)
                .differs(1, 1, Quantity.WEIGHTS, Mistake.MOMENTUM_FORGOTTEN);
    }

    @Test
    void momentumHasNoEffectInPlainCallsOfNeuroph() {
        MomentumBackpropagation withMomentum = new MomentumBackpropagation();
        withMomentum.setMomentum(0.9);
        assertArrayEquals(learned(new BackPropagation()), learned(withMomentum));
    }

    private static Double[] learned(BackPropagation rule) {
        DataSet examples = new DataSet(2, 1);
        examples.add(new double[] {0.1, 0.9}, new double[] {0.3});
        examples.add(new double[] {0.8, -0.4}, new double[] {0.6});
        MultiLayerPerceptron network = new MultiLayerPerceptron(2, 3, 1);
        network.setWeights(new double[] {0.1, -0.2, 0.3, 0.4, -0.5, 0.6, 0.7, -0.8, 0.9, 0.2, -0.4, 0.6, 0.8});
        rule.setLearningRate(0.5);
        rule.setMaxError(0);
        rule.setMaxIterations(10);
        network.setLearningRule(rule);
        network.learn(examples);
        return network.getWeights();
    }

    @Test
    void momentumActsWithinABatch() {
        audit(AuditedNetworks.tutorial(true, Reduction.MEAN, momentum(0.5, 0.9, GRADIENT)), true)
                .differs(0, 1, Quantity.WEIGHTS);
    }
}
