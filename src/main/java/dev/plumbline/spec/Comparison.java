package dev.plumbline.spec;

import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Schema;

/**
 * Which steps a check compares, and how. It does not change the training.
 *
 * @param every one step in every {@code every} is compared, and always the first and the last. With more than 1, each
 *     compared step starts from the engine's own weights, and the reference does not run freely
 * @param everyElement whether each element of every compared step has its own bound. By default, in large networks
 *     (more than 1,000 products per step) this holds for the first 100 steps, the steps of report lines, the last step
 *     and every 64th of the other steps; in the remaining steps, each tensor is compared by its norm
 */
public record Comparison(
        @Field(
                value = "compare one step in this many; with more than 1, each step starts from the engine's own "
                        + "weights",
                byDefault = "1",
                range = "[1, inf)")
        int every,

        @Field(value = "whether each element of every step is compared in large networks too", byDefault = "false")
        boolean everyElement) {
    public Comparison {
        Schema.of(Comparison.class).check(every, everyElement);
    }
}
