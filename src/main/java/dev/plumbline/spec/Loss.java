package dev.plumbline.spec;

/**
 * How wrong one example's outputs ŷ are, given its targets y. {@link Reduction} says how a batch's examples are then put
 * together.
 */
@Refused(
        names = {"multi_label", "LossMultiLabel"},
        reason = "its multi-label loss works in the precision of the process, not in that of the network",
        instead = "`binary_cross_entropy` takes each label by itself",
        finding = "multi-label-double")
public sealed interface Loss
        permits Loss.HalfSquaredError,
                Loss.SquaredError,
                Loss.MeanSquaredError,
                Loss.AbsoluteError,
                Loss.MeanAbsoluteError,
                Loss.MeanSquaredLogarithmicError,
                Loss.MeanAbsolutePercentageError,
                Loss.BinaryCrossEntropy,
                Loss.CategoricalCrossEntropy,
                Loss.KlDivergence,
                Loss.Poisson,
                Loss.Hinge,
                Loss.SquaredHinge,
                Loss.Cosine {

    /** Chooses by word; the compiler asks every engine for every word. */
    <R> R match(Cases<R> cases);

    /** One answer for each word. */
    interface Cases<R> {
        R halfSquaredError();

        R squaredError();

        R meanSquaredError();

        R absoluteError();

        R meanAbsoluteError();

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

    /** Half of the squared error, the tutorial's: its gradient with respect to ŷ is just ŷ − y. */
    @Word(
            formula = "l = 1/2 sum_j (ŷ_j - y_j)^2",
            meaning = "The gradient with respect to ŷ is just ŷ - y.",
            differs = {
                "DL4J has no name for it; it becomes LossL2 with the weight 0.5 for each output.",
                "PyTorch: 0.5 * MSELoss(reduction=\"sum\"), with `reduction: sum`."
            })
    record HalfSquaredError() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.halfSquaredError();
        }
    }

    /** The squared error, summed over the outputs; its gradient has a factor of 2. */
    @Word(
            formula = "l = sum_j (ŷ_j - y_j)^2",
            dl4j = {"L2", "LossL2"},
            differs = {
                "Keras has no name for it: its mean_squared_error times the number of outputs.",
                "PyTorch: MSELoss(reduction=\"sum\"), with `reduction: sum`."
            })
    record SquaredError() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.squaredError();
        }
    }

    /** The squared error's mean over the outputs; its gradient has a factor of 2 / outputs. */
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

    /** The absolute error, summed over the outputs. Where ŷ = y its gradient is taken as 0. */
    @Word(
            formula = "l = sum_j |ŷ_j - y_j|",
            dl4j = {"L1", "LossL1"},
            meaning = "Where ŷ = y the gradient is 0.",
            differs = {
                "Keras has no name for it: its mean_absolute_error times the number of outputs.",
                "PyTorch: L1Loss(reduction=\"sum\"), with `reduction: sum`."
            })
    record AbsoluteError() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.absoluteError();
        }
    }

    /** The absolute error's mean over the outputs. Where ŷ = y its gradient is taken as 0. */
    @Word(
            formula = "l = 1/outputs sum_j |ŷ_j - y_j|",
            dl4j = {"MEAN_ABSOLUTE_ERROR", "LossMAE"},
            keras = {"mean_absolute_error", "mae"},
            pytorch = "L1Loss",
            meaning = "Where ŷ = y the gradient is 0.",
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

    /** The mean squared difference of the logarithms: relative errors count, not absolute ones. */
    @Word(
            formula = "l = 1/outputs sum_j (log(1 + ŷ_j) - log(1 + y_j))^2",
            outputs = "(-1, inf)",
            targets = "(-1, inf)",
            dl4j = {"MEAN_SQUARED_LOGARITHMIC_ERROR", "LossMSLE"},
            keras = {"mean_squared_logarithmic_error", "msle"},
            differs = {"Keras counts outputs and targets below 1e-7 as 1e-7.", "PyTorch has none."})
    record MeanSquaredLogarithmicError() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.meanSquaredLogarithmicError();
        }
    }

    /** The mean absolute error in percent of the targets, none of which may be 0. */
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
     * For outputs that are probabilities, each by itself. Outputs are clipped to [clip, 1 − clip], in the loss and in its
     * gradient, as DL4J does; DL4J's own clip of 1e-5 makes the gradient vanish for |z| > 11.5, and 1e-12 only for |z| > 27.
     *
     * @param clip how near to 0 and 1 an output counts; at least 1e-7 in f32, where nothing nearer to 1 exists
     */
    @Word(
            formula = "l = -sum_j (y_j log ŷ_j + (1 - y_j) log(1 - ŷ_j)), ŷ clipped to [clip, 1 - clip]",
            outputs = "[0, 1]",
            targets = "[0, 1]",
            dl4j = {"XENT", "LossBinaryXENT"},
            keras = {"binary_crossentropy", "BinaryCrossentropy"},
            pytorch = "BCELoss",
            differs = {
                "DL4J clips at 1e-5 unless told, so that the gradient vanishes for |z| > 11.5.",
                "Keras takes the mean over the outputs, not the sum, and clips at 1e-7.",
                "PyTorch takes the mean over the outputs too, unless its reduction is \"sum\", and keeps "
                        + "the logarithms above -100 instead of clipping ŷ. BCEWithLogitsLoss takes z: its network "
                        + "ends in identity."
            })
    record BinaryCrossEntropy(
            @Field(
                    value = "how near to 0 and 1 an output counts",
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
     * For a distribution over classes, with softmax and targets that are distributions themselves. Its gradient with
     * respect to z is exactly ŷ − y; the logarithm's argument is clipped to [1e-10, 1 − 1e-10], which touches the loss only.
     */
    @Word(
            formula = "l = -sum_j y_j log ŷ_j",
            outputs = "(0, 1)",
            targets = "[0, 1]",
            dl4j = {"MCXENT", "LossMCXENT", "NEGATIVELOGLIKELIHOOD"},
            keras = {"categorical_crossentropy", "CategoricalCrossentropy"},
            pytorch = {"CrossEntropyLoss", "NLLLoss"},
            meaning = "For softmax. The gradient with respect to z is ŷ - y exactly; in the loss ŷ is clipped "
                    + "to [1e-10, 1 - 1e-10].",
            differs = {
                "DL4J calls it MCXENT and NEGATIVELOGLIKELIHOOD, which are the same.",
                "Keras divides the outputs by their sum first and clips them at 1e-7. Its sparse form "
                        + "takes class numbers as targets.",
                "PyTorch has CrossEntropyLoss take z and do the softmax itself, so its network ends in "
                        + "identity; targets are class numbers or distributions. NLLLoss takes log ŷ."
            })
    record CategoricalCrossEntropy() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.categoricalCrossEntropy();
        }
    }

    /**
     * The Kullback-Leibler divergence of the targets' distribution from the outputs'. In the loss, as in DL4J, both are
     * clipped to [1e-5, 1]; its gradient, −y/ŷ, is not.
     */
    @Word(
            formula = "l = sum_j y_j log(y_j / ŷ_j)",
            outputs = "(0, 1)",
            targets = "[0, 1]",
            dl4j = {"KL_DIVERGENCE", "LossKLD", "RECONSTRUCTION_CROSSENTROPY"},
            keras = {"kl_divergence", "kullback_leibler_divergence", "kld"},
            pytorch = "KLDivLoss",
            meaning = "From the outputs to the targets. In the loss both are clipped to [1e-5, 1]; the "
                    + "gradient, -y / ŷ, is not.",
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

    /** For counts: the negative logarithm of Poisson's likelihood, but for a term without ŷ. */
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
                "PyTorch takes log ŷ instead of ŷ unless log_input is false, and then computes log(ŷ + "
                        + "1e-8); its reduction \"mean\" divides by the outputs too."
            })
    record Poisson() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.poisson();
        }
    }

    /** For targets of −1 and 1. At the kink, where y ŷ = 1, its gradient is taken as 0. */
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
                        + "-1; none is this one."
            })
    record Hinge() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hinge();
        }
    }

    /** For targets of −1 and 1: the square of hinge's terms. */
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
     * The negative cosine of the angle between outputs and targets. A length below 1e-5 counts as 1e-5, and so does, in the
     * gradient, the square of one, as in DL4J: for outputs shorter than 0.0032 the gradient is not quite the loss's slope.
     */
    @Word(
            formula = "l = -sum_j y_j ŷ_j / (|y| |ŷ|)",
            dl4j = {"COSINE_PROXIMITY", "LossCosineProximity"},
            keras = {"cosine_similarity", "cosine_proximity"},
            pytorch = "CosineEmbeddingLoss",
            meaning = "From -1, the same direction, to 1. In the loss a length below 1e-5 counts as 1e-5, and "
                    + "in the gradient its square.",
            differs = {
                "PyTorch: CosineEmbeddingLoss is 1 - cos for its label 1, so greater by 1; the gradient "
                        + "is the same."
            })
    record Cosine() implements Loss {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.cosine();
        }
    }
}
