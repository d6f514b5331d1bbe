package dev.plumbline.selftest;

import java.util.Locale;

/** A way to write a right network. */
public enum Habit {
    /** As this project writes it. */
    PLAIN,
    /** The error is y − a, and updates are added. */
    TARGET_MINUS_OUTPUT,
    /** Weights are units × inputs. */
    TRANSPOSED,
    /** The bias is one more row of the weights. */
    BIAS_AS_INPUT,
    /** The mean over the batch is in the deltas. */
    MEAN_IN_DELTA,
    /** Gradients are sums, and the update divides. */
    MEAN_IN_UPDATE,
    /** Examples are columns. */
    EXAMPLES_IN_COLUMNS;

    /** Its name in a table: "mean in delta". */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
