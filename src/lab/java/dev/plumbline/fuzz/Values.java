package dev.plumbline.fuzz;

import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Random values of the vocabulary's types, found by reflection.
 *
 * @param choices the source of random choices
 * @param rows the number of rows of a table in a word
 * @param columns the number of columns of a table in a word
 * @param within the enclosing records
 */
record Values(Choices choices, int rows, int columns, Set<Class<?>> within) {
    /** The number of tries to draw parameters that are valid together. */
    private static final int TRIES = 50;

    /** The probability that an optional value is present. */
    private static final double PRESENCE = 0.25;

    private static final int LONGEST_LIST = 3;

    /** Values without enclosing records. */
    Values(Choices choices, int rows, int columns) {
        this(choices, rows, columns, Set.of());
    }

    /** Values with one more enclosing record. */
    private Values in(Class<?> holder) {
        Set<Class<?>> all = new HashSet<>(within);
        all.add(holder);
        return new Values(choices, rows, columns, all);
    }

    /** Creates a record; parameters that are not given are drawn. */
    <T> T holder(Class<T> type, Map<String, Object> given) {
        Schema<T> schema = Schema.of(type);
        Values inside = in(type);
        InvalidSpecException refused = new InvalidSpecException(List.of());
        for (int i = 0; i < TRIES; i++) {
            List<Object> values = new ArrayList<>();
            for (Parameter parameter : schema.parameters()) {
                Object value = given.get(parameter.name());
                values.add(value != null ? value : inside.of(parameter));
            }
            try {
                return schema.create(values);
            } catch (InvalidSpecException e) {
                refused = e;
            }
        }
        throw refused;
    }

    /** Draws a value of a parameter. */
    Object of(Parameter parameter) {
        return of(parameter.name(), parameter, parameter.type());
    }

    /** Draws a word of a family for a key. */
    Object word(String key, Class<?> family) {
        Vocabulary.Entry entry =
                choices.oneOf(Features.words(family, within), each -> Features.under(key, each, within), each -> 1);
        return entry.value().orElseGet(() -> holder(entry.schema().orElseThrow().type(), Map.of()));
    }

    private Object of(String key, Parameter parameter, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type content = generic.getActualTypeArguments()[0];
            return generic.getRawType() == Optional.class
                    ? optional(key, parameter, content)
                    : list(parameter, content);
        }
        Class<?> simple = (Class<?>) type;
        if (simple == boolean.class) {
            return choices.oneOf(
                    List.of(false, true), value -> Set.of(new Feature(key, Boolean.toString(value))), value -> 1);
        }
        if (simple == double.class || simple == Double.class) {
            return isOff(key, parameter) ? 0.0 : new Magnitudes(choices).number(parameter);
        }
        if (simple == int.class || simple == Integer.class) {
            return isOff(key, parameter) ? 0 : new Magnitudes(choices).whole(parameter);
        }
        if (simple == long.class || simple == Long.class) {
            return (long) new Magnitudes(choices).whole(parameter);
        }
        if (simple.isEnum() || simple.isSealed()) {
            return word(key, simple);
        }
        if (simple.isRecord()) {
            return holder(simple, Map.of());
        }
        throw new IllegalStateException("cannot draw a value for " + key + " of type " + type);
    }

    /** Draws whether a number is 0, which turns a feature off. */
    private boolean isOff(String key, Parameter parameter) {
        return Features.isOff(parameter)
                && choices.oneOf(List.of(true, false), each -> Set.of(Features.off(key, each)), each -> 1);
    }

    private Optional<Object> optional(String key, Parameter parameter, Type content) {
        boolean present = choices.oneOf(
                List.of(false, true),
                there -> there ? Features.present(key, content, within) : Set.of(Features.none(key)),
                there -> there ? PRESENCE : 1 - PRESENCE);
        return present ? Optional.of(of(key, parameter, content)) : Optional.empty();
    }

    /** Draws a table of the given shape, or a list of a few entries; integers are distinct and in ascending order. */
    private List<Object> list(Parameter parameter, Type content) {
        boolean isTable = content instanceof ParameterizedType;
        boolean isBias = parameter.name().equals("bias");
        int size = isTable ? rows : isBias ? columns : 1 + choices.below(LONGEST_LIST);
        Stream<Object> entries =
                Stream.generate(() -> isTable ? row(parameter) : of(parameter.name(), parameter, content));
        return content == Integer.class
                ? entries.limit(size).distinct().sorted().toList()
                : entries.limit(size).toList();
    }

    private List<Double> row(Parameter parameter) {
        List<Double> row = new ArrayList<>();
        for (int j = 0; j < columns; j++) {
            row.add(new Magnitudes(choices).number(parameter));
        }
        return row;
    }
}
