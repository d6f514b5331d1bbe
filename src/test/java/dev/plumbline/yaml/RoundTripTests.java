package dev.plumbline.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.plumbline.Slow;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.ValueTypes;
import dev.plumbline.spec.vocabulary.Vocabulary;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Random specifications, made from the vocabulary alone, survive being written and read. */
@Slow
class RoundTripTests {
    private static final int SPECS = 250;

    @Test
    void everySpecificationSurvives() {
        RandomSpecs specs = new RandomSpecs(1);
        for (int i = 0; i < SPECS; i++) {
            NetworkSpec spec = specs.next();
            String written = YamlWriter.write(spec);
            assertEquals(spec, YamlReader.read(written, "f").spec(), written);
        }
        assertEquals(allWords(), specs.words().stream().sorted().toList());
    }

    private static List<String> allWords() {
        List<String> all = new ArrayList<>();
        everyFamily(
                NetworkSpec.class,
                family -> Vocabulary.of(family)
                        .entries()
                        .forEach(entry -> all.add(family.getSimpleName() + "." + entry.name())));
        assertFalse(all.isEmpty());
        return all.stream().distinct().sorted().toList();
    }

    /** Walks the families of words that a record of this type can hold. */
    static void everyFamily(Class<?> record, Consumer<Class<?>> found) {
        everyFamily(record, found, new HashSet<>());
    }

    private static void everyFamily(Class<?> record, Consumer<Class<?>> found, Set<Class<?>> known) {
        if (!known.add(record)) {
            return; // a warm-up holds a learning rate, and so another warm-up
        }
        for (Parameter parameter : Schema.of(record).parameters()) {
            Type content = ValueTypes.content(parameter.type());
            Type type = ValueTypes.element(content).orElse(content);
            if (ValueTypes.isSection(type)) {
                everyFamily((Class<?>) type, found, known);
            } else if (ValueTypes.isFamily(type)) {
                found.accept((Class<?>) type);
                Vocabulary.of((Class<?>) type).entries().stream()
                        .flatMap(entry -> entry.schema().stream())
                        .forEach(schema -> everyFamily(schema.type(), found, known));
            }
        }
    }
}
