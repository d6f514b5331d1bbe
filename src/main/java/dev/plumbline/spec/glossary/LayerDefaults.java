package dev.plumbline.spec.glossary;

import dev.plumbline.spec.vocabulary.Word;

/**
 * The section of a file with the options that its layers share. A specification has no such section: there, each layer
 * has all its options.
 */
@Word(
        formula = "",
        meaning = "Every key of `dense` is allowed. A layer's own key replaces the shared one "
                + "completely; the two are not merged. A key that every layer has itself is an error here. "
                + "Only files have this section.")
public final class LayerDefaults {
    /** The key, at the top level of a file. */
    public static final String KEY = "defaults";

    /** An example of the section. */
    public static final String EXAMPLE = "{ activation: tanh, bias: false, regularization: { l2: 0.001 } }";

    private LayerDefaults() {}
}
