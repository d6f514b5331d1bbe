package dev.plumbline.spec;

import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The initial weights W of a layer, inputs × units. Random weights are drawn from NumPy's stream, layer by layer from
 * the inputs on, and row by row.
 */
public sealed interface Initializer
        permits Initializer.Zeros,
                Initializer.Ones,
                Initializer.Constant,
                Initializer.Uniform,
                Initializer.Normal,
                Initializer.TruncatedNormal,
                Initializer.GlorotUniform,
                Initializer.GlorotNormal,
                Initializer.HeUniform,
                Initializer.HeNormal,
                Initializer.LecunUniform,
                Initializer.LecunNormal,
                Initializer.Orthogonal,
                Initializer.Identity,
                Initializer.Given,
                Initializer.Npy,
                Initializer.Npz {

    /** Calls the case of this word. The compiler makes every implementation handle every word. */
    <R> R match(Cases<R> cases);

    /** Whether it also sets the initial bias. An archive can contain a bias that the file does not mention. */
    default boolean setsBias() {
        return Schema.of(getClass()).parameters().stream()
                .anyMatch(parameter -> parameter.name().equals("bias")
                        && parameter.valueIn(this) instanceof Optional<?> bias
                        && bias.isPresent());
    }

    /** One method for each word. */
    interface Cases<R> {
        R constant(double value);

        R uniform(double low, double high);

        R normal(double mean, double standardDeviation);

        R glorotUniform();

        R glorotNormal();

        R heUniform();

        R heNormal();

        R truncatedNormal(double mean, double standardDeviation);

        R lecunUniform();

        R lecunNormal();

        R orthogonal(double gain);

        R identity();

        R given(List<List<Double>> weights);

        R npy(Npy npy);

        R npz(Npz npz);
    }

    /** All weights 0. A network with hidden layers cannot learn from them: its units stay equal. */
    @Word(
            formula = "W = 0",
            dl4j = "ZERO",
            keras = "zeros",
            pytorch = "zeros_",
            meaning = "A network with hidden layers cannot learn from these weights: its units stay equal.")
    record Zeros() implements Initializer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.constant(0);
        }
    }

    /** All weights 1. */
    @Word(formula = "W = 1", dl4j = "ONES", keras = "ones", pytorch = "ones_")
    record Ones() implements Initializer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.constant(1);
        }
    }

    /** All weights have the same value. */
    @Word(formula = "W = value", dl4j = "ConstantDistribution", keras = "constant", pytorch = "constant_")
    record Constant(@Field("the value of each weight") double value) implements Initializer {
        public Constant {
            Schema.of(Constant.class).check(value);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.constant(value);
        }
    }

    /** Uniform between two bounds. The tutorial's {@code 2*np.random.random(shape) - 1} has the bounds −1 and 1. */
    @Word(
            formula = "W = low + (high - low) * random()",
            dl4j = {"UNIFORM", "UniformDistribution"},
            keras = {"random_uniform", "RandomUniform"},
            pytorch = "uniform_",
            differs = {
                "DL4J: WeightInit.UNIFORM is uniform in (-1 / sqrt(inputs), 1 / sqrt(inputs)); its "
                        + "UniformDistribution is this.",
                "Keras has the defaults -0.05 and 0.05, PyTorch 0 and 1."
            })
    record Uniform(
            @Field(value = "the lower bound, included", example = "-1", dl4j = "lower", keras = "minval", pytorch = "a")
            double low,

            @Field(value = "the upper bound, excluded", example = "1", dl4j = "upper", keras = "maxval", pytorch = "b")
            double high)
            implements Initializer {
        public Uniform {
            Schema.of(Uniform.class).check(low, high);
            if (!(low < high) || Double.isInfinite(high - low)) {
                InvalidSpecException.throwIfAny(List.of(new Problem(
                        ErrorKind.OUT_OF_RANGE,
                        "high",
                        "`high` is " + high + ", which is not above `low`, " + low,
                        "low < high")));
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.uniform(low, high);
        }
    }

    /** Normal (Gaussian). */
    @Word(
            formula = "W = mean + standard_deviation * gauss()",
            dl4j = {"NORMAL", "NormalDistribution"},
            keras = {"random_normal", "RandomNormal"},
            pytorch = "normal_",
            differs = {
                "DL4J: WeightInit.NORMAL has the standard deviation 1 / sqrt(inputs); its "
                        + "NormalDistribution is this.",
                "Keras has the default standard deviation 0.05, PyTorch 1."
            })
    record Normal(
            @Field(
                    value = "the mean, μ",
                    byDefault = "0",
                    keras = "mean",
                    pytorch = {"mean", "loc"})
            double mean,

            @Field(
                    value = "the standard deviation, σ",
                    example = "0.1",
                    range = "(0, inf)",
                    dl4j = "std",
                    keras = "stddev",
                    pytorch = {"std", "sigma", "scale"})
            double standardDeviation)
            implements Initializer {
        public Normal {
            Schema.of(Normal.class).check(mean, standardDeviation);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.normal(mean, standardDeviation);
        }
    }

    /**
     * Normal (Gaussian) without the tails. Row by row, each weight is drawn again until it is within two standard
     * deviations of the mean. In NumPy:
     *
     * <pre>{@code
     * W = np.empty(inputs * units)
     * for i in range(W.size):
     *     g = np.random.normal()
     *     while abs(g) > 2:
     *         g = np.random.normal()
     *     W[i] = mean + standard_deviation * g
     * W = W.reshape(inputs, units)
     * }</pre>
     *
     * @param standardDeviation σ of the whole distribution; the standard deviation of the weights is 0.88 σ
     */
    @Word(
            formula = "W = mean + standard_deviation * g, g = gauss() drawn again while |g| > 2",
            meaning = "Row by row, each weight is drawn again until it is within two standard deviations.",
            dl4j = "TruncatedNormalDistribution",
            keras = {"truncated_normal", "TruncatedNormal"},
            pytorch = "trunc_normal_",
            differs = "PyTorch cuts at two fixed values, -2 and 2 by default, for every standard deviation.")
    record TruncatedNormal(
            @Field(like = Normal.class, pytorch = "mean") double mean,

            @Field(
                    like = Normal.class,
                    value = "the standard deviation, σ, before the tails are cut off",
                    pytorch = "std")
            double standardDeviation)
            implements Initializer {
        public TruncatedNormal {
            Schema.of(TruncatedNormal.class).check(mean, standardDeviation);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.truncatedNormal(mean, standardDeviation);
        }
    }

    /** Glorot and Bengio (2010), uniform: for sigmoid and tanh. */
    @Word(
            formula = "W uniform in (-r, r), r = sqrt(6 / (inputs + units))",
            dl4j = {"XAVIER_UNIFORM"},
            keras = {"glorot_uniform", "GlorotUniform"},
            pytorch = "xavier_uniform_",
            differs = {"PyTorch multiplies r by a gain, 1 by default."})
    record GlorotUniform() implements Initializer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.glorotUniform();
        }
    }

    /** Glorot and Bengio (2010), normal: for sigmoid and tanh. */
    @Word(
            formula = "W normal, mean 0, standard deviation sqrt(2 / (inputs + units))",
            dl4j = {"XAVIER"},
            keras = {"glorot_normal", "GlorotNormal"},
            pytorch = "xavier_normal_",
            differs = {
                "Keras draws from a truncated normal, widened so that its standard deviation is this one.",
                "PyTorch multiplies it by a gain, 1 by default."
            })
    record GlorotNormal() implements Initializer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.glorotNormal();
        }
    }

    /** He, Zhang, Ren and Sun (2015), uniform: for rectifiers. */
    @Word(
            formula = "W uniform in (-r, r), r = sqrt(6 / inputs)",
            dl4j = {"RELU_UNIFORM"},
            keras = {"he_uniform", "HeUniform"},
            pytorch = "kaiming_uniform_",
            differs = {
                "PyTorch is the same with its defaults, a=0 and fan_in; but its layer Linear begins with "
                        + "a=sqrt(5), which is r = 1 / sqrt(inputs)."
            })
    record HeUniform() implements Initializer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.heUniform();
        }
    }

    /** He, Zhang, Ren and Sun (2015), normal: for rectifiers. */
    @Word(
            formula = "W normal, mean 0, standard deviation sqrt(2 / inputs)",
            dl4j = {"RELU"},
            keras = {"he_normal", "HeNormal"},
            pytorch = "kaiming_normal_",
            differs = {
                "Keras draws from a truncated normal, widened so that its standard deviation is this one.",
                "PyTorch is the same with its defaults, a=0 and fan_in."
            })
    record HeNormal() implements Initializer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.heNormal();
        }
    }

    /** LeCun, Bottou, Orr and Müller (1998), uniform: for selu, and for tanh of scaled inputs. */
    @Word(
            formula = "W uniform in (-r, r), r = sqrt(3 / inputs)",
            dl4j = {"LECUN_UNIFORM"},
            keras = {"lecun_uniform", "LecunUniform"},
            differs = "DL4J draws from a wider range, r = 3 / sqrt(inputs).")
    record LecunUniform() implements Initializer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lecunUniform();
        }
    }

    /** LeCun, Bottou, Orr and Müller (1998), normal: for selu, and for tanh of scaled inputs. */
    @Word(
            formula = "W normal, mean 0, standard deviation sqrt(1 / inputs)",
            dl4j = {"LECUN_NORMAL"},
            keras = {"lecun_normal", "LecunNormal"},
            differs = "Keras draws from a truncated normal, widened so that its standard deviation is this one.")
    record LecunNormal() implements Initializer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lecunNormal();
        }
    }

    /**
     * Orthogonal columns, or rows in a wide matrix, of length {@code gain} (Saxe, McClelland and Ganguli, 2013). In
     * NumPy:
     *
     * <pre>{@code
     * G = np.random.normal(size=(max(inputs, units), min(inputs, units)))
     * Q, R = np.linalg.qr(G)
     * Q = Q * np.sign(np.diag(R))  # so that R's diagonal is positive, which makes Q unique
     * W = gain * (Q.T if inputs < units else Q)
     * }</pre>
     */
    @Word(
            formula = "W = gain * Q, Q R = normal(0, 1) with R's diagonal positive; transposed if inputs < units",
            meaning = "The normal numbers are drawn row by row into the tall shape, max(inputs, units) × "
                    + "min(inputs, units), and Q is transposed if W is wide.",
            dl4j = "OrthogonalDistribution",
            keras = {"orthogonal", "Orthogonal", "OrthogonalInitializer"},
            pytorch = "orthogonal_")
    record Orthogonal(
            @Field(
                    value = "the factor of the orthonormal matrix",
                    byDefault = "1",
                    range = "(0, inf)",
                    dl4j = "gain",
                    keras = "gain",
                    pytorch = "gain")
            double gain)
            implements Initializer {
        public Orthogonal {
            Schema.of(Orthogonal.class).check(gain);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.orthogonal(gain);
        }
    }

    /**
     * Ones on the diagonal and zeros elsewhere, {@code np.eye(inputs, units)}: at first, the layer passes its input on.
     */
    @Word(
            formula = "W[i, j] = 1 if i = j, else 0",
            dl4j = "IDENTITY",
            keras = {"identity", "Identity", "IdentityInitializer"},
            pytorch = "eye_",
            differs = "DL4J refuses a matrix that is not square.")
    record Identity() implements Initializer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.identity();
        }
    }

    /** Numbers in the file itself. They use no random numbers. */
    @Word(
            formula = "W = weights; b = bias",
            keras = {"constant", "Constant"},
            differs = "PyTorch's Linear keeps weights of units × inputs: the transpose of these.")
    record Given(
            @Field(value = "a row for each input, with a number for each unit", keras = "value")
            List<List<Double>> weights,

            @Field("a number for each unit; default: the layer's bias_init")
            Optional<List<Double>> bias)
            implements Initializer {
        public Given {
            weights = weights.stream().map(List::copyOf).toList();
            bias = bias.map(List::copyOf);
            List<Problem> problems = new ArrayList<>();
            DataSource.Inline.checkTable("weights", weights, problems);
            bias.ifPresent(row -> checkBias(row, problems));
            InvalidSpecException.throwIfAny(problems);
        }

        private static void checkBias(List<Double> row, List<Problem> problems) {
            if (row.isEmpty()) {
                problems.add(new Problem(ErrorKind.MISSING_KEY, "bias", "`bias` is empty", "a number for each unit"));
            }
            for (int j = 0; j < row.size(); j++) {
                if (!Double.isFinite(row.get(j))) {
                    problems.add(new Problem(
                            ErrorKind.NOT_FINITE, "bias[" + j + "]", "found " + row.get(j), "a finite number"));
                }
            }
        }

        /** Weights only: the bias starts from the layer's bias_init. */
        public Given(List<List<Double>> weights) {
            this(weights, Optional.empty());
        }

        /** The shape of W: {@code 3×5}. */
        public String shape() {
            return weights.size() + "×" + weights.get(0).size();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.given(weights);
        }
    }

    /**
     * The array of a NumPy file, of shape (inputs, units). It uses no random numbers.
     *
     * @param bias the path of the bias, of shape (units,) or (1, units); default: the layer's bias_init
     */
    @Word(
            formula = "W = np.load(file); b = np.load(bias)",
            meaning = "Paths are relative to the directory of the network file.",
            differs = "PyTorch's Linear keeps weights of units × inputs: save the transpose, weight.T.")
    record Npy(
            @Field(value = "the path of W, of shape (inputs, units)", example = "weights.npy")
            String file,

            @Field("the path of b, of shape (units,); default: the layer's bias_init")
            Optional<String> bias)
            implements Initializer {
        public Npy {
            Schema.of(Npy.class).check(file, bias);
        }

        /** Weights only: the bias starts from the layer's bias_init. */
        public Npy(String file) {
            this(file, Optional.empty());
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.npy(this);
        }
    }

    /**
     * An array of a NumPy archive, of shape (inputs, units), and the layer's bias if the archive has it. They use no
     * random numbers.
     */
    @Word(
            formula = "W = np.load(file)[array]; b = np.load(file)[bias]",
            meaning = "The path is relative to the directory of the network file. One archive can serve all "
                    + "layers: np.savez(file, W1=..., b1=..., W2=..., b2=...). If it has b1, the bias of the "
                    + "first layer always starts from b1; if not, from bias_init.",
            differs = "PyTorch's Linear keeps weights of units × inputs: save the transpose, weight.T.")
    record Npz(
            @Field(value = "the path", example = "weights.npz")
            String file,

            @Field("the name of W; default: W and the layer's number, W1 in the first layer")
            Optional<String> array,

            @Field("the name of b; default: b and the number of W, b1 with W1, if the archive has it")
            Optional<String> bias)
            implements Initializer {
        public Npz {
            Schema.of(Npz.class).check(file, array, bias);
        }

        /** With the default name of the bias. */
        public Npz(String file, Optional<String> array) {
            this(file, array, Optional.empty());
        }

        /** The name of the array for a layer, counted from 0. */
        public String arrayOf(int layer) {
            return array.orElse("W" + (layer + 1));
        }

        /** The name of the bias for a layer, counted from 0. Default: b1 if the array is W1. */
        public Optional<String> biasOf(int layer) {
            String weights = arrayOf(layer);
            return bias.or(() -> weights.startsWith("W") ? Optional.of("b" + weights.substring(1)) : Optional.empty());
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.npz(this);
        }
    }
}
