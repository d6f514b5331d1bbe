package dev.plumbline.spec;

import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Hint;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;

/**
 * Clipping or normalization of a layer's gradient g, before the penalties are added and before the optimizer. Norms are
 * Euclidean, √Σg².
 */
@Hint(
        names = {"clip_grad_norm_", "global_clipnorm", "global_norm", "clip_by_global_norm"},
        value =
                "it uses one norm of the gradients of all layers: write `clip_norm` with `per: network`, in every layer or "
                        + "in `defaults`; PyTorch adds `epsilon: 1.0e-6`")
public sealed interface GradientNormalization
        permits GradientNormalization.ClipValue, GradientNormalization.ClipNorm, GradientNormalization.UnitNorm {

    /** Calls the case of this word. The compiler makes every engine implement every word. */
    <R> R match(Cases<R> cases);

    /** Whether it divides by norms of this scope. */
    default boolean isPer(NormScope scope) {
        return this instanceof ClipNorm clip && clip.per() == scope
                || this instanceof UnitNorm unit && unit.per() == scope;
    }

    /** Whether DL4J needs a listener for it: its configurations have no norm over all layers and no epsilon. */
    default boolean needsListener() {
        return isPer(NormScope.NETWORK) || this instanceof ClipNorm clip && clip.epsilon() > 0;
    }

    /** One method for each word. */
    interface Cases<R> {
        R clipValue(double threshold);

        R clipNorm(ClipNorm clip);

        R unitNorm(NormScope per);
    }

    /** The tensors of one norm. */
    enum NormScope {
        /** The gradients of W and b together. */
        @Word(formula = "norm = sqrt(sum(dW^2) + sum(db^2))")
        LAYER,
        /** The gradients of W and b separately. */
        @Word(formula = "norm = sqrt(sum(dW^2)) for W, sqrt(sum(db^2)) for b", dl4j = "ParamType")
        TENSOR,
        /** The gradients of W and b of all layers with this scope together. */
        @Word(formula = "norm = sqrt(sum(dW1^2) + sum(db1^2) + sum(dW2^2) + ...), of all layers with `per: network`")
        NETWORK
    }

    /** Each number is clipped to [−threshold, threshold]. */
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
                    example = "1",
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

    /** A gradient is scaled down to the largest norm if its norm is larger. */
    @Word(
            formula = "g = g * threshold / (norm + epsilon) where norm + epsilon > threshold",
            dl4j = {"ClipL2PerLayer", "ClipL2PerParamType"},
            keras = "clipnorm",
            differs = {
                "Keras: clipnorm of the optimizer is `per: tensor`; its global_clipnorm is `per: network`.",
                "PyTorch: clip_grad_norm_ is `per: network`, of the layers that it is given, with `epsilon: 1.0e-6`."
            })
    record ClipNorm(
            @Field(like = ClipValue.class, value = "the largest norm", pytorch = "max_norm")
            double threshold,

            @Field(
                    "the scope of a norm: layer (W and b together), tensor (W and b separately) or network (all layers together)")
            NormScope per,

            @Field(value = "the number that is added to the norm", byDefault = "0", range = "[0, inf)")
            double epsilon)
            implements GradientNormalization {
        public ClipNorm {
            Schema.of(ClipNorm.class).check(threshold, per, epsilon);
        }

        /** With nothing added to the norm. */
        public ClipNorm(double threshold, NormScope per) {
            this(threshold, per, 0);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.clipNorm(this);
        }
    }

    /** A gradient is scaled to norm 1. A gradient of 0 stays 0. */
    @Word(
            formula = "g = g / norm where norm > 0",
            dl4j = {"RenormalizeL2PerLayer", "RenormalizeL2PerParamType"},
            differs = {"Keras and PyTorch have none."})
    record UnitNorm(
            @Field(
                    "the scope of a norm: layer (W and b together), tensor (W and b separately) or network (all layers together)")
            NormScope per)
            implements GradientNormalization {
        public UnitNorm {
            Schema.of(UnitNorm.class).check(per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.unitNorm(per);
        }
    }
}
