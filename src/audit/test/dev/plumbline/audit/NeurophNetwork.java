package dev.plumbline.audit;

import dev.plumbline.handrolled.HandRolledNetwork;
import dev.plumbline.handrolled.Tape;
import dev.plumbline.handrolled.TrainingStart;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import java.util.List;
import java.util.stream.Stream;
import org.neuroph.core.Neuron;
import org.neuroph.core.data.DataSet;
import org.neuroph.nnet.MultiLayerPerceptron;
import org.neuroph.nnet.learning.BackPropagation;
import org.neuroph.util.NeuronProperties;
import org.neuroph.util.TransferFunctionType;

/** A multilayer perceptron of Neuroph. Each batch of the experiment is one epoch of a data set of its own. */
final class NeurophNetwork implements HandRolledNetwork {
    private final BackPropagation rule;
    private MultiLayerPerceptron network;
    private NetworkSpec spec;

    /** Trains with a rule, which has its rate already. */
    NeurophNetwork(BackPropagation rule) {
        this.rule = rule;
    }

    @Override
    public void start(double[][][] weights, double[][] biases) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start(TrainingStart start) {
        spec = start.network();
        boolean hasBias = start.biases()[0].length > 0;
        List<Integer> units = Stream.concat(
                        Stream.of(spec.inputs()), spec.layers().stream().map(Layer::units))
                .toList();
        Activation activation = spec.layers().get(0).activation();
        TransferFunctionType type =
                activation instanceof Activation.Tanh ? TransferFunctionType.TANH : TransferFunctionType.SIGMOID;
        network = new MultiLayerPerceptron(units, new NeuronProperties(type, hasBias));
        for (int layer = 0; layer < spec.layers().size(); layer++) {
            for (int unit = 0; unit < units.get(layer + 1); unit++) {
                Neuron neuron = neuron(layer, unit);
                for (int input = 0; input < units.get(layer); input++) {
                    neuron.getWeights()[input].setValue(start.weights()[layer][input][unit]);
                }
                if (hasBias) {
                    neuron.getWeights()[units.get(layer)].setValue(start.biases()[layer][unit]);
                }
            }
        }
        network.setLearningRule(rule);
        Library.call(rule, "onStart");
    }

    private Neuron neuron(int layer, int unit) {
        return network.getLayerAt(layer + 1).getNeuronAt(unit);
    }

    @Override
    public void step(double[][] x, double[][] y, Tape tape) {
        DataSet examples = new DataSet(x[0].length, y[0].length);
        for (int i = 0; i < x.length; i++) {
            examples.add(x[i], y[i]);
        }
        rule.setTrainingSet(examples);
        rule.doLearningEpoch(examples);
        Library.call(rule, "afterEpoch");
        int inputs = x[0].length;
        for (int layer = 0; layer < spec.layers().size(); layer++) {
            int units = spec.layers().get(layer).units();
            record(tape, layer, inputs, units, x.length == 1);
            inputs = units;
        }
    }

    private void record(Tape tape, int layer, int inputs, int units, boolean isOneExample) {
        double[][] weights = new double[inputs][units];
        double[][] outputs = new double[1][units];
        double[][] deltas = new double[1][units];
        double[] bias = new double[units];
        boolean hasBias = neuron(layer, 0).getWeights().length > inputs;
        for (int unit = 0; unit < units; unit++) {
            Neuron neuron = neuron(layer, unit);
            for (int input = 0; input < inputs; input++) {
                weights[input][unit] = neuron.getWeights()[input].getValue();
            }
            bias[unit] = hasBias ? neuron.getWeights()[inputs].getValue() : 0;
            outputs[0][unit] = neuron.getOutput();
            deltas[0][unit] = neuron.getDelta();
        }
        tape.W(layer + 1, weights);
        if (hasBias) {
            tape.b(layer + 1, bias);
        }
        if (isOneExample) {
            tape.A(layer + 1, outputs).dZ(layer + 1, deltas);
        }
    }
}
