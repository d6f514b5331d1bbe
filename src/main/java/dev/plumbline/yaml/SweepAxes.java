package dev.plumbline.yaml;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.glossary.Sweep;
import dev.plumbline.spec.vocabulary.NearMiss;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.yaml.diagnostic.Annotation;
import dev.plumbline.yaml.node.Node;
import dev.plumbline.yaml.node.Scalars;
import dev.plumbline.yaml.node.YamlMessages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the section {@code sweep}: its keys, each with a list of values. */
final class SweepAxes {
    private static final String FORM = "needed: keys with lists of values, such as `sweep: " + Sweep.EXAMPLE + "`";

    private final ReadingProblems findings;

    private SweepAxes(ReadingProblems findings) {
        this.findings = findings;
    }

    /**
     * A key with its values.
     *
     * @param node the key as written
     * @param values the values, each as YAML in one line
     */
    record Axis(Node.Scalar node, List<String> values) {
        String key() {
            return node.text();
        }
    }

    /** The axes of a section; reports what is wrong with it. */
    static List<Axis> read(Node section, ReadingProblems findings) {
        return new SweepAxes(findings).axes(section);
    }

    private List<Axis> axes(Node section) {
        if (!(section instanceof Node.Mapping mapping) || mapping.entries().isEmpty()) {
            findings.report(ErrorKind.MISSING_KEY, section, YamlMessages.quoted(Sweep.KEY) + " has no keys", "", FORM);
            return List.of();
        }
        List<Axis> axes = new ArrayList<>();
        mapping.entries().forEach(entry -> axis(entry).ifPresent(axes::add));
        long combinations = 1;
        for (Axis axis : axes) {
            combinations = Math.min(combinations * axis.values().size(), Integer.MAX_VALUE);
        }
        if (combinations > Sweep.MOST) {
            findings.report(
                    ErrorKind.OUT_OF_RANGE,
                    section,
                    "this sweep has too many combinations",
                    "",
                    "allowed: at most " + Sweep.MOST);
        }
        return axes;
    }

    private Optional<Axis> axis(Node.Entry entry) {
        if (!(entry.key() instanceof Node.Scalar key)) {
            findings.report(ErrorKind.UNSUPPORTED_YAML, entry.key(), "this is not a key", "", FORM);
            return Optional.empty();
        }
        if (!(entry.value() instanceof Node.Sequence list) || list.items().isEmpty()) {
            String message = YamlMessages.quoted(key.text()) + " in " + YamlMessages.quoted(Sweep.KEY)
                    + " has no list of values";
            findings.report(ErrorKind.WRONG_TYPE, entry.value(), message, "", FORM);
            return Optional.empty();
        }
        requireKey(key);
        requireDifferent(key, list);
        return Optional.of(
                new Axis(key, list.items().stream().map(SweepAxes::written).toList()));
    }

    /** Reports a single word that is neither a short name nor a key of the file. A path is checked with its values. */
    private void requireKey(Node.Scalar key) {
        String name = key.text();
        List<String> top = SchemaTypes.names(Schema.of(NetworkSpec.class)).stream()
                .filter(candidate -> !candidate.equals(Sweep.KEY))
                .toList();
        if (name.contains(".") || name.contains("[") || SweepPlan.NAMES.contains(name) || top.contains(name)) {
            return;
        }
        Optional<String> meant = KeyIndex.findForeign(name)
                .map(KeyIndex.Key::name)
                .filter(SweepPlan.NAMES::contains)
                .map(ours -> "here it is " + YamlMessages.quoted(ours))
                .or(() -> KeyIndex.find(name).map(inner -> "it belongs " + inner.place() + ": write its path"))
                .or(() -> NearMiss.of(
                                name,
                                Stream.concat(SweepPlan.NAMES.stream(), top.stream())
                                        .toList())
                        .map(near -> "did you mean " + YamlMessages.quoted(near) + "?"));
        findings.report(
                ErrorKind.UNKNOWN_KEY,
                key,
                "unknown key " + YamlMessages.quoted(name) + " in " + YamlMessages.quoted(Sweep.KEY),
                meant.orElse(""),
                "allowed here: " + String.join(", ", SweepPlan.NAMES)
                        + ", or a path as in `--set`, such as seed or layers[0].activation");
    }

    /** Reports a value that the list has already: the same network would be trained twice. */
    private void requireDifferent(Node.Scalar key, Node.Sequence list) {
        Map<Object, Node> seen = new HashMap<>();
        for (Node item : list.items()) {
            Node first = seen.putIfAbsent(value(item), item);
            if (first != null) {
                findings.report(
                        ErrorKind.DUPLICATE,
                        Optional.of(new Annotation(item.span(), "the second one")),
                        YamlMessages.quoted(key.text()) + " in " + YamlMessages.quoted(Sweep.KEY)
                                + " has the same value twice",
                        List.of(new Annotation(first.span(), "the first one")),
                        "needed: each value once");
            }
        }
    }

    /** The number, so that 0.1 equals 1e-1, or the text. */
    private static Object value(Node node) {
        boolean isNumber = node instanceof Node.Scalar scalar
                && (Scalars.kind(scalar) == Scalars.Kind.WHOLE || Scalars.kind(scalar) == Scalars.Kind.FRACTIONAL);
        return isNumber ? Scalars.doubleValue(((Node.Scalar) node).text()) : written(node);
    }

    /** A value in one line of YAML. */
    private static String written(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return scalar.plain() ? scalar.text() : Scalars.text(scalar.text());
        }
        if (node instanceof Node.Sequence list) {
            return list.items().stream().map(SweepAxes::written).collect(Collectors.joining(", ", "[", "]"));
        }
        return ((Node.Mapping) node)
                .entries().stream()
                        .map(entry -> written(entry.key()) + ": " + written(entry.value()))
                        .collect(Collectors.joining(", ", "{ ", " }"));
    }
}
