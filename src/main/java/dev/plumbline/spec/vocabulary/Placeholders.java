package dev.plumbline.spec.vocabulary;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Valid values that replace values that could not be read, so that the records that contain them can still be checked.
 *
 * <p>There are two placeholders for each type, numbered 0 and 1. What has a problem is checked twice, once
 * with each set. A problem that occurs both times does not depend on the placeholders; only such problems are reported.
 */
public final class Placeholders {
    /** A cache: the values are immutable, and a file may need thousands. */
    private static final Map<List<Object>, Object> KNOWN = new ConcurrentHashMap<>();

    private Placeholders() {}

    /** A value that the parameter accepts. Different numbers give different values, if there is more than one. */
    public static Object of(Parameter parameter, int number) {
        Stream<Object> candidates = candidates(ValueTypes.content(parameter.type()), number);
        return pick(candidates.filter(value -> parameter.problem(value).isEmpty()), number);
    }

    /** A value of the type. */
    public static Object of(Type type, int number) {
        List<Object> key = List.of(type, number);
        Object placeholder = KNOWN.get(key);
        if (placeholder == null) { // not computeIfAbsent: a placeholder may contain others
            placeholder = pick(candidates(type, number), number);
            KNOWN.put(key, placeholder);
        }
        return placeholder;
    }

    private static Object pick(Stream<Object> candidates, int number) {
        List<Object> picked = candidates.limit(number + 1L).toList();
        return picked.get(picked.size() - 1);
    }

    private static Stream<Object> candidates(Type type, int number) {
        if (type == int.class || type == Integer.class) {
            return Stream.of(1, 2, 3, 4);
        }
        if (type == long.class || type == Long.class) {
            return Stream.of(1L, 2L, 3L, 4L);
        }
        if (ValueTypes.isDouble(type)) {
            return Stream.of(0.25, 0.5, 0.75, 1.0, 2.0);
        }
        if (ValueTypes.isBoolean(type)) {
            return Stream.of(false, true);
        }
        if (type == String.class) {
            return Stream.of("a", "b", "c");
        }
        Optional<Type> element = ValueTypes.element(type);
        if (element.isPresent()) {
            // One entry or two, so that neither their number nor their values influence the result. Rows have the same
            // width.
            Object second = of(element.get(), 1);
            Object last = ValueTypes.element(element.get()).isPresent() ? second : of(element.get(), 2);
            return Stream.of(List.of(of(element.get(), 0)), List.of(second, last));
        }
        Optional<Type> named = ValueTypes.named(type);
        if (named.isPresent()) {
            return Stream.of(Map.of("a", of(named.get(), 0)), Map.of("b", of(named.get(), 1)));
        }
        if (ValueTypes.isSection(type)) {
            return record((Class<?>) type, number);
        }
        return Vocabulary.of((Class<?>) type).entries().stream()
                .flatMap(entry -> entry.value().isPresent()
                        ? entry.value().stream()
                        : entry.schema().stream().flatMap(schema -> record(schema.type(), number)));
    }

    /** The record with placeholders for its required parameters; empty if they are not valid together. */
    private static Stream<Object> record(Class<?> type, int number) {
        // A section that requires one of its optional keys has an example for it.
        return Stream.of(false, true)
                .flatMap(withExamples -> record(type, number, withExamples))
                .limit(1);
    }

    private static Stream<Object> record(Class<?> type, int number, boolean withExamples) {
        Schema<?> schema = Schema.of(type);
        List<Object> values = new ArrayList<>();
        for (Parameter parameter : schema.parameters()) {
            // Each number is the next one, so that bounds are in order: low 0.25, high 0.5.
            boolean isList = ValueTypes.element(parameter.type()).isPresent();
            int next = isList ? number : number + values.size();
            Optional<Object> example = number == 0 ? parameter.example() : Optional.empty();
            values.add(
                    parameter.isOptional()
                            ? withExamples ? parameter.example() : Optional.empty()
                            : parameter.defaultValue().or(() -> example).orElseGet(() -> of(parameter, next)));
        }
        try {
            return Stream.of(schema.create(values));
        } catch (InvalidSpecException e) {
            return Stream.empty();
        }
    }
}
