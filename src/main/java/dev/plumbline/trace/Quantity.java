package dev.plumbline.trace;

/**
 * A quantity of a training step, in the order in which a step computes them. The batch has n examples; l is the loss of
 * one example, times its weight if it has one; L is the reduced loss of the batch.
 */
public enum Quantity {
    /** z = x W + b, n × units. */
    PRE_ACTIVATION("Z", Phase.FORWARD),
    /** a = f(z), n × units. */
    ACTIVATION("A", Phase.FORWARD),
    /** L plus the penalties of the layers, 1 × 1, recorded at the last layer. */
    LOSS("loss", Phase.LOSS),
    /** The tutorial's delta, ∂l/∂z for each example, not yet reduced over the batch, n × units. */
    DELTA("dZ", Phase.BACKWARD),
    /** ∂L/∂W, reduced over the batch, before normalization and without the gradients of the penalties; the shape of W. */
    WEIGHT_GRADIENT("dW", Phase.BACKWARD),
    /** ∂L/∂b, likewise, 1 × units. */
    BIAS_GRADIENT("db", Phase.BACKWARD),
    /** The first array of the optimizer state for W, after the step; the shape of W. */
    WEIGHT_STATE_1("m1W", Phase.UPDATE),
    /** The second array of the optimizer state for W, after the step; the shape of W. */
    WEIGHT_STATE_2("m2W", Phase.UPDATE),
    /** The third array of the optimizer state for W, after the step; the shape of W. */
    WEIGHT_STATE_3("m3W", Phase.UPDATE),
    /** The first array of the optimizer state for b, after the step; the shape of b. */
    BIAS_STATE_1("m1b", Phase.UPDATE),
    /** The second array of the optimizer state for b, after the step; the shape of b. */
    BIAS_STATE_2("m2b", Phase.UPDATE),
    /** The third array of the optimizer state for b, after the step; the shape of b. */
    BIAS_STATE_3("m3b", Phase.UPDATE),
    /** The update, which is subtracted from W; includes the weight decay; the shape of W. */
    WEIGHT_UPDATE("uW", Phase.UPDATE),
    /** The update, which is subtracted from b, 1 × units. */
    BIAS_UPDATE("ub", Phase.UPDATE),
    /** W after the update and the constraint. */
    WEIGHTS("W", Phase.UPDATE),
    /** b after the update. */
    BIAS("b", Phase.UPDATE);

    /** The parts of a step, in order. */
    enum Phase {
        FORWARD,
        LOSS,
        BACKWARD,
        UPDATE
    }

    private final String symbol;
    private final Phase phase;

    Quantity(String symbol, Phase phase) {
        this.symbol = symbol;
        this.phase = phase;
    }

    /** Its short name in recordings and formulas. */
    public String symbol() {
        return symbol;
    }

    /** Its name in text: "weight gradient". */
    public String description() {
        return switch (this) {
            case PRE_ACTIVATION -> "pre-activation";
            case WEIGHTS -> "updated weights";
            case BIAS -> "updated bias";
            default -> name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        };
    }

    /** Whether it belongs to a layer's bias and so is a single row. */
    public boolean isOfBias() {
        return switch (this) {
            case BIAS_GRADIENT, BIAS_STATE_1, BIAS_STATE_2, BIAS_STATE_3, BIAS_UPDATE, BIAS -> true;
            default -> false;
        };
    }

    /** Whether it is a trained parameter: W or b. */
    public boolean isLearned() {
        return this == WEIGHTS || this == BIAS;
    }

    /** Whether the update step computes it. */
    public boolean isOfUpdate() {
        return phase == Phase.UPDATE;
    }

    /** Whether it is part of the training state: weights, bias or optimizer state. */
    public boolean isOfState() {
        return phase == Phase.UPDATE && this != WEIGHT_UPDATE && this != BIAS_UPDATE;
    }

    Phase phase() {
        return phase;
    }
}
