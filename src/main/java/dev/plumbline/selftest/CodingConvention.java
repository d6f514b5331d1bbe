package dev.plumbline.selftest;

import java.util.Locale;

/** A way to write and to record a right network. One of each family may be had, and any of different families together. */
public enum CodingConvention {
    /** The error is y − a: the deltas and the gradients have the other sign. */
    TARGET_MINUS_OUTPUT(Family.ERROR),
    /** The gradients alone have the other sign, as {@code dW = -X.T.dot(delta)}. */
    GRADIENTS_TURNED(Family.GRADIENT_SIGN),
    /** What is recorded of an update is what is added. */
    UPDATES_ADDED(Family.UPDATE_SIGN),
    /** Weights are units × inputs. */
    TRANSPOSED(Family.LAYOUT),
    /** The bias is one more row of the weights, below. */
    BIAS_AS_LAST_INPUT(Family.BIAS),
    /** The bias is one more row of the weights, above. */
    BIAS_AS_FIRST_INPUT(Family.BIAS),
    /** The bias is a column. */
    BIAS_AS_COLUMN(Family.BIAS),
    /** With a bias among the weights, what a hidden layer hands on has a column of ones. */
    ONES_COLUMN(Family.ONES),
    /** Examples are columns. */
    EXAMPLES_IN_COLUMNS(Family.EXAMPLES),
    /** Z is changed in place, and holds A. */
    ACTIVATION_IN_PLACE(Family.PRE_ACTIVATION),
    /** A is recorded after dropout. */
    ACTIVATION_AFTER_DROPOUT(Family.ACTIVATION),
    /** The mean over the batch is in the deltas. */
    MEAN_IN_DELTA(Family.DELTA_MEAN),
    /** The learning rate is in the deltas. */
    RATE_IN_DELTA(Family.DELTA_RATE),
    /** Gradients are sums, and the update divides. */
    MEAN_IN_UPDATE(Family.GRADIENT_MEAN),
    /** The learning rate is in the gradients. */
    RATE_IN_GRADIENT(Family.GRADIENT_RATE),
    /** The gradients hold the slopes of the penalties. */
    PENALTY_IN_GRADIENT(Family.GRADIENT_CONTENT),
    /** The gradients are recorded after clipping. */
    GRADIENT_AFTER_CLIPPING(Family.GRADIENT_CONTENT),
    /** What is recorded as a gradient is what the optimizer made of it. */
    UPDATE_FOR_GRADIENT(Family.GRADIENT_CONTENT),
    /** The decay is subtracted from W by itself, and the update is without it. */
    DECAY_OUTSIDE_UPDATE(Family.UPDATE_CONTENT),
    /** The learning rate is multiplied in where the update is subtracted. */
    RATE_OUTSIDE_UPDATE(Family.UPDATE_RATE),
    /** Weights are recorded before the update. */
    WEIGHTS_BEFORE_UPDATE(Family.TIME),
    /** The network starts from weights of its own, and says so. */
    OWN_START(Family.START),
    /** The loss is recorded without the penalties. */
    LOSS_WITHOUT_PENALTY(Family.LOSS),
    /** What is recorded as the loss is the mean absolute error. */
    LOSS_MEAN_ABSOLUTE(Family.LOSS);

    /** Of what a convention is one of several ways. */
    enum Family {
        ERROR,
        GRADIENT_SIGN,
        UPDATE_SIGN,
        LAYOUT,
        BIAS,
        ONES,
        EXAMPLES,
        PRE_ACTIVATION,
        ACTIVATION,
        DELTA_MEAN,
        DELTA_RATE,
        GRADIENT_MEAN,
        GRADIENT_RATE,
        GRADIENT_CONTENT,
        UPDATE_CONTENT,
        UPDATE_RATE,
        TIME,
        START,
        LOSS
    }

    private final Family family;

    CodingConvention(Family family) {
        this.family = family;
    }

    Family family() {
        return family;
    }

    /** Its name in a table: "mean in delta". */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
