package dev.plumbline.yaml;

import dev.plumbline.spec.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the section {@code sweep}: its keys, each with a list of values. */
final class SweepAxes {
    private static final String FORM = "needed: keys with lists of values, such as `sweep: " + Sweep.EXAMPLE + "`";

    private SweepAxes() {}

    /**
     * A key with its values.
     *
     * @param key as written
     * @param values the values, each as YAML in one line
     */
    record Axis(String key, List<String> values) {}

    /** The axes of a section; reports what is wrong with it. */
    static List<Axis> read(Node section, ReadingProblems findings) {
        if (!(section instanceof Node.Mapping mapping) || mapping.entries().isEmpty()) {
            findings.report(section, Texts.quoted(Sweep.KEY) + " has no keys", "", FORM);
            return List.of();
        }
        List<Axis> axes = new ArrayList<>();
        long combinations = 1;
        for (Node.Entry entry : mapping.entries()) {
            if (!(entry.key() instanceof Node.Scalar key)) {
                findings.report(entry.key(), "this is not a key", "", FORM);
            } else if (!(entry.value() instanceof Node.Sequence list)
                    || list.items().isEmpty()) {
                findings.report(
                        entry.value(),
                        Texts.quoted(key.text()) + " in " + Texts.quoted(Sweep.KEY) + " has no list of values",
                        "",
                        FORM);
            } else {
                combinations = Math.min(combinations * list.items().size(), Integer.MAX_VALUE);
                axes.add(new Axis(
                        key.text(),
                        list.items().stream().map(SweepAxes::written).toList()));
            }
        }
        if (combinations > Sweep.MOST) {
            findings.report(section, "this sweep has too many combinations", "", "allowed: at most " + Sweep.MOST);
        }
        return axes;
    }

    /** A value in one line of YAML. */
    private static String written(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return scalar.plain() ? scalar.text() : YamlScalars.text(scalar.text());
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
