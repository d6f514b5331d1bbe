package dev.plumbline.audit;

import dev.plumbline.handrolled.HandRolledNetwork;
import dev.plumbline.handrolled.Tape;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.Tensor;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * A linear classifier of Tribuo, which has no networks with hidden layers of its own. The whole training runs at the start, from
 * weights of 0; its parameters keep a copy of themselves after each update.
 */
final class TribuoNetwork implements HandRolledNetwork {
    private final NetworkSpec spec;
    private final StochasticGradientOptimiser optimiser;
    private final Deque<DenseMatrix> updates = new ArrayDeque<>();
    private int[] ids;

    TribuoNetwork(NetworkSpec expected, StochasticGradientOptimiser optimiser) {
        this.spec = expected;
        this.optimiser = optimiser;
    }

    @Override
    public void start(double[][][] weights, double[][] biases) {
        Experiment experiment = Experiment.of(spec);
        double[][] x = experiment.inputs().toArray();
        double[][] y = experiment.targets().toArray();
        MutableDataset<Label> examples =
                new MutableDataset<>(new SimpleDataSourceProvenance("audit", new LabelFactory()), new LabelFactory());
        for (int i = 0; i < x.length; i++) {
            ArrayExample<Label> example = new ArrayExample<>(new Label("c" + Settings.label(y[i])));
            for (int input = 0; input < x[i].length; input++) {
                example.add("x" + input, x[i][input]);
            }
            examples.add(example);
        }
        ids = new int[y[0].length];
        for (int label = 0; label < ids.length; label++) {
            ids[label] = examples.getOutputIDInfo().getID(new Label("c" + label));
        }
        int batch = experiment.batches().iterator().next().size();
        LinearSGDTrainer trainer =
                new RecordedTrainer(optimiser, spec.training().epochs(), batch);
        trainer.setShuffle(false);
        trainer.train(examples);
    }

    private final class RecordedTrainer extends LinearSGDTrainer {
        RecordedTrainer(StochasticGradientOptimiser optimiser, int epochs, int batch) {
            super(new LogMulticlass(), optimiser, epochs, -1, batch, 1);
        }

        @Override
        protected LinearParameters createParameters(int features, int outputs, SplittableRandom random) {
            return new LinearParameters(features + 1, outputs) {
                @Override
                public void update(Tensor[] gradients) {
                    super.update(gradients);
                    updates.add(getWeightMatrix().copy());
                }
            };
        }
    }

    @Override
    public void step(double[][] x, double[][] y, Tape tape) {
        DenseMatrix after = updates.remove();
        int inputs = x[0].length;
        double[][] weights = new double[inputs][ids.length];
        double[] bias = new double[ids.length];
        for (int unit = 0; unit < ids.length; unit++) {
            for (int input = 0; input < inputs; input++) {
                weights[input][unit] = after.get(ids[unit], input);
            }
            bias[unit] = after.get(ids[unit], inputs);
        }
        tape.W(1, weights).b(1, bias);
    }
}
