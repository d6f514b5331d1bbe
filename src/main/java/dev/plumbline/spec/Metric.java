package dev.plumbline.spec;

import dev.plumbline.spec.vocabulary.Word;

/** A metric that the report contains: it compares the network's outputs ŷ with the targets y over all examples. */
public enum Metric {
    /** The training loss, with its reduction, over all examples. */
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
     * The proportion of examples with the right class: the largest output has the position of the largest target. With
     * a single output: ŷ ≥ ½ exactly where y ≥ ½. Of equal outputs, the first counts. An example with NaN among its
     * outputs is wrong.
     */
    @Word(
            formula = "mean [argmax ŷ = argmax y]",
            keras = {"acc", "binary_accuracy", "categorical_accuracy"},
            meaning = "A single output is right if ŷ >= 1/2 and y >= 1/2, or neither. Of equal outputs, the first "
                    + "counts. An example with NaN among its outputs is wrong.",
            differs = {"Keras: binary_accuracy tests ŷ > 0.5, and counts each of several outputs separately."})
    ACCURACY
}
