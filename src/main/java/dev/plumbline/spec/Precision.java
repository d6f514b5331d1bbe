package dev.plumbline.spec;

import dev.plumbline.spec.vocabulary.Word;

/**
 * The floating-point format of the training on DL4J. The reference computes in f64, from the numbers that DL4J is given: the
 * examples and their weights, the initial weights, the parameters of the optimizer and the learning rate of each step are
 * rounded to this format first. So a comparison sees only what an engine computes from them. (In f32, 1 − 0.999 without this
 * rounding has a relative difference of one part in 77,000.)
 */
public enum Precision {
    /** 64-bit floating point: 53 significant bits. */
    @Word(
            formula = "IEEE 754 binary64",
            dl4j = "DOUBLE",
            keras = "float64",
            pytorch = {"float64", "double"})
    F64,
    /** 32-bit floating point: 24 significant bits. */
    @Word(
            formula = "IEEE 754 binary32",
            dl4j = "FLOAT",
            keras = "float32",
            pytorch = {"float32", "float"})
    F32;

    /** The nearest number of this format. */
    public double round(double value) {
        return this == F64 ? value : (float) value;
    }

    /** u, the largest relative error of rounding to the nearest number: 2⁻⁵³ or 2⁻²⁴. */
    public double unitRoundoff() {
        return this == F64 ? 0x1p-53 : 0x1p-24;
    }
}
