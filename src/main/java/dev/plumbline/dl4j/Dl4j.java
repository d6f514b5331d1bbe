package dev.plumbline.dl4j;

import dev.plumbline.backend.Kernel;
import dev.plumbline.dl4j.extension.WeightedLoss;
import dev.plumbline.dl4j.kernel.LoadedKernel;
import dev.plumbline.dl4j.run.CachedShapes;
import dev.plumbline.dl4j.run.Dl4jTuning;
import dev.plumbline.dl4j.run.GcSafeExecutioner;
import dev.plumbline.dl4j.run.Nd4jBackends;
import dev.plumbline.dl4j.run.Tensors;
import dev.plumbline.dl4j.translation.Dl4jConfiguration;
import dev.plumbline.dl4j.translation.Dl4jInitializers;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Backend;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A network as DL4J's own objects, to train, copy and save with DL4J's API alone.
 *
 * <pre>{@code
 * MultiLayerNetwork network = Dl4j.network(experiment);
 * network.fit(Dl4j.dataSet(experiment));
 * network.save(new File("network.zip"), true);
 * }</pre>
 *
 * <p>The parts are DL4J's classes where DL4J computes the specified network, and otherwise Plumbline's ({@link
 * dev.plumbline.spec.glossary.Dl4jReplacement}). All parts can be written to DL4J's JSON and read from it. A program that loads a
 * network with Plumbline's parts needs Plumbline on its class path. There are two differences from a training by
 * Plumbline: DL4J draws the dropout masks itself, from the generator of the process, so the masks differ. And it neither
 * copies nor saves a norm over all layers and the sizes of batches, which are listeners: {@code copy.addListeners(network.getListeners())}.
 */
public final class Dl4j {
    /**
     * The system property that makes DL4J faster on small networks, to 0.3 of the time, if it is {@code true} before
     * the first training: {@code -Dplumbline.tuning=true}. It is off by default because it changes ND4J for the whole
     * process: JavaCPP no longer limits the memory of the process, and ND4J runs its operations by {@link
     * GcSafeExecutioner} and finds its shapes in {@link CachedShapes}. The results are the same to the bit. The command
     * line sets it.
     */
    public static final String TUNING = Dl4jTuning.PROPERTY;

    private Dl4j() {}

    /**
     * The configuration of a network. DL4J draws its initial weights from the specified distributions, but not the same
     * numbers as NumPy; {@link #network} has NumPy's.
     *
     * @throws IllegalArgumentException if initial weights are given or in a file, if gradients are normalized by a norm
     *     over all layers or clipped with an epsilon, or if penalties are divided by the size of the batch; a configuration
     *     cannot contain these
     */
    public static MultiLayerConfiguration configuration(NetworkSpec spec) {
        if (!new Dl4jConfiguration(spec).listeners().isEmpty()) {
            throw new IllegalArgumentException(
                    "gradients that are normalized `per: network` or with an `epsilon`, and penalties that are "
                            + "`divided_by: batch`, need a listener, which a configuration of DL4J cannot contain; "
                            + "Dl4j.network adds it");
        }
        MultiLayerConfiguration configuration = withoutInitialWeights(spec);
        for (int i = 0; i < spec.layers().size(); i++) {
            Dl4jInitializers initializers = new Dl4jInitializers(
                    "layers[" + i + "]", spec.inputsOf(i), spec.layers().get(i).units());
            layer(configuration, i).setWeightInitFn(spec.initOf(i).match(initializers));
        }
        return configuration;
    }

    /** A network before its first step, with the initial weights and biases of the experiment. */
    public static MultiLayerNetwork network(Experiment experiment) {
        return network(experiment.spec(), experiment.initialWeights());
    }

    /**
     * A network with these weights, such as those of a finished training; its optimizer is in its initial state.
     *
     * @param weights layer by layer: W of inputs × units and, for a layer with a bias, b of 1 × units
     * @throws IllegalArgumentException if their shapes do not match the network
     */
    public static MultiLayerNetwork network(NetworkSpec spec, List<LayerWeights> weights) {
        MultiLayerNetwork network = new MultiLayerNetwork(withoutInitialWeights(spec));
        network.init();
        new Dl4jConfiguration(spec).listeners().forEach(network::addListeners);
        double[] parameters = LayerWeights.flat(weights);
        if (parameters.length != spec.parameters()) {
            throw new IllegalArgumentException(
                    parameters.length + " weights and biases for a network of " + spec.parameters());
        }
        INDArray flat = network.params();
        Tensors.write(parameters, flat.reshape(flat.length()));
        return network;
    }

    /** The configuration of a network in DL4J's JSON, as in a saved model with the weights in a separate file. */
    public static String json(NetworkSpec spec) {
        return withoutInitialWeights(spec).toJson();
    }

    /**
     * All examples. If they have weights, the labels have one column more than the network has outputs: the weight of
     * each example, which {@link WeightedLoss} takes from there.
     */
    public static DataSet dataSet(Experiment experiment) {
        return dataSet(experiment.spec(), experiment.inputs(), experiment.targets(), experiment.exampleWeights());
    }

    /**
     * Examples in the network's precision.
     *
     * @param inputs examples × inputs
     * @param targets examples × outputs
     * @param weights examples × 1, for a network whose examples have weights
     */
    public static DataSet dataSet(NetworkSpec spec, Matrix inputs, Matrix targets, Optional<Matrix> weights) {
        start(spec.backend());
        return new DataSet(array(inputs, spec.precision()), array(labels(targets, weights), spec.precision()));
    }

    /** DL4J's labels: the targets, and the weights of the examples as a last column if they have some. */
    public static Matrix labels(Matrix targets, Optional<Matrix> weights) {
        return Tensors.labels(targets, weights);
    }

    /** A matrix as DL4J's array; ND4J must have been started. */
    public static INDArray array(Matrix matrix, Precision precision) {
        return Tensors.toArray(matrix, precision == Precision.F64 ? DataType.DOUBLE : DataType.FLOAT);
    }

    /**
     * The outputs of a network.
     *
     * @param inputs examples × inputs
     * @return examples × outputs
     */
    public static Matrix output(MultiLayerNetwork network, Matrix inputs) {
        return Tensors.toMatrix(
                network.output(Tensors.toArray(inputs, network.params().dataType())));
    }

    /**
     * The function that a trained network computes: from inputs, examples × inputs, to outputs, examples × outputs.
     *
     * @param weights layer by layer
     */
    public static UnaryOperator<Matrix> function(NetworkSpec spec, List<LayerWeights> weights) {
        MultiLayerNetwork network = network(spec, weights);
        return inputs -> output(network, inputs);
    }

    private static MultiLayerConfiguration withoutInitialWeights(NetworkSpec spec) {
        start(spec.backend());
        MultiLayerConfiguration configuration = new Dl4jConfiguration(spec).build();
        for (int i = 0; i < spec.layers().size(); i++) {
            configuration.getConf(i).setSeed(spec.seed());
            BaseLayer layer = layer(configuration, i);
            spec.layers()
                    .get(i)
                    .dropout()
                    .ifPresent(dropout -> layer.setIDropout(new Dropout(dropout.keepProbability())));
        }
        return configuration;
    }

    private static BaseLayer layer(MultiLayerConfiguration configuration, int i) {
        return (BaseLayer) configuration.getConf(i).getLayer();
    }

    /** Starts ND4J on this backend, unless it runs already. */
    public static void start(Backend wanted) {
        Nd4jBackends.start(wanted);
    }

    /**
     * The name of the kernel of OpenBLAS that computes ND4J's products on the processor, such as "Haswell"; empty if it is
     * unknown. Loads OpenBLAS, but does not start ND4J.
     */
    public static Optional<String> kernel() {
        Dl4jTuning.prepare(); // has an effect only before the first native library
        return LoadedKernel.here().map(Kernel::title);
    }
}
