package dev.plumbline.yaml;

import java.util.List;

/**
 * A part of a YAML document, and its place. An alias is the very node of its anchor.
 *
 * <p>A table has millions of nodes, so each keeps its two ends as line and column in one long.
 */
sealed interface Node {

    /** The place of its first character, packed. */
    long start();

    /** The place after its last character, packed; of a block collection, where the next thing begins. */
    long end();

    /** From the first character to the last. */
    default Span span() {
        return new Span((int) (start() >> Integer.SIZE), (int) start(), (int) (end() >> Integer.SIZE), (int) end());
    }

    /** A line and a column in one number. */
    static long pack(int line, int column) {
        return (long) line << Integer.SIZE | column;
    }

    /**
     * A single value.
     *
     * @param text without quotes, escapes resolved
     * @param plain whether it was written without quotes
     */
    record Scalar(String text, boolean plain, long start, long end) implements Node {}

    /** A list. */
    record Sequence(List<Node> items, long start, long end) implements Node {}

    /** A mapping, as written: a key may stand twice. */
    record Mapping(List<Entry> entries, long start, long end) implements Node {}

    /** One key of a mapping and its value. */
    record Entry(Node key, Node value) {}
}
