package dev.plumbline.audit;

import dev.plumbline.handrolled.HandRolledNetwork;
import dev.plumbline.handrolled.Tape;
import dev.plumbline.handrolled.TrainingBatch;
import dev.plumbline.handrolled.TrainingStart;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A multilayer perceptron of Smile, by reflection, because two versions with the same names are audited. A step of one
 * example is {@code update(x, y)}, which leaves each layer's output and gradient; a step of several is the update of a
 * mini-batch.
 */
final class SmileNetwork implements HandRolledNetwork {
    /** Smile's factor of the decay, of the networks that have one. */
    static final double DECAY = 0.05;

    private final Library smile;
    private final boolean isVersion2;
    private Object network;
    private List<Object> layers;
    private boolean isClassifier;

    SmileNetwork(Library smile) {
        this.smile = smile;
        this.isVersion2 = !smile.has("smile.base.mlp.InputLayer");
    }

    @Override
    public void start(double[][][] weights, double[][] biases) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start(TrainingStart start) {
        NetworkSpec spec = start.network();
        isClassifier = spec.loss() instanceof Loss.CategoricalCrossEntropy;
        network = network(spec);
        setOptimizer(spec);
        layers = new ArrayList<>();
        for (Object layer : (Object[]) Library.field(network, "net")) {
            layers.add(layer);
        }
        if (!isVersion2) {
            layers.remove(0); // the inputs
        }
        layers.add(Library.field(network, "output"));
        for (int layer = 0; layer < layers.size(); layer++) {
            set(layers.get(layer), start.weights()[layer], start.biases()[layer]);
        }
    }

    private Object network(NetworkSpec spec) {
        String layerClass = "smile.base.mlp.Layer";
        List<Object> builders = new ArrayList<>();
        if (!isVersion2) {
            builders.add(smile.callStatic(layerClass, "input", spec.inputs()));
        }
        int last = spec.layers().size() - 1;
        for (Layer layer : spec.layers().subList(0, last)) {
            builders.add(smile.callStatic(layerClass, name(layer.activation()), layer.units()));
        }
        Layer output = spec.layers().get(last);
        // Version 2 gives its regression a linear output of its own.
        if (isClassifier || !isVersion2) {
            Object function = smile.constant(
                    "smile.base.mlp.OutputFunction", name(output.activation()).toUpperCase(Locale.ROOT));
            builders.add(smile.callStatic(layerClass, isClassifier ? "mle" : "mse", output.units(), function));
        }
        Object[] array = smile.array("smile.base.mlp.LayerBuilder", builders);
        String type = isClassifier ? "smile.classification.MLP" : "smile.regression.MLP";
        return isVersion2 ? smile.create(type, spec.inputs(), array) : smile.create(type, (Object) array);
    }

    private void setOptimizer(NetworkSpec spec) {
        Optimizer optimizer = spec.training().optimizer();
        Library.call(network, "setLearningRate", number(Settings.rate(optimizer)));
        if (optimizer instanceof Optimizer.Momentum momentum) {
            Library.call(network, "setMomentum", number(momentum.momentum()));
        } else if (optimizer instanceof Optimizer.Rmsprop rmsprop) {
            Library.call(network, "setRMSProp", rmsprop.decay(), rmsprop.epsilon());
        }
        if (spec.layers().get(0).regularization().isPresent()) {
            Library.call(network, "setWeightDecay", DECAY);
        }
    }

    /** A number, which version 3 takes as a function of time. */
    private Object number(double value) {
        return isVersion2 ? value : smile.callStatic("smile.math.TimeFunction", "constant", value);
    }

    private static String name(Activation activation) {
        if (activation instanceof Activation.Relu) {
            return "rectifier";
        }
        return activation instanceof Activation.Identity ? "linear" : Schema.wordOf(activation);
    }

    private static void set(Object layer, double[][] weights, double[] bias) {
        Object matrix = Library.field(layer, "weight");
        for (int input = 0; input < weights.length; input++) {
            for (int unit = 0; unit < weights[input].length; unit++) {
                Library.call(matrix, "set", unit, input, weights[input][unit]);
            }
        }
        System.arraycopy(bias, 0, (double[]) Library.field(layer, "bias"), 0, bias.length);
    }

    @Override
    public void step(double[][] x, double[][] y, Tape tape) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void step(TrainingBatch batch, Tape tape) {
        double[][] x = batch.x();
        double[][] y = batch.y();
        if (x.length == 1) {
            Library.call(network, "update", x[0], target(y[0]));
            for (int layer = 0; layer < layers.size(); layer++) {
                tape.A(layer + 1, new double[][] {(double[]) Library.call(layers.get(layer), "output")});
                tape.dZ(layer + 1, new double[][] {(double[]) Library.call(layers.get(layer), "gradient")});
            }
        } else if (isClassifier) {
            Library.call(
                    network,
                    "update",
                    x,
                    Arrays.stream(y).mapToInt(Settings::label).toArray());
        } else {
            Library.call(
                    network,
                    "update",
                    x,
                    Arrays.stream(y).mapToDouble(row -> row[0]).toArray());
        }
        for (int layer = 0; layer < layers.size(); layer++) {
            Object trained = layers.get(layer);
            tape.W(layer + 1, weights(trained)).b(layer + 1, (double[]) Library.field(trained, "bias"));
        }
    }

    private Object target(double[] y) {
        return isClassifier ? (Object) Settings.label(y) : (Object) y[0];
    }

    private static double[][] weights(Object layer) {
        Object matrix = Library.field(layer, "weight");
        int inputs = (int) Library.call(layer, "getInputSize");
        int units = (int) Library.call(layer, "getOutputSize");
        double[][] weights = new double[inputs][units];
        for (int input = 0; input < inputs; input++) {
            for (int unit = 0; unit < units; unit++) {
                weights[input][unit] = (double) Library.call(matrix, "get", unit, input);
            }
        }
        return weights;
    }
}
