package dev.plumbline.spec;

import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;

/**
 * A condition on a layer's weights W that holds after every update. The bias has none. Norms are Euclidean norms of the
 * columns of W; a column has the input weights of one unit.
 */
public sealed interface Constraint permits Constraint.MaxNorm, Constraint.UnitNorm, Constraint.NonNegative {

    /** Calls the case of this word. The compiler makes every engine implement every word. */
    <R> R match(Cases<R> cases);

    /** One method for each word. */
    interface Cases<R> {
        R maxNorm(double max);

        R unitNorm();

        R nonNegative();
    }

    /** The weights of a unit are scaled down to the largest norm if their norm is larger. */
    @Word(
            formula = "w = w * max / norm where norm > max, for each column w of W",
            dl4j = "MaxNormConstraint",
            keras = {"max_norm", "MaxNorm"},
            pytorch = "renorm_",
            differs = {
                "DL4J divides by norm + 1e-6 by default, but not here.",
                "Keras multiplies every column by min(norm, max) / (norm + 1e-7).",
                "PyTorch: renorm_ is called after step()."
            })
    record MaxNorm(
            @Field(value = "the largest norm", example = "3", range = "(0, inf)", dl4j = "maxNorm", keras = "max_value")
            double max)
            implements Constraint {
        public MaxNorm {
            Schema.of(MaxNorm.class).check(max);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.maxNorm(max);
        }
    }

    /**
     * The weights of each unit are scaled to norm 1. This fails for weights that are all 0, because they have no
     * direction.
     */
    @Word(
            formula = "w = w / norm, for each column w of W",
            dl4j = "UnitNormConstraint",
            keras = {"unit_norm", "UnitNorm"},
            differs = {
                "DL4J divides by norm + 1e-6 by default, but not here.",
                "Keras divides by norm + 1e-7.",
                "PyTorch has none."
            })
    record UnitNorm() implements Constraint {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.unitNorm();
        }
    }

    /** Negative weights become 0. */
    @Word(
            formula = "W = max(0, W)",
            dl4j = "NonNegativeConstraint",
            keras = {"non_neg", "NonNeg"},
            differs = {"PyTorch has none: clamp_(min=0) is called after step()."})
    record NonNegative() implements Constraint {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.nonNegative();
        }
    }
}
