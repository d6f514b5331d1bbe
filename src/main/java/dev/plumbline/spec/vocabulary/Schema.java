package dev.plumbline.spec.vocabulary;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The description of a specification record: its parameters in order, with their names, types, defaults and limits, as
 * the annotations {@link Field} state them. Readers, writers and documentation use only this class, so a new word needs
 * no change in them.
 *
 * @param <T> the record
 */
public final class Schema<T> {
    private static final Map<Class<?>, Schema<?>> KNOWN = new ConcurrentHashMap<>();

    private final Class<T> type;
    private final List<Parameter> parameters;
    private final Constructor<T> constructor;

    private Schema(Class<T> type) {
        this.type = type;
        this.parameters =
                Arrays.stream(type.getRecordComponents()).map(Parameter::new).toList();
        this.constructor = canonical(type);
    }

    private static <T> Constructor<T> canonical(Class<T> type) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
        }
    }

    /** The schema of a record of the specification. */
    @SuppressWarnings("unchecked") // The map holds for each class the schema of that class.
    public static <T> Schema<T> of(Class<T> record) {
        // Not computeIfAbsent: a record's defaults can request another record's schema during the call.
        Schema<?> schema = KNOWN.get(record);
        if (schema == null) {
            schema = new Schema<>(record);
            KNOWN.putIfAbsent(record, schema);
        }
        return (Schema<T>) schema;
    }

    /** The record's class. */
    public Class<T> type() {
        return type;
    }

    /** The parameters, in the order of the record's components. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** The parameter with this name. */
    Parameter parameter(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(type.getSimpleName() + " has no parameter " + name));
    }

    /**
     * Makes the record.
     *
     * @param values one for each parameter, in order
     * @throws InvalidSpecException if the record refuses them, with every reason
     */
    public T create(List<?> values) {
        try {
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidSpecException invalid) {
                throw invalid;
            }
            throw new IllegalStateException("cannot make a " + type.getSimpleName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
        }
    }

    /**
     * A record with another value for one of its parameters.
     *
     * @throws InvalidSpecException if the record refuses the value
     */
    public static <T> T with(T record, String key, Object value) {
        return with(record, Map.of(key, value));
    }

    /** A record with several values replaced at once, for values that are not valid one by one. */
    @SuppressWarnings("unchecked") // The schema of an object's class makes objects of that class.
    public static <T> T with(T record, Map<String, ?> values) {
        Schema<T> schema = (Schema<T>) Schema.of(record.getClass());
        return schema.create(schema.parameters.stream()
                .map(parameter -> values.containsKey(parameter.name())
                        ? Objects.requireNonNull(values.get(parameter.name()))
                        : parameter.valueIn(record))
                .toList());
    }

    /** The values of a record's parameters, in order. */
    public List<Object> values(T record) {
        return parameters.stream().map(parameter -> parameter.valueIn(record)).toList();
    }

    /** Refuses values outside their parameters' limits. Each record's constructor calls it with its values. */
    public void check(Object... values) {
        check(List.of(), values);
    }

    /** Refuses values outside their limits, and adds the problems that the constructor has found. */
    public void check(List<Problem> collected, Object... values) {
        List<Problem> problems = new ArrayList<>(collected);
        for (int i = 0; i < values.length; i++) {
            parameters.get(i).problem(values[i]).ifPresent(problems::add);
        }
        InvalidSpecException.throwIfAny(problems);
    }

    /** The name in files of a class, a constant or a component: its Java name in snake case. */
    static String snakeCase(String javaName) {
        return javaName.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** The word of a value of the vocabulary: {@code half_squared_error}, {@code f64}. */
    public static String wordOf(Object value) {
        return value instanceof Enum<?> constant
                ? constant.name().toLowerCase(Locale.ROOT)
                : snakeCase(value.getClass().getSimpleName());
    }
}
