package dev.plumbline.spec;

import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Refused;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;

/**
 * The function from the pre-activation z of a layer to its activation a. It is applied to each element, except softmax,
 * which is applied to each row.
 */
@Refused(
        names = {"rrelu", "RReLU", "RRELU", "ActivationRReLU", "randomized_relu", "randomized_leaky_relu"},
        reason = "its backward pass uses the slope 1 everywhere, and its prediction uses another function",
        instead = "`leaky_relu` has a fixed slope",
        finding = "rrelu-slope")
@Refused(
        names = {"gelu_precise", "precise_gelu", "gelu_tanh", "gelu_erf", "ActivationGELU(true)"},
        reason = "its precise GELU is off by 0.01 at 1, and its backward pass matches neither formula",
        instead = "`gelu` is z σ(1.702 z)",
        finding = "gelu-precise")
public sealed interface Activation
        permits Activation.Identity,
                Activation.Sigmoid,
                Activation.Tanh,
                Activation.Relu,
                Activation.LeakyRelu,
                Activation.Relu6,
                Activation.Elu,
                Activation.Selu,
                Activation.Softplus,
                Activation.Softsign,
                Activation.HardSigmoid,
                Activation.HardTanh,
                Activation.Swish,
                Activation.Mish,
                Activation.Gelu,
                Activation.Cube,
                Activation.RationalTanh,
                Activation.RectifiedTanh,
                Activation.ThresholdedRelu,
                Activation.Softmax {

    /** Calls the case of this word. The compiler makes every engine implement every word. */
    <R> R match(Cases<R> cases);

    /** One method for each word. */
    interface Cases<R> {
        R identity();

        R sigmoid();

        R tanh();

        R relu();

        R leakyRelu(double alpha);

        R relu6();

        R elu();

        R selu();

        R softplus();

        R softsign();

        R hardSigmoid();

        R hardTanh();

        R swish();

        R mish();

        R gelu();

        R cube();

        R rationalTanh();

        R rectifiedTanh();

        R thresholdedRelu(double theta);

        R softmax();
    }

    /** No activation at all: the layer is linear. */
    @Word(formula = "a = z", dl4j = "IDENTITY", keras = "linear", pytorch = "Identity")
    record Identity() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.identity();
        }
    }

    /** The logistic function, the tutorial's {@code nonlin}: from 0 to 1. */
    @Word(
            formula = "a = 1 / (1 + exp(-z))",
            outputs = "(0, 1)",
            dl4j = "SIGMOID",
            keras = {"sigmoid", "logistic"},
            pytorch = "Sigmoid")
    record Sigmoid() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sigmoid();
        }
    }

    /** The hyperbolic tangent: from −1 to 1. */
    @Word(formula = "a = tanh(z)", outputs = "(-1, 1)", dl4j = "TANH", keras = "tanh", pytorch = "Tanh")
    record Tanh() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.tanh();
        }
    }

    /** The rectified linear unit. Its slope at z = 0 is 0. */
    @Word(
            formula = "a = max(0, z)",
            outputs = "[0, inf)",
            dl4j = "RELU",
            keras = "relu",
            pytorch = "ReLU",
            meaning = "At z = 0 the slope is 0.")
    record Relu() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.relu();
        }
    }

    /**
     * A rectifier with a small slope below zero. Its slope at z = 0 is 1. DL4J stores α in 32 bits for the backward
     * pass, so all engines round α to 32 bits, a relative change of at most 6e-8.
     */
    @Word(
            formula = "a = z for z >= 0, alpha * z below; alpha rounded to f32",
            dl4j = {"LEAKYRELU", "ActivationLReLU"},
            keras = {"leaky_relu", "LeakyReLU"},
            pytorch = "LeakyReLU",
            differs = {
                "DL4J rounds alpha to 32 bits: 0.01 becomes 0.009999999776. Keras and PyTorch do not "
                        + "round it in f64; the relative difference is up to 6e-8.",
                "Keras has other defaults: 0.2 in leaky_relu, 0.3 in the layer LeakyReLU.",
                "PyTorch has the slope negative_slope at z = 0; here, as in DL4J, it is 1."
            })
    record LeakyRelu(
            @Field(
                    value = "the slope below zero",
                    byDefault = "0.01",
                    range = "[0, 1)",
                    keras = "negative_slope",
                    pytorch = "negative_slope")
            double alpha)
            implements Activation {
        public LeakyRelu {
            Schema.of(LeakyRelu.class).check(alpha);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.leakyRelu(alpha);
        }
    }

    /** The rectified linear unit, cut off at 6; the slope is 0 at both kinks. */
    @Word(
            formula = "a = min(max(0, z), 6)",
            outputs = "[0, 6]",
            dl4j = "RELU6",
            keras = "relu6",
            pytorch = "ReLU6",
            meaning = "At z = 0 and at z = 6 the slope is 0.")
    record Relu6() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.relu6();
        }
    }

    /**
     * The exponential linear unit with α = 1. DL4J's backward pass ignores any other α, so there is no such parameter.
     */
    @Word(
            formula = "a = z for z >= 0, exp(z) - 1 below",
            outputs = "(-1, inf)",
            dl4j = "ELU",
            keras = "elu",
            pytorch = "ELU",
            differs = {
                "Keras and PyTorch multiply the part below zero by a parameter alpha, 1 by default; here " + "it is 1.",
                "DL4J has alpha too, but its backward pass ignores it."
            })
    @Refused(
            names = {"alpha", "negative_slope"},
            reason = "the backward pass of its ELU is right only for an alpha of 1",
            instead = "`elu` without parameters has an alpha of 1",
            finding = "elu-alpha")
    record Elu() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.elu();
        }
    }

    /** The scaled exponential linear unit of Klambauer and others (2017). */
    @Word(
            formula =
                    "a = lambda * z for z > 0, lambda * alpha * (exp(z) - 1) otherwise; alpha = 1.6732632423543772, lambda = 1.0507009873554805",
            dl4j = "SELU",
            keras = "selu",
            pytorch = "SELU",
            meaning = "At z = 0 the slope is lambda * alpha.")
    record Selu() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.selu();
        }
    }

    /** A smooth rectifier. */
    @Word(
            formula = "a = log(1 + exp(z))",
            outputs = "(0, inf)",
            dl4j = "SOFTPLUS",
            keras = "softplus",
            pytorch = "Softplus",
            differs = {
                "PyTorch uses the identity above its threshold of 20, an error of up to 2.1e-9, and has "
                        + "a factor beta, 1 by default."
            })
    record Softplus() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.softplus();
        }
    }

    /** Similar to tanh, with flatter tails. */
    @Word(
            formula = "a = z / (1 + |z|)",
            outputs = "(-1, 1)",
            dl4j = "SOFTSIGN",
            keras = "softsign",
            pytorch = "Softsign")
    record Softsign() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.softsign();
        }
    }

    /** A piecewise linear sigmoid. DL4J stores its slope, 0.2, in 32 bits: 0.20000000298. */
    @Word(
            formula = "a = min(max(0, f32(0.2) * z + 0.5), 1)",
            outputs = "[0, 1]",
            dl4j = "HARDSIGMOID",
            keras = "hard_sigmoid",
            pytorch = "Hardsigmoid",
            differs = {
                "DL4J rounds 0.2 to 32 bits: 0.200000002980.",
                "Keras (since version 3) and PyTorch have the slope 1/6 and the kinks at -3 and 3; here "
                        + "the kinks are at -2.5 and 2.5."
            })
    record HardSigmoid() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hardSigmoid();
        }
    }

    /** A piecewise linear tanh. Its slope at z = ±1 is 1. */
    @Word(
            formula = "a = min(max(-1, z), 1)",
            outputs = "[-1, 1]",
            dl4j = "HARDTANH",
            keras = "hard_tanh",
            pytorch = "Hardtanh",
            meaning = "At z = -1 and at z = 1 the slope is 1.",
            differs = {"PyTorch has the slope 0 at z = -1 and z = 1, and parameters for the two bounds."})
    record HardTanh() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hardTanh();
        }
    }

    /** Also called SiLU. */
    @Word(
            formula = "a = z / (1 + exp(-z))",
            dl4j = "SWISH",
            keras = {"swish", "silu"},
            pytorch = "SiLU")
    record Swish() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.swish();
        }
    }

    /**
     * Misra's self-gated unit (2019). DL4J's version loses precision in the tail, where its error is up to about u·|z|.
     */
    @Word(formula = "a = z * tanh(log(1 + exp(z)))", dl4j = "MISH", keras = "mish", pytorch = "Mish")
    record Mish() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.mish();
        }
    }

    /**
     * The Gaussian error linear unit in DL4J's approximation, with a sigmoid. It is neither the exact form with erf nor
     * the tanh form. DL4J's own "precise" form is wrong, so there is no word for it.
     */
    @Word(
            formula = "a = z / (1 + exp(-f32(1.702) * z))",
            dl4j = "GELU",
            keras = "gelu",
            pytorch = "GELU",
            differs = {
                "Keras and PyTorch compute z * Phi(z) with erf by default, or the tanh form "
                        + "(approximate); this formula differs from erf by up to 0.0203, at z = -2.27.",
                "DL4J rounds 1.702 to 32 bits: 1.702000021935.",
                "DL4J has a \"precise\" form too, which is wrong."
            })
    @Refused(
            names = {"precise", "approximate"},
            reason = "its precise GELU is off by 0.01 at 1, and its backward pass matches neither formula",
            instead = "`gelu` without parameters is z σ(1.702 z)",
            finding = "gelu-precise")
    record Gelu() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.gelu();
        }
    }

    /** The third power. */
    @Word(
            formula = "a = z^3",
            dl4j = "CUBE",
            differs = {"DL4J only."})
    record Cube() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.cube();
        }
    }

    /** A rational approximation of 1.7159 tanh(2z/3). DL4J stores both constants in 32 bits. */
    @Word(
            formula = "a = f32(1.7159) * sign(y) * (1 - 1 / (1 + |y| + y^2 + f32(1.41645) * y^4)), y = 2z/3",
            dl4j = "RATIONALTANH",
            meaning = "About 1.7159 * tanh(2z/3).",
            differs = {"DL4J only, with 1.7159 and 1.41645 rounded to 32 bits."})
    record RationalTanh() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.rationalTanh();
        }
    }

    /** tanh above zero, 0 below. Its slope at z = 0 is 0. */
    @Word(
            formula = "a = max(0, tanh(z))",
            outputs = "[0, 1)",
            dl4j = "RECTIFIEDTANH",
            meaning = "At z = 0 the slope is 0.",
            differs = {"DL4J only."})
    record RectifiedTanh() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.rectifiedTanh();
        }
    }

    /** 0 up to a threshold, the identity above it. */
    @Word(
            formula = "a = z for z > theta, 0 otherwise",
            outputs = "[0, inf)",
            dl4j = "THRESHOLDEDRELU",
            keras = {"thresholded_relu", "ThresholdedReLU"},
            pytorch = "Threshold",
            differs = {
                "Keras (since version 3) has it as ReLU(threshold=1).",
                "PyTorch has no default and needs the value below as well: Threshold(1, 0)."
            })
    record ThresholdedRelu(
            @Field(value = "the threshold", byDefault = "1", range = "[0, inf)", pytorch = "threshold")
            double theta) implements Activation {
        public ThresholdedRelu {
            Schema.of(ThresholdedRelu.class).check(theta);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.thresholdedRelu(theta);
        }
    }

    /** A probability distribution over a layer's units, for each row separately. */
    @Word(
            formula = "a_j = exp(z_j) / sum_k exp(z_k)",
            outputs = "(0, 1)",
            dl4j = "SOFTMAX",
            keras = "softmax",
            pytorch = "Softmax",
            meaning = "Each row separately.",
            differs = {"PyTorch needs the dimension: Softmax(dim=1)."})
    record Softmax() implements Activation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.softmax();
        }
    }
}
