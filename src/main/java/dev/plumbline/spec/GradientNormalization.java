package dev.plumbline.spec;

/**
 * What is done to a layer's gradient g before the penalties are added and before it comes to the optimizer. Norms are
 * Euclidean, √Σg².
 */
@Hint(
        names = {"clip_grad_norm_", "global_clipnorm", "global_norm", "clip_by_global_norm"},
        value =
                "it takes the norm of all layers' gradients together, and DL4J gives each layer's normalization no others than"
                        + " its own: there is no word for it; `clip_norm` with `per: layer` clips each layer by itself, and in a"
                        + " network of one layer is the same")
public sealed interface GradientNormalization
        permits GradientNormalization.ClipValue, GradientNormalization.ClipNorm, GradientNormalization.UnitNorm {

    /** Chooses by word; the compiler asks every engine for every word. */
    <R> R match(Cases<R> cases);

    /** One answer for each word. */
    interface Cases<R> {
        R clipValue(double threshold);

        R clipNorm(double threshold, NormScope per);

        R unitNorm(NormScope per);
    }

    /** What a norm is taken over. */
    enum NormScope {
        /** The gradients of W and b as one. */
        @Word(formula = "norm = sqrt(sum(dW^2) + sum(db^2))")
        LAYER,
        /** Each by itself. */
        @Word(formula = "norm = sqrt(sum(dW^2)), and that of db by itself", dl4j = "ParamType")
        TENSOR
    }

    /**
     * Each number is brought into an interval around 0.
     *
     * @param threshold its end
     */
    @Word(
            formula = "g = min(max(g, -threshold), threshold)",
            dl4j = "ClipElementWiseAbsoluteValue",
            keras = "clipvalue",
            pytorch = "clip_grad_value_",
            differs = {
                "Keras: clipvalue of the optimizer, for all layers.",
                "PyTorch: clip_grad_value_ is called between backward() and step()."
            })
    record ClipValue(
            @Field(
                    value = "the largest absolute value",
                    range = "(0, inf)",
                    dl4j = "gradientNormalizationThreshold",
                    pytorch = "clip_value")
            double threshold)
            implements GradientNormalization {
        public ClipValue {
            Schema.of(ClipValue.class).check(threshold);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.clipValue(threshold);
        }
    }

    /**
     * A gradient that is too long is shortened.
     *
     * @param threshold the longest that it may be
     * @param per what its norm is taken over
     */
    @Word(
            formula = "g = g * threshold / norm where norm > threshold",
            dl4j = {"ClipL2PerLayer", "ClipL2PerParamType"},
            keras = "clipnorm",
            differs = {
                "Keras: clipnorm of the optimizer is `per: tensor`; its global_clipnorm takes the norm "
                        + "over all layers, which is not here.",
                "PyTorch: clip_grad_norm_ takes the norm over all layers that it is given, and divides "
                        + "by norm + 1e-6."
            })
    record ClipNorm(
            @Field(
                    value = "the largest norm",
                    range = "(0, inf)",
                    dl4j = "gradientNormalizationThreshold",
                    pytorch = "max_norm")
            double threshold,

            @Field("what the norm is taken over: layer, W and b as one, or tensor, each by itself")
            NormScope per)
            implements GradientNormalization {
        public ClipNorm {
            Schema.of(ClipNorm.class).check(threshold, per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.clipNorm(threshold, per);
        }
    }

    /**
     * Only its direction is left of a gradient. One that is 0 stays 0.
     *
     * @param per what its norm is taken over
     */
    @Word(
            formula = "g = g / norm where norm > 0",
            dl4j = {"RenormalizeL2PerLayer", "RenormalizeL2PerParamType"},
            differs = {"Keras and PyTorch have none."})
    record UnitNorm(
            @Field("what the norm is taken over: layer, W and b as one, or tensor, each by itself")
            NormScope per) implements GradientNormalization {
        public UnitNorm {
            Schema.of(UnitNorm.class).check(per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.unitNorm(per);
        }
    }
}
