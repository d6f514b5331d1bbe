package dev.plumbline.audit;

import dev.plumbline.handrolled.HandRolledNetwork;
import dev.plumbline.handrolled.Tape;
import dev.plumbline.handrolled.TrainingStart;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.trace.Experiment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import weka.classifiers.functions.MultilayerPerceptron;
import weka.classifiers.functions.neural.NeuralNode;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instance;
import weka.core.Instances;

/** A multilayer perceptron of Weka, which updates its weights after each example. A step is {@code next()} with one. */
final class WekaNetwork implements HandRolledNetwork {
    private final Consumer<MultilayerPerceptron> options;
    private final Experiment experiment;
    private final boolean isClassifier;
    private MultilayerPerceptron network;
    private Instances current;
    private Instances all;
    private List<Layer> layers;
    private Object[] nodes;

    /** A network for the examples of a description, of which Weka knows the ranges from the start. */
    WekaNetwork(NetworkSpec expected, Consumer<MultilayerPerceptron> options) {
        this.options = options;
        this.experiment = Experiment.of(expected);
        this.isClassifier = expected.outputs() > 1;
    }

    @Override
    public void start(double[][][] weights, double[][] biases) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start(TrainingStart start) {
        layers = start.network().layers();
        Optimizer optimizer = start.network().training().optimizer();
        network = new MultilayerPerceptron();
        network.setHiddenLayers(String.valueOf(layers.get(0).units()));
        network.setLearningRate(Settings.rate(optimizer));
        network.setMomentum(optimizer instanceof Optimizer.Momentum momentum ? momentum.momentum() : 0);
        network.setNormalizeAttributes(false);
        network.setNormalizeNumericClass(false);
        network.setReset(false);
        options.accept(network);
        try {
            network.initializeClassifier(instances(
                    experiment.inputs().toArray(), experiment.targets().toArray()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        current = (Instances) Library.field(network, "m_instances");
        all = new Instances(current);
        nodes = (Object[]) Library.field(network, "m_neuralNodes");
        for (int layer = 0; layer < layers.size(); layer++) {
            for (int unit = 0; unit < layers.get(layer).units(); unit++) {
                double[] weights = node(layer, unit).getWeights();
                weights[0] = start.biases()[layer][unit];
                for (int input = 0; input < start.weights()[layer].length; input++) {
                    weights[input + 1] = start.weights()[layer][input][unit];
                }
            }
        }
    }

    /** Weka keeps the outputs before the hidden units. */
    private NeuralNode node(int layer, int unit) {
        return (NeuralNode) nodes[layer == 1 ? unit : layers.get(1).units() + unit];
    }

    private Instances instances(double[][] x, double[][] y) {
        ArrayList<Attribute> attributes = new ArrayList<>();
        for (int input = 0; input < x[0].length; input++) {
            attributes.add(new Attribute("x" + input));
        }
        attributes.add(isClassifier ? new Attribute("class", List.of("a", "b", "c")) : new Attribute("y"));
        Instances instances = new Instances("examples", attributes, x.length);
        instances.setClassIndex(x[0].length);
        for (int i = 0; i < x.length; i++) {
            double[] values = Arrays.copyOf(x[i], x[i].length + 1);
            values[x[i].length] = isClassifier ? Settings.label(y[i]) : y[i][0];
            instances.add(new DenseInstance(1, values));
        }
        return instances;
    }

    /** The row that Weka prepared from an example; the reference gets the same numbers. */
    private Instance prepared(double[] x) {
        return all.stream()
                .filter(row -> IntStream.range(0, x.length).allMatch(i -> Math.abs(row.value(i) - x[i]) < 1e-12))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void step(double[][] x, double[][] y, Tape tape) {
        current.delete();
        current.add(prepared(x[0]));
        try {
            network.next();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        int inputs = x[0].length;
        for (int layer = 0; layer < layers.size(); layer++) {
            int units = layers.get(layer).units();
            double[][] weights = new double[inputs][units];
            double[][] outputs = new double[1][units];
            double[][] deltas = new double[1][units];
            double[] bias = new double[units];
            for (int unit = 0; unit < units; unit++) {
                NeuralNode node = node(layer, unit);
                bias[unit] = node.getWeights()[0];
                for (int input = 0; input < inputs; input++) {
                    weights[input][unit] = node.getWeights()[input + 1];
                }
                outputs[0][unit] = node.outputValue(false);
                deltas[0][unit] = node.errorValue(false);
            }
            tape.A(layer + 1, outputs)
                    .dZ(layer + 1, deltas)
                    .W(layer + 1, weights)
                    .b(layer + 1, bias);
            inputs = units;
        }
    }
}
