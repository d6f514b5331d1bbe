package dev.plumbline.spec;

/** The floating-point format of the training on DL4J. The reference always computes in f64. */
public enum Precision {
    /** 64-bit floating point: 53 significant bits. */
    @Word(
            formula = "IEEE 754 binary64",
            dl4j = "DOUBLE",
            keras = "float64",
            pytorch = {"float64", "double"})
    F64,
    /** 32-bit floating point: 24 significant bits. Initial weights and data are rounded to it once, for all engines. */
    @Word(
            formula = "IEEE 754 binary32",
            dl4j = "FLOAT",
            keras = "float32",
            pytorch = {"float32", "float"})
    F32;

    /** u, the largest relative error of rounding to the nearest number: 2⁻⁵³ or 2⁻²⁴. */
    public double unitRoundoff() {
        return this == F64 ? 0x1p-53 : 0x1p-24;
    }
}
