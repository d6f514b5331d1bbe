package dev.plumbline.spec;

/** The section of a file that says what its layers share. A specification has no such thing: each layer has its own. */
@Word(
        formula = "",
        meaning = "What the layers share, in files only: every key of `dense` may stand here. Each layer takes what it "
                + "does not say itself; a key of its own is taken instead and whole, not mixed with this one. What "
                + "every layer says itself may not stand here.")
public final class LayerDefaults {
    /** The key, at the top level of a file. */
    public static final String KEY = "defaults";

    /** How the section may look. */
    public static final String EXAMPLE = "{ activation: tanh, bias: false, regularization: { l2: 0.001 } }";

    private LayerDefaults() {}
}
