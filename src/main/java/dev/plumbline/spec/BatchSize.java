package dev.plumbline.spec;

import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;

/** The number of examples in each step of the training. */
public sealed interface BatchSize permits BatchSize.All, BatchSize.Examples {

    /** The number of examples in a full batch if {@code available} examples exist. */
    int of(int available);

    /** Full-batch training: every step uses all examples. */
    @Word(formula = "batch = all examples")
    record All() implements BatchSize {
        @Override
        public int of(int available) {
            return available;
        }
    }

    /** Mini-batches. An epoch uses all examples in turn; its last batch can be smaller. */
    @Word(formula = "batch = the next count examples", shorthand = Word.Shorthand.VALUE)
    record Examples(
            @Field(value = "the number of examples", example = "32", range = "[1, inf)")
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
