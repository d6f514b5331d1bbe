package dev.plumbline.diagnose.replay;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Quantity;

/**
 * The assumption that a mistake is made in a layer, or in every layer in which it is possible.
 *
 * @param variant the variant of the mistake
 * @param layer counted from 1, or {@link #EVERYWHERE}, or {@link #HIDDEN}
 */
public record Hypothesis(Variant variant, int layer) {
    public static final int EVERYWHERE = 0;

    /** Every layer except the last. */
    public static final int HIDDEN = -1;

    /** Whether it changes this tensor. */
    public boolean changes(Quantity quantity, int l, NetworkSpec spec) {
        return (layer == EVERYWHERE
                        || layer == l
                        || layer == HIDDEN && l < spec.layers().size())
                && variant.of().contains(quantity)
                && variant.where().test(spec, l);
    }

    /** Whether it is made in one layer only. */
    public boolean isOfOneLayer() {
        return layer > EVERYWHERE;
    }

    public Mistake mistake() {
        return variant.mistake();
    }
}
