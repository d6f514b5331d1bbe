package dev.plumbline.yaml;

import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Placeholders;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Examples of words as they are written in a file. */
public final class Samples {
    private Samples() {}

    /** A valid value of a record in one line, without its defaults: {@code { constant: { value: 0.25 } }}. */
    public static String of(Class<?> record) {
        return YamlWriter.flow(Placeholders.of(record, 0));
    }

    /**
     * An example with default values, for a word that has parameters but can be written without them: {@code {
     * leaky_relu: { alpha: 0.01 } }}. Empty for others.
     */
    public static Optional<String> withDefaults(String word, Class<?> record) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : Schema.of(record).parameters()) {
            if (parameter.isRequired()) {
                return Optional.empty();
            }
            parameter.defaultValue().ifPresent(value -> values.put(parameter.name(), value));
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(YamlWriter.flow(Map.of(word, values)));
    }
}
