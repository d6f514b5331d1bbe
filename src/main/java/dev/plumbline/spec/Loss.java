package dev.plumbline.spec;

import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Refused;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;

/** The loss of one example with the outputs ŷ and the targets y. {@link Reduction} combines the losses of a batch. */
@Refused(
        names = {"multi_label", "LossMultiLabel"},
        reason = "its multi-label loss uses the default precision of the process instead of the network's precision",
        instead = "`binary_cross_entropy` treats each label separately",
        finding = "multi-label-double")
public sealed interface Loss
        permits Loss.HalfSquaredError,
                Loss.SquaredError,
                Loss.MeanSquaredError,
                Loss.AbsoluteError,
                Loss.MeanAbsoluteError,
                Loss.Huber,
                Loss.MeanHuber,
                Loss.MeanSquaredLogarithmicError,
                Loss.MeanAbsolutePercentageError,
                Loss.BinaryCrossEntropy,
                Loss.CategoricalCrossEntropy,
                Loss.KlDivergence,
                Loss.Poisson,
                Loss.Hinge,
                Loss.SquaredHinge,
                Loss.Cosine {

    /** Calls the case of this word. The compiler makes every engine implement every word. */
    <R> R match(Cases<R> cases);

    /** One method for each word. */
    interface Cases<R> {
        R halfSquaredError();

        R squaredError();

        R meanSquaredError();

        R absoluteError();

        R meanAbsoluteError();

        R huber(double delta);

        R meanHuber(double delta);

        R meanSquaredLogarithmicError();

        R meanAbsolutePercentageError();

        R binaryCrossEntropy(double clip);

        R categoricalCrossEntropy();

        R klDivergence();

        R poisson();

        R hinge();

        R squaredHinge();

        R cosine();
    }

    /** Half of the squared error, as in the tutorial. Its gradient with respect to ŷ is ŷ − y. */
    @Word(
            formula = "l = 1/2 sum_j (ŷ_j - y_j)^2",
            meaning = "The gradient with respect to ŷ is ŷ - y.",
            differs = {
                "DL4J has no such loss; Plumbline uses LossL2 with the weight 0.5 for each output.",
                "PyTorch: 0.5 * MSELoss(reduction=\"sum\"), with `reduction: sum`."
            })
    record HalfSquaredError() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.halfSquaredError();
        }
    }

    /** The sum of the squared error over the outputs. Its gradient has a factor of 2. */
    @Word(
            formula = "l = sum_j (ŷ_j - y_j)^2",
            dl4j = {"L2", "LossL2"},
            differs = {
                "Keras has no such loss: multiply its mean_squared_error by the number of outputs.",
                "PyTorch: MSELoss(reduction=\"sum\"), with `reduction: sum`."
            })
    record SquaredError() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.squaredError();
        }
    }

    /** The mean of the squared error over the outputs. Its gradient has a factor of 2 / outputs. */
    @Word(
            formula = "l = 1/outputs sum_j (ŷ_j - y_j)^2",
            dl4j = {"MSE", "LossMSE", "SQUARED_LOSS"},
            keras = {"mean_squared_error", "mse"},
            pytorch = "MSELoss",
            differs = {
                "PyTorch divides by the outputs only with its reduction \"mean\", which is `reduction: "
                        + "mean`; its \"sum\" is `squared_error`."
            })
    record MeanSquaredError() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.meanSquaredError();
        }
    }

    /** The sum of the absolute error over the outputs. Its gradient is 0 where ŷ = y. */
    @Word(
            formula = "l = sum_j |ŷ_j - y_j|",
            dl4j = {"L1", "LossL1"},
            meaning = "The gradient is 0 where ŷ = y.",
            differs = {
                "Keras has no such loss: multiply its mean_absolute_error by the number of outputs.",
                "PyTorch: L1Loss(reduction=\"sum\"), with `reduction: sum`."
            })
    record AbsoluteError() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.absoluteError();
        }
    }

    /** The mean of the absolute error over the outputs. Its gradient is 0 where ŷ = y. */
    @Word(
            formula = "l = 1/outputs sum_j |ŷ_j - y_j|",
            dl4j = {"MEAN_ABSOLUTE_ERROR", "LossMAE"},
            keras = {"mean_absolute_error", "mae"},
            pytorch = "L1Loss",
            meaning = "The gradient is 0 where ŷ = y.",
            differs = {
                "PyTorch divides by the outputs only with its reduction \"mean\", which is `reduction: "
                        + "mean`; its \"sum\" is `absolute_error`."
            })
    record MeanAbsoluteError() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.meanAbsoluteError();
        }
    }

    /**
     * The sum over the outputs of half the squared error up to δ, and of a straight line beyond, so that outliers weigh
     * less. The gradient is continuous at δ too.
     *
     * @param delta δ, the largest error that is squared, and the largest gradient
     */
    @Word(
            formula = "l = sum_j h(ŷ_j - y_j), h(r) = 1/2 r^2 if |r| <= delta, otherwise delta (|r| - delta/2)",
            meaning = "The gradient with respect to ŷ is ŷ - y, clipped to [-delta, delta].",
            differs = {
                "Keras's huber is the mean over the outputs, which is `mean_huber`.",
                "PyTorch: HuberLoss(reduction=\"sum\"), with `reduction: sum`."
            })
    record Huber(
            @Field(
                    value = "the largest error that is squared; beyond it the loss is a straight line",
                    byDefault = "1",
                    range = "(0, inf)")
            double delta)
            implements Loss {
        public Huber {
            Schema.of(Huber.class).check(delta);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.huber(delta);
        }
    }

    /**
     * The mean over the outputs of half the squared error up to δ, and of a straight line beyond. The gradient is
     * continuous at δ too.
     *
     * @param delta δ, the largest error that is squared
     */
    @Word(
            formula =
                    "l = 1/outputs sum_j h(ŷ_j - y_j), h(r) = 1/2 r^2 if |r| <= delta, otherwise delta (|r| - delta/2)",
            keras = {"huber", "Huber"},
            pytorch = {"HuberLoss", "SmoothL1Loss"},
            meaning = "The gradient with respect to ŷ is ŷ - y, clipped to [-delta, delta], divided by the outputs.",
            differs = {
                "PyTorch divides by the outputs only with its reduction \"mean\", which is `reduction: "
                        + "mean`; its \"sum\" is `huber`. SmoothL1Loss(beta) is this loss with `delta: beta`, "
                        + "divided by beta."
            })
    record MeanHuber(@Field(like = Huber.class) double delta) implements Loss {
        public MeanHuber {
            Schema.of(MeanHuber.class).check(delta);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.meanHuber(delta);
        }
    }

    /** The mean squared difference of the logarithms: it measures relative errors, not absolute ones. */
    @Word(
            formula = "l = 1/outputs sum_j (log(1 + ŷ_j) - log(1 + y_j))^2",
            outputs = "(-1, inf)",
            targets = "(-1, inf)",
            dl4j = {"MEAN_SQUARED_LOGARITHMIC_ERROR", "LossMSLE"},
            keras = {"mean_squared_logarithmic_error", "msle"},
            differs = {"Keras replaces outputs and targets below 1e-7 by 1e-7.", "PyTorch has none."})
    record MeanSquaredLogarithmicError() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.meanSquaredLogarithmicError();
        }
    }

    /** The mean absolute error in percent of the targets. No target can be 0. */
    @Word(
            formula = "l = 100/outputs sum_j |ŷ_j - y_j| / |y_j|",
            dl4j = {"MEAN_ABSOLUTE_PERCENTAGE_ERROR", "LossMAPE"},
            keras = {"mean_absolute_percentage_error", "mape"},
            differs = {"Keras divides by max(|y|, 1e-7); here a target of 0 is refused.", "PyTorch has none."})
    record MeanAbsolutePercentageError() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.meanAbsolutePercentageError();
        }
    }

    /**
     * For outputs that are independent probabilities. Outputs are clipped to [clip, 1 − clip], in the loss and in its
     * gradient, as in DL4J. With DL4J's default clip of 1e-5 the gradient vanishes for |z| > 11.5, with 1e-12 only for
     * |z| > 27.
     *
     * @param clip the distance from 0 and 1 at which outputs are clipped; at least 1e-7 in f32, since
     *     f32 cannot represent 1 minus a smaller distance
     */
    @Word(
            formula = "l = -sum_j (y_j log ŷ_j + (1 - y_j) log(1 - ŷ_j)), ŷ clipped to [clip, 1 - clip]",
            outputs = "[0, 1]",
            targets = "[0, 1]",
            dl4j = {"XENT", "LossBinaryXENT"},
            keras = {"binary_crossentropy", "BinaryCrossentropy"},
            pytorch = "BCELoss",
            differs = {
                "DL4J clips at 1e-5 by default, so the gradient vanishes for |z| > 11.5.",
                "Keras takes the mean over the outputs, not the sum, and clips at 1e-7.",
                "PyTorch takes the mean over the outputs too if its reduction is not \"sum\", and keeps "
                        + "the logarithms above -100 instead of clipping ŷ. BCEWithLogitsLoss takes z, so the "
                        + "network for it ends in identity."
            })
    record BinaryCrossEntropy(
            @Field(
                    value = "the distance from 0 and 1 at which ŷ is clipped",
                    byDefault = "1e-12",
                    range = "(0, 0.5)",
                    dl4j = "clipEps")
            double clip)
            implements Loss {
        public BinaryCrossEntropy {
            Schema.of(BinaryCrossEntropy.class).check(clip);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.binaryCrossEntropy(clip);
        }
    }

    /**
     * For a distribution over classes, with softmax and with targets that are distributions. Its gradient with respect
     * to z is exactly ŷ − y. The argument of the logarithm is clipped to [1e-10, 1 − 1e-10], which changes only the
     * loss.
     */
    @Word(
            formula = "l = -sum_j y_j log ŷ_j",
            outputs = "(0, 1)",
            targets = "[0, 1]",
            dl4j = {"MCXENT", "LossMCXENT", "NEGATIVELOGLIKELIHOOD"},
            keras = {"categorical_crossentropy", "CategoricalCrossentropy"},
            pytorch = {"CrossEntropyLoss", "cross_entropy", "NLLLoss"},
            meaning = "For softmax. The gradient with respect to z is ŷ - y exactly; in the loss ŷ is clipped "
                    + "to [1e-10, 1 - 1e-10].",
            differs = {
                "DL4J has two names for it: MCXENT and NEGATIVELOGLIKELIHOOD.",
                "Keras divides the outputs by their sum first and clips them at 1e-7. Its sparse form "
                        + "takes class numbers as targets.",
                "PyTorch: CrossEntropyLoss takes z and computes the softmax itself, so the network for "
                        + "it ends in identity; targets are class numbers or distributions. NLLLoss takes log ŷ."
            })
    record CategoricalCrossEntropy() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.categoricalCrossEntropy();
        }
    }

    /**
     * The Kullback-Leibler divergence of the targets' distribution from the outputs' distribution. In the loss, as in
     * DL4J, both are clipped to [1e-5, 1]; the gradient, −y/ŷ, uses no clipping.
     */
    @Word(
            formula = "l = sum_j y_j log(y_j / ŷ_j)",
            outputs = "(0, 1)",
            targets = "[0, 1]",
            dl4j = {"KL_DIVERGENCE", "LossKLD", "RECONSTRUCTION_CROSSENTROPY"},
            keras = {"kl_divergence", "kullback_leibler_divergence", "kld"},
            pytorch = "KLDivLoss",
            meaning = "The divergence of the targets from the outputs. In the loss, both are clipped to [1e-5, "
                    + "1]; the gradient, -y / ŷ, uses no clipping.",
            differs = {
                "Keras clips both to [1e-7, 1], and its gradient is 0 where it clips.",
                "PyTorch takes log ŷ first and y second, and its reduction \"mean\" divides by the outputs "
                        + "too; `reduction: mean` is its \"batchmean\"."
            })
    record KlDivergence() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.klDivergence();
        }
    }

    /** For counts: the negative logarithm of the Poisson likelihood, without the term that does not depend on ŷ. */
    @Word(
            formula = "l = sum_j (ŷ_j - y_j log ŷ_j)",
            outputs = "(0, inf)",
            targets = "[0, inf)",
            dl4j = {"POISSON", "LossPoisson"},
            keras = "poisson",
            pytorch = "PoissonNLLLoss",
            meaning = "The negative logarithm of the likelihood, without the term that does not depend on ŷ.",
            differs = {
                "Keras takes the mean over the outputs, not the sum, of ŷ - y log(ŷ + 1e-7).",
                "PyTorch takes log ŷ instead of ŷ by default; with log_input=False, it computes log(ŷ + "
                        + "1e-8); its reduction \"mean\" divides by the outputs too."
            })
    record Poisson() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.poisson();
        }
    }

    /** For targets of −1 and 1. Its gradient is 0 at the kink, where y ŷ = 1. */
    @Word(
            formula = "l = sum_j max(0, 1 - y_j ŷ_j)",
            targets = "[-1, 1]",
            dl4j = {"HINGE", "LossHinge"},
            keras = "hinge",
            pytorch = "HingeEmbeddingLoss",
            meaning = "For targets of -1 and 1. At the kink, y_j ŷ_j = 1, the gradient is 0.",
            differs = {
                "Keras takes the mean over the outputs, not the sum, and turns targets of 0 and 1 into "
                        + "-1 and 1; here they are written as -1 and 1.",
                "PyTorch: HingeEmbeddingLoss is another loss, ŷ where y = 1 and max(0, 1 - ŷ) where y = "
                        + "-1; PyTorch has no loss with this formula."
            })
    record Hinge() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hinge();
        }
    }

    /** For targets of −1 and 1: the sum of the squared terms of the hinge loss. */
    @Word(
            formula = "l = sum_j max(0, 1 - y_j ŷ_j)^2",
            targets = "[-1, 1]",
            dl4j = {"SQUARED_HINGE", "LossSquaredHinge"},
            keras = "squared_hinge",
            meaning = "For targets of -1 and 1.",
            differs = {
                "Keras takes the mean over the outputs, not the sum, and turns targets of 0 and 1 into "
                        + "-1 and 1; here they are written as -1 and 1.",
                "PyTorch has none."
            })
    record SquaredHinge() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.squaredHinge();
        }
    }

    /**
     * The negative cosine of the angle between outputs and targets. As in DL4J, a norm below 1e-5 is replaced by 1e-5
     * in the loss, and a squared norm below 1e-5 by 1e-5 in the gradient. So for outputs with a norm below 0.0032, the
     * gradient is not exactly the derivative of the loss.
     */
    @Word(
            formula = "l = -sum_j y_j ŷ_j / (|y| |ŷ|)",
            dl4j = {"COSINE_PROXIMITY", "LossCosineProximity"},
            keras = {"cosine_similarity", "cosine_proximity"},
            pytorch = "CosineEmbeddingLoss",
            meaning =
                    "The loss is -1 for the same direction and 1 for the opposite one. A norm below 1e-5 is replaced by 1e-5 in the loss, "
                            + "and a squared norm below 1e-5 by 1e-5 in the gradient.",
            differs = {
                "PyTorch: CosineEmbeddingLoss is 1 - cos for its label 1, which is greater by 1; the "
                        + "gradient is the same."
            })
    record Cosine() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.cosine();
        }
    }
}
