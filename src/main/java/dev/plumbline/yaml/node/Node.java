package dev.plumbline.yaml.node;

import dev.plumbline.yaml.diagnostic.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of a YAML document and its place. An alias is the same object as its anchor's node.
 *
 * <p>A table may have millions of nodes, so each stores the line and column of its start and of its end in one long
 * each.
 */
public sealed interface Node {

    /** The packed place of the first character. */
    long start();

    /** The packed place after the last character; for a block collection, the start of the next token. */
    long end();

    /** The span from the first character to the last. */
    default Span span() {
        return new Span((int) (start() >> Integer.SIZE), (int) start(), (int) (end() >> Integer.SIZE), (int) end());
    }

    /** Packs a line and a column into one number. */
    static long pack(int line, int column) {
        return (long) line << Integer.SIZE | column;
    }

    /**
     * A single value.
     *
     * @param text the text without quotes and with escapes resolved
     * @param plain whether it was written without quotes
     */
    record Scalar(String text, boolean plain, long start, long end) implements Node {}

    /** A list. */
    record Sequence(List<Node> items, long start, long end) implements Node {}

    /** A mapping as written: a key may occur twice. */
    record Mapping(List<Entry> entries, long start, long end) implements Node {
        /** The first entry of a key. */
        public Optional<Entry> find(String key) {
            return entries.stream()
                    .filter(entry -> entry.key() instanceof Scalar scalar
                            && scalar.text().equals(key))
                    .findFirst();
        }

        /** The mapping with this entry for a key, at its place or as the last one; without the key if it is empty. */
        public Mapping with(String key, Optional<Entry> entry) {
            List<Entry> changed = new ArrayList<>(entries);
            int at = find(key).map(entries::indexOf).orElse(entries.size());
            if (at < entries.size()) {
                changed.remove(at);
            }
            entry.ifPresent(added -> changed.add(at, added));
            return new Mapping(changed, start, end);
        }
    }

    /** One key of a mapping and its value. */
    record Entry(Node key, Node value) {}
}
