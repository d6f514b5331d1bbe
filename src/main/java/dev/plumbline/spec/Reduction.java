package dev.plumbline.spec;

import dev.plumbline.spec.vocabulary.Word;

/** How the losses of a batch's examples are combined into the number that is differentiated. */
public enum Reduction {
    /** The sum, as in the tutorial: a larger batch makes a larger step. */
    @Word(formula = "L = sum_i l_i", dl4j = "miniBatch(false)", pytorch = "sum")
    SUM,
    /** The mean over the examples of the batch. The last batch of an epoch is divided by its own size. */
    @Word(
            formula = "L = 1/n sum_i l_i",
            dl4j = "miniBatch(true)",
            keras = "sum_over_batch_size",
            pytorch = "mean",
            meaning = "A smaller last batch is divided by its own size.",
            differs = {
                "Keras and PyTorch also divide by the number of outputs in most losses; here the loss "
                        + "decides that, such as `mean_squared_error`."
            })
    MEAN
}
