package dev.plumbline.dl4j.translation;

import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * The penalties that DL4J's layers add to the loss, each by DL4J's own formula. DL4J's score includes weight decay as a
 * penalty, although its gradient does not pass through the updater. The loss here does not include it.
 */
public final class Dl4jPenalties {
    private Dl4jPenalties() {}

    /** The penalties of all layers with their current parameters. */
    public static double of(Layer[] layers) {
        double sum = 0;
        for (Layer layer : layers) {
            for (var parameter : layer.paramTable().entrySet()) {
                for (Regularization penalty : layer.conf().getLayer().getRegularizationByParam(parameter.getKey())) {
                    if (!(penalty instanceof WeightDecay)) {
                        sum += penalty.score(parameter.getValue(), 0, 0); // no coefficient has a schedule
                    }
                }
            }
        }
        return sum;
    }
}
