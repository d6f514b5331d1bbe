package dev.plumbline.fuzz;

import java.util.Comparator;

/**
 * A feature of a network: a word of the vocabulary for a key, or a property of its {@link NetworkTraits}.
 *
 * @param key such as {@code activation} or {@code depth}
 * @param value such as {@code sigmoid} or {@code one}
 */
public record Feature(String key, String value) implements Comparable<Feature> {
    private static final Comparator<Feature> ORDER =
            Comparator.comparing(Feature::key).thenComparing(Feature::value);

    @Override
    public int compareTo(Feature other) {
        return ORDER.compare(this, other);
    }

    /** {@code activation: sigmoid}. */
    @Override
    public String toString() {
        return key + ": " + value;
    }
}
