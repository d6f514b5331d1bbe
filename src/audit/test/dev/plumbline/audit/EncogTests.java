package dev.plumbline.audit;

import static dev.plumbline.NetworkWords.*;
import static dev.plumbline.spec.Optimizer.RatePosition.GRADIENT;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.trace.Quantity;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.encog.ml.data.MLDataSet;
import org.encog.neural.networks.BasicNetwork;
import org.encog.neural.networks.training.propagation.back.Backpropagation;
import org.encog.neural.networks.training.propagation.sgd.StochasticGradientDescent;
import org.encog.neural.networks.training.propagation.sgd.update.AdaGradUpdate;
import org.encog.neural.networks.training.propagation.sgd.update.AdamUpdate;
import org.encog.neural.networks.training.propagation.sgd.update.MomentumUpdate;
import org.encog.neural.networks.training.propagation.sgd.update.NesterovUpdate;
import org.encog.neural.networks.training.propagation.sgd.update.RMSPropUpdate;
import org.encog.neural.networks.training.propagation.sgd.update.UpdateRule;
import org.junit.jupiter.api.Test;

class EncogTests {
    /** Encog's trainer, which shows each of its updates. */
    private static final class RecordedBackpropagation extends Backpropagation {
        private EncogNetwork.Updates updates;

        RecordedBackpropagation(BasicNetwork network, MLDataSet examples, double rate, double momentum) {
            super(network, examples, rate, momentum);
            setThreadCount(1);
        }

        @Override
        protected void learn() {
            super.learn();
            updates.updated();
        }
    }

    private static BiFunction<BasicNetwork, MLDataSet, EncogNetwork.Trainer> backpropagation(
            double rate, double momentum, Consumer<Backpropagation> options) {
        return (network, examples) -> {
            RecordedBackpropagation trainer = new RecordedBackpropagation(network, examples, rate, momentum);
            options.accept(trainer);
            return updates -> {
                trainer.updates = updates;
                trainer.iteration();
            };
        };
    }

    private static Audit audit(NetworkSpec expected, double momentum, Consumer<Backpropagation> options) {
        double rate = Settings.rate(expected.training().optimizer());
        return Audit.of(expected, () -> new EncogNetwork(expected, backpropagation(rate, momentum, options)));
    }

    private static void withoutFlatSpot(Backpropagation trainer) {
        trainer.fixFlatSpot(false);
    }

    @Test
    void agreesWithTheTutorialAsSum() {
        audit(AuditedNetworks.tutorial(false, Reduction.SUM, sgd(1)), 0, EncogTests::withoutFlatSpot)
                .agrees();
        audit(AuditedNetworks.tutorial(true, Reduction.SUM, sgd(1)), 0, EncogTests::withoutFlatSpot)
                .agrees();
    }

    @Test
    void agreesForMomentum() {
        audit(
                        AuditedNetworks.tutorial(true, Reduction.SUM, momentum(0.5, 0.9, GRADIENT)),
                        0.9,
                        EncogTests::withoutFlatSpot)
                .agrees();
    }

    @Test
    void addsToTheSlopeOfHiddenSigmoidsByDefault() {
        audit(AuditedNetworks.tutorial(true, Reduction.SUM, sgd(1)), 0, trainer -> {})
                .differs(0, 1, Quantity.WEIGHTS);
    }

    @Test
    void hiddenLayersHaveTheSlopeOfTheActivationAbove() {
        audit(allExamples(tanh(), tanh(), 0.1), 0, EncogTests::withoutFlatSpot).agrees();
        audit(allExamples(tanh(), identity(), 0.1), 0, EncogTests::withoutFlatSpot)
                .differs(0, 1, Quantity.WEIGHTS, Mistake.SLOPE_FORGOTTEN, Mistake.RAW_ERROR_IN_GRADIENT);
        audit(allExamples(tanh(), sigmoid(), 0.5), 0, EncogTests::withoutFlatSpot)
                .differs(0, 1, Quantity.WEIGHTS, Mistake.OTHER_SLOPE);
    }

    private static NetworkSpec allExamples(Activation hidden, Activation output, double rate) {
        return AuditedNetworks.regression(hidden, output, sgd(rate), 7, Reduction.SUM);
    }

    @Test
    void batchesAreSmallerThanTheirSize() {
        audit(batches(1), 0, trainer -> setBatchSize(trainer, 1)).agrees();
        audit(batches(2), 0, trainer -> setBatchSize(trainer, 2)).agrees();
        audit(batches(2), 0, trainer -> setBatchSize(trainer, 3)).agrees();
        audit(batches(3), 0, trainer -> setBatchSize(trainer, 4)).agrees();
        audit(batches(4), 0, trainer -> setBatchSize(trainer, 6)).agrees();
    }

    private static NetworkSpec batches(int size) {
        return AuditedNetworks.regression(sigmoid(), sigmoid(), sgd(0.5), size, Reduction.SUM);
    }

    private static void setBatchSize(Backpropagation trainer, int size) {
        trainer.fixFlatSpot(false);
        trainer.setBatchSize(size);
    }

    @Test
    void nesterovIsClassicalWithoutDropout() {
        audit(AuditedNetworks.tutorial(true, Reduction.SUM, nesterov(0.5, 0.9, GRADIENT)), 0.9, trainer -> {
                    trainer.fixFlatSpot(false);
                    trainer.setNesterovUpdate(true);
                })
                .differs(0, 1, Quantity.WEIGHTS, Mistake.CLASSICAL_FOR_NESTEROV);
    }

    @Test
    void l2AloneHasNoEffect() {
        audit(penalized(0, 0.1), 0, trainer -> {
                    trainer.fixFlatSpot(false);
                    trainer.setL2(0.1);
                })
                .differs(0, 1, Quantity.WEIGHTS, Mistake.L2_MISSING);
    }

    @Test
    void l1IsAddedToTheDeltaOfTheOutputs() {
        audit(penalized(0.1, 0), 0, trainer -> {
                    trainer.fixFlatSpot(false);
                    trainer.setL1(0.1);
                })
                .differs(0, 1, Quantity.WEIGHTS);
    }

    private static NetworkSpec penalized(double l1, double l2) {
        return AuditedNetworks.penalized(sigmoid(), sgd(0.5), Regularization.of(l1, l2), Reduction.SUM);
    }

    /** Encog's class of stochastic gradient descent, by its method for an epoch or by those for examples. */
    private static Audit audit(NetworkSpec expected, double rate, UpdateRule rule, boolean byIteration) {
        return Audit.of(
                expected,
                () -> new EncogNetwork(expected, (network, examples) -> {
                    StochasticGradientDescent trainer = new StochasticGradientDescent(network, examples);
                    trainer.setUpdateRule(rule);
                    trainer.setLearningRate(rate);
                    return updates -> {
                        if (byIteration) {
                            trainer.iteration();
                        } else {
                            examples.forEach(trainer::process);
                            trainer.update();
                        }
                        updates.updated();
                    };
                }));
    }

    private static NetworkSpec crossEntropy(Optimizer optimizer) {
        return AuditedNetworks.sigmoids(binaryCrossEntropy(), optimizer, 7, Reduction.SUM);
    }

    @Test
    void stochasticRulesAgree() {
        audit(crossEntropy(momentum(0.1, 0.9, GRADIENT)), 0.1, new MomentumUpdate(), true)
                .agrees();
        audit(crossEntropy(adagrad(0.1, 1e-8, 0)), 0.1, new AdaGradUpdate(), true)
                .agrees();
        audit(crossEntropy(withAdam()), 0.1, new AdamUpdate(), false).agrees();
    }

    private static Optimizer withAdam() {
        return adam(0.1, 0.9, 0.999, 1e-8, Optimizer.EpsilonPosition.CORRECTED);
    }

    @Test
    void iterationCountsTwiceForAdam() {
        audit(crossEntropy(withAdam()), 0.1, new AdamUpdate(), true).differs(0, 1, Quantity.WEIGHTS);
    }

    @Test
    void nesterovRuleIncreasesTheLoss() {
        audit(crossEntropy(nesterov(0.1, 0.9, GRADIENT)), 0.1, new NesterovUpdate(), true)
                .differs(0, 1, Quantity.WEIGHTS, Mistake.SIGN_FLIPPED, Mistake.ASCENT);
    }

    @Test
    void rmspropRuleSumsTheSquares() {
        audit(crossEntropy(rmsprop(0.1, 0.99, 1e-8, Optimizer.InitialMean.ZERO)), 0.1, new RMSPropUpdate(), true)
                .differs(0, 1, Quantity.WEIGHTS);
        // Its c is 1 / (1 - decay) times the mean, so this rate and this epsilon make it equal.
        double root = Math.sqrt(1 - 0.99);
        audit(
                        crossEntropy(rmsprop(0.1 * root, 0.99, 1e-8 * root, Optimizer.InitialMean.ZERO)),
                        0.1,
                        new RMSPropUpdate(),
                        true)
                .agrees();
    }

    @Test
    void stochasticHiddenLayersHaveTheSlopeOfTheActivationAbove() {
        // Softmax has the slope 1 here. The velocity starts at 0, so the first step shows it.
        audit(
                        AuditedNetworks.classifier(tanh(), momentum(0.1, 0.9, GRADIENT), 7, Reduction.SUM),
                        0.1,
                        new MomentumUpdate(),
                        true)
                .differs(0, 1, Quantity.WEIGHTS, Mistake.SLOPE_FORGOTTEN, Mistake.RAW_ERROR_IN_GRADIENT);
    }
}
