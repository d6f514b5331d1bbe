package dev.plumbline.yaml;

import dev.plumbline.spec.Problem;
import dev.plumbline.spec.Refusals;
import dev.plumbline.spec.Refused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one reading of a file has found: its problems, and where everything was written. */
final class ReadingProblems {
    /** A table of words where numbers are meant is a problem each; more than this are only counted, to bound the memory. */
    private static final int KEPT = 25_000;

    private final Source source;
    private final Places places = new Places();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<Diagnostic> refused = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();
    private final Set<String> misplaced = new HashSet<>();
    private int uncollected;

    ReadingProblems(Source source) {
        this.source = source;
    }

    private record Missing(String key, Diagnostic diagnostic) {}

    Places places() {
        return places;
    }

    int uncollected() {
        return uncollected;
    }

    /** Whether there are so many already that a further one need not be described. */
    boolean isFull() {
        return diagnostics.size() >= KEPT;
    }

    /** One more, which is only counted. */
    void count() {
        uncollected++;
    }

    void report(Node node, String message, String hint, String... notes) {
        report(Optional.of(new Label(node.span(), hint)), message, List.of(), notes);
    }

    void report(Optional<Label> label, String message, List<Label> others, String... notes) {
        if (isFull()) {
            count();
        } else {
            diagnostics.add(new Diagnostic(source, message, label, others, List.of(notes)));
        }
    }

    /** A word or a key that is refused because DL4J computes it wrongly. */
    void report(Node node, String name, Refused refused, String allowed) {
        report(
                node,
                "DL4J computes " + Texts.quoted(name) + " wrongly: " + refused.reason(),
                refused.instead(),
                Refusals.proof(refused),
                allowed);
    }

    /** A problem that the specification itself has found. */
    void report(Problem problem) {
        refused.add(places.diagnostic(source, problem));
    }

    /** What is missing is not reported where it stands in a wrong section, which is a problem already. */
    void missing(String key, Optional<Label> label, String message, String note) {
        missing.add(new Missing(key, new Diagnostic(source, message, label, List.of(), List.of(note))));
    }

    /** This key was found where it does not belong. */
    void misplaced(String key) {
        misplaced.add(key);
    }

    boolean isEmpty() {
        return diagnostics.isEmpty() && refused.isEmpty() && missing.isEmpty();
    }

    /** Everything, in the order of the file; what concerns the whole file comes first. */
    List<Diagnostic> inOrder() {
        List<Diagnostic> all = new ArrayList<>(diagnostics);
        // What is wrong with a default is found in every layer that takes it.
        refused.stream().distinct().forEach(all::add);
        missing.stream()
                .filter(one -> !misplaced.contains(one.key()))
                .map(Missing::diagnostic)
                .forEach(all::add);
        all.sort(Comparator.comparing(
                one -> one.label().map(Label::span),
                (a, b) -> a.isPresent() && b.isPresent()
                        ? a.get().compareTo(b.get())
                        : Boolean.compare(a.isPresent(), b.isPresent())));
        return all;
    }
}
