package dev.plumbline.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One layer of a network, from the inputs' side to the outputs'. */
public sealed interface Layer permits Layer.Dense {

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
    /** What each number of the bias starts from. */
    double biasInit();

    /** What of its input is dropped while it is trained. */
    Optional<Dropout> dropout();

    /** What draws its weights towards 0. */
    Optional<Regularization> regularization();

    /** What is done to its gradient before anything else. */
    Optional<GradientNormalization> gradientNormalization();

    /** What is held of its weights after every update. */
    Optional<Constraint> constraint();

    /**
     * A fully connected layer: z = x·W + b, a = activation(z), with rows for examples, W inputs × units and b one row.
     *
     * @param units the number of its outputs
     * @param activation the function applied to z
     * @param bias whether b is there
     * @param init the initial W, where it is not the network's
     * @param learningRate of W and b, where it is not the optimizer's
     * @param biasInit what each number of b starts from
     * @param dropout what of x is dropped in training
     * @param regularization what draws W and b towards 0
     * @param gradientNormalization what is done to the gradients of W and b before anything else
     * @param constraint what is held of W after every update
     */
    @Word(
            formula = "a = activation(x W + b)",
            dl4j = {"DenseLayer", "OutputLayer"},
            keras = "Dense",
            pytorch = "Linear",
            meaning = "Rows are examples; W is inputs × units and b one row.",
            differs = {
                "DL4J calls the last layer OutputLayer, and the loss belongs to it.",
                "PyTorch: Linear has no activation, keeps W as units × inputs, and begins with W and b "
                        + "uniform in (-r, r), r = 1 / sqrt(inputs)."
            })
    @Hint(
            names = "weight_decay",
            value =
                    "the weight_decay of PyTorch's optimizers is `l2` and `l2_bias` of `regularization`; that of AdamW, and"
                            + " Keras's, is `weight_decay` of `regularization`")
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

            @Field(value = "whether a bias is added", byDefault = "true", dl4j = "hasBias", keras = "use_bias")
            boolean bias,

            @Field(
                    value = "the initial weights, where they are not the network's",
                    dl4j = "weightInit",
                    keras = "kernel_initializer")
            Optional<Initializer> init,

            @Field(value = "the learning rate, where it is not the optimizer's", dl4j = "updater")
            Optional<LearningRate> learningRate,

            @Field(
                    value = "what each number of the bias starts from",
                    byDefault = "0",
                    dl4j = "biasInit",
                    keras = "bias_initializer")
            double biasInit,

            @Field(
                    value = "what of the layer's input is dropped in training",
                    dl4j = {"dropOut", "iDropout"},
                    keras = "Dropout",
                    pytorch = "Dropout")
            Optional<Dropout> dropout,

            @Field(
                    value = "what draws weights and bias towards 0",
                    dl4j = {"regularization", "regularizationBias"},
                    keras = "kernel_regularizer")
            Optional<Regularization> regularization,

            @Field(
                    value = "what is done to the layer's gradient before anything else",
                    dl4j = "gradientNormalization",
                    pytorch = "clip_grad")
            Optional<GradientNormalization> gradientNormalization,

            @Field(
                    value = "what is held of the weights after every update",
                    dl4j = {"constrainWeights", "constraints"},
                    keras = "kernel_constraint")
            Optional<Constraint> constraint)
            implements Layer {
        public Dense {
            List<Problem> problems = new ArrayList<>();
            checkEffect(bias, biasInit, regularization, problems);
            Schema.of(Dense.class)
                    .check(
                            problems,
                            units,
                            activation,
                            bias,
                            init,
                            learningRate,
                            biasInit,
                            dropout,
                            regularization,
                            gradientNormalization,
                            constraint);
        }

        /** A layer with nothing but these. */
        public Dense(int units, Activation activation, boolean bias, Optional<Initializer> init) {
            this(
                    units,
                    activation,
                    bias,
                    init,
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /** What is written and would do nothing is a mistake. */
        private static void checkEffect(
                boolean bias, double biasInit, Optional<Regularization> regularization, List<Problem> problems) {
            if (!bias && biasInit != 0) {
                problems.add(withoutBias("bias_init"));
            }
            if (regularization.isEmpty()) {
                return;
            }
            Regularization some = regularization.get();
            if (some.equals(Regularization.NONE)) {
                problems.add(new Problem(
                        "regularization",
                        "`regularization` would have no effect: nothing in it is above 0",
                        "at least one of l1, l2, l1_bias, l2_bias, weight_decay, or no `regularization`"));
            }
            if (!bias && some.l1Bias() != 0) {
                problems.add(withoutBias("regularization.l1_bias"));
            }
            if (!bias && some.l2Bias() != 0) {
                problems.add(withoutBias("regularization.l2_bias"));
            }
            if (some.l2() != 0 && some.weightDecay() != 0) {
                problems.add(new Problem(
                        "regularization.weight_decay",
                        "`l2` and `weight_decay` do the same in two ways, and DL4J takes one of them",
                        "`l2`, which is part of the loss, or `weight_decay`, which is not"));
            }
        }

        private static Problem withoutBias(String path) {
            return new Problem(
                    path,
                    "`" + path.substring(path.indexOf('.') + 1) + "` would have no effect: this layer has no bias",
                    "`bias: true`, or nothing here");
        }
    }
}
