package dev.plumbline.selftest;

import dev.plumbline.diagnose.findings.Mistake;
import java.util.Locale;
import java.util.Set;

/** A mistake in the code of {@link FaultyNetwork}, and the expected diagnosis. */
public enum InjectedFault {
    BATCH_SUMMED(Mistake.SUMMED, Need.MEAN),
    BATCH_AVERAGED(Mistake.AVERAGED),
    BATCH_AVERAGED_TWICE(Mistake.AVERAGED_TWICE, Need.MEAN),
    TWO_MISSING(Mistake.TWO_MISPLACED),
    TWO_TOO_MANY(Mistake.TWO_MISPLACED),
    OUTPUTS_NOT_DIVIDED(Mistake.OUTPUTS_NOT_DIVIDED),
    LOSS_SCALED(Mistake.LOSS_SCALED),
    SIGN_FLIPPED(Mistake.SIGN_FLIPPED),
    ASCENT(Mistake.ASCENT),
    ERROR_SQUARED(Mistake.ERROR_SQUARED, Need.SQUARED_ERROR),
    SLOPE_OF_PREACTIVATION(Mistake.SLOPE_OF_PREACTIVATION, Need.SMOOTH),
    SLOPE_OF_ACTIVATED(Mistake.SLOPE_OF_ACTIVATED, Need.SMOOTH),
    SLOPE_FORGOTTEN(Mistake.SLOPE_FORGOTTEN, Need.SMOOTH),
    SLOPE_EXTRA(Mistake.SLOPE_EXTRA, Need.CROSS_ENTROPY),
    RAW_ERROR_PROPAGATED(Mistake.RAW_ERROR_PROPAGATED, Need.SQUARED_ERROR, Need.SLOPED_OUTPUT),
    UPDATED_WEIGHTS(Mistake.UPDATED_WEIGHTS),
    BIAS_FORGOTTEN(Mistake.BIAS_FORGOTTEN, Need.BIAS),
    BIAS_NOT_UPDATED(Mistake.BIAS_NOT_UPDATED, Need.BIAS),
    SCALAR_BIAS_GRADIENT(Mistake.SCALAR_BIAS_GRADIENT, Need.BIAS),
    BROADCAST(Mistake.BROADCAST, Need.SQUARED_ERROR),
    RATE_TWICE(Mistake.RATE_TWICE),
    RATE_FORGOTTEN(Mistake.RATE_FORGOTTEN),
    WEIGHTS_READ_BY_COLUMNS(Mistake.COLUMN_ORDER),
    SQUARE_WEIGHTS_TRANSPOSED(Mistake.WEIGHTS_TRANSPOSED, Need.SQUARE),
    SOFTMAX_DIAGONAL(Mistake.SOFTMAX_DIAGONAL, Need.CATEGORICAL_CROSS_ENTROPY),
    SOFTMAX_WRONG_AXIS(Mistake.SOFTMAX_WRONG_AXIS, Need.CATEGORICAL_CROSS_ENTROPY),
    ACTIVATION_TWICE(Mistake.ACTIVATION_TWICE, Need.SMOOTH),
    ACTIVATION_FORGOTTEN(Mistake.ACTIVATION_FORGOTTEN),
    RELU_SLOPE_ONE(Mistake.KINK_SLOPE_ONE, Need.RELU),
    RELU_AT_ZERO(Mistake.KINK_AT_ZERO, Need.RELU),
    GRADIENTS_ACCUMULATED(Mistake.ACCUMULATED),
    ADAM_EPSILON(Mistake.EPSILON_PLACE, Need.ADAM),
    ADAM_NOT_CORRECTED(Mistake.MOMENTS_NOT_CORRECTED, Need.ADAM),
    L2_MISSING(Mistake.L2_MISSING, Need.L2),
    L2_ON_BIAS(Mistake.L2_ON_BIAS, Need.BIAS, Need.L2),
    L2_DOUBLED(Mistake.L2_DOUBLED, Need.L2),
    L2_HALVED(Mistake.L2_HALVED, Need.L2),
    SINGLE_PRECISION(Mistake.SINGLE_PRECISION),
    OTHER_SEED(Mistake.OTHER_INITIAL_WEIGHTS),
    CLASSICAL_FOR_NESTEROV(Mistake.CLASSICAL_FOR_NESTEROV),
    NESTEROV_FOR_CLASSICAL(Mistake.NESTEROV_FOR_CLASSICAL, Need.MOMENTUM),
    VELOCITY_REVERSED(Mistake.VELOCITY_REVERSED, Need.MOMENTUM),
    MOMENTUM_FORGOTTEN(Mistake.MOMENTUM_FORGOTTEN, Need.STATE),
    DROPOUT_NOT_INVERTED(Mistake.DROPOUT_NOT_INVERTED, Need.DROPOUT),
    DROPOUT_FORGOTTEN_BACKWARD(Mistake.DROPOUT_FORGOTTEN_BACKWARD, Need.DROPOUT),
    DROPOUT_AT_PREDICTION(Mistake.DROPOUT_AT_PREDICTION, Need.DROPOUT),
    FULL_BATCH_DIVISOR(Mistake.FULL_BATCH_DIVISOR, Need.SEVERAL_BATCHES, Need.MEAN),
    SHUFFLED(Mistake.SHUFFLED, Need.SEVERAL_BATCHES),
    EXPONENT_SIGN(Mistake.EXPONENT_SIGN),
    ACTIVATION_FOR_SLOPE(Mistake.ACTIVATION_FOR_SLOPE, Need.SMOOTH),
    SLOPE_PLUS(Mistake.SLOPE_PLUS, Need.SMOOTH),
    SLOPE_AFTER_UPDATE(Mistake.SLOPE_AFTER_UPDATE, Need.SQUARED_ERROR, Need.SLOPED_OUTPUT),
    ACTIVATION_IN_LOSS_TOO(Mistake.ACTIVATION_IN_LOSS_TOO, Need.CROSS_ENTROPY),
    TARGETS_ONE_ROW_OFF(Mistake.TARGETS_PERMUTED),
    LABELS_OFF_BY_ONE(Mistake.LABELS_OFF_BY_ONE, Need.CATEGORICAL_CROSS_ENTROPY),
    RAW_ERROR_IN_GRADIENT(Mistake.RAW_ERROR_IN_GRADIENT, Need.SQUARED_ERROR, Need.SLOPED_OUTPUT),
    STALE_ACTIVATIONS(Mistake.STALE_ACTIVATIONS),
    DIVIDED_BY_DATA_SET(Mistake.OTHER_DIVISOR, Need.SEVERAL_BATCHES, Need.MEAN),
    DIVIDED_BY_HALF_THE_BATCH(Mistake.OTHER_DIVISOR, Need.MEAN),
    INTEGER_DIVISION(Mistake.INTEGER_DIVISION, Need.MEAN),
    ACCUMULATED_OVER_EPOCH(Mistake.ACCUMULATED_OVER_EPOCH, Need.SEVERAL_BATCHES),
    GLOBAL_NORM(Mistake.GLOBAL_NORM),
    UPDATED_PER_EXAMPLE(Mistake.UPDATED_PER_EXAMPLE, Need.MEAN),
    SCHEDULE_PER_STEP(Mistake.SCHEDULE_COUNT, Need.SEVERAL_BATCHES, Need.SCHEDULE),
    SCHEDULE_TWICE(Mistake.SCHEDULE_TWICE, Need.SCHEDULE),
    SCHEDULE_LATE(Mistake.SCHEDULE_LATE, Need.SCHEDULE),
    MOMENTUM_RESET(Mistake.MOMENTUM_RESET, Need.SEVERAL_BATCHES, Need.STATE),
    ADAM_TIME_PER_EPOCH(Mistake.MOMENTS_TIME, Need.SEVERAL_BATCHES, Need.ADAM),
    ADAM_TIME_PER_PARAMETER(Mistake.MOMENTS_TIME, Need.ADAM),
    VELOCITY_SHARED(Mistake.VELOCITY_SHARED, Need.SQUARE, Need.MOMENTUM),
    OWN_MASKS(Mistake.OWN_MASKS, Need.DROPOUT),
    START_NOT_CENTERED(Mistake.START_NOT_CENTERED),
    START_NORMAL(Mistake.START_NORMAL);

    /** A property of a network without which a mistake changes nothing. */
    enum Need {
        /** The weights of all hidden layers are square. */
        SQUARE,
        CATEGORICAL_CROSS_ENTROPY,
        /** Binary or categorical cross-entropy. */
        CROSS_ENTROPY,
        /** A loss of squared errors. */
        SQUARED_ERROR,
        /** The activation of the last layer is not the identity. */
        SLOPED_OUTPUT,
        RELU,
        /** Hidden layers with smooth activations. */
        SMOOTH,
        BIAS,
        L2,
        DROPOUT,
        SEVERAL_BATCHES,
        /** The loss is the mean over the batch. */
        MEAN,
        /** A learning rate that changes. */
        SCHEDULE,
        ADAM,
        MOMENTUM,
        /** An optimizer with state. */
        STATE
    }

    private final Mistake mistake;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<Need> needs;

    InjectedFault(Mistake mistake, Need... needs) {
        this.mistake = mistake;
        this.needs = Set.of(needs);
    }

    boolean needs(Need need) {
        return needs.contains(need);
    }

    /** The expected diagnosis. */
    public Mistake mistake() {
        return mistake;
    }

    /** The name in a table: "slope forgotten". */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
