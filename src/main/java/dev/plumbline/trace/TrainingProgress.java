package dev.plumbline.trace;

import java.util.List;
import java.util.Optional;

/**
 * The state of a training between two steps. With its {@link Experiment}, the training continues exactly as if it had
 * never stopped.
 *
 * @param steps the number of steps taken
 * @param state the weights and the optimizer state
 * @param lines the lines of the report so far
 * @param lastEpoch the evaluation before the last epoch, if that has begun
 * @param best the best epoch so far, if the training may stop early
 */
public record TrainingProgress(
        long steps,
        TrainingState state,
        List<Trainer.EpochMetrics> lines,
        Optional<Evaluation> lastEpoch,
        Optional<BestEpoch> best) {
    public TrainingProgress {
        lines = List.copyOf(lines);
    }

    /**
     * The epoch with the best value of the monitored metric.
     *
     * @param epoch the number of epochs before the evaluation
     * @param value the metric
     * @param weights the weights, layer by layer
     */
    public record BestEpoch(int epoch, double value, List<LayerWeights> weights) {
        public BestEpoch {
            weights = List.copyOf(weights);
        }
    }
}
