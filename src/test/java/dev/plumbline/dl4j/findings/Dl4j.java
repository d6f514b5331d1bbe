package dev.plumbline.dl4j.findings;

import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/** Calls of DL4J that return one number, for the findings. */
final class Dl4j {
    private Dl4j() {}

    /** A matrix of one row. */
    static INDArray row(DataType type, double... values) {
        return rows(type, new double[][] {values});
    }

    static INDArray rows(DataType type, double[]... values) {
        return Nd4j.createFromArray(values).castTo(type);
    }

    /** a(z). */
    static double value(IActivation activation, DataType type, double z) {
        return activation.getActivation(row(type, z), true).getDouble(0);
    }

    /** a′(z), as DL4J's backward pass has it. */
    static double slope(IActivation activation, DataType type, double z) {
        return activation.backprop(row(type, z), row(type, 1)).getFirst().getDouble(0);
    }

    /** a′(z) by the difference of two values of a. */
    static double measuredSlope(IActivation activation, double z) {
        double h = 1e-6;
        return (value(activation, DataType.DOUBLE, z + h) - value(activation, DataType.DOUBLE, z - h)) / (2 * h);
    }

    /** The loss of one example with these targets, where the last layer's pre-activations are these. */
    static double loss(ILossFunction loss, IActivation activation, INDArray targets, INDArray z) {
        return loss.computeScore(targets.dup(), z.dup(), activation, null, false);
    }

    /** ∂l/∂z of the same, as DL4J's backward pass has it. */
    static double[] gradient(ILossFunction loss, IActivation activation, INDArray targets, INDArray z) {
        return loss.computeGradient(targets.dup(), z.dup(), activation, null).toDoubleVector();
    }

    /** ∂l/∂z_j by the difference of two losses. */
    static double measuredGradient(ILossFunction loss, IActivation activation, INDArray targets, INDArray z, int j) {
        double h = 1e-6;
        INDArray above = z.dup();
        above.putScalar(0, j, z.getDouble(0, j) + h);
        INDArray below = z.dup();
        below.putScalar(0, j, z.getDouble(0, j) - h);
        return (loss(loss, activation, targets, above) - loss(loss, activation, targets, below)) / (2 * h);
    }

    /** The updates of a single parameter with these gradients. */
    static double[] updates(IUpdater updater, DataType type, double... gradients) {
        GradientUpdater<?> started = start(updater, type);
        double[] updates = new double[gradients.length];
        for (int t = 0; t < gradients.length; t++) {
            INDArray gradient = Nd4j.createFromArray(gradients[t]).castTo(type);
            started.applyUpdater(gradient, t, 0);
            updates[t] = gradient.getDouble(0);
        }
        return updates;
    }

    /** An updater of a single parameter, as it is before the first step. */
    static GradientUpdater<?> start(IUpdater updater, DataType type) {
        return updater.instantiate(Nd4j.zeros(type, Math.max(1, updater.stateSize(1))), true);
    }

    /** A network in f64 of one layer without an activation, all of whose weights are 1: its loss is Σ (ŷ − y)². */
    static MultiLayerNetwork network(
            int inputs,
            int outputs,
            Consumer<NeuralNetConfiguration.Builder> global,
            Consumer<OutputLayer.Builder> layer) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .miniBatch(false)
                .updater(new Sgd(0.1))
                .weightInit(WeightInit.ONES);
        global.accept(builder);
        OutputLayer.Builder last = new OutputLayer.Builder()
                .nIn(inputs)
                .nOut(outputs)
                .activation(new ActivationIdentity())
                .lossFunction(new LossL2());
        layer.accept(last);
        MultiLayerNetwork network =
                new MultiLayerNetwork(builder.list().layer(last.build()).build());
        network.init();
        return network;
    }

    /**
     * The smallest number, to 5 digits, from which on the condition is true; it is false at {@code low} and true at
     * {@code high}.
     */
    static double from(double low, double high, java.util.function.DoublePredicate isSo) {
        while (Math.abs(high - low) > 1e-5 * Math.abs(high)) {
            double middle = (low + high) / 2;
            if (isSo.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
