package dev.plumbline.yaml;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import dev.plumbline.spec.vocabulary.Word;
import dev.plumbline.yaml.node.Scalars;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes network files that read back as the same specification. Values that equal their default are omitted. */
public final class YamlWriter {
    /** A value that would make a line longer than this is written in several lines. */
    private static final int WIDTH = 72;

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {}

    /** Writes the whole file. */
    public static String write(NetworkSpec spec) {
        YamlWriter writer = new YamlWriter();
        writer.mapping(parameters(spec), "");
        return writer.out.toString();
    }

    /** A value of a specification in one line: {@code { uniform: { low: -1, high: 1 } }}. */
    public static String flow(Object value) {
        Object shape = shape(value);
        if (shape instanceof Map<?, ?> mapping) {
            return mapping.entrySet().stream()
                    .map(entry -> key(entry.getKey()) + ": " + flow(entry.getValue()))
                    .collect(Collectors.joining(", ", mapping.isEmpty() ? "{" : "{ ", mapping.isEmpty() ? "}" : " }"));
        }
        return shape instanceof List<?> list
                ? list.stream().map(YamlWriter::flow).collect(Collectors.joining(", ", "[", "]"))
                : ((Scalar) shape).text();
    }

    /** A key, which is a text also where it looks like a whole number. */
    private static String key(Object key) {
        String text = key.toString();
        return Scalars.kind(text) == Scalars.Kind.WHOLE ? text : Scalars.text(text);
    }

    /** A single value as it is written. */
    private record Scalar(String text) {}

    /** Converts a value to a mapping, a list or a scalar. */
    private static Object shape(Object value) {
        if (value instanceof Map || value instanceof List || value instanceof Scalar) {
            return value;
        }
        if (value instanceof Double number) {
            return new Scalar(Scalars.number(number));
        }
        if (value instanceof String text) {
            return new Scalar(Scalars.text(text));
        }
        if (value instanceof Enum<?>) {
            return new Scalar(Schema.wordOf(value));
        }
        return value instanceof Record ? word(value) : new Scalar(value.toString());
    }

    private static Object word(Object value) {
        Optional<Vocabulary.Entry> entry = entry(value);
        Map<String, Object> parameters = parameters(value);
        if (entry.isEmpty()) {
            return parameters;
        }
        Word.Shorthand shorthand = entry.get().word().shorthand();
        if (shorthand == Word.Shorthand.VALUE) {
            return shape(Schema.of(value.getClass()).parameters().get(0).valueIn(value));
        }
        if (shorthand == Word.Shorthand.PARAMETERS) {
            return parameters;
        }
        String name = entry.get().name();
        return parameters.isEmpty() ? new Scalar(name) : Map.of(name, parameters);
    }

    /** The vocabulary's entry of a record that is a word. */
    private static Optional<Vocabulary.Entry> entry(Object value) {
        for (Class<?> family : value.getClass().getInterfaces()) {
            if (family.isSealed()) {
                return Vocabulary.of(family).find(Schema.wordOf(value));
            }
        }
        return Optional.empty();
    }

    /** The parameters of a record that differ from their defaults, in order. */
    private static Map<String, Object> parameters(Object holder) {
        Map<String, Object> written = new LinkedHashMap<>();
        for (Parameter parameter : Schema.of(holder.getClass()).parameters()) {
            Object value = parameter.valueIn(holder);
            Optional<?> content = value instanceof Optional<?> optional ? optional : Optional.of(value);
            if (content.isPresent() && !Optional.of(content.get()).equals(parameter.defaultValue())) {
                written.put(parameter.name(), content.get());
            }
        }
        return written;
    }

    private void mapping(Map<?, ?> mapping, String indent) {
        mapping.forEach((key, value) -> entry(indent + key(key) + ":", value, indent + "  "));
    }

    /** Writes the value of a key or a list entry: in the same line if it is short, otherwise indented below. */
    private void entry(String head, Object value, String indent) {
        Object shape = shape(value);
        boolean isLayers = shape instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Record;
        String flow = flow(shape);
        boolean isRow = shape instanceof List<?> list && (list.isEmpty() || !(list.get(0) instanceof List));
        boolean fits = head.length() + 1 + flow.length() <= WIDTH || isRow;
        if (fits && !isLayers || !(shape instanceof List || shape instanceof Map)) {
            out.append(head).append(' ').append(flow).append('\n');
        } else if (shape instanceof List<?> list) {
            out.append(head).append('\n');
            list.forEach(element -> element(element, indent));
        } else {
            out.append(head).append('\n');
            mapping((Map<?, ?>) shape, indent);
        }
    }

    private void element(Object element, String indent) {
        Object shape = shape(element);
        if (shape instanceof Map<?, ?> word && word.size() == 1) {
            // "- dense: { … }": the only key of the mapping follows the dash.
            word.forEach((key, value) -> entry(indent + "- " + key + ":", value, indent + "    "));
        } else {
            entry(indent + "-", element, indent + "  ");
        }
    }
}
