package dev.plumbline.dl4j.extension;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Clipping or normalization by one norm of the gradients of several layers, or by a norm to which a number is added.
 * DL4J's own normalization of a layer sees only that layer's gradient, and adds nothing to its norm. A listener sees all
 * gradients, before DL4J divides them by the number of examples.
 *
 * <p>A listener belongs to a network and not to its configuration: DL4J neither copies nor saves it.
 */
public final class GradientNorms extends BaseTrainingListener {
    // The factors of gradients as functions of their norm, by layer.
    private final Map<Integer, DoubleUnaryOperator> ofNetwork = new TreeMap<>();
    private final Map<Integer, DoubleUnaryOperator> ofLayers = new TreeMap<>();
    private final Map<Integer, DoubleUnaryOperator> ofTensors = new TreeMap<>();

    /** The norms of no layers. */
    public GradientNorms() {}

    /** Includes a layer, counted from 0, in the norm over several layers, and scales its gradient down above the threshold. */
    public GradientNorms clip(int layer, double threshold) {
        return clip(layer, threshold, 0);
    }

    /** The same, with a number that is added to the norm. */
    public GradientNorms clip(int layer, double threshold, double epsilon) {
        ofNetwork.put(layer, clipped(threshold, epsilon));
        return this;
    }

    /** Scales the gradient of a layer down if its norm plus epsilon is above the threshold. */
    public GradientNorms clipLayer(int layer, double threshold, double epsilon) {
        ofLayers.put(layer, clipped(threshold, epsilon));
        return this;
    }

    /** Scales the gradients of a layer's weights and biases down, each if its norm plus epsilon is above the threshold. */
    public GradientNorms clipTensors(int layer, double threshold, double epsilon) {
        ofTensors.put(layer, clipped(threshold, epsilon));
        return this;
    }

    private static DoubleUnaryOperator clipped(double threshold, double epsilon) {
        return norm -> norm + epsilon > threshold ? threshold / (norm + epsilon) : 1;
    }

    /** Includes a layer, counted from 0, in the norm over several layers, by which its gradient is divided. */
    public GradientNorms unit(int layer) {
        ofNetwork.put(layer, norm -> norm > 0 ? 1 / norm : 1);
        return this;
    }

    @Override
    public void onGradientCalculation(Model model) {
        scale((MultiLayerNetwork) model, model.batchSize());
    }

    /** Scales the gradients of a batch with this number of examples. */
    public void scale(MultiLayerNetwork network, int examples) {
        double divisor = network.conf().isMiniBatch() ? examples : 1;
        double norm = norm(ofNetwork.keySet().stream()
                        .map(layer -> gradient(network.getLayer(layer)))
                        .toList())
                / divisor;
        ofNetwork.forEach((layer, factor) -> gradient(network.getLayer(layer)).muli(factor.applyAsDouble(norm)));
        ofLayers.forEach((layer, factor) -> scale(gradient(network.getLayer(layer)), factor, divisor));
        ofTensors.forEach(
                (layer, factor) -> tensors(network.getLayer(layer)).forEach(tensor -> scale(tensor, factor, divisor)));
    }

    private static void scale(INDArray gradient, DoubleUnaryOperator factor, double divisor) {
        gradient.muli(factor.applyAsDouble(norm(List.of(gradient)) / divisor));
    }

    private static double norm(Collection<INDArray> gradients) {
        double squares = 0;
        for (INDArray gradient : gradients) {
            double norm = gradient.norm2Number().doubleValue();
            squares += norm * norm;
        }
        return Math.sqrt(squares);
    }

    /** The gradients of a layer's weights and biases, as the original array. */
    private static INDArray gradient(Layer layer) {
        return layer.getGradientsViewArray();
    }

    /** The same as views of the array, one for each tensor. */
    private static Collection<INDArray> tensors(Layer layer) {
        return layer.conf()
                .getLayer()
                .initializer()
                .getGradientsFromFlattened(layer.conf(), gradient(layer))
                .values();
    }
}
