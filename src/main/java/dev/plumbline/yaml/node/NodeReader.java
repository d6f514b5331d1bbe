package dev.plumbline.yaml.node;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.NearMiss;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import dev.plumbline.yaml.diagnostic.Source;
import dev.plumbline.yaml.diagnostic.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Parses text to nodes. It uses the events of the YAML parser and not its composer, because the composer recurses
 * without limit, merges keys silently and keeps two marks for every number of a table.
 */
public final class NodeReader {
    /** The maximum depth of nesting; a network file needs seven levels. */
    private static final int DEEPEST = 40;
    /**
     * The maximum number of values. A file of the largest size could contain a few million short ones, and each takes
     * time and memory.
     */
    private static final int MOST_VALUES = 200_000;
    /** The maximum number of nodes that all aliases of a file repeat. */
    private static final int LARGEST_EXPANSION = 100_000;
    /** The texts in a table are often equal, so one copy of each short text is kept. */
    private static final int CACHED = 4096;

    private static final int SMALLEST_BUFFER = 1024;

    private final Source source;
    private final int firstLine;
    private final Iterator<Event> events;
    private final Map<Anchor, Node> anchors = new HashMap<>();
    private final Map<Anchor, Integer> sizes = new HashMap<>();
    private final Set<Anchor> unfinished = new HashSet<>();
    private final String[] cache = new String[CACHED];
    private int nodes;
    private int expanded;

    private NodeReader(Source source, int firstLine) {
        this.source = source;
        this.firstLine = firstLine;
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source.name())
                .setCodePointLimit(Integer.MAX_VALUE)
                // The buffer holds the whole text: a scalar or comment that is longer than the buffer is copied at
                // every refill.
                .setBufferSize(Math.max(SMALLEST_BUFFER, source.text().length() + 1))
                .build();
        this.events = new Parse(settings).parseString(source.text()).iterator();
    }

    /**
     * Reads the only document of a text; empty if there is none.
     *
     * @throws InvalidFileException for the first error of syntax, or the first YAML feature that a network file must
     *     not use
     */
    public static Optional<Node> read(Source source) {
        return read(source, 1);
    }

    /** Reads the only document of a text; the places of the nodes count lines from this one. */
    public static Optional<Node> read(Source source, int firstLine) {
        checkCharacters(source);
        NodeReader reader = new NodeReader(source, firstLine);
        try {
            return reader.document();
        } catch (MarkedYamlEngineException e) {
            throw new InvalidFileException(SyntaxErrors.diagnostic(source, e));
        } catch (YamlEngineException e) {
            throw new InvalidFileException(SyntaxErrors.diagnostic(source, e));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The parser checks neither whether the code point exists nor whether the text continues.
            throw new InvalidFileException(SyntaxErrors.escape(source));
        }
    }

    /** Finds characters that YAML does not allow; the parser itself names no line for them. */
    private static void checkCharacters(Source source) {
        String text = source.text();
        int point;
        for (int i = 0; i < text.length(); i += Character.charCount(point)) {
            point = text.codePointAt(i);
            if ((point < 0x20 || point > 0x7E) && !StreamReader.isPrintable(point)) {
                throw new InvalidFileException(source.problem(
                        ErrorKind.YAML_SYNTAX,
                        source.at(i),
                        String.format(Locale.ROOT, "the character U+%04X is not allowed in a YAML file", point),
                        "",
                        "in a text between double quotes it is written " + Scalars.escaped(point)));
            }
        }
    }

    private Optional<Node> document() {
        events.next(); // the stream's start
        Event event = events.next();
        if (!(event instanceof DocumentStartEvent start)) {
            return Optional.empty();
        }
        if (start.getSpecVersion().isPresent() && start.getSpecVersion().get().getMinor() != 2) {
            throw refuse(
                    ErrorKind.UNSUPPORTED_YAML,
                    event,
                    "this file declares another version of YAML",
                    "",
                    "allowed here: %YAML 1.2, or nothing");
        }
        Node root = node(events.next(), 0);
        events.next(); // the document's end
        Event after = events.next();
        if (after instanceof DocumentStartEvent) {
            throw refuse(
                    ErrorKind.UNSUPPORTED_YAML,
                    after,
                    "a second document begins here",
                    "",
                    "a network file contains one network");
        }
        return Optional.of(root);
    }

    private Node node(Event event, int depth) {
        if (depth > DEEPEST) {
            throw refuse(ErrorKind.TOO_LARGE, event, "this is nested more than " + DEEPEST + " levels deep", "");
        }
        if (event instanceof AliasEvent alias) {
            return target(alias);
        }
        NodeEvent start = (NodeEvent) event;
        int before = nodes++;
        if (nodes > MOST_VALUES) {
            throw refuse(
                    ErrorKind.TOO_LARGE,
                    event,
                    "this file contains too many values",
                    "",
                    String.format(
                            Locale.ROOT,
                            "a network file contains at most %,d keys, values and lists; put the data into a CSV or "
                                    + "NPZ file",
                            MOST_VALUES));
        }
        start.getAnchor().ifPresent(unfinished::add);
        Node node = unaliased(event, depth);
        start.getAnchor().ifPresent(anchor -> {
            unfinished.remove(anchor);
            anchors.put(anchor, node);
            sizes.put(anchor, nodes - before);
        });
        return node;
    }

    private Node unaliased(Event event, int depth) {
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar, scalar.getTag());
            return new Node.Scalar(cached(scalar.getValue()), scalar.isPlain(), start(event), end(event));
        }
        if (event instanceof SequenceStartEvent sequence) {
            refuseTag(sequence, sequence.getTag());
            List<Node> items = new ArrayList<>();
            Event next = events.next();
            while (!(next instanceof SequenceEndEvent)) {
                items.add(node(next, depth + 1));
                next = events.next();
            }
            return new Node.Sequence(List.copyOf(items), start(event), end(next));
        }
        MappingStartEvent mapping = (MappingStartEvent) event;
        refuseTag(mapping, mapping.getTag());
        List<Node.Entry> entries = new ArrayList<>();
        Event next = events.next();
        while (!(next instanceof MappingEndEvent)) {
            Node key = node(next, depth + 1);
            entries.add(new Node.Entry(key, node(events.next(), depth + 1)));
            next = events.next();
        }
        return new Node.Mapping(entries, start(event), end(next));
    }

    private Node target(AliasEvent alias) {
        Anchor anchor = alias.getAnchor().orElseThrow();
        if (unfinished.contains(anchor)) {
            throw refuse(
                    ErrorKind.YAML_SYNTAX,
                    alias,
                    "the alias " + YamlMessages.quoted("*" + anchor) + " is used inside its own definition",
                    "");
        }
        Node node = anchors.get(anchor);
        if (node == null) {
            List<String> names =
                    anchors.keySet().stream().map(Anchor::toString).sorted().toList();
            String hint = NearMiss.of(anchor.toString(), names)
                    .map(near -> "did you mean `*" + near + "`?")
                    .orElse("");
            throw refuse(
                    ErrorKind.YAML_SYNTAX,
                    alias,
                    "the alias " + YamlMessages.quoted("*" + anchor) + " has no anchor before it",
                    hint,
                    "a text that begins with `*` is written in quotes");
        }
        int size = sizes.getOrDefault(anchor, 1);
        nodes += size;
        expanded += size;
        if (expanded > LARGEST_EXPANSION) {
            throw refuse(
                    ErrorKind.TOO_LARGE,
                    alias,
                    "the aliases of this file repeat too many values",
                    "",
                    String.format(Locale.ROOT, "at most %,d values may be repeated by aliases", LARGEST_EXPANSION));
        }
        return node;
    }

    private void refuseTag(NodeEvent event, Optional<String> tag) {
        if (tag.isPresent()) {
            Span start = span(event);
            int[] line = source.line(start.line()).codePoints().toArray();
            int from = start.column() - 1;
            while (from < line.length && line[from] != '!') {
                from++; // An anchor may precede the tag.
            }
            int to = from;
            while (to < line.length && !Character.isWhitespace(line[to]) && line[to] != ',') {
                to++;
            }
            String written = new String(line, from, to - from);
            throw refuse(
                    ErrorKind.UNSUPPORTED_YAML,
                    Span.of(start.line(), from + 1, Math.max(1, to - from)),
                    "the tag " + YamlMessages.quoted(written) + " has no meaning here",
                    "",
                    "a network file has no tags");
        }
    }

    private String cached(String text) {
        if (text.length() > 12) {
            return text;
        }
        int slot = text.hashCode() & CACHED - 1;
        if (!text.equals(cache[slot])) {
            cache[slot] = text;
        }
        return cache[slot];
    }

    private InvalidFileException refuse(ErrorKind kind, Event event, String message, String hint, String... notes) {
        return refuse(kind, span(event), message, hint, notes);
    }

    private InvalidFileException refuse(ErrorKind kind, Span span, String message, String hint, String... notes) {
        return new InvalidFileException(source.problem(kind, span, message, hint, notes));
    }

    private static Span span(Event event) {
        Mark start = event.getStartMark().orElseThrow();
        Mark end = event.getEndMark().orElseThrow();
        return new Span(start.getLine() + 1, start.getColumn() + 1, end.getLine() + 1, end.getColumn() + 1);
    }

    private long start(Event event) {
        return packed(event.getStartMark().orElseThrow());
    }

    private long end(Event event) {
        return packed(event.getEndMark().orElseThrow());
    }

    private long packed(Mark mark) {
        return Node.pack(firstLine + mark.getLine(), mark.getColumn() + 1);
    }
}
