package dev.plumbline.dl4j.extension;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Clipping or normalization by one norm of the gradients of several layers. DL4J's own normalization of a layer sees only
 * that layer's gradient. A listener sees all gradients, before DL4J divides them by the number of examples.
 *
 * <p>A listener belongs to a network and not to its configuration: DL4J neither copies nor saves it.
 */
public final class NetworkNorm extends BaseTrainingListener {
    private final Map<Integer, DoubleUnaryOperator> factors = new TreeMap<>(); // of the norm, by layer

    /** A norm of no layers. */
    public NetworkNorm() {}

    /** Includes a layer, counted from 0, whose gradient is scaled down if the norm is above the threshold. */
    public NetworkNorm clip(int layer, double threshold) {
        factors.put(layer, norm -> norm > threshold ? threshold / norm : 1);
        return this;
    }

    /** Includes a layer, counted from 0, whose gradient is divided by the norm. */
    public NetworkNorm unit(int layer) {
        factors.put(layer, norm -> norm > 0 ? 1 / norm : 1);
        return this;
    }

    @Override
    public void onGradientCalculation(Model model) {
        scale((MultiLayerNetwork) model, model.batchSize());
    }

    /** Scales the gradients of a batch with this number of examples. */
    public void scale(MultiLayerNetwork network, int examples) {
        double squares = 0;
        for (int layer : factors.keySet()) {
            double norm = gradient(network, layer).norm2Number().doubleValue();
            squares += norm * norm;
        }
        double norm = Math.sqrt(squares) / (network.conf().isMiniBatch() ? examples : 1);
        factors.forEach((layer, factor) -> gradient(network, layer).muli(factor.applyAsDouble(norm)));
    }

    /** The gradients of a layer's weights and biases, as the original array. */
    private static INDArray gradient(MultiLayerNetwork network, int layer) {
        return network.getLayer(layer).getGradientsViewArray();
    }
}
