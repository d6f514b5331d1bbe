package dev.plumbline.dl4j;

import dev.plumbline.dl4j.extension.MaskDropout;
import dev.plumbline.dl4j.translation.Dl4jConfiguration;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Backend;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Training as in plain DL4J code: {@code net.fit(x, y)} for every batch. */
public final class HandWritten {
    final MultiLayerNetwork network;
    private final DataType type;

    public HandWritten(Experiment experiment) {
        Dl4j.start(Backend.CPU); // ND4J may start here
        type = experiment.spec().precision() == Precision.F64 ? DataType.DOUBLE : DataType.FLOAT;
        Dl4jConfiguration configuration = new Dl4jConfiguration(experiment.spec());
        network = new MultiLayerNetwork(configuration.build());
        network.init();
        configuration.listeners().forEach(network::addListeners);
        List<LayerWeights> weights = experiment.initialWeights();
        for (int i = 0; i < weights.size(); i++) {
            network.setParam(i + "_W", array(weights.get(i).weights()));
            if (weights.get(i).bias().isPresent()) {
                network.setParam(i + "_b", array(weights.get(i).bias().get()).reshape(-1));
            }
        }
    }

    public void fit(Batch batch) {
        for (int i = 0; i < network.getnLayers(); i++) {
            if (network.getLayer(i).conf().getLayer().getIDropout() instanceof MaskDropout dropout) {
                dropout.setMask(array(batch.mask(i + 1).orElseThrow()));
            }
        }
        network.setEpochCount(batch.epoch()); // fit does not set it
        INDArray targets = array(batch.targets());
        network.fit(
                array(batch.inputs()),
                batch.weights()
                        .map(weights -> Nd4j.hstack(targets, array(weights)))
                        .orElse(targets));
    }

    INDArray array(Matrix matrix) {
        return Nd4j.create(matrix.toArray()).castTo(type);
    }

    /** All weights and biases, in DL4J's order. */
    public double[] parameters() {
        return network.params().toDoubleVector();
    }

    /** The weights of a run in the same order. */
    public static double[] parametersOf(List<LayerWeights> weights) {
        return weights.stream()
                .flatMapToDouble(layer -> java.util.stream.DoubleStream.concat(
                        java.util.Arrays.stream(layer.weights().transpose().toRowMajor()),
                        layer.bias().stream().flatMapToDouble(b -> java.util.Arrays.stream(b.toRowMajor()))))
                .toArray();
    }
}
