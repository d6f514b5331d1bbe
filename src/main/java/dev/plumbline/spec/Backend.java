package dev.plumbline.spec;

import dev.plumbline.spec.vocabulary.Word;

/** The device that DL4J computes on. The reference always computes on the processor. */
public enum Backend {
    /** The processor. */
    @Word(
            formula = "the processor",
            dl4j = "nd4j-native",
            keras = {"cpu", "/cpu:0"},
            pytorch = "cpu")
    CPU,
    /** An NVIDIA GPU. Without a GPU that DL4J can use, the run does not start. */
    @Word(
            formula = "a GPU, by CUDA",
            dl4j = "nd4j-cuda",
            keras = {"gpu", "/gpu:0"},
            pytorch = {"cuda", "cuda:0"},
            meaning = "Refused if there is no GPU that DL4J can use; `plumbline doctor` gives the reason.")
    CUDA,
    /** A GPU if there is one that DL4J can use, otherwise the processor. */
    @Word(
            formula = "a GPU if DL4J can use one, otherwise the processor",
            meaning = "Plumbline prints which one it uses; `plumbline doctor` gives the reason.")
    AUTO
}
