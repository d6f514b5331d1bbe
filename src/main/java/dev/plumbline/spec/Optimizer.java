package dev.plumbline.spec;

import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Hint;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.RecordBuilder;
import dev.plumbline.spec.vocabulary.Refused;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a gradient g becomes the update u that is subtracted from a weight. The optimizer state of a weight starts at 0
 * if the formula gives no other initial value. A prime marks the new value, and t is the number of the step, counted
 * from 1.
 *
 * <p>The formulas are exactly DL4J's, which sometimes differ from those of the papers. Each word lists the differences
 * and their size.
 */
@Refused(
        names = {"adabelief", "AdaBelief"},
        reason = "it crashes before the first step",
        finding = "adabelief-crash")
@Hint(
        names = "weight_decay",
        value = "the weight_decay of PyTorch's optimizers is `l2` and `l2_bias` of a layer's "
                + "`regularization`; the weight_decay of AdamW and of Keras is `weight_decay` of "
                + "`regularization`")
@Hint(
        names = "global_clipnorm",
        value = "it uses one norm of the gradients of all layers: write `clip_norm` with `per: network` as the "
                + "`gradient_normalization` of every layer or of `defaults`")
@Hint(
        names = "AdamW",
        value =
                "AdamW is `adam` with `weight_decay` of each layer's `regularization`; in PyTorch with `epsilon_on: corrected`")
public sealed interface Optimizer
        permits Optimizer.Sgd,
                Optimizer.Momentum,
                Optimizer.Nesterov,
                Optimizer.Adam,
                Optimizer.Amsgrad,
                Optimizer.Adamax,
                Optimizer.Nadam,
                Optimizer.Rmsprop,
                Optimizer.Adagrad,
                Optimizer.Adadelta {

    /** Calls the case of this word. The compiler makes every engine implement every word. */
    <R> R match(Cases<R> cases);

    /** The key of every learning rate. */
    String RATE = "learning_rate";

    /** Its learning rate, if it has one. */
    default Optional<LearningRate> rate() {
        for (Parameter parameter : Schema.of(getClass()).parameters()) { // once in each step and layer
            if (parameter.name().equals(RATE)) {
                return Optional.of((LearningRate) parameter.valueIn(this));
            }
        }
        return Optional.empty();
    }

    /** The same optimizer with another learning rate; unchanged if it has none. */
    default Optimizer withRate(LearningRate rate) {
        return with(value -> value instanceof LearningRate ? rate : value);
    }

    /** The same optimizer with its parameters rounded as {@link Precision} says; the learning rate is rounded in each step. */
    default Optimizer in(Precision precision) {
        return precision == Precision.F64
                ? this
                : with(value -> value instanceof Double number ? (Object) precision.round(number) : value);
    }

    private Optimizer with(UnaryOperator<Object> change) {
        Schema<? extends Optimizer> schema = Schema.of(getClass());
        return schema.create(schema.parameters().stream()
                .map(parameter -> change.apply(parameter.valueIn(this)))
                .toList());
    }

    private static <T extends Optimizer> T withDefaults(Class<T> word, double learningRate) {
        return RecordBuilder.of(word).put(RATE, LearningRate.of(learningRate)).finish();
    }

    /** One method for each word. */
    interface Cases<R> {
        R sgd(Sgd sgd);

        R momentum(Momentum momentum);

        R nesterov(Nesterov nesterov);

        R adam(Adam adam);

        R amsgrad(Amsgrad amsgrad);

        R adamax(Adamax adamax);

        R nadam(Nadam nadam);

        R rmsprop(Rmsprop rmsprop);

        R adagrad(Adagrad adagrad);

        R adadelta(Adadelta adadelta);
    }

    /** The position of ε in Adam. */
    enum EpsilonPosition {
        /** Added to √v without bias correction. */
        @Word(formula = "sqrt(v') + epsilon")
        UNCORRECTED,
        /** Added to the bias-corrected √v. */
        @Word(formula = "sqrt(v' / (1 - beta2^t)) + epsilon")
        CORRECTED
    }

    /** The initial value of a moving mean. */
    enum InitialMean {
        /** As in DL4J. */
        @Word(formula = "c starts at epsilon")
        EPSILON,
        /** As in Keras and PyTorch. */
        @Word(formula = "c starts at 0")
        ZERO
    }

    /** What the learning rate multiplies in an optimizer with a velocity; the updates differ only if it changes. */
    enum RatePosition {
        /** The gradient, before it is added to the velocity, as in DL4J and Keras. */
        @Word(formula = "v' = momentum * v - learning_rate * g")
        GRADIENT,
        /** The whole velocity, as in PyTorch; v is a sum of gradients. */
        @Word(formula = "v' = momentum * v + g")
        VELOCITY
    }

    /** Momentum of either kind: an optimizer with a velocity v. */
    sealed interface MomentumMethod permits Momentum, Nesterov {
        double momentum();

        RatePosition learningRateOn();

        /** Whether the learning rate multiplies the whole velocity. */
        default boolean scalesVelocity() {
            return learningRateOn() == RatePosition.VELOCITY;
        }
    }

    /** Plain gradient descent. */
    @Word(
            formula = "u = learning_rate * g",
            dl4j = "Sgd",
            keras = "SGD",
            pytorch = "SGD",
            differs = {
                "Keras: its weight_decay, of any optimizer, is `weight_decay` of `regularization` here.",
                "PyTorch: its weight_decay is `l2` and `l2_bias` of `regularization` here."
            })
    record Sgd(
            @Field(
                    value = "the step size, α",
                    example = "0.1",
                    dl4j = "learningRate",
                    keras = "learning_rate",
                    pytorch = {"lr", "alpha", "eta", "step_size"})
            LearningRate learningRate)
            implements Optimizer {
        public Sgd {
            Schema.of(Sgd.class).check(learningRate);
        }

        /** With a constant learning rate. */
        public Sgd(double learningRate) {
            this(LearningRate.of(learningRate));
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sgd(this);
        }
    }

    /** Classical (heavy-ball) momentum: v is the velocity, the previous step. DL4J has no class for it. */
    @Word(
            formula = "v' = momentum * v - learning_rate * g; u = -v'; "
                    + "learning_rate_on: velocity is v' = momentum * v + g and u = learning_rate * v'",
            differs = {
                "DL4J has no class for it; the program that `explain --java` writes contains one.",
                "Keras: SGD(momentum).",
                "PyTorch: SGD(momentum), which is `learning_rate_on: velocity`. For a constant rate, the "
                        + "updates are the same."
            })
    record Momentum(
            @Field(like = Sgd.class, example = "0.01") LearningRate learningRate,

            @Field(
                    value = "the part of the previous step that is added again, μ",
                    byDefault = "0.9",
                    range = "[0, 1)",
                    dl4j = "momentum",
                    keras = "momentum",
                    pytorch = "momentum")
            double momentum,

            @Field(
                    value = "whether the learning rate multiplies the gradient that is added to v, or the whole of v",
                    byDefault = "gradient")
            RatePosition learningRateOn)
            implements Optimizer, MomentumMethod {
        public Momentum {
            Schema.of(Momentum.class).check(learningRate, momentum, learningRateOn);
        }

        /** With a constant learning rate and the defaults. */
        public static Momentum of(double learningRate) {
            return withDefaults(Momentum.class, learningRate);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.momentum(this);
        }
    }

    /** Nesterov's momentum, in the form of Sutskever and others (2013) after a change of variables. */
    @Word(
            formula = "v' = momentum * v - learning_rate * g; u = momentum * v - (1 + momentum) * v'; "
                    + "learning_rate_on: velocity is v' = momentum * v + g and u = learning_rate * (g + momentum * v')",
            dl4j = "Nesterovs",
            differs = {
                "Keras: SGD(momentum, nesterov=True).",
                "PyTorch: SGD(momentum, nesterov=True), which is `learning_rate_on: velocity`. For a "
                        + "constant rate, the updates are the same."
            })
    record Nesterov(
            @Field(like = Sgd.class, example = "0.01") LearningRate learningRate,

            @Field(like = Momentum.class) double momentum,

            @Field(like = Momentum.class) RatePosition learningRateOn)
            implements Optimizer, MomentumMethod {
        public Nesterov {
            Schema.of(Nesterov.class).check(learningRate, momentum, learningRateOn);
        }

        /** With a constant learning rate and the defaults. */
        public static Nesterov of(double learningRate) {
            return withDefaults(Nesterov.class, learningRate);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.nesterov(this);
        }
    }

    /**
     * Kingma and Ba (2015), in two forms: ε is added to √v before the bias correction (end of their section 2), or
     * after it (their algorithm 1).
     */
    @Word(
            formula =
                    "m' = beta1 * m + (1 - beta1) * g; v' = beta2 * v + (1 - beta2) * g^2; "
                            + "u = learning_rate * sqrt(1 - beta2^t) / (1 - beta1^t) * m' / (sqrt(v') + epsilon); "
                            + "epsilon_on: corrected is u = learning_rate * m' / (1 - beta1^t) / (sqrt(v' / (1 - beta2^t)) + epsilon)",
            dl4j = "Adam",
            keras = "Adam",
            pytorch = "Adam",
            differs = {
                "The paper's algorithm 1 is `epsilon_on: corrected`. With `uncorrected` and the other "
                        + "defaults, epsilon has 31.6 times the effect in the first step: for |g| far below "
                        + "epsilon the update is 96.8 % smaller, for |g| = 1e-6 23.3 % and for |g| = 0.001 0.03 %.",
                "DL4J and Keras have `epsilon_on: uncorrected`; Keras has 1e-7 as its default epsilon.",
                "PyTorch has `epsilon_on: corrected`. Its weight_decay is `l2` and `l2_bias` of "
                        + "`regularization` here; the weight_decay of its AdamW, and of Keras, is `weight_decay` "
                        + "of `regularization`."
            })
    record Adam(
            @Field(like = Sgd.class, example = "0.001") LearningRate learningRate,

            @Field(
                    value = "the decay rate of m, β1",
                    byDefault = "0.9",
                    range = "[0, 1)",
                    dl4j = "beta1",
                    keras = "beta_1",
                    pytorch = "betas")
            double beta1,

            @Field(
                    value = "the decay rate of v, β2",
                    byDefault = "0.999",
                    range = "[0, 1)",
                    dl4j = "beta2",
                    keras = "beta_2",
                    pytorch = "betas")
            double beta2,

            @Field(
                    value = "the term that prevents a division by 0, ε",
                    byDefault = "1e-08",
                    range = "(0, inf)",
                    dl4j = "epsilon",
                    keras = "epsilon",
                    pytorch = "eps")
            double epsilon,

            @Field(
                    value = "whether ε is added to the root of v before or after the bias correction",
                    byDefault = "uncorrected")
            EpsilonPosition epsilonOn)
            implements Optimizer {
        public Adam {
            Schema.of(Adam.class).check(learningRate, beta1, beta2, epsilon, epsilonOn);
        }

        /** With a constant learning rate and the defaults. */
        public static Adam of(double learningRate) {
            return withDefaults(Adam.class, learningRate);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.adam(this);
        }
    }

    /** Reddi, Kale and Kumar (2018): Adam with the largest v so far, w. */
    @Word(
            formula =
                    "m' = beta1 * m + (1 - beta1) * g; v' = beta2 * v + (1 - beta2) * g^2; w' = max(w, v'); "
                            + "u = learning_rate * sqrt(1 - beta2^t) / (1 - beta1^t) * m' / (sqrt(w') + epsilon); "
                            + "epsilon_on: corrected is u = learning_rate * m' / (1 - beta1^t) / (sqrt(w' / (1 - beta2^t)) + epsilon)",
            dl4j = "AMSGrad",
            keras = "AMSGrad",
            pytorch = "AMSGrad",
            differs = {
                "The paper has no bias correction: with the defaults, its first step is 3.16 times as "
                        + "long as this one.",
                "Keras: Adam(amsgrad=True), with 1e-7 as its default epsilon.",
                "PyTorch: Adam(amsgrad=True), which is `epsilon_on: corrected`: with `uncorrected`, the "
                        + "first update for |g| far below epsilon is 96.8 % smaller. Its weight_decay is `l2` and "
                        + "`l2_bias` of `regularization` here."
            })
    record Amsgrad(
            @Field(like = Sgd.class, example = "0.001") LearningRate learningRate,

            @Field(like = Adam.class) double beta1,

            @Field(like = Adam.class) double beta2,

            @Field(like = Adam.class) double epsilon,

            @Field(
                    value = "whether ε is added to the root of w before or after the bias correction",
                    byDefault = "uncorrected")
            EpsilonPosition epsilonOn)
            implements Optimizer {
        public Amsgrad {
            Schema.of(Amsgrad.class).check(learningRate, beta1, beta2, epsilon, epsilonOn);
        }

        /** With a constant learning rate and the defaults. */
        public static Amsgrad of(double learningRate) {
            return withDefaults(Amsgrad.class, learningRate);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.amsgrad(this);
        }
    }

    /** Kingma and Ba (2015), section 7.1: Adam with the infinity norm of the gradients, n, instead of √v. */
    @Word(
            formula = "m' = beta1 * m + (1 - beta1) * g; n' = max(beta2 * n, |g|) + 1e-32; "
                    + "u = learning_rate / (1 - beta1^t) * m' / n'",
            dl4j = "AdaMax",
            keras = "Adamax",
            pytorch = "Adamax",
            differs = {
                "The paper has no 1e-32. It prevents a division by 0 if the gradient is 0; for |g| from "
                        + "1e-15 on it changes nothing in f64.",
                "DL4J takes an epsilon and ignores it.",
                "Keras divides by n' + epsilon, 1e-7 by default: for |g| = 1e-9 its first step is 0.99 % of this one.",
                "PyTorch adds eps, 1e-8 by default, to |g|: for |g| = 1e-9 its first step is 9.09 % of this one."
            })
    record Adamax(
            @Field(like = Sgd.class, example = "0.001") LearningRate learningRate,

            @Field(like = Adam.class) double beta1,

            @Field(like = Adam.class, value = "the decay rate of n, β2")
            double beta2)
            implements Optimizer {
        public Adamax {
            Schema.of(Adamax.class).check(learningRate, beta1, beta2);
        }

        /** With a constant learning rate and the defaults. */
        public static Adamax of(double learningRate) {
            return withDefaults(Adamax.class, learningRate);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.adamax(this);
        }
    }

    /**
     * Dozat (2016): Adam with Nesterov momentum. As in DL4J, v has no bias correction, so the first steps are far
     * longer than in the paper.
     */
    @Word(
            formula = "m' = beta1 * m + (1 - beta1) * g; v' = beta2 * v + (1 - beta2) * g^2; "
                    + "u = learning_rate * (beta1 * m' + (1 - beta1) * g) / (1 - beta1^t) / (sqrt(v') + epsilon)",
            dl4j = "Nadam",
            keras = "Nadam",
            pytorch = "NAdam",
            differs = {
                "The paper divides v' by 1 - beta2^t, and beta1 * m' by 1 - beta1^(t + 1). With the "
                        + "defaults and a constant gradient, the first step is 40.8 times as long here, the "
                        + "hundredth 3.24 times and the thousandth 1.26 times.",
                "Keras follows the paper, with a momentum that rises from about beta1 / 2 to beta1: the "
                        + "first step is 56.5 times as long here.",
                "PyTorch follows the paper, with a momentum that rises from about beta1 / 2 to beta1, "
                        + "more slowly than Keras's: the first step is 56.9 times as long here."
            })
    record Nadam(
            @Field(like = Sgd.class, example = "0.001") LearningRate learningRate,

            @Field(like = Adam.class) double beta1,

            @Field(like = Adam.class) double beta2,

            @Field(like = Adam.class) double epsilon)
            implements Optimizer {
        public Nadam {
            Schema.of(Nadam.class).check(learningRate, beta1, beta2, epsilon);
        }

        /** With a constant learning rate and the defaults. */
        public static Nadam of(double learningRate) {
            return withDefaults(Nadam.class, learningRate);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.nadam(this);
        }
    }

    /** Tieleman and Hinton (2012): divided by the root of a moving mean of squares, c, which in DL4J starts at ε. */
    @Word(
            formula = "c' = decay * c + (1 - decay) * g^2, c starts at epsilon or 0, see initial_mean; "
                    + "u = learning_rate * g / (sqrt(c') + epsilon)",
            dl4j = "RmsProp",
            keras = "RMSprop",
            pytorch = "RMSprop",
            differs = {
                "The lecture starts with c = 0, `initial_mean: zero`. With the defaults, the first "
                        + "update is 68.4 % smaller for |g| = 1e-4, and 0.04 % for |g| = 0.01.",
                "DL4J starts with c = epsilon.",
                "Keras starts with c = 0 and has epsilon inside the root, sqrt(c' + epsilon), 1e-7 by default.",
                "PyTorch has `initial_mean: zero`; its alpha, `decay` here, is 0.99 by default. Its weight_decay is `l2` and `l2_bias` of `regularization` here."
            })
    record Rmsprop(
            @Field(
                    like = Sgd.class,
                    example = "0.001",
                    pytorch = {"lr", "eta", "step_size"})
            LearningRate learningRate,

            @Field(
                    value = "the decay rate of c",
                    byDefault = "0.9",
                    range = "[0, 1)",
                    dl4j = "rmsDecay",
                    keras = "rho",
                    pytorch = "alpha")
            double decay,

            @Field(like = Adam.class) double epsilon,

            @Field(value = "the initial value of c", byDefault = "epsilon")
            InitialMean initialMean)
            implements Optimizer {
        public Rmsprop {
            Schema.of(Rmsprop.class).check(learningRate, decay, epsilon, initialMean);
        }

        /** With a constant learning rate and the defaults. */
        public static Rmsprop of(double learningRate) {
            return withDefaults(Rmsprop.class, learningRate);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.rmsprop(this);
        }
    }

    /**
     * Duchi, Hazan and Singer (2011): divided by the root of the sum of all squares, h, which in DL4J starts at 1e-6.
     */
    @Word(
            formula = "h' = h + g^2, h starts at initial_sum; u = learning_rate * g / (sqrt(h') + epsilon)",
            dl4j = "AdaGrad",
            keras = "Adagrad",
            pytorch = "Adagrad",
            differs = {
                "The paper has `initial_sum: 0`. With the defaults, the first update is 29.3 % smaller for |g| = 0.001, and 0.005 % for |g| = 0.1.",
                "DL4J starts with h = 1e-6, independent of epsilon.",
                "Keras starts with h = 0.1 and has epsilon inside the root, sqrt(h' + epsilon), 1e-7 by default.",
                "PyTorch starts with h = 0, and its eps is 1e-10 by default. Its weight_decay is `l2` "
                        + "and `l2_bias` of `regularization` here, and its lr_decay is the learning rate `inverse`."
            })
    record Adagrad(
            @Field(like = Sgd.class, example = "0.01") LearningRate learningRate,

            @Field(like = Adam.class, byDefault = "1e-06") double epsilon,

            @Field(
                    value = "the initial value of h",
                    byDefault = "1e-06",
                    range = "[0, inf)",
                    keras = "initial_accumulator_value",
                    pytorch = "initial_accumulator_value")
            double initialSum)
            implements Optimizer {
        public Adagrad {
            Schema.of(Adagrad.class).check(learningRate, epsilon, initialSum);
        }

        /** Whether h has the same initial value as in DL4J. */
        public boolean startsAsInDl4j() {
            return initialSum == 1e-6;
        }

        /** With a constant learning rate and the defaults. */
        public static Adagrad of(double learningRate) {
            return withDefaults(Adagrad.class, learningRate);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.adagrad(this);
        }
    }

    /**
     * Zeiler (2012): the ratio of the moving means of squared updates, d, and squared gradients, c. It has no learning
     * rate.
     */
    @Word(
            formula = "c' = decay * c + (1 - decay) * g^2; u = g * sqrt(d + epsilon) / sqrt(c' + epsilon); "
                    + "d' = decay * d + (1 - decay) * u^2",
            dl4j = "AdaDelta",
            keras = "Adadelta",
            pytorch = "Adadelta",
            differs = {
                "Keras multiplies u by a learning rate, 0.001 by default; with 1.0 it is this formula.",
                "PyTorch multiplies u by a learning rate too, 1.0 by default, which is this formula; its rho is 0.9 by default. Its weight_decay is `l2` and `l2_bias` of `regularization` here."
            })
    @Hint(
            names = {"lr", Optimizer.RATE},
            value = "`adadelta` has no learning rate: the one of PyTorch and Keras multiplies its update, "
                    + "and 1.0 gives the formula of `adadelta`")
    record Adadelta(
            @Field(
                    like = Rmsprop.class,
                    value = "the decay rate of c and d, ρ",
                    byDefault = "0.95",
                    dl4j = "rho",
                    pytorch = "rho")
            double decay,

            @Field(like = Adam.class, byDefault = "1e-06") double epsilon)
            implements Optimizer {
        public Adadelta {
            Schema.of(Adadelta.class).check(decay, epsilon);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.adadelta(this);
        }
    }
}
