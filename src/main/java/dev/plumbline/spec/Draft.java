package dev.plumbline.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record in the making: values are put in by key, and what is not put in takes its default.
 *
 * @param <T> the record
 */
public final class Draft<T> {
    private final Schema<T> schema;
    private final Map<String, Object> values = new HashMap<>();

    private Draft(Schema<T> schema) {
        this.schema = schema;
    }

    /** Nothing put in yet. */
    public static <T> Draft<T> of(Class<T> record) {
        return new Draft<>(Schema.of(record));
    }

    /** Puts in a value of the key's type; for an optional key, the content. */
    public Draft<T> put(String key, Object value) {
        values.put(key, value);
        return this;
    }

    /** What was put in under this key. */
    public Optional<Object> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The keys that have no default and were not put in. */
    public List<Parameter> missing() {
        return schema.parameters().stream()
                .filter(parameter -> !values.containsKey(parameter.name())
                        && parameter.byDefault().isEmpty()
                        && !parameter.isOptional())
                .toList();
    }

    /**
     * The record.
     *
     * @throws InvalidSpecException for what is missing, or else for what the record refuses
     */
    public T finish() {
        InvalidSpecException.throwIfAny(missing().stream()
                .map(parameter ->
                        new Problem(parameter.name(), "`" + parameter.name() + "` is missing", parameter.description()))
                .toList());
        List<Object> inOrder = new ArrayList<>();
        for (Parameter parameter : schema.parameters()) {
            Object value = values.get(parameter.name());
            if (parameter.isOptional()) {
                inOrder.add(Optional.ofNullable(value));
            } else {
                inOrder.add(value != null ? value : parameter.defaultValue().orElseThrow());
            }
        }
        return schema.create(inOrder);
    }
}
