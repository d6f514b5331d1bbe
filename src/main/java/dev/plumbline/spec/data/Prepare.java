package dev.plumbline.spec.data;

import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.Schema;

/** How the data are prepared for the network. */
public record Prepare(
        @Field(value = "how each input column is scaled, learned from the training part")
        InputScaling inputs) {
    public Prepare {
        Schema.of(Prepare.class).check(inputs);
    }
}
