package dev.plumbline.yaml;

import java.util.List;

/** A part of a YAML document, and its place. An alias is the very node of its anchor. */
sealed interface Node {

    /** From the first character to the last; of a block collection, unreliable at its end. */
    Span span();

    /**
     * A single value.
     *
     * @param text without quotes, escapes resolved
     * @param plain whether it was written without quotes
     */
    record Scalar(String text, boolean plain, Span span) implements Node {}

    /** A list. */
    record Sequence(List<Node> items, Span span) implements Node {}

    /** A mapping, as written: a key may stand twice. */
    record Mapping(List<Entry> entries, Span span) implements Node {}

    /** One key of a mapping and its value. */
    record Entry(Node key, Node value) {}
}
