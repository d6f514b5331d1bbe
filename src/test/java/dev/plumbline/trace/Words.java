package dev.plumbline.trace;

import dev.plumbline.spec.Draft;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Schema;
import dev.plumbline.spec.Vocabulary;
import java.util.List;

/** The words of a vocabulary as values, for tests that try them all and so also those that are added later. */
public final class Words {
    private Words() {}

    /** Every word of a sealed family, with its parameters' defaults, and a learning rate where it needs one. */
    public static <T> List<T> all(Class<T> family) {
        return Vocabulary.of(family).entries().stream()
                .map(entry -> family.cast(withDefaults(entry.schema().orElseThrow())))
                .toList();
    }

    /** The word of this name, with its parameters' defaults. */
    public static <T> T named(Class<T> family, String name) {
        return family.cast(withDefaults(
                Vocabulary.of(family).find(name).orElseThrow().schema().orElseThrow()));
    }

    private static <R> R withDefaults(Schema<R> schema) {
        Draft<R> draft = Draft.of(schema.type());
        draft.missing().stream()
                .filter(parameter -> parameter.type() == LearningRate.class)
                .forEach(parameter -> draft.put(parameter.name(), LearningRate.of(0.01)));
        return draft.finish();
    }
}
