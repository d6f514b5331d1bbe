package dev.plumbline.audit;

import static dev.plumbline.NetworkWords.*;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.trace.Quantity;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.encog.ml.data.MLDataPair;
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
        double rate = LibraryWeights.rate(expected.training().optimizer());
        return Audit.of(expected, () -> new EncogNetwork(expected, backpropagation(rate, momentum, options)));
    }

    private static void withoutFlatSpot(Backpropagation trainer) {
        trainer.fixFlatSpot(false);
    }

    @Test
    void agreesWithTheTutorial() {
        audit(AuditedNetworks.tutorial(false, Reduction.SUM, sgd(1)), 0, EncogTests::withoutFlatSpot).agrees();
        audit(AuditedNetworks.tutorial(true, Reduction.SUM, sgd(1)), 0, EncogTests::withoutFlatSpot).agrees();
    }

    @Test
    void agreesForMomentum() {
        audit(AuditedNetworks.tutorial(true, Reduction.SUM, momentum(0.5, 0.9)), 0.9, EncogTests::withoutFlatSpot).agrees();
    }

    @Test
    void addsATenthToTheSlopeOfHiddenSigmoids() {
        audit(AuditedNetworks.tutorial(true, Reduction.SUM, sgd(1)), 0, trainer -> {}).differs(0, 1, Quantity.WEIGHTS);
    }

    @Test
    void hiddenLayersHaveTheSlopeOfTheLayerAbove() {
        audit(all(tanh(), identity(), sgd(0.1)), 0, EncogTests::withoutFlatSpot)
                .differs(0, 1, Quantity.WEIGHTS, Mistake.SLOPE_FORGOTTEN, Mistake.RAW_ERROR_IN_GRADIENT);
        audit(all(tanh(), sigmoid(), sgd(0.5)), 0, EncogTests::withoutFlatSpot)
                .differs(0, 1, Quantity.WEIGHTS, Mistake.OTHER_SLOPE);
    }

    private static NetworkSpec all(Activation hidden, Activation output, Optimizer optimizer) {
        return AuditedNetworks.regression(hidden, output, optimizer, 7, Reduction.SUM);
    }

    private static NetworkSpec batches(int size) {
        return AuditedNetworks.regression(sigmoid(), sigmoid(), sgd(0.5), size, Reduction.SUM);
    }

    @Test
    void batchesAreSmallerThanTheirSize() {
        audit(batches(1), 0, trainer -> batchSize(trainer, 1)).agrees();
        audit(batches(2), 0, trainer -> batchSize(trainer, 3)).agrees();
        audit(batches(3), 0, trainer -> batchSize(trainer, 4)).agrees();
    }

    private static void batchSize(Backpropagation trainer, int size) {
        trainer.fixFlatSpot(false);
        trainer.setBatchSize(size);
    }

    @Test
    void nesterovNeedsDropout() {
        audit(AuditedNetworks.tutorial(true, Reduction.SUM, nesterov(0.5, 0.9)), 0.9, trainer -> {
                    trainer.fixFlatSpot(false);
                    trainer.setNesterovUpdate(true);
                })
                .differs(0, 1, Quantity.WEIGHTS, Mistake.CLASSICAL_FOR_NESTEROV);
    }

    @Test
    void l2NeedsL1() {
        audit(AuditedNetworks.penalized(sigmoid(), sgd(0.5), Regularization.of(0, 0.1), Reduction.SUM), 0, trainer -> {
                    trainer.fixFlatSpot(false);
                    trainer.setL2(0.1);
                })
                .differs(0, 1, Quantity.WEIGHTS, Mistake.L2_MISSING);
    }

    @Test
    void l1() {
        audit(AuditedNetworks.penalized(sigmoid(), sgd(0.5), Regularization.of(0.1, 0), Reduction.SUM), 0, trainer -> {
                    trainer.fixFlatSpot(false);
                    trainer.setL1(0.1);
                })
                .differs(0, 1, Quantity.WEIGHTS);
    }

    // Stochastic gradient descent.

    private static Audit audit(NetworkSpec expected, UpdateRule rule, boolean byIteration, Consumer<StochasticGradientDescent> options) {
        double rate = LibraryWeights.rate(expected.training().optimizer());
        return Audit.of(expected, () -> new EncogNetwork(expected, (network, examples) -> {
            StochasticGradientDescent trainer = new StochasticGradientDescent(network, examples);
            trainer.setUpdateRule(rule);
            trainer.setLearningRate(rate);
            options.accept(trainer);
            return updates -> {
                if (byIteration) {
                    trainer.iteration();
                } else {
                    for (MLDataPair pair : examples) {
                        trainer.process(pair);
                    }
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
    void stochasticAgrees() {
        audit(crossEntropy(momentum(0.1, 0.9)), new MomentumUpdate(), true, t -> {}).agrees();
    }

    @Test
    void stochasticAdaGrad() {
        audit(crossEntropy(adagrad(0.1, 1e-8, 0)), new AdaGradUpdate(), true, t -> {}).agrees();
    }

    @Test
    void stochasticAdam() {
        audit(crossEntropy(adam(0.1, 0.9, 0.999, 1e-8, Optimizer.EpsilonPosition.CORRECTED)), new AdamUpdate(), false, t -> {}).agrees();
    }

    @Test
    void stochasticAdamIteration() {
        audit(crossEntropy(adam(0.1, 0.9, 0.999, 1e-8, Optimizer.EpsilonPosition.CORRECTED)), new AdamUpdate(), true, t -> {})
                .differs(0, 1, Quantity.WEIGHTS);
    }

    @Test
    void stochasticNesterov() {
        audit(crossEntropy(nesterov(0.1, 0.9)), new NesterovUpdate(), true, t -> {}).differs(0, 1, Quantity.WEIGHTS, Mistake.SIGN_FLIPPED, Mistake.ASCENT);
    }

    @Test
    void stochasticRmsprop() {
        audit(crossEntropy(rmsprop(0.1, 0.99, 1e-8, Optimizer.InitialMean.ZERO)), new RMSPropUpdate(), true, t -> {}).differs(0, 1, Quantity.WEIGHTS);
    }

    @Test
    void stochasticClassifier() {
        NetworkSpec expected = AuditedNetworks.classifier(tanh(), sgd(0.1), 7, Reduction.SUM);
        audit(expected, new MomentumUpdate(), true, t -> t.setMomentum(0)).differs(0, 1, Quantity.WEIGHTS, Mistake.SLOPE_FORGOTTEN, Mistake.RAW_ERROR_IN_GRADIENT);
    }
}
