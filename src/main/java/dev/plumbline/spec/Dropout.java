package dev.plumbline.spec;

/**
 * What a layer does to its input x while it is trained: each number of each example is dropped, which is to say set to 0,
 * with a given probability, and those that are kept grow in return. When a network is evaluated, nothing is dropped.
 *
 * <p>x' = x · m / (1 − drop_probability), where m is 1 for what is kept and 0 for what is dropped, drawn anew for every
 * step as {@code np.random.random(x.shape) >= drop_probability}.
 *
 * @param dropProbability of being dropped, not, as DL4J's p, of being kept
 */
public record Dropout(
        @Field(
                value = "the probability of being dropped; DL4J's p is that of being kept",
                range = "(0, 1)",
                dl4j = {"dropOut", "p"},
                keras = {"rate", "drop_rate"},
                pytorch = "p",
                differs = {
                    "DL4J: p is the probability of keeping: dropOut(0.8) is `drop_probability: 0.2`.",
                    "Keras and PyTorch: a layer of its own before this one, with the same probability and "
                            + "the same factor."
                })
        double dropProbability) {
    public Dropout {
        Schema.of(Dropout.class).check(dropProbability);
    }

    /** What a number that is kept is divided by: the probability of keeping one. */
    public double keepProbability() {
        return 1 - dropProbability;
    }
}
