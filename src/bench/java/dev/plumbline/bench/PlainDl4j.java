package dev.plumbline.bench;

import dev.plumbline.spec.Precision;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The network as anyone would write it for DL4J, with all of its defaults, and trained by {@code fit}. */
final class PlainDl4j {
    private final MultiLayerNetwork network;
    private final INDArray inputs;
    private final INDArray targets;

    PlainDl4j(Workload workload) {
        DataType type = workload.precision() == Precision.F64 ? DataType.DOUBLE : DataType.FLOAT;
        Nd4j.setDefaultDataTypes(type, type);
        int[] widths = workload.widths();
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(type)
                .updater(new Sgd(workload.learningRate()))
                .miniBatch(false)
                .list();
        for (int l = 1; l < workload.layers(); l++) {
            list.layer(new DenseLayer.Builder()
                    .nIn(widths[l - 1])
                    .nOut(widths[l])
                    .activation(Activation.SIGMOID)
                    .hasBias(false)
                    .build());
        }
        int last = workload.layers();
        list.layer(new OutputLayer.Builder(LossFunction.L2)
                .nIn(widths[last - 1])
                .nOut(widths[last])
                .activation(Activation.SIGMOID)
                .hasBias(false)
                .build());
        network = new MultiLayerNetwork(list.build());
        network.init();
        inputs = Nd4j.create(workload.inputs().toArray()).castTo(type);
        targets = Nd4j.create(workload.targets().toArray()).castTo(type);
    }

    void fit() {
        network.fit(inputs, targets);
    }
}
