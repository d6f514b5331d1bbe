package dev.plumbline.spec;

/**
 * What is held of a layer's weights W after every update; the bias is free. Norms are Euclidean, of each column of W: the
 * weights that come into one unit.
 */
public sealed interface Constraint permits Constraint.MaxNorm, Constraint.UnitNorm, Constraint.NonNegative {

    /** Chooses by word; the compiler asks every engine for every word. */
    <R> R match(Cases<R> cases);

    /** One answer for each word. */
    interface Cases<R> {
        R maxNorm(double max);

        R unitNorm();

        R nonNegative();
    }

    /**
     * The weights of a unit that are too long are shortened.
     *
     * @param max the longest that they may be
     */
    @Word(
            formula = "w = w * max / norm where norm > max, for each column w of W",
            dl4j = "MaxNormConstraint",
            keras = {"max_norm", "MaxNorm"},
            pytorch = "renorm_",
            differs = {
                "DL4J divides by norm + 1e-6 unless told otherwise, which it is here.",
                "Keras multiplies every column by min(norm, max) / (norm + 1e-7).",
                "PyTorch: renorm_ is called after step()."
            })
    record MaxNorm(
            @Field(value = "the largest norm", range = "(0, inf)", dl4j = "maxNorm", keras = "max_value")
            double max) implements Constraint {
        public MaxNorm {
            Schema.of(MaxNorm.class).check(max);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.maxNorm(max);
        }
    }

    /** The weights of each unit are brought to the length 1. Weights that are all 0 have no direction: it fails. */
    @Word(
            formula = "w = w / norm, for each column w of W",
            dl4j = "UnitNormConstraint",
            keras = {"unit_norm", "UnitNorm"},
            differs = {
                "DL4J divides by norm + 1e-6 unless told otherwise, which it is here.",
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
