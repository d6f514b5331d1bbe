package dev.plumbline.fuzz;

import java.util.Comparator;

/**
 * Something that a network has: a word of the vocabulary in its place, or something of its shape.
 *
 * @param key the place: {@code activation}, {@code depth}
 * @param value what stands there: {@code sigmoid}, {@code 1}
 */
public record Trait(String key, String value) implements Comparable<Trait> {
    private static final Comparator<Trait> ORDER =
            Comparator.comparing(Trait::key).thenComparing(Trait::value);

    @Override
    public int compareTo(Trait other) {
        return ORDER.compare(this, other);
    }

    /** {@code activation: sigmoid}. */
    @Override
    public String toString() {
        return key + ": " + value;
    }
}
