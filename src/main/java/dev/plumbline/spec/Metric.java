package dev.plumbline.spec;

/** What a report says of the network's outputs ŷ on all examples, against their targets y. */
public enum Metric {
    /** The loss that is trained on, with its reduction, over all examples. */
    @Word(formula = "L over all examples")
    LOSS,
    /** The tutorial's "Error": the mean over all examples and outputs of |ŷ − y|. */
    @Word(
            formula = "mean |ŷ - y|",
            keras = {"mae", "mean_absolute_error"},
            pytorch = "L1Loss")
    MEAN_ABSOLUTE_ERROR,
    /** The mean over all examples and outputs of the squared error. */
    @Word(
            formula = "mean (ŷ - y)^2",
            keras = {"mse", "mean_squared_error"},
            pytorch = "MSELoss")
    MEAN_SQUARED_ERROR,
    /**
     * The share of examples classified rightly: the largest output stands where the largest target does; with a single
     * output, ŷ ≥ ½ where y ≥ ½. Of equal outputs the first counts; an example with a NaN among its outputs is wrong.
     */
    @Word(
            formula = "mean [argmax ŷ = argmax y]",
            keras = {"acc", "binary_accuracy", "categorical_accuracy"},
            meaning =
                    "With a single output, ŷ >= 1/2 where y >= 1/2. Of equal outputs the first counts. An example with"
                            + " a NaN among its outputs is wrong.",
            differs = {"Keras: binary_accuracy asks ŷ > 0.5, and counts each of several outputs by itself."})
    ACCURACY
}
