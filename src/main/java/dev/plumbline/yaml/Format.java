package dev.plumbline.yaml;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Parameter;
import dev.plumbline.spec.Schema;
import dev.plumbline.spec.Vocabulary;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All keys of a network file with the sections that they belong to; for keys that stand in a wrong one. */
final class Format {
    private static final Format NETWORK = new Format();

    private final List<Key> keys = new ArrayList<>();
    private final Set<Class<?>> families = new HashSet<>(); // those that are being collected

    private Format() {
        collect(Schema.of(NetworkSpec.class), "");
    }

    /**
     * A key and where it belongs.
     *
     * @param section as messages show it, {@code training.optimizer.sgd}; empty for the file itself
     */
    record Key(String section, Parameter parameter) {
        String name() {
            return parameter.name();
        }

        String place() {
            return section.isEmpty() ? "at the top level" : "in " + Texts.quoted(section);
        }
    }

    private void collect(Schema<?> schema, String section) {
        for (Parameter parameter : schema.parameters()) {
            keys.add(new Key(section, parameter));
            String name = section.isEmpty() ? parameter.name() : section + "." + parameter.name();
            Type type = Types.content(parameter.type());
            Type element = Types.element(type).orElse(type);
            if (Types.isSection(element)) {
                collect(Schema.of((Class<?>) element), name);
            } else if (Types.isFamily(element)) {
                if (families.add((Class<?>) element)) { // a warm-up holds a learning rate, as an optimizer does
                    for (Vocabulary.Entry entry :
                            Vocabulary.of((Class<?>) element).entries()) {
                        entry.schema().ifPresent(word -> collect(word, name + "." + entry.name()));
                    }
                    families.remove((Class<?>) element);
                }
            }
        }
    }

    /** The key of this name, nearest to the file's top level. */
    static Optional<Key> find(String name) {
        return NETWORK.keys.stream()
                .filter(key -> key.name().equals(name))
                .min((a, b) -> Long.compare(depth(a), depth(b)));
    }

    /** The key that another library calls so. */
    static Optional<Key> findForeign(String name) {
        return NETWORK.keys.stream()
                .filter(key -> key.parameter().foreignNames().usersOf(name).isPresent())
                .findFirst();
    }

    /** The key whose values include this word: {@code optimizer} for {@code sgd}. */
    static Optional<Key> findByWord(String word) {
        return NETWORK.keys.stream()
                .filter(key -> {
                    Type type = Types.content(key.parameter().type());
                    Type element = Types.element(type).orElse(type);
                    return Types.isFamily(element)
                            && Vocabulary.of((Class<?>) element).find(word).isPresent();
                })
                .min((a, b) -> Long.compare(depth(a), depth(b)));
    }

    private static long depth(Key key) {
        return key.section().chars().filter(c -> c == '.').count()
                + (key.section().isEmpty() ? 0 : 1);
    }
}
