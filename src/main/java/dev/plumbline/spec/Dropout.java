package dev.plumbline.spec;

import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Schema;

/**
 * Dropout of a layer's input x in training: each number of each example is set to 0 with the given probability, and the
 * others are scaled up to compensate. Evaluation drops nothing.
 *
 * <p>x' = x · m / (1 − drop_probability), where m is 1 for a number that is kept and 0 for one that is dropped. Every
 * step draws a new m as {@code np.random.random(x.shape) >= drop_probability}.
 */
public record Dropout(
        @Field(
                value = "the probability of dropping a number; DL4J's p is the probability of keeping it",
                example = "0.5",
                range = "(0, 1)",
                dl4j = {"dropOut", "p"},
                keras = {"rate", "drop_rate"},
                pytorch = "p",
                differs = {
                    "DL4J: p is the probability of keeping: dropOut(0.8) is `drop_probability: 0.2`.",
                    "Keras and PyTorch: a separate layer before this one, with the same probability and the "
                            + "same scaling."
                })
        double dropProbability) {
    public Dropout {
        Schema.of(Dropout.class).check(dropProbability);
    }

    /** The probability of keeping a number. Kept numbers are divided by it. */
    public double keepProbability() {
        return 1 - dropProbability;
    }
}
