package dev.plumbline.spec;

import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.Optional;

/**
 * When a training ends before its last epoch. After each epoch the network is evaluated on the validation examples, or,
 * if there are none, on the examples of the training. A check compares all epochs and does not stop early.
 *
 * @param monitor the metric that decides. A smaller one is better, except for the accuracy
 */
public record EarlyStopping(
        @Field(value = "the metric that decides", byDefault = "loss")
        Metric monitor,

        @Field(
                value = "the training ends after this number of epochs without an improvement",
                example = "10",
                range = "[1, inf)")
        int patience,

        @Field(
                value = "a change of the metric up to this size is not an improvement",
                byDefault = "0",
                range = "[0, inf)")
        double minDelta,

        @Field("the training ends as soon as the metric is at least as good as this")
        Optional<Double> target,

        @Field(
                value = "whether the weights of the best epoch are restored at the end",
                byDefault = "true",
                keras = "restore_best_weights")
        boolean restoreBest) {
    public EarlyStopping {
        Schema.of(EarlyStopping.class).check(monitor, patience, minDelta, target, restoreBest);
    }

    /** Whether a value of the metric is better than the best one so far, by more than {@code minDelta}. */
    public boolean improves(double value, double best) {
        return higherIsBetter() ? value > best + minDelta : value < best - minDelta;
    }

    /** Whether a value of the metric reaches the target. */
    public boolean reachesTarget(double value) {
        return target.filter(wanted -> higherIsBetter() ? value >= wanted : value <= wanted)
                .isPresent();
    }

    /** A value that every number improves on. */
    public double worst() {
        return higherIsBetter() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    private boolean higherIsBetter() {
        return monitor == Metric.ACCURACY;
    }
}
