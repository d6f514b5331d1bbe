package dev.plumbline.selftest;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import java.util.Arrays;

/**
 * What a planted network shows of a step, written by its habit.
 *
 * @param mean whether the loss is a mean over the batch
 * @param examples how many the batch has
 * @param trace takes what is shown
 */
record Showing(Habit habit, Shows shows, boolean mean, int examples, StepTrace trace) {

    /** A tensor of the two passes. */
    void tensor(Quantity quantity, int l, double[][] values) {
        if (shows == Shows.EVERYTHING) {
            trace.record(quantity, l, written(quantity, Matrix.of(values)));
        }
    }

    /** What is of a layer's weights and of its bias; as one where the bias is one more input. */
    void learned(Quantity ofWeights, double[][] weights, Quantity ofBias, double[] bias, int l) {
        boolean shown = ofWeights == Quantity.WEIGHTS ? shows != Shows.OUTPUTS : shows == Shows.EVERYTHING;
        if (!shown) {
            return;
        }
        if (bias.length > 0 && habit == Habit.BIAS_AS_INPUT) {
            trace.record(ofWeights, l, below(weights, bias));
            return;
        }
        trace.record(ofWeights, l, written(ofWeights, Matrix.of(weights)));
        if (bias.length > 0) {
            trace.record(ofBias, l, written(ofBias, Matrix.row(bias)));
        }
    }

    private Matrix written(Quantity quantity, Matrix values) {
        boolean gradient = quantity == Quantity.WEIGHT_GRADIENT || quantity == Quantity.BIAS_GRADIENT;
        boolean delta = quantity == Quantity.DELTA;
        boolean perExample = delta || quantity == Quantity.PRE_ACTIVATION || quantity == Quantity.ACTIVATION;
        return switch (habit) {
            case PLAIN, BIAS_AS_INPUT -> values;
            case TARGET_MINUS_OUTPUT -> delta || gradient ? values.unaryMinus() : values;
            case TRANSPOSED ->
                quantity == Quantity.WEIGHTS || quantity == Quantity.WEIGHT_GRADIENT ? values.transpose() : values;
            case MEAN_IN_DELTA -> delta && mean ? values.div(examples) : values;
            case MEAN_IN_UPDATE -> gradient && mean ? values.times(examples) : values;
            case EXAMPLES_IN_COLUMNS -> perExample ? values.transpose() : values;
        };
    }

    /** The weights with the bias as their last row. */
    private static Matrix below(double[][] weights, double[] bias) {
        double[][] rows = Arrays.copyOf(weights, weights.length + 1);
        rows[weights.length] = bias;
        return Matrix.of(rows);
    }
}
