package dev.plumbline.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that may be written in a network file, in the order in which it stands there: the families of words and the sections,
 * found by going from {@link NetworkSpec} through the types of its keys. What is added to a specification is therefore in
 * it by itself.
 */
public final class Glossary {
    private static final Glossary WHOLE = new Glossary();

    private final Map<Class<?>, Group> groups = new LinkedHashMap<>();

    private Glossary() {
        Use file = new Use("", "", "the file itself", false);
        Topic whole = new Topic("network", "section", NetworkSpec.class, Optional.empty(), file);
        groups.put(NetworkSpec.class, new Group("network", file, true, NetworkSpec.class, List.of(whole)));
        Use defaults = new Use(LayerDefaults.KEY, "", "what the layers share", false);
        groups.put(LayerDefaults.class, section(LayerDefaults.class, defaults));
        visitKeys(whole);
    }

    /** Of this version's files. */
    public static Glossary whole() {
        return WHOLE;
    }

    /**
     * The key under which words stand.
     *
     * @param key the key
     * @param holder the word or section that has the key, the first if there are several; empty for the file itself
     * @param description what the key says
     * @param isList whether a list of words stands there
     */
    public record Use(String key, String holder, String description, boolean isList) {}

    /**
     * A family of words, or a section by itself.
     *
     * @param name what it is called in a sentence: "activation", "batch size"; a section is called by its key
     * @param use where it stands
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
     * @param kind what it is: the name of its family, or "section"
     * @param type its record, or the enum that it is a constant of
     * @param word what it means; empty for most sections
     * @param use where it stands
     */
    public record Topic(String name, String kind, Class<?> type, Optional<Word> word, Use use) {

        /** Its parameters or keys. */
        public List<Parameter> parameters() {
            return type.isRecord() ? Schema.of(type).parameters() : List.of();
        }

        /** What other libraries call it. */
        public ForeignNames foreignNames() {
            return word.map(w -> new ForeignNames(w.dl4j(), w.keras(), w.pytorch()))
                    .orElseGet(() -> new ForeignNames(List.of(), List.of(), List.of()));
        }

        /** Whether it is written as its only parameter's value, or as its parameters, and its name never. */
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

    /** The families and sections, as they first occur in a file read from top to bottom. */
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

    /** The group that a key's values belong to; empty where they are numbers, texts and the like. */
    public Optional<Group> groupOf(Parameter parameter) {
        return Optional.ofNullable(groups.get(parameter.subject()));
    }
}
