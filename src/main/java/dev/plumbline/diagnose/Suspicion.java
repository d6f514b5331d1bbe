package dev.plumbline.diagnose;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Quantity;

/**
 * That a mistake is made in a layer, or wherever it can be.
 *
 * @param variant the way it is made
 * @param layer counted from 1, or {@link #EVERYWHERE}
 */
record Suspicion(Variant variant, int layer) {
    static final int EVERYWHERE = 0;

    /** Whether it changes this tensor. */
    boolean changes(Quantity quantity, int l, NetworkSpec spec) {
        return (layer == EVERYWHERE || layer == l)
                && variant.of().contains(quantity)
                && variant.where().test(spec, l);
    }

    Mistake mistake() {
        return variant.mistake();
    }
}
