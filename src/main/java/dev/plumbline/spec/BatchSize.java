package dev.plumbline.spec;

/** How many examples each step of training takes. */
public sealed interface BatchSize permits BatchSize.All, BatchSize.Examples {

    /** The number of examples in a full batch, of {@code available} ones. */
    int of(int available);

    /** Full-batch training: every step takes all examples. */
    @Word(formula = "batch = all examples")
    record All() implements BatchSize {
        @Override
        public int of(int available) {
            return available;
        }
    }

    /**
     * Mini-batches. An epoch takes all examples in turn; its last batch is what is left, possibly fewer.
     *
     * @param count how many examples
     */
    @Word(formula = "batch = the next count examples", shorthand = Word.Shorthand.VALUE)
    record Examples(
            @Field(value = "how many examples", range = "[1, inf)")
            int count) implements BatchSize {
        public Examples {
            Schema.of(Examples.class).check(count);
        }

        @Override
        public int of(int available) {
            return Math.min(count, available);
        }
    }
}
