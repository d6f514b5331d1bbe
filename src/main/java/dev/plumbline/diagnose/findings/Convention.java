package dev.plumbline.diagnose.findings;

import dev.plumbline.trace.Quantity;
import java.util.EnumSet;
import java.util.Set;

/** An equivalent way to write or to record the same training. A network has at most one convention of each family. */
public enum Convention {
    /** Examples are columns. */
    EXAMPLES_IN_COLUMNS(Family.EXAMPLES, "examples are columns, not rows"),
    /** Weights are units × inputs. */
    WEIGHTS_TRANSPOSED(Family.LAYOUT, "weights are stored transposed, units x inputs"),
    /** Weights are in column-major order. */
    WEIGHTS_COLUMN_BY_COLUMN(Family.LAYOUT, "weights are recorded in column-major order, as in Fortran"),
    /** Row-major weights were read as column-major. */
    WEIGHTS_READ_BY_COLUMNS(Family.LAYOUT, "row-major weights are recorded as if they were column-major"),
    /** A bias is a column. */
    BIAS_AS_COLUMN(Family.BIAS, "a bias is a column"),
    /** The bias is one more row of W, the last; the layer's inputs may have a column of ones. */
    BIAS_AS_LAST_INPUT(Family.BIAS, "the bias is the weight of an additional last input that is always 1"),
    /** The bias is one more row of W, the first; the layer's inputs may have a column of ones. */
    BIAS_AS_FIRST_INPUT(Family.BIAS, "the bias is the weight of an additional first input that is always 1"),
    /** The network starts from its own weights, and records them. */
    OWN_START(
            Family.START,
            "training starts from the network's own recorded weights, as does the training that it is compared with"),
    /** W and b are recorded before the update. */
    WEIGHTS_BEFORE_UPDATE(
            Family.TIME,
            "weights are recorded before the update of their step, so those after the last step are missing"),
    /** Z is changed in place. */
    ACTIVATION_IN_PLACE(
            Family.PRE_ACTIVATION, "pre-activations are recorded after the activation was applied in place"),
    /** A is the next layer's input, after its dropout. */
    ACTIVATION_AFTER_DROPOUT(Family.ACTIVATION, "activations are recorded after the dropout of the next layer"),
    /** {@code y - a}. */
    TARGET_MINUS_OUTPUT(Family.DELTA_SIGN, "the error is y - a, so deltas and gradients have the opposite sign"),
    /** The deltas are already divided by n. */
    MEAN_IN_DELTA(Family.DELTA_MEAN, "deltas are already divided by the batch size"),
    /** The deltas contain the learning rate. */
    RATE_IN_DELTA(Family.DELTA_RATE, "deltas are already multiplied by the learning rate"),
    /** Only the gradients have the opposite sign. */
    GRADIENT_TURNED(Family.GRADIENT_SIGN, "gradients have the opposite sign of the deltas"),
    /** The gradients are sums, and the update divides by n. */
    MEAN_IN_UPDATE(Family.GRADIENT_MEAN, "gradients are sums over the batch, and the update takes the mean"),
    /** The gradients contain the learning rate. */
    RATE_IN_GRADIENT(Family.GRADIENT_RATE, "gradients are already multiplied by the learning rate"),
    /** The gradients contain the derivatives of the penalties. */
    PENALTY_IN_GRADIENT(
            Family.GRADIENT_CONTENT,
            "gradients include the derivatives of the penalties, and are normalized if the layer normalizes"),
    /** The gradients are normalized, without the derivatives of the penalties. */
    GRADIENT_NORMALIZED(Family.GRADIENT_CONTENT, "gradients are recorded after they were clipped or normalized"),
    /** The optimizer's update is recorded as the gradient. */
    UPDATE_FOR_GRADIENT(Family.GRADIENT_CONTENT, "the optimizer's update is recorded as the gradient"),
    /** The recorded update is added, not subtracted. */
    UPDATE_ADDED(Family.UPDATE_SIGN, "the recorded update is the added change, not the subtracted one"),
    /** The weight decay is subtracted separately. */
    DECAY_OUTSIDE_UPDATE(
            Family.UPDATE_CONTENT, "the weight decay is subtracted separately and is not part of the update"),
    /** The updates do not contain the learning rate. */
    RATE_OUTSIDE_UPDATE(
            Family.UPDATE_RATE,
            "updates do not include the learning rate, which multiplies them when they are subtracted");

    /**
     * A group of conventions that exclude each other, in the order of a step. The families up to TIME are recognized by
     * shape alone.
     */
    public enum Family {
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

        /** The quantities that are only known up to rounding when a convention of this family is decoded. */
        public Set<Quantity> rounded() {
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

    public Family family() {
        return family;
    }

    /** A description: a sentence without its full stop. */
    public String description() {
        return description;
    }
}
