package dev.plumbline.spec.data;

import dev.plumbline.spec.vocabulary.Hint;
import dev.plumbline.spec.vocabulary.Word;

/** How each column is scaled; its constants are learned from the training part and kept with the model. */
@Hint(
        names = {"normalize", "scale", "z_score", "StandardScaler", "MinMaxScaler"},
        value =
                "`standardize` gives mean 0 and standard deviation 1, `min_max` the interval from 0 to 1, `log` standardized "
                        + "logarithms of targets")
public enum Scaling {
    /** Mean 0 and standard deviation 1. A column of equal values is only shifted. */
    @Word(
            formula = "x' = (x - mean) / standard deviation",
            dl4j = "NormalizerStandardize",
            keras = "Normalization",
            meaning =
                    "The standard deviation divides by the number of values (ddof=0). A column of equal values is only "
                            + "shifted. The 0 and 1 of categories are not scaled.")
    STANDARDIZE,
    /** From 0 to 1. A column of equal values is only shifted. */
    @Word(
            formula = "x' = (x - min) / (max - min)",
            dl4j = "NormalizerMinMaxScaler",
            meaning =
                    "Values outside the training part's range become less than 0 or more than 1. A column of equal values "
                            + "is only shifted. The 0 and 1 of categories are not scaled.")
    MIN_MAX,
    /** Logarithms with mean 0 and standard deviation 1, for targets alone. */
    @Word(
            formula = "y' = (ln y - mean) / standard deviation, both of ln y",
            meaning = "For targets that are all above 0 and that differ by factors, such as prices. A prediction is "
                    + "exp(ŷ · standard deviation + mean), so it estimates the median rather than the mean.")
    LOG
}
