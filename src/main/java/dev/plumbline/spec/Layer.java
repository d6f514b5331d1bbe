package dev.plumbline.spec;

import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Hint;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** One layer of a network. */
public sealed interface Layer permits Layer.Dense {

    /** The width of its output. */
    int units();

    /** The function applied to its pre-activation. */
    Activation activation();

    /** Whether it adds a bias. */
    boolean bias();

    /** Its own initial weights. Default: the network's. */
    Optional<Initializer> init();

    /** Its own learning rate. Default: the optimizer's. */
    Optional<LearningRate> learningRate();
    /** The initial value of each bias. */
    double biasInit();

    /** The dropout of its input in training. */
    Optional<Dropout> dropout();

    /** Its penalties and weight decay. */
    Optional<Regularization> regularization();

    /** Whether its penalties are divided by the number of examples of each batch. */
    default boolean isPenalizedPerBatch() {
        return regularization().filter(Regularization::isOfBatch).isPresent();
    }

    /** How its gradient is clipped or normalized before every other operation. */
    Optional<GradientNormalization> gradientNormalization();

    /** Whether its gradient is divided by norms of this scope. */
    default boolean normalizesPer(NormScope scope) {
        return gradientNormalization().filter(word -> word.isPer(scope)).isPresent();
    }

    /**
     * The layers, counted from 1, whose gradients have one norm with that of a layer: with {@code per: network} all such
     * layers, otherwise the layer alone.
     */
    static IntStream withOneNorm(List<Layer> layers, int layer) {
        boolean ofNetwork = layers.get(layer - 1).normalizesPer(NormScope.NETWORK);
        return IntStream.rangeClosed(1, layers.size())
                .filter(l -> l == layer || ofNetwork && layers.get(l - 1).normalizesPer(NormScope.NETWORK));
    }

    /** The condition that its weights satisfy after every update. */
    Optional<Constraint> constraint();

    /**
     * A fully connected layer: z = x·W + b, a = activation(z), with rows for examples, W inputs × units and b one row.
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
            value = "the weight_decay of PyTorch's optimizers is `l2` and `l2_bias` of `regularization`; the "
                    + "weight_decay of AdamW and of Keras is `weight_decay` of `regularization`")
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

            @Field(value = "whether the layer has a bias", byDefault = "true", dl4j = "hasBias", keras = "use_bias")
            boolean bias,

            @Field(
                    value = "the initial weights; default: those of the network",
                    dl4j = "weightInit",
                    keras = "kernel_initializer")
            Optional<Initializer> init,

            @Field(value = "the learning rate; default: that of the optimizer", dl4j = "updater")
            Optional<LearningRate> learningRate,

            @Field(
                    value = "the initial value of each bias",
                    byDefault = "0",
                    dl4j = "biasInit",
                    keras = "bias_initializer")
            double biasInit,

            @Field(
                    value = "the dropout of the layer's input in training",
                    dl4j = {"dropOut", "iDropout"},
                    keras = "Dropout",
                    pytorch = "Dropout")
            Optional<Dropout> dropout,

            @Field(
                    value = "the penalties and the weight decay of weights and bias",
                    dl4j = {"regularization", "regularizationBias"},
                    keras = "kernel_regularizer")
            Optional<Regularization> regularization,

            @Field(
                    value = "how the layer's gradient is clipped or normalized",
                    dl4j = "gradientNormalization",
                    pytorch = "clip_grad")
            Optional<GradientNormalization> gradientNormalization,

            @Field(
                    value = "the condition that the weights satisfy after every update",
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

        /** A layer without further options. */
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

        /** Adds a problem for each option that would have no effect. */
        private static void checkEffect(
                boolean bias, double biasInit, Optional<Regularization> regularization, List<Problem> problems) {
            if (!bias && biasInit != 0) {
                problems.add(withoutBias("bias_init"));
            }
            if (regularization.isEmpty()) {
                return;
            }
            Regularization some = regularization.get();
            if (!some.penalizes() && some.weightDecay() == 0) {
                problems.add(new Problem(
                        ErrorKind.NO_EFFECT,
                        "regularization",
                        "`regularization` would have no effect: nothing in it is above 0",
                        "at least one of l1, l2, l1_bias, l2_bias, weight_decay, or no `regularization`"));
            } else if (some.isOfBatch() && !some.penalizes()) {
                problems.add(new Problem(
                        ErrorKind.NO_EFFECT,
                        "regularization.divided_by",
                        "`divided_by` would have no effect: there is no penalty that it could divide",
                        "at least one of l1, l2, l1_bias, l2_bias, or no `divided_by`"));
            }
            if (!bias && some.l1Bias() != 0) {
                problems.add(withoutBias("regularization.l1_bias"));
            }
            if (!bias && some.l2Bias() != 0) {
                problems.add(withoutBias("regularization.l2_bias"));
            }
            if (some.l2() != 0 && some.weightDecay() != 0) {
                problems.add(new Problem(
                        ErrorKind.INVALID_COMBINATION,
                        "regularization.weight_decay",
                        "`l2` and `weight_decay` exclude each other: DL4J applies only one of them",
                        "`l2`, which is part of the loss, or `weight_decay`, which is not"));
            }
        }

        private static Problem withoutBias(String path) {
            return new Problem(
                    ErrorKind.NO_EFFECT,
                    path,
                    "`" + path.substring(path.indexOf('.') + 1) + "` would have no effect: this layer has no bias",
                    "`bias: true`, or leave this out");
        }
    }
}
