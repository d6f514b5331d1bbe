package dev.plumbline.spec;

/** How the losses of a batch's examples become the one number that is differentiated. */
public enum Reduction {
    /** Summed, as the tutorial does: a larger batch takes a larger step. */
    @Word(formula = "L = sum_i l_i", dl4j = "miniBatch(false)", pytorch = "sum")
    SUM,
    /** Averaged over the examples of the batch; a short last batch is divided by its own size. */
    @Word(
            formula = "L = 1/n sum_i l_i",
            dl4j = "miniBatch(true)",
            keras = "sum_over_batch_size",
            pytorch = "mean",
            meaning = "A short last batch is divided by its own size.",
            differs = {
                "Keras and PyTorch divide by the outputs as well in most losses; here that is said by "
                        + "the loss, such as `mean_squared_error`."
            })
    MEAN
}
