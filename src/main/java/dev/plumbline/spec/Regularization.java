package dev.plumbline.spec;

/**
 * What draws a layer's weights towards 0. The penalties l1·Σ|W| + ½·l2·ΣW², and the same of the bias, are part of the loss
 * L; they are the network's own and never divided by the number of examples. Their slopes l1·sign(W) + l2·W, with
 * sign(0) = 0, are added to the gradient after it was normalized. Weight decay is not part of the loss: it is added to the
 * update, after the optimizer, as rate·weight_decay·W, with the optimizer's learning rate of the step (1 where it has none).
 *
 * @param l1 of the weights' absolute values
 * @param l2 of the halves of the weights' squares
 * @param l1Bias of the bias's absolute values
 * @param l2Bias of the halves of the bias's squares
 * @param weightDecay of the weights, in the update
 */
public record Regularization(
        @Field(
                value = "adds l1 * sum(|W|) to the loss, and l1 * sign(W) to the gradient",
                byDefault = "0",
                range = "[0, inf)",
                keras = {"L1", "kernel_regularizer"},
                differs = {"PyTorch has none: it is added to the loss by hand."})
        double l1,

        @Field(
                value = "adds l2 / 2 * sum(W^2) to the loss, and l2 * W to the gradient",
                byDefault = "0",
                range = "[0, inf)",
                keras = "L2",
                differs = {
                    "Keras adds l2 * sum(W^2), without the half: its L2(0.01) is `l2: 0.02`.",
                    "PyTorch: the weight_decay of its optimizers but AdamW is this, of W and b alike."
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
                    "DL4J: weightDecay of a layer; set for the whole network it is applied twice.",
                    "Keras and PyTorch: the weight_decay of AdamW, and in Keras of any optimizer, which is "
                            + "rate * weight_decay * W too, of W and b alike."
                })
        double weightDecay) {

    /** Nothing of anything, for layers that have none. */
    public static final Regularization NONE = new Regularization(0, 0, 0, 0, 0);

    public Regularization {
        Schema.of(Regularization.class).check(l1, l2, l1Bias, l2Bias, weightDecay);
    }

    /** L1 and L2 of the weights alone. */
    public static Regularization of(double l1, double l2) {
        return new Regularization(l1, l2, 0, 0, 0);
    }

    /** Weight decay alone. */
    public static Regularization weightDecay(double weightDecay) {
        return new Regularization(0, 0, 0, 0, weightDecay);
    }
}
