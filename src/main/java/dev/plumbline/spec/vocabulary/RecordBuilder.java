package dev.plumbline.spec.vocabulary;

import dev.plumbline.spec.error.ErrorKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A builder for a record: values are set by key, and keys without a value take their default.
 *
 * @param <T> the record
 */
public final class RecordBuilder<T> {
    private final Schema<T> schema;
    private final Map<String, Object> values = new HashMap<>();

    private RecordBuilder(Schema<T> schema) {
        this.schema = schema;
    }

    /** A draft without values. */
    public static <T> RecordBuilder<T> of(Class<T> record) {
        return new RecordBuilder<>(Schema.of(record));
    }

    /** Sets a value of the key's type; for an optional key, the content. */
    public RecordBuilder<T> put(String key, Object value) {
        values.put(key, value);
        return this;
    }

    /** The value of this key, if it is set. */
    public Optional<Object> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The keys without a default and without a value. */
    public List<Parameter> missing() {
        return schema.parameters().stream()
                .filter(parameter -> parameter.isRequired() && !values.containsKey(parameter.name()))
                .toList();
    }

    /**
     * The record.
     *
     * @throws InvalidSpecException if keys are missing, or if the record refuses its values
     */
    public T finish() {
        InvalidSpecException.throwIfAny(missing().stream()
                .map(parameter -> new Problem(
                        ErrorKind.MISSING_KEY,
                        parameter.name(),
                        "`" + parameter.name() + "` is missing",
                        parameter.description()))
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
