package dev.plumbline.spec;

/**
 * Which steps of a check are compared, and how. Training itself does not depend on it.
 *
 * @param every one step in so many is compared, besides the first and the last. With more than 1 each compared step is taken
 *     from the engine's own weights only, and the reference does not train beside it from its own
 * @param everyElement whether each element of every compared step is held against its own bound. Otherwise in large networks
 *     (of more than 1,000 products a step) that is done in the first 100 steps, where the report has a line, in the last and
 *     in one of 64 others; in the rest each tensor is compared by its norm
 */
public record Comparison(
        @Field(
                value = "one step in so many is compared; with more than 1, each by itself only",
                byDefault = "1",
                range = "[1, inf)")
        int every,

        @Field(value = "whether each element of every step is compared, also in larger networks", byDefault = "false")
        boolean everyElement) {
    public Comparison {
        Schema.of(Comparison.class).check(every, everyElement);
    }
}
