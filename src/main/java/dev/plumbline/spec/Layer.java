package dev.plumbline.spec;

import java.util.Optional;

/** One layer of a network, from the inputs' side to the outputs'. */
public sealed interface Layer {

    /** The width of its output. */
    int units();

    /** The function applied to its pre-activation. */
    Activation activation();

    /** Whether it adds a bias. */
    boolean bias();

    /** Its own initial weights, where they are not the network's. */
    Optional<Initializer> init();

    /** Its own learning rate, where it is not the optimizer's. */
    Optional<LearningRate> learningRate();

    /**
     * A fully connected layer: z = x·W + b, a = activation(z), with rows for examples, W inputs × units and b one row.
     *
     * @param units the number of its outputs
     * @param activation the function applied to z
     * @param bias whether b is there; it starts at zero
     * @param init the initial W, where it is not the network's
     * @param learningRate of W and b, where it is not the optimizer's
     */
    @Word(
            formula = "a = activation(x W + b)",
            dl4j = {"DenseLayer", "OutputLayer"},
            keras = "Dense",
            pytorch = "Linear")
    record Dense(
            @Field(
                    value = "the number of outputs",
                    range = "[1, inf)",
                    dl4j = "nOut",
                    keras = "units",
                    pytorch = "out_features")
            int units,

            @Field(value = "the function applied to z", dl4j = "activationFn", keras = "activation")
            Activation activation,

            @Field(
                    value = "whether a bias is added; it starts at zero",
                    byDefault = "true",
                    dl4j = "hasBias",
                    keras = "use_bias")
            boolean bias,

            @Field(
                    value = "the initial weights, where they are not the network's",
                    dl4j = "weightInit",
                    keras = "kernel_initializer")
            Optional<Initializer> init,

            @Field(value = "the learning rate, where it is not the optimizer's", dl4j = "updater")
            Optional<LearningRate> learningRate)
            implements Layer {
        public Dense {
            Schema.of(Dense.class).check(units, activation, bias, init, learningRate);
        }
    }
}
