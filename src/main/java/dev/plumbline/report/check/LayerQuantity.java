package dev.plumbline.report.check;

import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;

/**
 * A quantity of a layer, at any step, in causal order.
 *
 * @param isInitial whether it is one of the initial weights
 */
public record LayerQuantity(Quantity quantity, int layer, boolean isInitial) implements Comparable<LayerQuantity> {
    public static LayerQuantity of(Key key) {
        return new LayerQuantity(key.quantity(), key.layer(), key.isBeforeTraining());
    }

    /** "weight gradient", "initial weights". */
    public String what() {
        return isInitial ? quantity.description().replace("updated", "initial") : quantity.description();
    }

    /** "layer 2, weight gradient". */
    public String name() {
        return "layer " + layer + ", " + what();
    }

    @Override
    public int compareTo(LayerQuantity other) {
        return key().compareTo(other.key());
    }

    private Key key() {
        return new Key(isInitial ? Key.BEFORE_TRAINING : 0, quantity, layer);
    }
}
