package dev.plumbline.spec.glossary;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.ForeignNames;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import dev.plumbline.spec.vocabulary.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a network file can contain, in the order of the file: the families of words and the sections. The
 * glossary follows the types of the keys, starting from {@link NetworkSpec}, so it finds every addition to the
 * specification by itself.
 */
public final class Glossary {
    private static final Glossary WHOLE = new Glossary();

    private final Map<Class<?>, Group> groups = new LinkedHashMap<>();

    private Glossary() {
        Use file = new Use("", "", "the file itself", false);
        Topic whole = new Topic("network", "section", NetworkSpec.class, Optional.empty(), file);
        groups.put(NetworkSpec.class, new Group("network", file, true, NetworkSpec.class, List.of(whole)));
        Use defaults = new Use(LayerDefaults.KEY, "", "the options that the layers share", false);
        groups.put(LayerDefaults.class, section(LayerDefaults.class, defaults));
        visitKeys(whole);
        Use sweep = new Use(Sweep.KEY, "", "several values for some keys", false);
        groups.put(Sweep.class, section(Sweep.class, sweep));
    }

    /** The glossary of this version's files. */
    public static Glossary whole() {
        return WHOLE;
    }

    /**
     * The key that takes words as its value.
     *
     * @param key the key
     * @param holder the word or section that has the key, the first if there are several; empty for the file itself
     * @param description the meaning of the key
     * @param isList whether its value is a list of words
     */
    public record Use(String key, String holder, String description, boolean isList) {}

    /**
     * A family of words, or a section by itself.
     *
     * @param name its name in a sentence: "activation", "batch size"; for a section, its key
     * @param use the key that it belongs to
     * @param isSection whether it is a section
     * @param type the family's interface or enum, or the section's record
     * @param topics its words, or the section
     */
    public record Group(String name, Use use, boolean isSection, Class<?> type, List<Topic> topics) {
        public Group {
            topics = List.copyOf(topics);
        }
    }

    /**
     * A word, or a section, which has keys but no name to write.
     *
     * @param name as it is written in files
     * @param kind the name of its family, or "section"
     * @param type its record, or the enum of the constant
     * @param word its meaning; empty for most sections
     * @param use the key that it belongs to
     */
    public record Topic(String name, String kind, Class<?> type, Optional<Word> word, Use use) {

        /** Its parameters or keys. */
        public List<Parameter> parameters() {
            return type.isRecord() ? Schema.of(type).parameters() : List.of();
        }

        /** Other libraries' names for it. */
        public ForeignNames foreignNames() {
            return word.map(w -> new ForeignNames(w.dl4j(), w.keras(), w.pytorch()))
                    .orElseGet(() -> new ForeignNames(List.of(), List.of(), List.of()));
        }

        /** Whether files never contain its name, but only its parameters or the value of its single parameter. */
        public boolean isImplied() {
            return word.isPresent() && word.get().shorthand() != Word.Shorthand.NONE;
        }
    }

    private void visitKeys(Topic holder) {
        for (Parameter parameter : holder.parameters()) {
            Class<?> subject = parameter.subject();
            boolean isFamily = subject.isEnum() || subject.isSealed();
            if (groups.containsKey(subject) || !isFamily && !subject.isRecord()) {
                continue;
            }
            String of = holder.type() == NetworkSpec.class ? "" : holder.name();
            Use use = new Use(parameter.name(), of, parameter.description(), parameter.isList());
            Group group = isFamily ? family(subject, use) : section(subject, use);
            groups.put(subject, group);
            group.topics().forEach(this::visitKeys);
        }
    }

    private static Group family(Class<?> family, Use use) {
        Vocabulary vocabulary = Vocabulary.of(family);
        List<Topic> topics = new ArrayList<>();
        for (Vocabulary.Entry entry : vocabulary.entries()) {
            Class<?> type = entry.schema().<Class<?>>map(Schema::type).orElse(family);
            topics.add(new Topic(entry.name(), vocabulary.name(), type, Optional.of(entry.word()), use));
        }
        return new Group(vocabulary.name(), use, false, family, topics);
    }

    private static Group section(Class<?> section, Use use) {
        Optional<Word> word = Optional.ofNullable(section.getAnnotation(Word.class));
        Topic topic = new Topic(use.key(), "section", section, word, use);
        return new Group(use.key(), use, true, section, List.of(topic));
    }

    /** The families and sections, in the order of their first occurrence in a file. */
    public List<Group> groups() {
        return List.copyOf(groups.values());
    }

    /** The families of words, and the sections' records. */
    List<Class<?>> types() {
        return List.copyOf(groups.keySet());
    }

    /** The words and sections of all groups. */
    public List<Topic> topics() {
        return groups.values().stream()
                .flatMap(group -> group.topics().stream())
                .toList();
    }

    /** The group of a key's values; empty if they are numbers, texts and the like. */
    public Optional<Group> groupOf(Parameter parameter) {
        return Optional.ofNullable(groups.get(parameter.subject()));
    }
}
