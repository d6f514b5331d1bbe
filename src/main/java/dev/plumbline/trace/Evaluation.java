package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import dev.plumbline.metrics.ClassificationMetrics;
import dev.plumbline.spec.Metric;
import java.util.Optional;

/**
 * The outputs of a network for a set of examples, and its loss.
 *
 * @param outputs ŷ, examples × outputs
 * @param targets y, examples × outputs
 * @param loss L over these examples, with their weights and the network's reduction, computed by the engine itself
 */
public record Evaluation(Matrix outputs, Matrix targets, double loss) {

    /**
     * A metric over these examples; {@link Metric} has the formulas. Only the loss uses the weights of the examples.
     */
    public double metric(Metric metric) {
        return switch (metric) {
            case LOSS -> loss;
            case MEAN_ABSOLUTE_ERROR -> outputs.minus(targets).abs().mean();
            case MEAN_SQUARED_ERROR -> outputs.minus(targets).square().mean();
            case ACCURACY -> accuracy();
        };
    }

    /**
     * The first NaN or infinity of the outputs or the loss.
     *
     * @param step the number of training steps before the evaluation
     * @param layers the number of layers
     */
    Optional<NotFinite> firstNotFinite(long step, int layers) {
        return NotFinite.in(outputs, new Key(step, Quantity.ACTIVATION, layers))
                .or(() -> NotFinite.in(Matrix.full(1, 1, loss), new Key(step, Quantity.LOSS, layers)));
    }

    private double accuracy() {
        int right = 0;
        for (int i = 0; i < outputs.rows(); i++) {
            if (!ClassificationMetrics.hasNaN(outputs, i)
                    && ClassificationMetrics.classOf(outputs, i) == ClassificationMetrics.classOf(targets, i)) {
                right++;
            }
        }
        return (double) right / outputs.rows();
    }
}
