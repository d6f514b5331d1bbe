package dev.plumbline.diagnose.findings;

import dev.plumbline.trace.Quantity;
import java.util.Locale;
import java.util.Optional;

/**
 * A common mistake in hand-written networks: its description, and the tensor whose line corrects it. If that is no line
 * of a tensor, it has a formula and lines itself, in which {@code {l}} is the layer and {@code {k}} the one below it.
 */
public enum Mistake {
    // Forward.
    OTHER_INITIAL_WEIGHTS(
            27,
            "training starts from other initial weights: from another seed, or drawn in another order",
            "W as the experiment draws it, layer after layer, row by row",
            "W{l} = given.W[{k}]",
            "W{l} = weights[{k}];"),
    START_NOT_CENTERED(
            27,
            "the initial weights are not centered: the - 1 of 2 * random() - 1, or a similar term, is missing",
            "W as the experiment draws it: low + (high - low) * random()",
            "W{l} = given.W[{k}]",
            "W{l} = weights[{k}];"),
    START_NORMAL(
            27,
            "the initial weights are drawn from another distribution (randn) with the seed of the file",
            OTHER_INITIAL_WEIGHTS),
    SHUFFLED(
            31,
            "a step takes other examples than the experiment does, or in another order",
            "the experiment's order of examples",
            "for x, y in given.batches():  # the experiment's order",
            "step(x, y, tape) // with x and y as they are given"),
    UPDATED_PER_EXAMPLE(
            0, "the weights are updated after each example, inside the loop over the batch", Quantity.WEIGHTS),
    TARGETS_PERMUTED(
            31,
            "the targets are in another order than the inputs: examples are compared with the targets of others",
            "error of example s = A{l}[s] - y[s], x[s] and y[s] of the same example",
            "for x, y in given.batches():  # x and y in the same order",
            "step(x, y, tape) // with x and y as they are given"),
    LABELS_OFF_BY_ONE(
            31,
            "the labels are off by one",
            "y[s, c] = 1 for the class c of example s, counted from 0",
            "y = np.eye({units})[labels]  # labels from 0",
            "y[i][label[i]] = 1; // labels from 0"),
    BIAS_FORGOTTEN(0, "the bias is left out", Quantity.PRE_ACTIVATION),
    WEIGHTS_TRANSPOSED(18, "the weights are transposed", Quantity.PRE_ACTIVATION),
    COLUMN_ORDER(
            18,
            "row-major weights are read in column-major order",
            "W{l}[j, k] = numbers[j * units + k]",
            "W{l} = numbers.reshape({inputs}, {units}, order=\"C\")",
            "W{l}[j][k] = numbers[j * {units} + k];"),
    INPUT_NOT_ACTIVATED(
            0,
            "the layer takes the pre-activation of the layer below instead of its activation",
            Quantity.PRE_ACTIVATION),
    DROPOUT_FORGOTTEN(0, "dropout is left out in training", Quantity.PRE_ACTIVATION),
    DROPOUT_NOT_INVERTED(
            29,
            "dropout does not rescale: the kept values must be divided by the keep probability",
            Quantity.PRE_ACTIVATION),
    DROPOUT_BY_DROP_PROBABILITY(
            29,
            "values that dropout keeps are divided by the drop probability instead of the keep probability",
            Quantity.PRE_ACTIVATION),
    OWN_MASKS(
            29,
            "dropout draws its own masks instead of using those of the experiment",
            "X{l} = A{k} * mask{l} / keep, with the given masks",
            "mask{l} = given.masks[{l}]",
            "mask{l} = batch.mask({l});"),
    DROPOUT_AT_PREDICTION(
            29,
            "dropout is still active during prediction",
            "X{l} = A{k} outside training",
            "x{l} = a{k}  # in prediction, without the mask",
            "x{l}[i][j] = a{k}[i][j]; // in prediction, without the mask"),
    EXPONENT_SIGN(0, "the sigmoid has exp(z) instead of exp(-z)", Quantity.ACTIVATION),
    ACTIVATION_FORGOTTEN(0, "the activation is left out", Quantity.ACTIVATION),
    ACTIVATION_TWICE(21, "the activation is applied twice", Quantity.ACTIVATION),
    OTHER_ACTIVATION(0, "another activation is used", Quantity.ACTIVATION),
    SOFTMAX_WRONG_AXIS(
            20,
            "softmax runs over the examples instead of over the outputs of each example: columns sum to 1, not rows",
            Quantity.ACTIVATION),
    SOFTMAX_OVER_BATCH(
            20,
            "softmax divides by the sum over the whole batch: all outputs together sum to 1, not each row",
            Quantity.ACTIVATION),
    EXPONENT_OVERFLOW(
            0, "exp overflows, which gives NaN or infinity where the right activation is finite", Quantity.ACTIVATION),
    // Loss.
    LOSS_SCALED(5, "the loss is scaled, but the gradient is not", Quantity.LOSS),
    LOSS_WITHOUT_PENALTY(25, "the loss leaves out the penalties on large weights", Quantity.LOSS),
    LOSS_NOT_CLIPPED(
            0, "probabilities close to 0 or 1 are not clipped as the loss requires; all others match", Quantity.LOSS),
    OTHER_LOSS(0, "another loss is computed", Quantity.LOSS),
    ACTIVATION_IN_LOSS_TOO(
            0,
            "the loss applies the output activation again: softmax before a loss that includes it, such as"
                    + " CrossEntropyLoss",
            Quantity.DELTA),
    BROADCAST(
            16,
            "targets of shape (n,) are broadcast against outputs of shape (n, 1): every output is compared with"
                    + " every target, n x n",
            "error = A{l} - y, both n x 1",
            "y = y.reshape(-1, 1)",
            "error[i][0] = a{l}[i][0] - y[i];"),
    // Output delta.
    SIGN_FLIPPED(6, "the error has the wrong sign, so every update increases the loss", Quantity.DELTA),
    TWO_MISPLACED(
            3,
            "a factor of 2: the slope of (a - y)^2 is 2 (a - y), the slope of 1/2 (a - y)^2 is a - y",
            Quantity.DELTA),
    OUTPUTS_NOT_DIVIDED(
            4, "the loss is a mean over the outputs, but the delta is not divided by their number", Quantity.DELTA),
    OUTPUTS_DIVIDED(
            4, "the delta is divided by the number of outputs, but the loss is a sum over them", Quantity.DELTA),
    ERROR_SQUARED(
            0, "the error is squared before it is propagated: the loss squares it, its slope does not", Quantity.DELTA),
    OTHER_LOSS_SLOPE(0, "the delta is that of another loss", Quantity.DELTA),
    SLOPE_EXTRA(
            11,
            "the delta is multiplied by the activation's slope again: with cross-entropy, p - y already includes it",
            Quantity.DELTA),
    SOFTMAX_DIAGONAL(19, "the slope of softmax is taken as s (1 - s), which is only its diagonal", Quantity.DELTA),
    EXAMPLE_WEIGHTS_FORGOTTEN(0, "the weights of the examples are left out", Quantity.DELTA),
    // Any delta.
    SLOPE_FORGOTTEN(10, "the slope of the activation is left out", Quantity.DELTA),
    SLOPE_OF_PREACTIVATION(8, "the slope's formula expects the activation a, but gets z", Quantity.DELTA),
    SLOPE_OF_ACTIVATED(9, "the slope's formula expects z, but gets the activation", Quantity.DELTA),
    ACTIVATION_FOR_SLOPE(
            0, "the activation is used instead of its slope, as nonlin(a) instead of nonlin(a, True)", Quantity.DELTA),
    SLOPE_PLUS(0, "the slope has a plus instead of a minus, as x * (1 + x)", Quantity.DELTA),
    SLOPE_FACTOR_FORGOTTEN(0, "one of the two factors of the sigmoid's slope a (1 - a) is left out", Quantity.DELTA),
    UPSTREAM_OVERWRITTEN(
            0,
            "the delta is only the slope: the gradient from above is overwritten, as with = instead of *=",
            Quantity.DELTA),
    SLOPE_NOT_SQUARED(0, "the square in the slope of tanh, 1 - a^2, is left out or in the wrong place", Quantity.DELTA),
    OTHER_SLOPE(0, "the slope is that of another activation", Quantity.DELTA),
    KINK_SLOPE_ONE(22, "the slope of the rectifier is taken as 1 everywhere", Quantity.DELTA),
    KINK_AT_ZERO(
            22, "at z = 0, the kink, the slope is another one than here and in DL4J; both are right", Quantity.DELTA),
    RAW_ERROR_PROPAGATED(
            12,
            "the raw error is propagated instead of the delta: the slope of the layer above is left out",
            Quantity.DELTA),
    SLOPE_AFTER_UPDATE(
            13,
            "the delta is propagated with the slope of activations that are recomputed after the layer's update",
            Quantity.DELTA),
    UPDATED_WEIGHTS(13, "the delta is propagated through weights that are already updated", Quantity.DELTA),
    NOT_TRANSPOSED_BACKWARD(18, "the delta is propagated through weights that are not transposed", Quantity.DELTA),
    DROPOUT_FORGOTTEN_BACKWARD(29, "the dropout mask is not applied in the backward pass", Quantity.DELTA),
    // Gradients.
    SUMMED(1, "the gradient is summed over the batch, but the loss is a mean", Quantity.WEIGHT_GRADIENT),
    AVERAGED(
            2,
            "the gradient is divided by the batch size, but the loss is a sum over the batch",
            Quantity.WEIGHT_GRADIENT),
    AVERAGED_TWICE(2, "the mean over the batch is taken twice", Quantity.WEIGHT_GRADIENT),
    FULL_BATCH_DIVISOR(30, "the last, smaller batch is divided by the size of a full one", Quantity.WEIGHT_GRADIENT),
    OTHER_DIVISOR(30, "the gradient is divided by a number other than the batch size", Quantity.WEIGHT_GRADIENT),
    INTEGER_DIVISION(
            30,
            "all gradients are 0 except for batches of one example, as if 1 / n divided integers",
            Quantity.WEIGHT_GRADIENT),
    ACCUMULATED(
            23, "gradients are not reset to zero: each step adds to those of earlier steps", Quantity.WEIGHT_GRADIENT),
    ACCUMULATED_OVER_EPOCH(
            23,
            "gradients are reset to zero only once per epoch: each step adds to those of earlier steps",
            Quantity.WEIGHT_GRADIENT),
    RAW_ERROR_IN_GRADIENT(
            12,
            "the gradient takes the raw error instead of the delta: the slope of the activation is left out",
            Quantity.WEIGHT_GRADIENT),
    STALE_ACTIVATIONS(0, "the gradient uses the activations of the previous step", Quantity.WEIGHT_GRADIENT),
    ONE_EXAMPLE_IN_GRADIENT(
            0,
            "the gradient is that of one example of the batch alone, as with = instead of += in the loop over the batch",
            Quantity.WEIGHT_GRADIENT),
    GLOBAL_NORM(
            0,
            "gradients are clipped by their global norm over all layers, which is not what the file specifies",
            Quantity.WEIGHTS),
    GRADIENT_FROM_PREACTIVATION(
            0,
            "the gradient uses the pre-activation of the layer below instead of its activation",
            Quantity.WEIGHT_GRADIENT),
    GRADIENT_WITHOUT_DROPOUT(29, "the gradient uses the layer's input without dropout", Quantity.WEIGHT_GRADIENT),
    GRADIENT_TRANSPOSED(18, "the gradient is transposed", Quantity.WEIGHT_GRADIENT),
    SCALAR_BIAS_GRADIENT(
            15, "all units share one bias gradient: it is also summed over the units", Quantity.BIAS_GRADIENT),
    // Updates.
    ASCENT(7, "the update increases the loss: it is added instead of subtracted", Quantity.WEIGHTS),
    BIAS_NOT_UPDATED(14, "the bias is never updated", Quantity.BIAS),
    WEIGHTS_NOT_UPDATED(0, "the weights are never updated", Quantity.WEIGHTS),
    RATE_TWICE(17, "the update is multiplied by the learning rate twice", Quantity.WEIGHTS),
    RATE_FORGOTTEN(17, "the learning rate is left out", Quantity.WEIGHTS),
    OTHER_RATE(0, "the update is a constant times the right one, as with another learning rate", Quantity.WEIGHTS),
    SCHEDULE_FORGOTTEN(0, "the learning rate keeps its initial value", Quantity.WEIGHTS),
    SCHEDULE_SHIFTED(0, "the schedule of the learning rate is a step ahead", Quantity.WEIGHTS),
    SCHEDULE_LATE(0, "the schedule of the learning rate is a step or an epoch late", Quantity.WEIGHTS),
    SCHEDULE_COUNT(
            0,
            "the schedule of the learning rate counts steps instead of epochs, or epochs instead of steps",
            Quantity.WEIGHTS),
    SCHEDULE_TWICE(0, "the schedule of the learning rate is applied twice", Quantity.WEIGHTS),
    L2_MISSING(25, "the penalty on large weights is left out of the update", Quantity.WEIGHTS),
    L2_ON_BIAS(25, "the penalty on large weights is also applied to the bias", Quantity.BIAS),
    L2_DOUBLED(25, "the slope of l2 / 2 * sum(W^2) is l2 * W, not twice that", Quantity.WEIGHTS),
    L2_HALVED(25, "the slope of l2 / 2 * sum(W^2) is l2 * W, not half of that", Quantity.WEIGHTS),
    L2_REVERSED(25, "the penalty on large weights has the wrong sign, so that it enlarges them", Quantity.WEIGHTS),
    L2_DIVISOR(
            25, "the penalty on large weights is not divided by the number of examples of the batch", Quantity.WEIGHTS),
    L2_VALUE(
            25,
            "the gradient has the penalty's value, a sum over all weights, instead of its slope l2 * W",
            Quantity.WEIGHTS),
    DECAY_MISSING(25, "the weights do not decay", Quantity.WEIGHTS),
    NORMALIZATION_FORGOTTEN(0, "the gradient is not clipped or normalized", Quantity.WEIGHTS),
    NORM_SCOPE(0, "the gradient is clipped or normalized by a norm of another scope", Quantity.WEIGHTS),
    NORM_EPSILON(0, "the gradient is clipped by its norm plus another epsilon than in the file", Quantity.WEIGHTS),
    EPSILON_PLACE(
            24,
            "Adam's epsilon is in another place: here, as in DL4J, it is added to sqrt(v) before v is corrected",
            Quantity.WEIGHTS),
    MOMENTS_NOT_CORRECTED(24, "Adam's moments are not corrected for starting from zero", Quantity.WEIGHTS),
    MOMENTS_POWER_FORGOTTEN(
            24,
            "Adam's moments are corrected by 1 - beta in every step: the power t of beta^t is left out",
            Quantity.WEIGHTS),
    MOMENTS_MULTIPLIED(24, "Adam's moments are multiplied by 1 - beta^t, not divided", Quantity.WEIGHTS),
    MOMENTS_TIME(24, "Adam's t does not count the steps", Quantity.WEIGHTS),
    MOMENTUM_RESET(28, "the optimizer state is reset to zero at the beginning of each epoch", Quantity.WEIGHTS),
    VELOCITY_SHARED(28, "layers of the same shape share one velocity", Quantity.WEIGHTS),
    CLASSICAL_FOR_NESTEROV(28, "momentum is classical, but the file has nesterov", Quantity.WEIGHTS),
    NESTEROV_FOR_CLASSICAL(28, "momentum is Nesterov's, but the file has momentum", Quantity.WEIGHTS),
    VELOCITY_REVERSED(28, "the velocity is added with the wrong sign", Quantity.WEIGHTS),
    VELOCITY_DAMPED(28, "the gradient is multiplied by 1 - mu before it is added to the velocity", Quantity.WEIGHTS),
    VELOCITY_RATE(0, "the learning rate multiplies another part of the momentum than in the file", Quantity.WEIGHTS),
    VELOCITY_NOT_DECAYED(28, "the velocity is the sum of all gradients: it is not multiplied by mu", Quantity.WEIGHTS),
    MOMENTUM_FORGOTTEN(28, "the update is that of plain gradient descent, without optimizer state", Quantity.WEIGHTS),
    OTHER_PARAMETER(0, "a parameter of the optimizer has another value than in the file", Quantity.WEIGHTS),
    OTHER_OPTIMIZER(0, "the update is that of another optimizer", Quantity.WEIGHTS),
    CONSTRAINT_FORGOTTEN(0, "the constraint is not applied to the weights", Quantity.WEIGHTS),
    SINGLE_PRECISION(
            26,
            "numbers have 32 bits instead of 64",
            "64-bit floating point throughout",
            "W{l} = W{l}.astype(np.float64)  # and X, y and all other arrays",
            "double[][] w; // and all other arrays"),
    SCALED(0, "the tensor is the right one times a constant that no known mistake explains");

    private final int number;
    private final String sentence;
    private final Optional<Quantity> corrected;
    private final String formula;
    private final String numpy;
    private final String loop;

    /** A mistake whose correction is no line of a tensor. */
    Mistake(int number, String sentence, String formula, String numpy, String loop) {
        this(number, sentence, Optional.empty(), formula, numpy, loop);
    }

    /** A mistake in the tensor that is corrected; of weights or of their bias, the one in which it is found. */
    Mistake(int number, String sentence, Quantity corrected) {
        this(number, sentence, Optional.of(corrected), "", "", "");
    }

    /** A mistake in the tensor in which it is found. */
    Mistake(int number, String sentence) {
        this(number, sentence, Optional.empty(), "", "", "");
    }

    /** A mistake with the same correction as another one. */
    Mistake(int number, String sentence, Mistake same) {
        this(number, sentence, same.corrected, same.formula, same.numpy, same.loop);
    }

    Mistake(int number, String sentence, Optional<Quantity> corrected, String formula, String numpy, String loop) {
        this.number = number;
        this.sentence = sentence;
        this.corrected = corrected;
        this.formula = formula;
        this.numpy = numpy;
        this.loop = loop;
    }

    /** The number in the catalogue; 0 if it has none. */
    public int number() {
        return number;
    }

    /** The name: "slope forgotten". */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether it is only that a tensor is the right one times a constant, which explains it in part. */
    public boolean isFactor() {
        return this == SCALED || this == OTHER_RATE;
    }

    /** Whether it is in what dropout does to a layer's input, and so to the gradient of that input too. */
    public boolean isOfDropout() {
        return this == DROPOUT_FORGOTTEN || this == DROPOUT_NOT_INVERTED || this == DROPOUT_BY_DROP_PROBABILITY;
    }

    /** The description, as the end of a sentence that names the place. */
    public String sentence() {
        return sentence;
    }

    /** The tensor whose line corrects it; empty if it is in no line of a tensor, or in whichever it is found. */
    public Optional<Quantity> corrected() {
        return corrected;
    }

    /** The correct formula if {@link #corrected} is empty; may be empty. */
    public String formula() {
        return formula;
    }

    /** The correct line in NumPy if {@link #corrected} is empty; may be empty. */
    public String numpy() {
        return numpy;
    }

    /** The correct line in Java if {@link #corrected} is empty; may be empty. */
    public String loop() {
        return loop;
    }
}
