package dev.plumbline.diagnose.findings;

import java.util.Locale;

/**
 * A common mistake in hand-written networks: its description, the correct formula, and the correct line in NumPy and as
 * a loop. In the lines, {@code {l}} is the layer, {@code {k}} the one below it and {@code {m}} the one above it.
 */
public enum Mistake {
    // Forward.
    OTHER_INITIAL_WEIGHTS(
            27,
            "training starts from other initial weights, from another seed or drawn in another order",
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
            "the initial weights are drawn from another distribution, with randn, from the seed of the file",
            OTHER_INITIAL_WEIGHTS),
    SHUFFLED(
            31,
            "a step takes other examples than the experiment does, or in another order",
            "the experiment's order of examples",
            "X, y = X[order], y[order]  # the experiment's order",
            "x = inputs[order[s]];"),
    UPDATED_PER_EXAMPLE(
            0,
            "the weights are updated after each example, inside the loop over the batch",
            "dW{l} of all examples of the batch; then one update",
            "W{l} -= rate * dW{l}  # after the loop over the batch",
            "w{l}[i][j] -= rate * dw{l}[i][j]; // after the loop over the batch"),
    TARGETS_PERMUTED(
            31,
            "the targets are in another order than the inputs: examples are compared with the targets of others",
            "error of example s = A{l}[s] - y[s], x[s] and y[s] of the same example",
            "X, y = X[order], y[order]  # the same order for both",
            "x = inputs[order[s]]; y = targets[order[s]];"),
    LABELS_OFF_BY_ONE(
            31,
            "the labels are off by one: each example is compared with the class next to its own",
            "y[s, c] = 1 for the class c of example s, counted from 0",
            "y = np.eye(classes)[labels]  # labels from 0",
            "y[s][label[s]] = 1; // labels from 0"),
    BIAS_FORGOTTEN(
            0,
            "the bias is left out",
            "Z{l} = A{k} W{l} + b{l}",
            "Z{l} = A{k} @ W{l} + b{l}",
            "z{l}[s][j] += b{l}[j];"),
    WEIGHTS_TRANSPOSED(
            18,
            "the weights are transposed",
            "Z{l} = A{k} W{l} + b{l}",
            "Z{l} = A{k} @ W{l} + b{l}",
            "z{l}[s][j] += a{k}[s][i] * w{l}[i][j];"),
    COLUMN_ORDER(
            18,
            "row-major weights are read in column-major order",
            "W{l}[i, j] = numbers[i * units + j]",
            "W{l} = numbers.reshape(inputs, units, order=\"C\")",
            "w{l}[i][j] = numbers[i * units + j];"),
    INPUT_NOT_ACTIVATED(
            0, "the layer takes the pre-activation of the layer below instead of its activation", WEIGHTS_TRANSPOSED),
    DROPOUT_FORGOTTEN(
            0,
            "dropout is left out in training",
            "X{l} = A{k} * mask{l} / keep",
            "X{l} = A{k} * mask{l} / keep",
            "x{l}[s][i] = a{k}[s][i] * mask{l}[s][i] / keep;"),
    DROPOUT_NOT_INVERTED(
            29, "dropout does not rescale: the kept values must be divided by the keep probability", DROPOUT_FORGOTTEN),
    DROPOUT_BY_DROP_PROBABILITY(
            29,
            "values that dropout keeps are divided by the drop probability instead of the keep probability",
            "X{l} = A{k} * mask{l} / keep",
            "X{l} = A{k} * mask{l} / (1 - drop)",
            "x{l}[s][i] = a{k}[s][i] * mask{l}[s][i] / (1 - drop);"),
    OWN_MASKS(
            29,
            "dropout draws its own masks instead of using those of the experiment",
            "X{l} = A{k} * mask{l} / keep, with the given masks",
            "X{l} = A{k} * mask{l} / keep  # the given mask",
            "x{l}[s][i] = a{k}[s][i] * mask{l}[s][i] / keep; // the given mask"),
    DROPOUT_AT_PREDICTION(
            29,
            "dropout is still active during prediction",
            "X{l} = A{k} outside training",
            "X{l} = A{k} * mask{l} / keep if training else A{k}",
            "x{l}[s][i] = training ? a{k}[s][i] * mask{l}[s][i] / keep : a{k}[s][i];"),
    EXPONENT_SIGN(
            0,
            "the sigmoid has exp(z) where exp(-z) is meant",
            "A{l} = 1 / (1 + exp(-Z{l}))",
            "A{l} = 1 / (1 + np.exp(-Z{l}))",
            "a{l}[s][j] = 1 / (1 + exp(-z{l}[s][j]));"),
    ACTIVATION_FORGOTTEN(
            0, "the activation is left out", "A{l} = f(Z{l})", "A{l} = f(Z{l})", "a{l}[s][j] = f(z{l}[s][j]);"),
    ACTIVATION_TWICE(21, "the activation is applied twice", ACTIVATION_FORGOTTEN),
    OTHER_ACTIVATION(0, "another activation is used", ACTIVATION_FORGOTTEN),
    SOFTMAX_WRONG_AXIS(
            20,
            "softmax runs over the examples instead of over the outputs of each example: columns sum to 1, not rows",
            "A{l}[s, j] = exp(Z{l}[s, j]) / sum over j of exp(Z{l}[s, j])",
            "A{l} = e / e.sum(axis=1, keepdims=True)",
            "a{l}[s][j] = e[s][j] / sumOfRow[s];"),
    SOFTMAX_OVER_BATCH(
            20,
            "softmax divides by the sum over the whole batch: all outputs together sum to 1, not each row",
            SOFTMAX_WRONG_AXIS),
    EXPONENT_OVERFLOW(
            0,
            "exp overflows, which gives NaN or infinity where the right activation is finite",
            "A{l}[s, j] = exp(Z{l}[s, j] - max of row s) / sum over j of the same",
            "e = np.exp(Z{l} - Z{l}.max(axis=1, keepdims=True)); A{l} = e / e.sum(axis=1, keepdims=True)",
            "e[s][j] = exp(z{l}[s][j] - largestOfRow[s]); // then a{l}[s][j] = e[s][j] / sumOfRow[s]"),
    // Loss.
    LOSS_SCALED(
            5,
            "the loss is scaled, and the gradient is not",
            "the loss whose slope the gradient is",
            "loss = {loss}",
            "loss = {loss};"),
    LOSS_WITHOUT_PENALTY(
            25,
            "the loss leaves out the penalties on large weights",
            "L = mean(l) + l2 / 2 * sum(W^2)",
            "loss += l2 / 2 * np.sum(W{l} ** 2)",
            "loss += l2 / 2 * sumOfSquares(w{l});"),
    LOSS_NOT_CLIPPED(
            0,
            "probabilities close to 0 or 1 are not clipped as the loss requires; all others match",
            "log(min(max(A{l}, clip), 1 - clip)), and its slope",
            "np.log(np.clip(A{l}, clip, 1 - clip))",
            "log(min(max(a{l}[s][j], clip), 1 - clip));"),
    OTHER_LOSS(0, "another loss is calculated", "the loss of the file", "loss = {loss}", "loss = {loss};"),
    ACTIVATION_IN_LOSS_TOO(
            0,
            "the loss applies the output activation again: softmax before a loss that includes it, such as"
                    + " CrossEntropyLoss",
            "the loss of A{l}, or of Z{l} where the loss applies the activation itself",
            "loss = {loss}",
            "loss = {loss};"),
    BROADCAST(
            16,
            "targets of shape (n,) are broadcast against outputs of shape (n, 1): every output is compared with"
                    + " every target, n x n",
            "error = A{l} - y, both n x 1",
            "y = y.reshape(-1, 1)",
            "error[s][0] = a{l}[s][0] - y[s];"),
    // Output delta.
    SIGN_FLIPPED(
            6,
            "the error has the wrong sign, so every update goes uphill",
            "error = A{l} - y, and W -= rate * dW",
            "error = A{l} - y",
            "error[s][j] = a{l}[s][j] - y[s][j];"),
    TWO_MISPLACED(
            3,
            "a factor of two: the slope of (a - y)^2 is 2 (a - y), that of half of it is a - y",
            "the slope of the file's loss",
            "dZ{l} = {error} * {slope}",
            "dz{l}[s][j] = {error} * {slope};"),
    OUTPUTS_NOT_DIVIDED(
            4,
            "the loss is a mean over the outputs, and the delta is not divided by their number",
            "dA{l} = slope / outputs",
            "dA{l} /= A{l}.shape[1]",
            "da{l}[s][j] /= outputs;"),
    OUTPUTS_DIVIDED(
            4,
            "the delta is divided by the number of outputs, and the loss is a sum over them",
            "dA{l} = slope of the sum",
            "dA{l} = {error}",
            "da{l}[s][j] = {error};"),
    ERROR_SQUARED(
            0,
            "the error is squared before it is propagated: the loss squares it, its slope does not",
            "dA{l} = {error}",
            "dA{l} = {error}",
            "da{l}[s][j] = {error};"),
    OTHER_LOSS_SLOPE(
            0,
            "the delta is that of another loss",
            "dZ{l} of the file's loss",
            "dZ{l} = {error} * {slope}",
            "dz{l}[s][j] = {error} * {slope};"),
    SLOPE_EXTRA(
            11,
            "the slope of the activation is multiplied in again: with cross-entropy, p - y already includes it",
            "dZ{l} = A{l} - y for cross-entropy; else dA{l} * f'(Z{l}), once",
            "dZ{l} = A{l} - y  # for cross-entropy",
            "dz{l}[s][j] = a{l}[s][j] - y[s][j];"),
    SOFTMAX_DIAGONAL(
            19,
            "the slope of softmax is taken as s (1 - s), which is only its diagonal",
            "dZ{l} = A{l} - y, with categorical cross-entropy",
            "dZ{l} = A{l} - y",
            "dz{l}[s][j] = a{l}[s][j] - y[s][j];"),
    EXAMPLE_WEIGHTS_FORGOTTEN(
            0,
            "the weights of the examples are left out",
            "dZ{l} = weight of the example * slope of its loss",
            "dZ{l} *= weights",
            "dz{l}[s][j] *= weights[s];"),
    // Any delta.
    SLOPE_FORGOTTEN(
            10,
            "the slope of the activation is left out",
            "dZ{l} = dA{l} * f'(Z{l})",
            "dZ{l} = dA{l} * {slope}",
            "dz{l}[s][j] = da{l}[s][j] * {slope};"),
    SLOPE_OF_PREACTIVATION(
            8,
            "the slope's formula expects the activation a, and is given z",
            "dZ{l} = dA{l} * {slope}",
            "dZ{l} = dA{l} * {slope}",
            "dz{l}[s][j] = da{l}[s][j] * {slope};"),
    SLOPE_OF_ACTIVATED(9, "the slope's formula expects z, and is given the activation", SLOPE_OF_PREACTIVATION),
    ACTIVATION_FOR_SLOPE(
            0,
            "the activation is used instead of its slope, as nonlin(a) instead of nonlin(a, True)",
            SLOPE_OF_PREACTIVATION),
    SLOPE_PLUS(0, "the slope has a plus instead of a minus, as x * (1 + x)", SLOPE_OF_PREACTIVATION),
    SLOPE_FACTOR_FORGOTTEN(
            0, "one of the two factors of the sigmoid's slope a (1 - a) is left out", SLOPE_OF_PREACTIVATION),
    UPSTREAM_OVERWRITTEN(
            0,
            "the delta is only the slope: the gradient from above is overwritten, as with = instead of *=",
            SLOPE_OF_PREACTIVATION),
    SLOPE_NOT_SQUARED(
            0, "the slope of tanh is taken as 1 - a: the square of 1 - a^2 is left out", SLOPE_OF_PREACTIVATION),
    OTHER_SLOPE(0, "the slope is that of another activation", SLOPE_OF_PREACTIVATION),
    KINK_SLOPE_ONE(
            22,
            "the slope of the rectifier is taken as 1 everywhere",
            "dZ{l} = dA{l} where Z{l} > 0, else 0",
            "dZ{l} = dA{l} * (Z{l} > 0)",
            "dz{l}[s][j] = z{l}[s][j] > 0 ? da{l}[s][j] : 0;"),
    KINK_AT_ZERO(22, "at z = 0 the slope of the rectifier is taken as 1; here, as in DL4J, it is 0", KINK_SLOPE_ONE),
    RAW_ERROR_PROPAGATED(
            12,
            "the raw error is propagated instead of the delta: the slope of the layer above is left out",
            "dA{l} = dZ{m} W{m}^T",
            "dA{l} = dZ{m} @ W{m}.T",
            "da{l}[s][i] += dz{m}[s][j] * w{m}[i][j];"),
    SLOPE_AFTER_UPDATE(
            13,
            "the delta is propagated with the slope of activations that are recomputed after the layer's update",
            "dA{l} = dZ{m} W{m}^T, with A{m} as it was in the forward pass",
            "dA{l} = dZ{m} @ W{m}.T",
            "da{l}[s][i] += dz{m}[s][j] * w{m}[i][j];"),
    UPDATED_WEIGHTS(
            13,
            "the delta is propagated through weights that are already updated",
            "dA{l} = dZ{m} W{m}^T, with W{m} as it was in the forward pass; update last",
            "dA{l} = dZ{m} @ W{m}.T  # before W{m} -= ...",
            "da{l}[s][i] += dz{m}[s][j] * w{m}[i][j]; // before w{m} changes"),
    NOT_TRANSPOSED_BACKWARD(
            18, "the delta is propagated through weights that are not transposed", RAW_ERROR_PROPAGATED),
    DROPOUT_FORGOTTEN_BACKWARD(
            29,
            "the dropout mask is not applied in the backward pass",
            "dA{l} = dZ{m} W{m}^T * mask{m} / keep",
            "dA{l} = (dZ{m} @ W{m}.T) * mask{m} / keep",
            "da{l}[s][i] *= mask{m}[s][i] / keep;"),
    // Gradients.
    SUMMED(
            1,
            "the gradient is summed over the batch, and the loss takes the mean",
            "dW{l} = A{k}^T dZ{l} / n",
            "dW{l} = A{k}.T @ dZ{l} / n",
            "dw{l}[i][j] += a{k}[s][i] * dz{l}[s][j] / n;"),
    AVERAGED(
            2,
            "the gradient is divided by the batch size, and the loss is a sum over the batch",
            "dW{l} = A{k}^T dZ{l}",
            "dW{l} = A{k}.T @ dZ{l}",
            "dw{l}[i][j] += a{k}[s][i] * dz{l}[s][j];"),
    AVERAGED_TWICE(
            2,
            "the mean over the batch is taken twice",
            "dW{l} = A{k}^T dZ{l} / n, and nowhere else / n",
            "dW{l} = A{k}.T @ dZ{l} / n",
            "dw{l}[i][j] += a{k}[s][i] * dz{l}[s][j] / n;"),
    FULL_BATCH_DIVISOR(
            30,
            "the last, smaller batch is divided by the size of a full one",
            "dW{l} = A{k}^T dZ{l} / n, n the examples of this batch",
            "dW{l} = A{k}.T @ dZ{l} / len(X)",
            "dw{l}[i][j] += a{k}[s][i] * dz{l}[s][j] / x.length;"),
    OTHER_DIVISOR(30, "the gradient is divided by a number other than the batch size", FULL_BATCH_DIVISOR),
    INTEGER_DIVISION(
            30,
            "all gradients are 0 except for batches of one example, as if 1 / n divided integers",
            "dW{l} = A{k}^T dZ{l} / n",
            "dW{l} = A{k}.T @ dZ{l} / n  # not 1 // n",
            "dw{l}[i][j] += a{k}[s][i] * dz{l}[s][j] / n; // not 1 / n with an int n"),
    ACCUMULATED(
            23,
            "gradients are not reset to zero: each step adds to those of earlier steps",
            "dW{l} = A{k}^T dZ{l} / n, new in every step",
            "dW{l} = A{k}.T @ dZ{l} / n  # =, not +=",
            "dw{l} = new double[inputs][units]; // in every step"),
    ACCUMULATED_OVER_EPOCH(
            23,
            "gradients are reset to zero only once per epoch: each step adds to those of earlier steps",
            ACCUMULATED),
    RAW_ERROR_IN_GRADIENT(
            12,
            "the gradient takes the raw error instead of the delta: the slope of the activation is left out",
            "dW{l} = A{k}^T dZ{l} / n, dZ{l} = dA{l} * {slope}",
            "dW{l} = A{k}.T @ dZ{l} / n",
            "dw{l}[i][j] += a{k}[s][i] * dz{l}[s][j] / n;"),
    STALE_ACTIVATIONS(
            0,
            "the gradient uses the activations of the previous step",
            "dW{l} = A{k}^T dZ{l} / n, A{k} of this step",
            "dW{l} = A{k}.T @ dZ{l} / n",
            "dw{l}[i][j] += a{k}[s][i] * dz{l}[s][j] / n;"),
    ONE_EXAMPLE_IN_GRADIENT(
            0,
            "the gradient is that of one example of the batch alone, as with = instead of += in the loop over the batch",
            SUMMED),
    GLOBAL_NORM(
            0,
            "gradients are clipped by their global norm over all layers, which the file does not specify",
            "dW{l} according to the file's gradient_normalization, for each layer separately",
            "",
            ""),
    GRADIENT_FROM_PREACTIVATION(
            0, "the gradient uses the pre-activation of the layer below instead of its activation", SUMMED),
    GRADIENT_WITHOUT_DROPOUT(
            29,
            "the gradient uses the layer's input without dropout",
            "dW{l} = X{l}^T dZ{l} / n, X{l} = A{k} * mask{l} / keep",
            "dW{l} = X{l}.T @ dZ{l} / n",
            "dw{l}[i][j] += x{l}[s][i] * dz{l}[s][j] / n;"),
    GRADIENT_TRANSPOSED(18, "the gradient is transposed", SUMMED),
    SCALAR_BIAS_GRADIENT(
            15,
            "all units share one bias gradient: it is also summed over the units",
            "db{l}[j] = sum over s of dZ{l}[s, j] / n",
            "db{l} = dZ{l}.sum(axis=0) / n",
            "db{l}[j] += dz{l}[s][j] / n;"),
    // Updates.
    ASCENT(
            7,
            "the update goes uphill: it is added instead of subtracted",
            "W{l} = W{l} - rate * dW{l}",
            "W{l} -= rate * dW{l}",
            "w{l}[i][j] -= rate * dw{l}[i][j];"),
    BIAS_NOT_UPDATED(
            14,
            "the bias is never updated",
            "b{l} = b{l} - rate * db{l}",
            "b{l} -= rate * db{l}",
            "b{l}[j] -= rate * db{l}[j];"),
    WEIGHTS_NOT_UPDATED(0, "the weights are never updated", ASCENT),
    RATE_TWICE(17, "the learning rate is multiplied in twice", ASCENT),
    RATE_FORGOTTEN(17, "the learning rate is left out", ASCENT),
    OTHER_RATE(
            0,
            "the update is a constant times the right one, as with another learning rate",
            "the learning rate of the file",
            "rate = {rate}",
            "double rate = {rate};"),
    SCHEDULE_FORGOTTEN(
            0,
            "the learning rate keeps its initial value",
            "rate(t) of the file's schedule",
            "rate = schedule(t)",
            "rate = schedule(t);"),
    SCHEDULE_SHIFTED(
            0,
            "the schedule of the learning rate is a step ahead",
            "rate(t), t counted from 0",
            "rate = schedule(t)  # t = 0 in the first step",
            "rate = schedule(t); // t = 0 in the first step"),
    SCHEDULE_LATE(0, "the schedule of the learning rate is a step or an epoch late", SCHEDULE_SHIFTED),
    SCHEDULE_COUNT(
            0,
            "the schedule of the learning rate counts other units than the file",
            "rate(t) of the file's schedule, t counted in the units of its `per`",
            "rate = schedule(t)",
            "rate = schedule(t);"),
    SCHEDULE_TWICE(0, "the schedule of the learning rate is applied twice", SCHEDULE_FORGOTTEN),
    L2_MISSING(
            25,
            "the penalty on large weights is left out of the update",
            "dW{l} + l2 * W{l}",
            "dW{l} += l2 * W{l}",
            "dw{l}[i][j] += l2 * w{l}[i][j];"),
    L2_ON_BIAS(
            25,
            "the penalty on large weights is also applied to the bias",
            "db{l} without l2 * b{l}",
            "b{l} -= rate * db{l}",
            "b{l}[j] -= rate * db{l}[j];"),
    L2_DOUBLED(25, "the slope of l2 / 2 * sum(W^2) is l2 * W, not twice that", L2_MISSING),
    L2_HALVED(25, "the slope of l2 / 2 * sum(W^2) is l2 * W, not half of that", L2_MISSING),
    L2_REVERSED(25, "the penalty on large weights has the wrong sign, so that it enlarges them", L2_MISSING),
    L2_VALUE(
            25,
            "the gradient has the penalty's value, a sum over all weights, in place of its slope l2 * W",
            L2_MISSING),
    DECAY_MISSING(
            25,
            "the weights do not decay",
            "W{l} - rate * weight_decay * W{l} - update",
            "W{l} -= rate * weight_decay * W{l}",
            "w{l}[i][j] -= rate * weightDecay * w{l}[i][j];"),
    NORMALIZATION_FORGOTTEN(
            0,
            "the gradient is not clipped or normalized",
            "the layer's gradient_normalization of dW{l}",
            "dW{l} = clipped(dW{l})",
            "dw{l} = clipped(dw{l});"),
    EPSILON_PLACE(
            24,
            "Adam's epsilon is in another place: here, as in DL4J, it is added to sqrt(v) before v is corrected",
            "u = rate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)",
            "u = rate * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + epsilon)",
            "u = rate * sqrt(1 - pow(beta2, t)) / (1 - pow(beta1, t)) * m / (sqrt(v) + epsilon);"),
    MOMENTS_NOT_CORRECTED(24, "Adam's moments are not corrected for starting from zero", EPSILON_PLACE),
    MOMENTS_POWER_FORGOTTEN(
            24, "Adam's moments are corrected by 1 - beta in every step: the power t of beta^t is left out", EPSILON_PLACE),
    MOMENTS_MULTIPLIED(24, "Adam's moments are multiplied by 1 - beta^t, not divided", EPSILON_PLACE),
    MOMENTS_TIME(
            24,
            "Adam's t does not count the steps",
            "t = 1, 2, 3 ... with each step, the same for all layers",
            "t = step + 1",
            "t = step + 1;"),
    MOMENTUM_RESET(
            28,
            "the optimizer state is reset to zero at the beginning of each epoch",
            "the optimizer state is kept from step to step",
            "v = np.zeros_like(W{l})  # once, before the first epoch",
            "v{l} = new double[inputs][units]; // once, before the first epoch"),
    VELOCITY_SHARED(
            28,
            "layers of the same shape share one velocity",
            "each W and each b has a velocity of its own",
            "v{l} = mu * v{l} - rate * dW{l}; W{l} += v{l}",
            "v{l}[i][j] = mu * v{l}[i][j] - rate * dw{l}[i][j];"),
    CLASSICAL_FOR_NESTEROV(
            28,
            "momentum is classical, and the file has nesterov",
            "v' = mu v - rate dW; W + (1 + mu) v' - mu v",
            "v_before = v; v = mu * v - rate * dW; W += (1 + mu) * v - mu * v_before",
            "w += (1 + mu) * v - mu * before;"),
    NESTEROV_FOR_CLASSICAL(
            28,
            "momentum is Nesterov's, and the file has momentum",
            "v = mu v - rate dW; W + v",
            "v = mu * v - rate * dW; W += v",
            "v = mu * v - rate * dw; w += v;"),
    VELOCITY_REVERSED(28, "the velocity enters with the wrong sign", NESTEROV_FOR_CLASSICAL),
    VELOCITY_DAMPED(28, "the gradient enters the velocity multiplied by 1 - mu", NESTEROV_FOR_CLASSICAL),
    VELOCITY_NOT_DECAYED(
            28, "the velocity is the sum of all gradients: it is not multiplied by mu", NESTEROV_FOR_CLASSICAL),
    MOMENTUM_FORGOTTEN(
            28,
            "the update is that of plain gradient descent, without optimizer state",
            "the optimizer of the file",
            "v = mu * v - rate * dW; W += v",
            "v = mu * v - rate * dw; w += v;"),
    OTHER_PARAMETER(
            0,
            "the optimizer has another parameter value than the file",
            "the optimizer of the file, with its parameters",
            "",
            ""),
    OTHER_OPTIMIZER(0, "the update is that of another optimizer", "the optimizer of the file", "", ""),
    CONSTRAINT_FORGOTTEN(
            0,
            "the constraint is not applied to the weights",
            "W{l} after the update, with the layer's constraint",
            "W{l} = constrained(W{l})",
            "w{l} = constrained(w{l});"),
    SINGLE_PRECISION(
            26,
            "numbers have 32 bits instead of 64",
            "64-bit floating point throughout",
            "W{l} = W{l}.astype(np.float64)  # and X, y and all other arrays",
            "double[][] w; // and all other arrays"),
    SCALED(
            0,
            "the tensor is the right one times a constant that no known mistake explains",
            "the same without the constant",
            "",
            "");

    private final int number;
    private final String sentence;
    private final String formula;
    private final String numpy;
    private final String loop;

    Mistake(int number, String sentence, String formula, String numpy, String loop) {
        this.number = number;
        this.sentence = sentence;
        this.formula = formula;
        this.numpy = numpy;
        this.loop = loop;
    }

    /** A mistake with the same correct formula and lines as another one. */
    Mistake(int number, String sentence, Mistake other) {
        this(number, sentence, other.formula, other.numpy, other.loop);
    }

    /** The number in the catalogue; 0 if it has none. */
    public int number() {
        return number;
    }

    /** The name: "slope forgotten". */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The description, as the end of a sentence that names the place. */
    public String sentence() {
        return sentence;
    }

    public String formula() {
        return formula;
    }

    public String numpy() {
        return numpy;
    }

    public String loop() {
        return loop;
    }
}
