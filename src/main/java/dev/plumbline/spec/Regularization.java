package dev.plumbline.spec;

import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;

/**
 * The penalties and the weight decay of a layer. The penalties l1·Σ|W| + ½·l2·ΣW², and those of the bias, are part of
 * the loss L, and are not divided by the number of examples unless {@link #dividedBy} says so. Their gradients l1·sign(W) + l2·W, with sign(0) = 0, are
 * added to the gradient after its normalization. Weight decay is not part of the loss: rate·weight_decay·W is added to
 * the update, after the optimizer, with the optimizer's learning rate of the step (1 if it has none).
 */
public record Regularization(
        @Field(
                value = "adds l1 * sum(|W|) to the loss, and l1 * sign(W) to the gradient",
                byDefault = "0",
                range = "[0, inf)",
                keras = {"L1", "kernel_regularizer"},
                differs = {"PyTorch has none: add it to the loss."})
        double l1,

        @Field(
                value = "adds l2 / 2 * sum(W^2) to the loss, and l2 * W to the gradient",
                byDefault = "0",
                range = "[0, inf)",
                keras = "L2",
                differs = {
                    "Keras adds l2 * sum(W^2), without the half: its L2(0.01) is `l2: 0.02`.",
                    "PyTorch: the weight_decay of its optimizers except AdamW is this penalty, for W and b."
                })
        double l2,

        @Field(
                value = "adds l1_bias * sum(|b|) to the loss, and l1_bias * sign(b) to the gradient",
                byDefault = "0",
                range = "[0, inf)",
                keras = "bias_regularizer")
        double l1Bias,

        @Field(
                value = "adds l2_bias / 2 * sum(b^2) to the loss, and l2_bias * b to the gradient",
                byDefault = "0",
                range = "[0, inf)")
        double l2Bias,

        @Field(
                value = "adds rate * weight_decay * W to the update, and nothing to the loss",
                byDefault = "0",
                range = "[0, inf)",
                keras = "decay",
                differs = {
                    "DL4J: weightDecay of a layer; if set for the whole network, DL4J applies it twice.",
                    "Keras and PyTorch: the weight_decay of AdamW, and in Keras of any optimizer: also rate "
                            + "* weight_decay * W, but for W and b."
                })
        double weightDecay,

        @Field(
                value =
                        "what l1, l2, l1_bias and l2_bias are divided by: nothing, or the number of examples of each batch, so "
                                + "that a smaller last batch has larger penalties",
                byDefault = "nothing",
                differs = {"Keras and PyTorch divide no penalty."})
        PenaltyDivisor dividedBy) {

    /** No penalties and no weight decay. */
    public static final Regularization NONE = new Regularization(0, 0, 0, 0, 0);

    /** What penalties are divided by. */
    public enum PenaltyDivisor {
        /** Nothing: the penalties of all batches are the same. */
        @Word(formula = "l2 / 2 * sum(W^2) in the loss, l2 * W in the gradient")
        NOTHING,
        /** The number of examples of the batch. */
        @Word(
                formula = "l2 / (2 * m) * sum(W^2) in the loss, l2 / m * W in the gradient, "
                        + "with m examples in the batch, or of which it is the loss")
        BATCH
    }

    public Regularization {
        Schema.of(Regularization.class).check(l1, l2, l1Bias, l2Bias, weightDecay, dividedBy);
    }

    /** With penalties that are not divided. */
    public Regularization(double l1, double l2, double l1Bias, double l2Bias, double weightDecay) {
        this(l1, l2, l1Bias, l2Bias, weightDecay, PenaltyDivisor.NOTHING);
    }

    /** L1 and L2 of the weights only. */
    public static Regularization of(double l1, double l2) {
        return new Regularization(l1, l2, 0, 0, 0);
    }

    /** Whether it has any penalty. */
    public boolean penalizes() {
        return l1 + l2 + l1Bias + l2Bias > 0;
    }

    /** Whether its penalties depend on the number of examples of a batch. */
    public boolean isOfBatch() {
        return dividedBy == PenaltyDivisor.BATCH;
    }

    /** The same for a batch of so many examples, with penalties that are divided already. */
    public Regularization forBatch(long examples) {
        return isOfBatch()
                ? new Regularization(l1 / examples, l2 / examples, l1Bias / examples, l2Bias / examples, weightDecay)
                : this;
    }

    /** Only weight decay. */
    public static Regularization weightDecay(double weightDecay) {
        return new Regularization(0, 0, 0, 0, weightDecay);
    }
}
