package dev.plumbline.diagnose;

import dev.plumbline.trace.Quantity;
import java.util.EnumSet;
import java.util.Set;

/** An equivalent way to write or to record the same training. A network has at most one convention of each family. */
public enum Convention {
    /** Examples are columns. */
    EXAMPLES_IN_COLUMNS(Family.EXAMPLES, "examples are columns, not rows"),
    /** Weights are units × inputs. */
    WEIGHTS_TRANSPOSED(Family.LAYOUT, "weights are stored transposed, units x inputs"),
    /** Weights stand column by column. */
    WEIGHTS_COLUMN_BY_COLUMN(Family.LAYOUT, "weights are recorded column by column, as Fortran orders them"),
    /** Weights that stand row by row were read column by column. */
    WEIGHTS_READ_BY_COLUMNS(
            Family.LAYOUT, "weights are recorded as if they stood column by column, and they stand row by row"),
    /** A bias is a column. */
    BIAS_AS_COLUMN(Family.BIAS, "a bias is a column"),
    /** The bias is one more row of W, below; what a layer hands on may have a column of ones. */
    BIAS_AS_LAST_INPUT(Family.BIAS, "the bias is the weight of one more input, the last, that is always 1"),
    /** The bias is one more row of W, above; what a layer hands on may have a column of ones. */
    BIAS_AS_FIRST_INPUT(Family.BIAS, "the bias is the weight of one more input, the first, that is always 1"),
    /** The network starts from weights of its own, and shows them. */
    OWN_START(
            Family.START,
            "it starts from its own weights, which are recorded, and is compared with a training from there"),
    /** W and b are recorded before the update. */
    WEIGHTS_BEFORE_UPDATE(
            Family.TIME,
            "weights are recorded before the update of their step, so that those after the last are missing"),
    /** Z is changed in place. */
    ACTIVATION_IN_PLACE(Family.PRE_ACTIVATION, "what is recorded as a pre-activation is the activation"),
    /** A is what the next layer takes. */
    ACTIVATION_AFTER_DROPOUT(Family.ACTIVATION, "activations are recorded after the dropout of the next layer"),
    /** {@code y - a}. */
    TARGET_MINUS_OUTPUT(Family.DELTA_SIGN, "the error is y - a, so that deltas and gradients have the other sign"),
    /** The deltas are divided by n already. */
    MEAN_IN_DELTA(Family.DELTA_MEAN, "the mean over the batch is taken in the deltas already"),
    /** The deltas have the learning rate in them. */
    RATE_IN_DELTA(Family.DELTA_RATE, "the learning rate is multiplied into the deltas already"),
    /** The gradients alone have the other sign. */
    GRADIENT_TURNED(Family.GRADIENT_SIGN, "gradients have the other sign than the deltas"),
    /** The gradients are sums, and the update divides by n. */
    MEAN_IN_UPDATE(Family.GRADIENT_MEAN, "gradients are sums over the batch, and the update takes the mean"),
    /** The gradients have the learning rate in them. */
    RATE_IN_GRADIENT(Family.GRADIENT_RATE, "the learning rate is multiplied into the gradients already"),
    /** The gradients have the penalties' slopes in them. */
    PENALTY_IN_GRADIENT(
            Family.GRADIENT_CONTENT,
            "gradients hold the slopes of the penalties too, and are normalized where the layer normalizes"),
    /** The gradients are normalized, and have no penalties' slopes in them. */
    GRADIENT_NORMALIZED(Family.GRADIENT_CONTENT, "gradients are recorded after they were clipped or normalized"),
    /** What is recorded as a gradient is what the optimizer made of it. */
    UPDATE_FOR_GRADIENT(
            Family.GRADIENT_CONTENT, "what is recorded as a gradient is the update, as the optimizer made it"),
    /** What is recorded of an update is what is added. */
    UPDATE_ADDED(Family.UPDATE_SIGN, "what is recorded of an update is what is added, not what is subtracted"),
    /** The decay is subtracted from W by itself. */
    DECAY_OUTSIDE_UPDATE(
            Family.UPDATE_CONTENT, "the weight decay is subtracted by itself, and the update is without it"),
    /** The learning rate is not in the updates. */
    RATE_OUTSIDE_UPDATE(Family.UPDATE_RATE, "the learning rate is multiplied in where the update is subtracted");

    /** Of what a convention is one of several ways; in the order of a step, what is told by shape alone before it. */
    enum Family {
        EXAMPLES,
        LAYOUT,
        BIAS,
        START,
        TIME,
        PRE_ACTIVATION,
        ACTIVATION,
        DELTA_SIGN,
        DELTA_MEAN,
        DELTA_RATE,
        GRADIENT_SIGN,
        GRADIENT_MEAN,
        GRADIENT_RATE,
        GRADIENT_CONTENT,
        UPDATE_SIGN,
        UPDATE_CONTENT,
        UPDATE_RATE;

        /** What the network's own tensors are, read so, only but for rounding. */
        Set<Quantity> rounded() {
            return switch (this) {
                case EXAMPLES, LAYOUT, BIAS, START, TIME, PRE_ACTIVATION, DELTA_SIGN, GRADIENT_SIGN, UPDATE_SIGN ->
                    EnumSet.noneOf(Quantity.class);
                case ACTIVATION -> EnumSet.of(Quantity.ACTIVATION);
                case DELTA_MEAN, DELTA_RATE -> EnumSet.of(Quantity.DELTA);
                case GRADIENT_MEAN, GRADIENT_RATE, GRADIENT_CONTENT ->
                    EnumSet.of(Quantity.WEIGHT_GRADIENT, Quantity.BIAS_GRADIENT);
                case UPDATE_CONTENT, UPDATE_RATE -> EnumSet.of(Quantity.WEIGHT_UPDATE, Quantity.BIAS_UPDATE);
            };
        }
    }

    private final Family family;
    private final String description;

    Convention(Family family, String description) {
        this.family = family;
        this.description = description;
    }

    Family family() {
        return family;
    }

    /** Whether in this convention the lines of a network are not those of this project. */
    boolean changesLines() {
        return this != OWN_START && this != WEIGHTS_BEFORE_UPDATE;
    }

    /** What it is, as a sentence without its full stop. */
    public String description() {
        return description;
    }
}
