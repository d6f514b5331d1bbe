package dev.plumbline.selftest;

import java.util.Locale;

/** A way to write and record a correct network. A network has at most one convention per family. */
public enum CodingConvention {
    /** The error is y − a: the deltas and the gradients have the opposite sign. */
    TARGET_MINUS_OUTPUT(Family.ERROR),
    /** Only the gradients have the opposite sign, as {@code dW = -X.T.dot(delta)}. */
    GRADIENTS_TURNED(Family.GRADIENT_SIGN),
    /** The recorded update is added, not subtracted. */
    UPDATES_ADDED(Family.UPDATE_SIGN),
    /** Weights are units × inputs. */
    TRANSPOSED(Family.LAYOUT),
    /** The bias is one more row of the weights, the last. */
    BIAS_AS_LAST_INPUT(Family.BIAS),
    /** The bias is one more row of the weights, the first. */
    BIAS_AS_FIRST_INPUT(Family.BIAS),
    /** The bias is a column. */
    BIAS_AS_COLUMN(Family.BIAS),
    /** If the bias is a row of the weights, activations of hidden layers have a column of ones. */
    ONES_COLUMN(Family.ONES),
    /** Examples are columns. */
    EXAMPLES_IN_COLUMNS(Family.EXAMPLES),
    /** Z is overwritten by A in place. */
    ACTIVATION_IN_PLACE(Family.PRE_ACTIVATION),
    /** A is recorded after dropout. */
    ACTIVATION_AFTER_DROPOUT(Family.ACTIVATION),
    /** The mean over the batch is in the deltas. */
    MEAN_IN_DELTA(Family.DELTA_MEAN),
    /** The learning rate is in the deltas. */
    RATE_IN_DELTA(Family.DELTA_RATE),
    /** Gradients are sums, and the update divides by n. */
    MEAN_IN_UPDATE(Family.GRADIENT_MEAN),
    /** The learning rate is in the gradients. */
    RATE_IN_GRADIENT(Family.GRADIENT_RATE),
    /** The gradients contain the derivatives of the penalties. */
    PENALTY_IN_GRADIENT(Family.GRADIENT_CONTENT),
    /** The gradients are recorded after clipping. */
    GRADIENT_AFTER_CLIPPING(Family.GRADIENT_CONTENT),
    /** The optimizer's update is recorded as the gradient. */
    UPDATE_FOR_GRADIENT(Family.GRADIENT_CONTENT),
    /** The weight decay is subtracted separately. */
    DECAY_OUTSIDE_UPDATE(Family.UPDATE_CONTENT),
    /** The learning rate is multiplied in when the update is subtracted. */
    RATE_OUTSIDE_UPDATE(Family.UPDATE_RATE),
    /** Weights are recorded before the update. */
    WEIGHTS_BEFORE_UPDATE(Family.TIME),
    /** The network starts from its own weights, and records them. */
    OWN_START(Family.START),
    /** The loss is recorded without the penalties. */
    LOSS_WITHOUT_PENALTY(Family.LOSS),
    /** The mean absolute error is recorded as the loss. */
    LOSS_MEAN_ABSOLUTE(Family.LOSS),
    /** The examples of a batch are in another order, if there is no dropout. */
    EXAMPLES_REORDERED(Family.ORDER);

    /** A group of conventions that exclude each other. */
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
        LOSS,
        ORDER
    }

    private final Family family;

    CodingConvention(Family family) {
        this.family = family;
    }

    Family family() {
        return family;
    }

    /** The name in a table: "mean in delta". */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
