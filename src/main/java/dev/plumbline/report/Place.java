package dev.plumbline.report;

import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;

/** A quantity of a layer, at any step; in causal order. */
record Place(Quantity quantity, int layer) implements Comparable<Place> {
    static Place of(Key key) {
        return new Place(key.quantity(), key.layer());
    }

    @Override
    public int compareTo(Place other) {
        return new Key(0, quantity, layer).compareTo(new Key(0, other.quantity, other.layer));
    }
}
