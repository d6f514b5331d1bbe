package dev.plumbline.fuzz;

import dev.plumbline.spec.Parameter;
import dev.plumbline.spec.Schema;
import java.util.ArrayList;
import java.util.List;

/** Records that differ from others in one value. */
final class Changes {
    private Changes() {}

    /**
     * The record with another value for a key.
     *
     * @throws dev.plumbline.spec.InvalidSpecException if it is refused so
     */
    @SuppressWarnings("unchecked") // The schema of an object's class makes objects of that class.
    static <T> T with(T holder, String key, Object value) {
        Schema<T> schema = (Schema<T>) Schema.of(holder.getClass());
        List<Object> values = new ArrayList<>();
        for (Parameter parameter : schema.parameters()) {
            values.add(parameter.name().equals(key) ? value : parameter.valueIn(holder));
        }
        return schema.create(values);
    }
}
