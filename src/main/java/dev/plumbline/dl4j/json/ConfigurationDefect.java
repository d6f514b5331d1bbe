package dev.plumbline.dl4j.json;

import java.util.Locale;

/**
 * The known defects of DL4J that a configuration can have. Each has the name of its proof in {@code
 * src/docs/dl4j-findings.md}.
 */
public enum ConfigurationDefect {
    ELU_ALPHA(
            Effect.ALWAYS,
            "the backward pass of ELU assumes alpha = 1: with 0.5, the slope at z = -1 is 0.3679 instead of 0.1839",
            "use alpha = 1, and train again"),
    GELU_PRECISE(
            Effect.ALWAYS,
            "the precise GELU is 0.8314 instead of 0.8413 at z = 1, and its backward pass is the slope of neither",
            "use ActivationGELU(false), and train again"),
    GELU_SIGMOID(
            Effect.CONVENTION,
            "GELU is z·sigmoid(1.702 z), up to 0.0203 from the GELU of other libraries",
            "use this formula in a port to other software, or expect other outputs"),
    RRELU_SLOPE(
            Effect.ALWAYS,
            "the backward pass of RReLU has the slope 1 everywhere, where it should be the drawn alpha below zero",
            "use LeakyReLU, and train again"),
    RRELU_PREDICTION(
            Effect.ALWAYS,
            "a network that was trained with RReLU predicts with max(z, alpha), which is 0.25 instead of -0.5 at z = "
                    + "-2",
            "use LeakyReLU, and train again"),
    SOFTPLUS_OVERFLOW(
            Effect.SOMETIMES,
            "softplus is infinite and its slope NaN from z = 88.72 on in f32, and from 709.8 on in f64",
            "keep pre-activations small, or use DOUBLE"),
    SOFTPLUS_TAIL(
            Effect.SOMETIMES,
            "softplus is 0 below z = -16.64 in f32 and -36.74 in f64, so a loss with its logarithm is infinite there",
            "do not take the logarithm of its outputs"),
    NAN_SLOPES(
            Effect.SOMETIMES,
            "the slopes of Mish, GELU and Swish are NaN in f32 from z = 22.18, 26.06 and 44.36 on (f64: 177.4, "
                    + "208.5, 354.9)",
            "keep pre-activations small, or use DOUBLE"),
    RATIONAL_TANH_OVERFLOW(
            Effect.SOMETIMES,
            "the slope of RationalTanh is 0 in f32 from z = 90110 on, and NaN from 5.9e12 on",
            "keep pre-activations small, or use tanh"),
    SOFTMAX_FAR_BELOW_ZERO(
            Effect.SOMETIMES,
            "softmax in f64 is NaN for rows whose largest number is below -745.1",
            "keep pre-activations small, or use FLOAT"),
    NAN_SWALLOWED(
            Effect.SOMETIMES,
            "ReLU6 turns NaN into 6 and the thresholded ReLU into 0, so a failed training continues without an error",
            "use ReLU, or test the weights for NaN"),
    MISH_TAIL(
            Effect.SOMETIMES,
            "Mish loses precision below zero: at z = -30 in f64 the relative error is 0.001, at z = -20 in f32 the "
                    + "result is 0",
            "nothing, if such outputs do not matter"),
    FLOAT_CONSTANTS(
            Effect.CONVENTION,
            "constants are rounded to 32 bits, also in f64: the slope of the hard sigmoid is 0.20000000298",
            "use the rounded constants in a port of the network"),
    LEAKY_RELU_ALPHA(
            Effect.CONVENTION,
            "the backward pass of the leaky ReLU rounds alpha to 32 bits, 0.00999999977648 for 0.01, the forward "
                    + "pass does not",
            "use an alpha that f32 represents exactly: (double) (float) 0.01, or 0.0078125"),
    RECTIFIERS_AT_ZERO(
            Effect.CONVENTION,
            "at z = 0 ReLU has the slope 0, and the leaky ReLU has 1",
            "nothing; take it into account in a port of the network"),
    XENT_CLIP(
            Effect.SOMETIMES,
            "binary cross-entropy clips its output at 1e-5: for z = -12 and y = 1 the gradient is -0.6144 instead of "
                    + "-1",
            "use new LossBinaryXENT(1e-12), or 1e-7 in f32"),
    XENT_CLIP_ONE(
            Effect.SOMETIMES,
            "in f32 a clip below 6e-8 has no effect next to 1, so the loss is NaN for y = 1 and z = 20",
            "use new LossBinaryXENT(1e-7)"),
    XENT_SOFTMAX(
            Effect.ALWAYS,
            "binary cross-entropy of softmax has the gradient of another loss: -1.083 instead of -0.8338 in the "
                    + "page's example",
            "use LossMCXENT with softmax"),
    MCXENT_SUM(
            Effect.SOMETIMES,
            "categorical cross-entropy with softmax assumes that the targets of an example add up to 1",
            "use targets that add up to 1"),
    MCXENT_CLIP(
            Effect.CONVENTION,
            "the loss of categorical cross-entropy is at most 23.03 per class, while its gradient is not capped",
            "do not compare its scores with those of other software"),
    KLD_CLIP(
            Effect.CONVENTION,
            "the loss of the Kullback-Leibler divergence clips outputs and targets at 1e-5, but its gradient clips "
                    + "neither",
            "do not compare its scores with those of other software"),
    COSINE_SHORT(
            Effect.SOMETIMES,
            "the gradient of the cosine is too small for short outputs: -70.71 instead of -353.6 at (0.001, 0.001)",
            "keep outputs longer than 0.01"),
    COSINE_LONG(
            Effect.SOMETIMES,
            "the gradient of the cosine is 0 in f32 for outputs of length 1e13, and NaN for longer ones",
            "keep outputs short, or use DOUBLE"),
    MAPE_ZERO(
            Effect.SOMETIMES,
            "the percentage error is infinite for a target of 0, and its gradient NaN if the output is 0 too",
            "do not use targets of 0"),
    WASSERSTEIN_MASK(
            Effect.SOMETIMES,
            "the Wasserstein loss applies the mask to the caller's targets, and not to its gradient",
            "use it without masks"),
    MULTI_LABEL_DOUBLE(
            Effect.SOMETIMES,
            "the multi-label loss uses the default precision of the process, and fails in a network with another "
                    + "precision",
            "set the network's data type as the default of the process"),
    ADABELIEF_CRASH(Effect.ALWAYS, "a training with AdaBelief does not start: DL4J throws an exception", "use Adam"),
    LEARNING_RATE_ZERO(
            Effect.ALWAYS,
            "with a learning rate of 0, Adam still moves by 3.162e-8 a step, AMSGrad likewise and AdaMax by 1e-9",
            "end the training when its schedule reaches 0"),
    ADAM_EPSILON(
            Effect.CONVENTION,
            "Adam and AMSGrad add epsilon before the correction of the second moment: for a gradient of 1e-9 the first"
                    + " update is 3.152e-6 instead of 9.091e-5",
            "nothing, unless gradients are tiny; take it into account in a port of the training"),
    ADAMAX_EPSILON(
            Effect.CONVENTION, "AdaMax ignores its epsilon", "nothing; take it into account in a port of the training"),
    NADAM_BIAS(
            Effect.ALWAYS,
            "Nadam does not correct its second moment: the first update is 0.06008 instead of 0.001474 for a rate of "
                    + "0.001",
            "use Adam, or a warm-up of the learning rate"),
    RMSPROP_START(
            Effect.CONVENTION,
            "the mean square of RmsProp starts at epsilon instead of 0",
            "nothing, with an epsilon of 1e-8"),
    ADAGRAD_START(
            Effect.CONVENTION,
            "the sum of squares of AdaGrad starts at 1e-6 instead of 0: the first update is 0.7071 instead of 1 for a"
                    + " gradient of 0.001 and a rate of 1",
            "take it into account in a port of the training"),
    UPDATER_DEFAULTS(
            Effect.CONVENTION,
            "the default learning rate is 0.1 for RmsProp, AdaGrad and Nesterovs, a hundred times or ten times as "
                    + "large as"
                    + " elsewhere",
            "set the learning rate explicitly"),
    POLY_SCHEDULE(
            Effect.ALWAYS,
            "the polynomial schedule grows, from 0.1 to 0.396, and then drops to 0, instead of falling",
            "write an ISchedule with 1 - t/n, and train again"),
    CYCLE_SCHEDULE_ODD(
            Effect.ALWAYS,
            "a cycle whose slopes do not fill it jumps to its maximum again before it anneals",
            "choose cycleLength - annealingLength even"),
    EPOCH_COUNT(
            Effect.SOMETIMES,
            "fit(INDArray, INDArray) never ends an epoch, so this schedule by epochs does not change",
            "use fit(DataSetIterator), or setEpochCount after each pass"),
    WEIGHT_DECAY_TWICE(
            Effect.ALWAYS,
            "weightDecay of the whole network is applied twice: a weight of 1 that is decayed by 0.1 becomes 0.8",
            "set weightDecay in each layer"),
    WEIGHT_DECAY_BIAS_TWICE(
            Effect.ALWAYS,
            "weightDecayBias of the whole network is applied twice",
            "set weightDecayBias in each layer"),
    WEIGHT_DECAY_SCORE(
            Effect.ALWAYS,
            "the score has a penalty for weight decay, 0.2 in the page's example, which the training does not minimize",
            "do not compare its scores with those of other software"),
    CONSTRAINT_TWICE(
            Effect.ALWAYS,
            "every constraint is applied twice after each step",
            "nothing, if applying it twice changes nothing"),
    CONSTRAINT_EPSILON(
            Effect.ALWAYS,
            "the constraint divides by the norm + 1e-6, so weights below the maximum shrink: 0.99986 instead of 1 "
                    + "after 100"
                    + " steps",
            "clip the weights in your own listener, or use Plumbline's ExactMaxNorm"),
    UNIT_NORM_ZERO(
            Effect.SOMETIMES,
            "the unit norm divides by 0 if all weights of a unit are 0, which gives NaN",
            "start with nonzero weights"),
    NORM_OF_SQUARES(
            Effect.SOMETIMES,
            "a norm is infinite or 0 if the squares in its sum overflow or underflow: in f32 for (3e20, 4e20)",
            "keep gradients and weights in a moderate range, or use DOUBLE"),
    MIN_MAX_NORM_RATE(
            Effect.ALWAYS,
            "the min-max norm with a rate below 1 scales by the norm itself: 7.8 instead of 1.8 in the page's example",
            "use a rate of 1"),
    DROPOUT_RETAINS(
            Effect.CONVENTION,
            "the probability of dropout is the probability of keeping a value; in other libraries, that of dropping it",
            "check that the value is the intended one"),
    LECUN_UNIFORM(
            Effect.ALWAYS,
            "LECUN_UNIFORM draws from ±3/√n instead of ±√(3/n): a standard deviation of 0.17 instead of 0.1 for 100 "
                    + "inputs",
            "use UniformDistribution(-√(3/n), √(3/n))"),
    VARIANCE_SCALING_UNIFORM(
            Effect.ALWAYS,
            "uniform variance scaling has a standard deviation of 0.17 instead of 0.1 for 100 inputs and outputs",
            "use a UniformDistribution with explicit bounds"),
    VARIANCE_SCALING_NORMAL(
            Effect.ALWAYS,
            "normal variance scaling truncates the distribution without compensation: a deviation of 0.087 instead "
                    + "of 0.1",
            "use a NormalDistribution with an explicit deviation"),
    ORTHOGONAL_FLOAT(
            Effect.CONVENTION,
            "orthogonal weights in f64 are orthogonal to 1e-7 only",
            "orthogonalize them yourself, if it matters"),
    UNIFORM_FLOAT(
            Effect.CONVENTION,
            "uniform random numbers in f64 have only the precision of f32",
            "set the weights yourself, if it matters"),
    SEED_ZERO(
            Effect.ALWAYS,
            "DL4J replaces the seed 0 by the clock, so the training cannot be repeated",
            "use another seed");

    /** When a defect has an effect. */
    public enum Effect {
        /** Every training or prediction with this configuration. */
        ALWAYS("always"),
        /** Some numbers, data or programs. */
        SOMETIMES("for some numbers, data or programs"),
        /** Not wrong, but other libraries compute something else under the same name, or other last digits. */
        CONVENTION("only in comparison with other libraries, or in the last digits");

        private final String when;

        Effect(String when) {
            this.when = when;
        }

        /** The effect in words. */
        public String when() {
            return when;
        }
    }

    private final Effect effect;
    private final String meaning;
    private final String advice;

    ConfigurationDefect(Effect effect, String meaning, String advice) {
        this.effect = effect;
        this.meaning = meaning;
        this.advice = advice;
    }

    /** The name of its section in the page of findings. */
    public String findingName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** When the defect has an effect. */
    public Effect effect() {
        return effect;
    }

    /** What DL4J computes, in a sentence. */
    public String meaning() {
        return meaning;
    }

    /** What to do. */
    public String advice() {
        return advice;
    }
}
