package dev.plumbline.dl4j;

import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * What DL4J's layers add to the loss, each term by DL4J's own formula. DL4J's score counts the decay of weights as a
 * penalty, though no gradient of it goes through the updater; the loss is told without.
 */
final class Dl4jPenalties {
    private Dl4jPenalties() {}

    /** The penalties of all layers, as they now stand. */
    static double of(Layer[] layers) {
        double sum = 0;
        for (Layer layer : layers) {
            for (var parameter : layer.paramTable().entrySet()) {
                for (Regularization each : layer.conf().getLayer().getRegularizationByParam(parameter.getKey())) {
                    if (!(each instanceof WeightDecay)) {
                        sum += each.score(parameter.getValue(), 0, 0); // no coefficient has a schedule
                    }
                }
            }
        }
        return sum;
    }
}
