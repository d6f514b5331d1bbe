package dev.plumbline.cli.describe;

import dev.plumbline.spec.glossary.Glossary;
import dev.plumbline.spec.glossary.Glossary.Group;
import dev.plumbline.spec.glossary.Glossary.Topic;
import dev.plumbline.spec.vocabulary.ForeignNames;
import dev.plumbline.spec.vocabulary.NearMiss;
import dev.plumbline.spec.vocabulary.Parameter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The meanings of a name in the vocabulary. A name can have several: {@code mean_absolute_error} is a loss and a
 * metric.
 *
 * @param name Plumbline's name
 * @param note a note to print first, for a name of another library
 * @param groups the families of that name, or allowed under a key of that name
 * @param words the words and sections
 * @param keys the keys whose values are neither words nor sections, each with its owner
 */
record Lookup(String name, Optional<String> note, List<Group> groups, List<Topic> words, Map<Topic, Parameter> keys) {

    /** Looks up the whole vocabulary. */
    static Lookup all() {
        return new Lookup("", Optional.empty(), Glossary.whole().groups(), List.of(), Map.of());
    }

    /** Looks up a name of Plumbline, or else a name of another library. */
    static Lookup of(String name) {
        Lookup ours = of(
                name,
                Optional.empty(),
                topic -> NearMiss.sameLetters(topic.name(), name),
                (topic, key) -> NearMiss.sameLetters(key.name(), name));
        if (!ours.isEmpty()) {
            return ours;
        }
        Set<String> users = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        Lookup theirs = of(
                name,
                Optional.empty(),
                topic -> isUsed(topic.foreignNames(), name, topic.name(), users, names),
                (topic, key) -> isUsed(key.foreignNames(), name, key.name(), users, names));
        String note = "`" + name + "` is "
                + String.join(" and ", users.stream().map(user -> user + "'s").toList())
                + " name; here it is "
                + names.stream().map(candidate -> "`" + candidate + "`").collect(Collectors.joining(" or ")) + ".";
        return theirs.isEmpty()
                ? theirs
                : new Lookup(String.join(", ", names), Optional.of(note), theirs.groups, theirs.words, theirs.keys);
    }

    private static boolean isUsed(
            ForeignNames foreign, String name, String here, Set<String> users, Set<String> names) {
        Optional<String> user = foreign.usersOf(name);
        user.ifPresent(libraries -> {
            users.addAll(List.of(libraries.split(" and ")));
            names.add(here);
        });
        return user.isPresent();
    }

    private static Lookup of(
            String name, Optional<String> note, Predicate<Topic> isWord, BiPredicate<Topic, Parameter> isKey) {
        Glossary glossary = Glossary.whole();
        List<Topic> words = glossary.topics().stream().filter(isWord).toList();
        Set<Group> groups = glossary.groups().stream()
                .filter(group -> !group.isSection() && NearMiss.sameLetters(group.name(), name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<Topic, Parameter> keys = new LinkedHashMap<>();
        for (Topic topic : glossary.topics()) {
            for (Parameter key : topic.parameters()) {
                if (isKey.test(topic, key)) {
                    Optional<Group> group = glossary.groupOf(key);
                    group.filter(family -> !family.isSection()).ifPresent(groups::add);
                    if (group.isEmpty()) {
                        keys.put(topic, key);
                    }
                }
            }
        }
        return new Lookup(name, note, List.copyOf(groups), words, keys);
    }

    boolean isEmpty() {
        return groups.isEmpty() && words.isEmpty() && keys.isEmpty();
    }

    /** All words and sections that were found, including those of the families and the owners of the keys. */
    List<Topic> topics() {
        return Stream.of(
                        words.stream(),
                        groups.stream().flatMap(group -> group.topics().stream()),
                        keys.keySet().stream())
                .flatMap(topics -> topics)
                .distinct()
                .toList();
    }

    /** Plumbline's names of words, families and keys. */
    static Stream<String> names() {
        Glossary glossary = Glossary.whole();
        Stream<String> words = glossary.topics().stream().map(Topic::name);
        Stream<String> families = glossary.groups().stream().map(Group::name);
        Stream<String> keys = glossary.topics().stream()
                .flatMap(topic -> topic.parameters().stream())
                .map(Parameter::name);
        return Stream.of(words, families, keys).flatMap(terms -> terms).distinct();
    }

    /** The most similar name. */
    static Optional<String> nearest(String name) {
        Stream<String> foreign = Glossary.whole().topics().stream()
                .map(Topic::foreignNames)
                .flatMap(names ->
                        Stream.of(names.dl4j(), names.keras(), names.pytorch()).flatMap(List::stream));
        return NearMiss.of(name, Stream.concat(names(), foreign).distinct().toList());
    }
}
