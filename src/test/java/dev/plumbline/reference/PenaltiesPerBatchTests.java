package dev.plumbline.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.Regularization.PenaltyDivisor;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Penalties that are divided by the number of examples of the batch, in batches of 4, 4 and 1 examples. */
class PenaltiesPerBatchTests {
    private static final double RATE = 0.5;
    private static final double H = 1e-4;

    private static final Regularization DIVIDED = new Regularization(0.2, 0.7, 0.3, 0.4, 0, PenaltyDivisor.BATCH);

    private static NetworkSpec network(Reduction reduction, Regularization regularization) {
        double[][] inputs = LossProbe.normal(new NumpyRandom(1), 9, 3, 1).toArray();
        double[][] targets = LossProbe.normal(new NumpyRandom(2), 9, 2, 1).toArray();
        return Network.define(
                "penalties per batch",
                net -> net.inputs(3)
                        .dense(4, new Tanh(), layer -> layer.biasInit(0.1).regularization(regularization))
                        .dense(2, new Sigmoid(), layer -> layer.biasInit(0.2).regularization(regularization))
                        .init(new Initializer.GlorotUniform())
                        .loss(new Loss.SquaredError(), reduction)
                        .training(new Sgd(RATE), training -> training.epochs(1).batchSize(4))
                        .data(inputs, targets));
    }

    @ParameterizedTest
    @EnumSource
    void theGradientOfEveryBatchIsTheDerivativeOfItsLoss(Reduction reduction) {
        Experiment experiment = Experiment.of(network(reduction, DIVIDED));
        List<LayerWeights> weights = experiment.initialWeights();
        try (ReplayableRun run = new ReferenceEngine().start(experiment)) {
            for (Batch batch : experiment.batches()) {
                run.restore(weights);
                var step = run.step(batch);
                for (int l = 1; l <= weights.size(); l++) {
                    Matrix gradient =
                            step.get(Quantity.WEIGHT_UPDATE, l).orElseThrow().div(RATE);
                    Matrix ofBias =
                            step.get(Quantity.BIAS_UPDATE, l).orElseThrow().div(RATE);
                    for (int i = 0; i < gradient.size(); i++) {
                        assertEquals(slope(run, batch, weights, l, i, false), gradient.toRowMajor()[i], 1e-6);
                    }
                    for (int i = 0; i < ofBias.size(); i++) {
                        assertEquals(slope(run, batch, weights, l, i, true), ofBias.toRowMajor()[i], 1e-6);
                    }
                }
            }
        }
    }

    private static double slope(
            ReplayableRun run, Batch batch, List<LayerWeights> weights, int l, int element, boolean ofBias) {
        return (loss(run, batch, moved(weights, l, element, ofBias, H))
                        - loss(run, batch, moved(weights, l, element, ofBias, -H)))
                / (2 * H);
    }

    private static double loss(ReplayableRun run, Batch batch, List<LayerWeights> weights) {
        run.restore(weights);
        return run.step(batch).get(Quantity.LOSS, weights.size()).orElseThrow().get(0, 0);
    }

    private static List<LayerWeights> moved(List<LayerWeights> weights, int l, int element, boolean ofBias, double by) {
        LayerWeights layer = weights.get(l - 1);
        Matrix from = ofBias ? layer.bias().orElseThrow() : layer.weights();
        double[] values = from.toRowMajor();
        values[element] += by;
        Matrix to = Matrix.wrap(from.rows(), from.columns(), values);
        List<LayerWeights> moved = new ArrayList<>(weights);
        moved.set(
                l - 1,
                ofBias ? new LayerWeights(layer.weights(), Optional.of(to)) : new LayerWeights(to, layer.bias()));
        return moved;
    }

    /** λ/m of a batch is the λ of a penalty that is not divided; so the loss of a batch tells the m that was used. */
    @Test
    void everyLossHasTheNumberOfItsOwnExamples() {
        Experiment divided = Experiment.of(network(Reduction.MEAN, DIVIDED));
        Matrix all = divided.inputs();
        for (int m : new int[] {1, 4, 9}) {
            Experiment plain = Experiment.of(network(Reduction.MEAN, DIVIDED.forBatch(m)));
            Matrix inputs = all.rowRange(0, m);
            Matrix targets = divided.targets().rowRange(0, m);

            assertEquals(loss(plain, inputs, targets), loss(divided, inputs, targets));
        }
    }

    private static double loss(Experiment experiment, Matrix inputs, Matrix targets) {
        try (ReplayableRun run = new ReferenceEngine().start(experiment)) {
            return run.evaluate(inputs, targets, Optional.empty()).loss();
        }
    }
}
