package dev.plumbline.trace;

import dev.plumbline.math.Matrix;
import dev.plumbline.metrics.ErrorSums;
import dev.plumbline.spec.Metric;
import java.util.List;
import java.util.Optional;

/**
 * The outputs of a network for a set of examples, and its loss.
 *
 * @param outputs ŷ, examples × outputs
 * @param targets y, examples × outputs
 * @param loss L over these examples, with their weights and the network's reduction, computed by the engine itself
 * @param sums the sums over all examples, if these are on other machines; then outputs and targets are those of the first few,
 *     which a report shows
 */
public record Evaluation(Matrix outputs, Matrix targets, double loss, Optional<EvaluationSums> sums) {

    /** The evaluation of examples that are all here. */
    public Evaluation(Matrix outputs, Matrix targets, double loss) {
        this(outputs, targets, loss, Optional.empty());
    }

    /** The number of examples. */
    public long examples() {
        return sums.map(EvaluationSums::examples).orElse((long) outputs.rows());
    }

    /** A metric over these examples; {@link Metric} has the formulas. Only the loss uses the weights of the examples. */
    public double metric(Metric metric) {
        return metrics(List.of(metric)).get(0);
    }

    /** Several metrics over these examples, for which the outputs are gone through once. */
    public List<Double> metrics(List<Metric> metrics) {
        if (metrics.stream().allMatch(metric -> metric == Metric.LOSS)) {
            return metrics.stream().map(metric -> loss).toList();
        }
        ErrorSums errors = sums.map(EvaluationSums::errors).orElseGet(() -> ErrorSums.of(outputs, targets));
        return metrics.stream()
                .map(metric -> metric == Metric.LOSS ? loss : EvaluationSums.of(errors, metric))
                .toList();
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
}
