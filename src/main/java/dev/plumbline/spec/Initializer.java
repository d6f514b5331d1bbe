package dev.plumbline.spec;

import java.util.List;

/**
 * How the initial weights W of a layer, inputs × units, are made. Random ones are drawn from NumPy's stream, layer by
 * layer from the inputs' side and row by row.
 */
public sealed interface Initializer {

    /** Chooses by word; the compiler asks for every word. */
    <R> R match(Cases<R> cases);

    /** One answer for each word. */
    interface Cases<R> {
        R constant(double value);

        R uniform(double low, double high);

        R normal(double mean, double standardDeviation);

        R glorotUniform();

        R glorotNormal();

        R heUniform();

        R heNormal();
    }

    /** All zero. A network with hidden layers cannot learn from it: its units stay equal. */
    @Word(formula = "W = 0", dl4j = "ZERO", keras = "zeros", pytorch = "zeros_")
    record Zeros() implements Initializer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.constant(0);
        }
    }

    /** All one. */
    @Word(formula = "W = 1", dl4j = "ONES", keras = "ones", pytorch = "ones_")
    record Ones() implements Initializer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.constant(1);
        }
    }

    /**
     * All the same.
     *
     * @param value what each weight is
     */
    @Word(formula = "W = value", dl4j = "ConstantDistribution", keras = "constant", pytorch = "constant_")
    record Constant(@Field("what each weight is") double value) implements Initializer {
        public Constant {
            Schema.of(Constant.class).check(value);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.constant(value);
        }
    }

    /**
     * Uniform between two bounds; the tutorial's {@code 2*np.random.random(shape) - 1} is from −1 to 1.
     *
     * @param low the lower bound, included
     * @param high the upper bound, excluded
     */
    @Word(
            formula = "W = low + (high - low) * random()",
            dl4j = {"UNIFORM", "UniformDistribution"},
            keras = {"random_uniform", "RandomUniform"},
            pytorch = "uniform_")
    record Uniform(
            @Field(value = "the lower bound, included", dl4j = "lower", keras = "minval", pytorch = "a")
            double low,

            @Field(value = "the upper bound, excluded", dl4j = "upper", keras = "maxval", pytorch = "b")
            double high)
            implements Initializer {
        public Uniform {
            Schema.of(Uniform.class).check(low, high);
            if (!(low < high) || Double.isInfinite(high - low)) {
                InvalidSpecException.throwIfAny(List.of(
                        new Problem("high", "`high` is " + high + ", which is not above `low`, " + low, "low < high")));
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.uniform(low, high);
        }
    }

    /**
     * Normal (Gaussian).
     *
     * @param mean μ
     * @param standardDeviation σ
     */
    @Word(
            formula = "W = mean + standard_deviation * gauss()",
            dl4j = {"NORMAL", "NormalDistribution"},
            keras = {"random_normal", "RandomNormal"},
            pytorch = "normal_")
    record Normal(
            @Field(value = "the mean, μ", byDefault = "0", keras = "mean", pytorch = "loc")
            double mean,

            @Field(
                    value = "the standard deviation, σ",
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

    /** Glorot and Bengio (2010), uniform: for sigmoid and tanh. */
    @Word(
            formula = "W uniform in (-r, r), r = sqrt(6 / (inputs + units))",
            dl4j = {"XAVIER_UNIFORM"},
            keras = {"glorot_uniform", "GlorotUniform"},
            pytorch = "xavier_uniform_")
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
            pytorch = "xavier_normal_")
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
            pytorch = "kaiming_uniform_")
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
            pytorch = "kaiming_normal_")
    record HeNormal() implements Initializer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.heNormal();
        }
    }
}
