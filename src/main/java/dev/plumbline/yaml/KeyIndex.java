package dev.plumbline.yaml;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.ForeignNames;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.ValueTypes;
import dev.plumbline.spec.vocabulary.Vocabulary;
import dev.plumbline.yaml.node.YamlMessages;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All keys of a network file with their sections, to find the right section of a misplaced key. */
final class KeyIndex {
    private static final KeyIndex NETWORK = new KeyIndex();

    private final List<Key> keys = new ArrayList<>();
    // A map, because a file may have thousands of unknown keys.
    private final Map<String, Key> byName = new HashMap<>();
    private final Map<String, Key> byForeignName = new HashMap<>();
    private final Map<String, Key> byWord = new HashMap<>();
    private final Set<Class<?>> families = new HashSet<>(); // the families that are collected already

    private KeyIndex() {
        collect(Schema.of(NetworkSpec.class), "");
        for (Key key : keys) {
            key.parameter().foreignNames().bareNames().forEach(name -> byForeignName.putIfAbsent(name, key));
        }
        keys.sort(Comparator.comparingLong(KeyIndex::depth)); // the keys nearest to the top level first
        for (Key key : keys) {
            byName.putIfAbsent(key.name(), key);
            Type type = ValueTypes.content(key.parameter().type());
            Type element = ValueTypes.element(type).orElse(type);
            if (ValueTypes.isFamily(element)) {
                Vocabulary.of((Class<?>) element).entries().forEach(entry -> byWord.putIfAbsent(entry.name(), key));
            }
        }
    }

    /**
     * A key and its section.
     *
     * @param section the section as messages show it, {@code training.optimizer.sgd}; empty for the file itself
     */
    record Key(String section, Parameter parameter) {
        String name() {
            return parameter.name();
        }

        String place() {
            // Which optimizer the file has does not matter for the place of its parameters.
            String path = section.replaceFirst("^(training\\.optimizer)\\..*", "$1");
            return section.isEmpty() ? "at the top level" : "in " + YamlMessages.quoted(path);
        }
    }

    private void collect(Schema<?> schema, String section) {
        for (Parameter parameter : schema.parameters()) {
            keys.add(new Key(section, parameter));
            String name = section.isEmpty() ? parameter.name() : section + "." + parameter.name();
            Type type = ValueTypes.content(parameter.type());
            Type element = ValueTypes.element(type).orElse(type);
            if (ValueTypes.isSection(element)) {
                collect(Schema.of((Class<?>) element), name);
            } else if (ValueTypes.isFamily(element)) {
                if (families.add((Class<?>) element)) { // a warm-up contains a learning rate, as an optimizer does
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
        return Optional.ofNullable(NETWORK.byName.get(name));
    }

    /** The key that has this name in another library. */
    static Optional<Key> findForeign(String name) {
        return Optional.ofNullable(NETWORK.byForeignName.get(ForeignNames.bare(name)));
    }

    /** The key whose values include this word: {@code optimizer} for {@code sgd}. */
    static Optional<Key> findByWord(String word) {
        return Optional.ofNullable(NETWORK.byWord.get(word));
    }

    private static long depth(Key key) {
        return key.section().chars().filter(c -> c == '.').count()
                + (key.section().isEmpty() ? 0 : 1);
    }
}
