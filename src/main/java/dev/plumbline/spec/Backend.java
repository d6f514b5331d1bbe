package dev.plumbline.spec;

/** What DL4J calculates on. The reference always calculates on the processor. */
public enum Backend {
    /** The processor. */
    @Word(
            formula = "the processor",
            dl4j = "nd4j-native",
            keras = {"cpu", "/cpu:0"},
            pytorch = "cpu")
    CPU,
    /** A graphics card of NVIDIA's, or nothing: where there is none that DL4J can use, the run does not begin. */
    @Word(
            formula = "a GPU, by CUDA",
            dl4j = "nd4j-cuda",
            keras = {"gpu", "/gpu:0"},
            pytorch = {"cuda", "cuda:0"},
            meaning = "Refused where there is no GPU that DL4J can use; `plumbline doctor` says why.")
    CUDA,
    /** The graphics card where there is one that DL4J can use, and else the processor. */
    @Word(
            formula = "a GPU where one can be used, else the processor",
            meaning = "What is used is said in one line, and `plumbline doctor` says why.")
    AUTO
}
