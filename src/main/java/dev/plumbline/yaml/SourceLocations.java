package dev.plumbline.yaml;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.yaml.diagnostic.Annotation;
import dev.plumbline.yaml.diagnostic.Diagnostic;
import dev.plumbline.yaml.diagnostic.Source;
import dev.plumbline.yaml.diagnostic.Span;
import dev.plumbline.yaml.node.Node;
import dev.plumbline.yaml.node.NodePath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The places in the file of all paths of a specification. */
final class SourceLocations {
    private final Map<String, Place> written = new HashMap<>();
    private final Set<String> shared = new HashSet<>();

    /**
     * The place of one path.
     *
     * @param key its key; empty for an element of a list and for the whole file
     * @param word the word, if the value is a word with parameters
     */
    record Place(Optional<Node> key, Optional<Node> word, Node node) {

        /** The key or the word above the value, or else the value itself. */
        Node head() {
            return key.or(() -> word).orElse(node);
        }

        /** The start, to show its line. */
        Span start() {
            return head().span();
        }

        /** The span for the carets: a scalar, or else the key or the word above a longer value. */
        Span caret() {
            return node instanceof Node.Scalar ? node.span() : start();
        }
    }

    void written(NodePath where, Optional<Node> key, Node node) {
        written.put(where.path(), new Place(key, Optional.empty(), node));
    }

    /** Records that the value at this path is a word, written at this node. */
    void word(NodePath where, Node word) {
        written.computeIfPresent(
                where.path(), (path, place) -> new Place(place.key(), Optional.of(word), place.node()));
    }

    /** Records that the second path has the same places as the first, also for all paths below. */
    void share(String from, String to) {
        Map<String, Place> copied = new HashMap<>();
        written.forEach((path, place) -> {
            boolean isInside =
                    path.startsWith(from) && (path.length() == from.length() || isBoundary(path, from.length()));
            if (isInside) {
                copied.put(to + path.substring(from.length()), place);
            }
        });
        shared.addAll(copied.keySet());
        written.putAll(copied);
    }

    private static boolean isBoundary(String path, int at) {
        return path.charAt(at) == '.' || path.charAt(at) == '[';
    }

    /** Whether this path was written for several layers at once. */
    boolean isShared(String path) {
        return shared.contains(path);
    }

    /** The place of exactly this path; empty if the file does not contain it. */
    Optional<Place> exactly(String path) {
        return Optional.ofNullable(written.get(path));
    }

    /** The place of a path, or else of the nearest enclosing path; empty for the whole file. */
    Optional<Place> around(String path) {
        if (path.isEmpty() || written.containsKey(path)) {
            return path.isEmpty() ? Optional.empty() : exactly(path);
        }
        if (!path.endsWith("]")) {
            int dot = path.lastIndexOf('.');
            return around(dot < 0 ? "" : path.substring(0, dot));
        }
        // A table has too many rows and numbers to store each by its path.
        int bracket = path.lastIndexOf('[');
        int index = Integer.parseInt(path.substring(bracket + 1, path.length() - 1));
        return around(path.substring(0, bracket)).map(outer -> element(outer, index));
    }

    private static Place element(Place list, int index) {
        return list.node() instanceof Node.Sequence sequence
                        && index < sequence.items().size()
                ? new Place(Optional.empty(), Optional.empty(), sequence.items().get(index))
                : list;
    }

    /** Converts a problem of the specification to a diagnostic at its place. */
    Diagnostic diagnostic(Source source, Problem problem) {
        return new Diagnostic(
                problem.kind(),
                source,
                problem.message(),
                around(problem.path())
                        .map(place -> new Annotation(
                                problem.kind() == ErrorKind.UNKNOWN_KEY ? place.start() : place.caret(), "")),
                List.of(),
                problem.allowed().isEmpty() ? List.of() : List.of("allowed here: " + problem.allowed()));
    }
}
