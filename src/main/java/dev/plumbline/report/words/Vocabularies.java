package dev.plumbline.report.words;

import dev.plumbline.report.document.Wording;
import dev.plumbline.spec.glossary.Dl4jReplacement;
import dev.plumbline.spec.glossary.Glossary;
import dev.plumbline.spec.glossary.Glossary.Group;
import dev.plumbline.spec.glossary.Glossary.Topic;
import dev.plumbline.spec.vocabulary.ForeignNames;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Refused;
import dev.plumbline.spec.vocabulary.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of the vocabulary's pages, which text and Markdown arrange. */
final class Vocabularies {
    /** The maximum number of words of a family that is listed at a key. */
    private static final int FEW = 4;

    private Vocabularies() {}

    /** "an activation", "a loss"; "a section". */
    static String kind(Topic topic) {
        return withArticle(topic.kind());
    }

    private static String withArticle(String noun) {
        return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }

    /** A heading: "Activations", "Losses", "Batch sizes"; a section's is its name. */
    static String heading(Group group) {
        String name = group.name();
        if (group.isSection()) {
            return name;
        }
        String plural =
                name.endsWith("s") ? name + "es" : name.endsWith("y") ? name.replaceAll("y$", "ies") : name + "s";
        return Wording.capitalized(plural);
    }

    /** The place of a group: "`activation` of `dense`: the function applied to z". */
    static String place(Group group) {
        Glossary.Use use = group.use();
        if (use.key().isEmpty()) {
            return use.description();
        }
        return "`" + use.key() + "`" + (use.holder().isEmpty() ? "" : " of `" + use.holder() + "`") + ": "
                + use.description();
    }

    /** The formula, one line per part. */
    static List<String> formula(Topic topic) {
        return topic.word().stream()
                .flatMap(word -> Stream.of(word.formula().split("; |\n")))
                .toList();
    }

    /** The formula, and the ranges of its outputs and targets. */
    static List<String> formulaAndDomain(Topic topic) {
        Stream<String> domain = topic.word().flatMap(word -> domain(topic, word)).stream();
        return Stream.concat(formula(topic).stream(), domain).toList();
    }

    /** The ranges of outputs and targets, if they are limited. */
    private static Optional<String> domain(Topic topic, Word word) {
        String everywhere = "(-inf, inf)";
        boolean isLoss = topic.kind().equals("loss");
        List<String> parts = new ArrayList<>();
        if (!word.outputs().equals(everywhere)) {
            parts.add((isLoss ? "ŷ in " : "a in ") + word.outputs());
        }
        if (!word.targets().equals(everywhere)) {
            parts.add("y in " + word.targets());
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
    }

    /** A parameter's default: "0.9", "required", "none". */
    static String byDefault(Parameter parameter) {
        if (parameter.isOptional()) {
            return "none";
        }
        return parameter
                .byDefault()
                .map(text -> text.equals("{}") ? "its defaults" : text)
                .orElseGet(() -> parameter
                        .impliedBy()
                        .map(key -> "that of `" + key + "`")
                        .orElse("required"));
    }

    /** The allowed values of a parameter: "a number greater than 0", "an activation", "true or false". */
    static String allowed(Parameter parameter) {
        Class<?> subject = parameter.subject();
        String value;
        Optional<Group> group = Glossary.whole().groupOf(parameter);
        if (group.isPresent()) {
            value = parameter.isList()
                    ? Wording.spaced(heading(group.get())).toLowerCase(Locale.ROOT)
                    : oneOf(group.get());
        } else if (subject == boolean.class || subject == Boolean.class) {
            value = "true or false";
        } else if (subject == String.class) {
            value = parameter.isList() ? "texts" : "a text";
        } else {
            value = parameter.isList() ? "numbers" : parameter.allowed().replace("a finite number", "a number");
        }
        if (parameter.isMap()) {
            return "a mapping of names, each to " + value;
        }
        return parameter.isTable() ? "a list of rows" : parameter.isList() ? "a list of " + value : value;
    }

    private static String oneOf(Group group) {
        if (group.isSection()) {
            return "a mapping of " + keys(group.topics().get(0));
        }
        List<String> names = group.topics().stream()
                .filter(topic -> !topic.isImplied())
                .map(Topic::name)
                .toList();
        List<String> values = group.topics().stream()
                .filter(topic -> topic.isImplied())
                .map(topic -> topic.word().orElseThrow().shorthand() == Word.Shorthand.VALUE
                        ? allowed(topic.parameters().get(0))
                        : "a mapping of " + keys(topic))
                .toList();
        List<String> alternatives = new ArrayList<>(values);
        if (names.size() > FEW) {
            alternatives.add(withArticle(group.name()));
        } else {
            alternatives.addAll(0, names);
        }
        return alternatives.size() < 2
                ? String.join("", alternatives)
                : String.join(", ", alternatives.subList(0, alternatives.size() - 1)) + " or "
                        + alternatives.get(alternatives.size() - 1);
    }

    private static String keys(Topic topic) {
        return topic.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
    }

    /**
     * Each library's names for a word and its parameters, without optional parameters, which are often separate classes
     * there: "Adam(lr, betas, eps)", followed by its other names. Empty for a section, because other libraries have its
     * keys elsewhere.
     */
    static Map<String, List<String>> elsewhere(Topic topic) {
        return byLibrary(names -> {
            List<String> words = names.apply(topic.foreignNames());
            String parameters = topic.parameters().stream()
                    .filter(parameter -> !parameter.isOptional())
                    .flatMap(parameter ->
                            names.apply(parameter.foreignNames()).stream().limit(1))
                    .distinct()
                    .collect(Collectors.joining(", "));
            if (words.isEmpty() || parameters.isEmpty()) {
                return words;
            }
            Stream<String> call = Stream.of(words.get(0) + "(" + parameters + ")");
            return Stream.concat(call, words.stream().skip(1)).toList();
        });
    }

    /** Each library's names for a key. */
    static Map<String, List<String>> elsewhere(Parameter parameter) {
        return byLibrary(names -> names.apply(parameter.foreignNames()));
    }

    private static Map<String, List<String>> byLibrary(
            Function<Function<ForeignNames, List<String>>, List<String>> namesOf) {
        Map<String, List<String>> byLibrary = new LinkedHashMap<>();
        byLibrary.put("DL4J", namesOf.apply(ForeignNames::dl4j));
        byLibrary.put("Keras", namesOf.apply(ForeignNames::keras));
        byLibrary.put("PyTorch", namesOf.apply(ForeignNames::pytorch));
        byLibrary.values().removeIf(List::isEmpty);
        return byLibrary;
    }

    /** "MSE, also LossMSE, SQUARED_LOSS". */
    static String alternatives(List<String> names) {
        String others = String.join(", ", names.subList(1, names.size()));
        return names.get(0) + (others.isEmpty() ? "" : ", also " + others);
    }

    /** Plumbline's classes that DL4J runs for a word: "On DL4J, Plumbline's class MaskDropout handles dropout: …". */
    static List<String> ownClasses(Topic topic) {
        return Dl4jReplacement.of(topic.type()).stream()
                .map(replacement ->
                        "On DL4J, Plumbline's class " + replacement.javaName() + " handles " + replacement.part()
                                + (replacement.condition().isEmpty() ? "" : ", " + replacement.condition())
                                + ": " + replacement.reason() + ".")
                .toList();
    }

    /** The reason of a refusal, and the alternative. */
    static String reason(Refused refused) {
        return "DL4J computes it wrongly: " + refused.reason()
                + (refused.instead().isEmpty() ? "" : "; " + refused.instead());
    }

    /** The differences in other libraries; those of a parameter start with its name. */
    static List<String> differences(Topic topic) {
        return Stream.concat(
                        topic.word().stream().flatMap(word -> Stream.of(word.differs())),
                        topic.parameters().stream()
                                .flatMap(parameter -> parameter.differences().stream()
                                        .map(text -> topic.parameters().size() == 1
                                                ? text
                                                : parameter.name() + ": " + text)))
                .toList();
    }
}
