package dev.plumbline.audit;

import dev.plumbline.handrolled.HandRolledNetwork;
import dev.plumbline.handrolled.Tape;
import dev.plumbline.handrolled.TrainingBatch;
import dev.plumbline.handrolled.TrainingStart;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;
import org.encog.engine.network.activation.ActivationFunction;
import org.encog.engine.network.activation.ActivationLinear;
import org.encog.engine.network.activation.ActivationSigmoid;
import org.encog.engine.network.activation.ActivationSoftMax;
import org.encog.engine.network.activation.ActivationTANH;
import org.encog.ml.data.MLDataSet;
import org.encog.ml.data.basic.BasicMLData;
import org.encog.ml.data.basic.BasicMLDataSet;
import org.encog.neural.networks.BasicNetwork;
import org.encog.neural.networks.layers.BasicLayer;

/** A network of Encog: an iteration takes all examples of the data set, and a trainer shows each of its updates. */
final class EncogNetwork implements HandRolledNetwork {
    /** A trainer of Encog. */
    interface Trainer {
        /** Trains one epoch, or one step of a trainer that takes all examples at once. */
        void iteration(Updates updates);
    }

    /** Receives the network's weights after each update. */
    interface Updates {
        /** Called after an update. */
        void updated();
    }

    private final MLDataSet examples;
    private final BiFunction<BasicNetwork, MLDataSet, Trainer> trainers;
    private final Deque<double[][][]> updates = new ArrayDeque<>();
    private BasicNetwork network;
    private List<Layer> layers;
    private Trainer trainer;

    /** Trains on all examples of the experiment, in their order. */
    EncogNetwork(NetworkSpec expected, BiFunction<BasicNetwork, MLDataSet, Trainer> trainers) {
        Experiment experiment = Experiment.of(expected);
        this.examples = new BasicMLDataSet(
                experiment.inputs().toArray(), experiment.targets().toArray());
        this.trainers = trainers;
    }

    @Override
    public void start(double[][][] weights, double[][] biases) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start(TrainingStart start) {
        layers = start.network().layers();
        network = new BasicNetwork();
        network.addLayer(new BasicLayer(null, hasBias(0, start), start.network().inputs()));
        for (int l = 0; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            network.addLayer(new BasicLayer(activation(layer.activation()), hasBias(l + 1, start), layer.units()));
        }
        network.getStructure().finalizeStructure();
        for (int l = 0; l < layers.size(); l++) {
            double[][] rows = start.weights()[l];
            double[] bias = start.biases()[l];
            for (int unit = 0; unit < rows[0].length; unit++) {
                for (int input = 0; input < rows.length; input++) {
                    network.setWeight(l, input, unit, rows[input][unit]);
                }
                if (bias.length > 0) {
                    network.setWeight(l, rows.length, unit, bias[unit]);
                }
            }
        }
        trainer = trainers.apply(network, examples);
    }

    /** Whether a layer of Encog has the constant unit that is the bias of the layer above it. */
    private static boolean hasBias(int below, TrainingStart start) {
        return below < start.biases().length && start.biases()[below].length > 0;
    }

    private static ActivationFunction activation(Activation activation) {
        if (activation instanceof Activation.Sigmoid) {
            return new ActivationSigmoid();
        }
        if (activation instanceof Activation.Tanh) {
            return new ActivationTANH();
        }
        return activation instanceof Activation.Softmax ? new ActivationSoftMax() : new ActivationLinear();
    }

    @Override
    public void step(double[][] x, double[][] y, Tape tape) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void step(TrainingBatch batch, Tape tape) {
        if (updates.isEmpty()) {
            trainer.iteration(() -> updates.add(weights()));
        }
        double[][][] after = updates.remove();
        for (int l = 0; l < layers.size(); l++) {
            double[][] rows = after[l];
            int inputs = l == 0 ? batch.x()[0].length : layers.get(l - 1).units();
            tape.W(l + 1, Arrays.copyOf(rows, inputs));
            if (rows.length > inputs) {
                tape.b(l + 1, rows[inputs]);
            }
        }
    }

    /** For each layer a row for each input, then one for the bias. */
    private double[][][] weights() {
        double[][][] weights = new double[layers.size()][][];
        for (int l = 0; l < layers.size(); l++) {
            weights[l] = new double[network.getLayerTotalNeuronCount(l)]
                    [layers.get(l).units()];
            for (int input = 0; input < weights[l].length; input++) {
                for (int unit = 0; unit < weights[l][input].length; unit++) {
                    weights[l][input][unit] = network.getWeight(l, input, unit);
                }
            }
        }
        return weights;
    }

    @Override
    public double[][] outputs(double[][] x) {
        return Arrays.stream(x)
                .map(row -> network.compute(new BasicMLData(row)).getData())
                .toArray(double[][]::new);
    }
}
