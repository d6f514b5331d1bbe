package dev.plumbline.yaml;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.glossary.Refusals;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Refused;
import dev.plumbline.yaml.diagnostic.Annotation;
import dev.plumbline.yaml.diagnostic.Diagnostic;
import dev.plumbline.yaml.diagnostic.Source;
import dev.plumbline.yaml.node.Node;
import dev.plumbline.yaml.node.YamlMessages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The result of one reading of a file: its problems, and the place of every value. */
final class ReadingProblems {
    /**
     * The maximum number of collected problems; further ones are only counted, to limit the memory. A table of words in
     * place of numbers has one problem per word.
     */
    private static final int KEPT = 25_000;

    private final Source source;
    private final SourceLocations places = new SourceLocations();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<Diagnostic> refused = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();
    private final Set<String> misplaced = new HashSet<>();
    private int uncollected;

    ReadingProblems(Source source) {
        this.source = source;
    }

    private record Missing(String key, Diagnostic diagnostic) {}

    SourceLocations places() {
        return places;
    }

    int uncollected() {
        return uncollected;
    }

    /** Whether the maximum is reached, so that a further problem needs no description. */
    boolean isFull() {
        return diagnostics.size() >= KEPT;
    }

    /** Counts a further problem. */
    void count() {
        uncollected++;
    }

    void report(ErrorKind kind, Node node, String message, String hint, String... notes) {
        report(kind, Optional.of(new Annotation(node.span(), hint)), message, List.of(), notes);
    }

    void report(ErrorKind kind, Optional<Annotation> label, String message, List<Annotation> others, String... notes) {
        if (isFull()) {
            count();
        } else {
            diagnostics.add(new Diagnostic(kind, source, message, label, others, List.of(notes)));
        }
    }

    /** Reports a word or a key that is refused because DL4J computes it wrongly. */
    void report(Node node, String name, Refused refused, String allowed) {
        report(
                ErrorKind.WRONG_IN_DL4J,
                node,
                "DL4J computes " + YamlMessages.quoted(name) + " wrongly: " + refused.reason(),
                refused.instead(),
                Refusals.proof(refused),
                allowed);
    }

    /** Reports a problem that the specification found. */
    void report(Problem problem) {
        refused.add(places.diagnostic(source, problem));
    }

    /** Reports a missing key, unless it was found in a wrong section, which is reported already. */
    void missing(String key, Annotation label, String message, String note) {
        missing.add(new Missing(
                key,
                new Diagnostic(ErrorKind.MISSING_KEY, source, message, Optional.of(label), List.of(), List.of(note))));
    }

    /** Records that this key was found in a wrong section. */
    void misplaced(String key) {
        misplaced.add(key);
    }

    boolean isEmpty() {
        return diagnostics.isEmpty() && refused.isEmpty() && missing.isEmpty();
    }

    /** All diagnostics in the order of the file; those of the whole file come first. */
    List<Diagnostic> inOrder() {
        List<Diagnostic> ordered = new ArrayList<>(diagnostics);
        // A problem of a shared default is found in every layer that uses it.
        refused.stream().distinct().forEach(ordered::add);
        missing.stream()
                .filter(absent -> !misplaced.contains(absent.key()))
                .map(Missing::diagnostic)
                .forEach(ordered::add);
        ordered.sort(Comparator.comparing(
                diagnostic -> diagnostic.label().map(Annotation::span),
                (a, b) -> a.isPresent() && b.isPresent()
                        ? a.get().compareTo(b.get())
                        : Boolean.compare(a.isPresent(), b.isPresent())));
        return ordered;
    }
}
