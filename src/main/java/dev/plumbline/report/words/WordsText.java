package dev.plumbline.report.words;

import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.spec.Glossary.Group;
import dev.plumbline.spec.Glossary.Topic;
import dev.plumbline.spec.Parameter;
import dev.plumbline.spec.Refusals;
import dev.plumbline.spec.Refused;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The vocabulary as text: all families, the words of one family, or the full description of one word. */
public final class WordsText {
    private WordsText() {}

    /** All words, family by family. */
    public static String overview(List<Group> groups, Style style) {
        int width = groups.stream()
                .filter(group -> !group.isSection())
                .mapToInt(group -> Vocabularies.heading(group).length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (Group group : groups) {
            if (!group.isSection()) {
                List<String> names =
                        group.topics().stream().map(WordsText::written).toList();
                String heading = TextLayout.left(Vocabularies.heading(group), width);
                text.append(TextLayout.wrap(style.strong(heading) + "  ", " ".repeat(width + 2), names, ", ", ","))
                        .append('\n');
            }
        }
        List<String> sections =
                groups.stream().filter(Group::isSection).map(Group::name).toList();
        text.append(TextLayout.wrap(
                        style.strong(TextLayout.left("Sections", width)) + "  ",
                        " ".repeat(width + 2),
                        sections,
                        ", ",
                        ","))
                .append('\n');
        return text.toString();
    }

    /** A word that is never written, in brackets, as what is written instead. */
    private static String written(Topic topic) {
        return topic.isImplied() ? "(" + topic.name() + ")" : topic.name();
    }

    /** The words of a family, each with its formula. */
    public static String family(Group group, Style style) {
        int width = group.topics().stream()
                .mapToInt(topic -> topic.name().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder(style.strong(Vocabularies.heading(group)))
                .append('\n')
                .append(TextLayout.paragraph("  ", Vocabularies.place(group).replace("`", "")))
                .append('\n');
        for (Topic topic : group.topics()) {
            String name = topic.name();
            for (String part : Vocabularies.formula(topic)) {
                text.append(TextLayout.entry(name, width, part));
                name = "";
            }
        }
        refused(text, group.type(), style);
        return text.toString();
    }

    /**
     * One word.
     *
     * @param example an example of the word in a file
     */
    public static String word(Topic topic, String example, Style style) {
        StringBuilder text = new StringBuilder(style.strong(topic.name()))
                .append(style.faint(", " + Vocabularies.kind(topic)))
                .append('\n');
        topic.word()
                .map(word -> word.meaning())
                .filter(meaning -> !meaning.isEmpty())
                .ifPresent(meaning -> text.append(TextLayout.paragraph("  ", meaning)));
        if (!topic.kind().equals("section")) {
            section(text, "Formula", style);
            Vocabularies.formulaAndDomain(topic).forEach(line -> text.append(TextLayout.paragraph("  ", "    ", line)));
        }
        parameters(text, topic, style);
        if (!example.isEmpty()) {
            section(text, "In a file", style);
            example.lines().forEach(line -> text.append(TextLayout.paragraph("  ", "    ", line)));
        }
        Map<String, List<String>> elsewhere = Vocabularies.elsewhere(topic);
        if (!elsewhere.isEmpty()) {
            section(text, "Elsewhere", style);
            elsewhere.forEach((library, names) ->
                    text.append(TextLayout.entry(library, "PyTorch".length(), Vocabularies.alternatives(names))));
        }
        List<String> own = Vocabularies.ownClasses(topic);
        if (!own.isEmpty()) {
            section(text, "On DL4J", style);
            own.forEach(each -> text.append(TextLayout.paragraph("  ", "    ", each)));
        }
        List<String> differences = Vocabularies.differences(topic);
        if (!differences.isEmpty()) {
            section(text, differences.size() > 1 ? "Differences" : "Difference", style);
            differences.forEach(difference -> text.append(TextLayout.paragraph("  ", "    ", difference)));
        }
        if (topic.type().isRecord()) {
            refused(text, topic.type(), style);
        }
        return text.toString();
    }

    private static void refused(StringBuilder text, Class<?> holder, Style style) {
        List<Refused> refused = Refusals.of(holder);
        if (!refused.isEmpty()) {
            section(text, "Refused", style);
            refused.forEach(each -> text.append(
                    TextLayout.paragraph("  ", "    ", each.names()[0] + ": " + Vocabularies.reason(each))));
        }
    }

    private static void section(StringBuilder text, String heading, Style style) {
        text.append('\n').append(style.strong(heading)).append('\n');
    }

    private static void parameters(StringBuilder text, Topic topic, Style style) {
        List<Parameter> parameters = topic.parameters();
        if (parameters.isEmpty()) {
            return;
        }
        String heading = topic.kind().equals("section") ? "Keys" : "Parameters";
        int name = width(parameters.stream().map(Parameter::name).toList(), heading.length() - 2);
        int byDefault = width(parameters.stream().map(Vocabularies::byDefault).toList(), "default".length());
        text.append('\n')
                .append(style.strong(TextLayout.left(heading, name + 2)))
                .append(style.faint("  default"))
                .append('\n');
        for (Parameter parameter : parameters) {
            String first = TextLayout.left(parameter.name(), name) + "  "
                    + TextLayout.left(Vocabularies.byDefault(parameter), byDefault);
            text.append(TextLayout.entry(
                    first, name + 2 + byDefault, parameter.description() + "; " + Vocabularies.allowed(parameter)));
        }
    }

    private static int width(List<String> texts, int least) {
        return Math.max(
                least,
                texts.stream()
                        .collect(Collectors.summarizingInt(String::length))
                        .getMax());
    }

    /** A key, with its meaning in each word that has it. */
    public static String key(String name, Map<Topic, Parameter> holders, Style style) {
        StringBuilder text = new StringBuilder(style.strong(name))
                .append(style.faint(", a key"))
                .append('\n');
        holders.forEach((topic, parameter) -> {
            text.append('\n').append(style.strong("Of " + topic.name())).append('\n');
            int width = "PyTorch".length();
            text.append(TextLayout.entry("meaning", width, parameter.description()));
            text.append(TextLayout.entry("allowed", width, Vocabularies.allowed(parameter)));
            text.append(TextLayout.entry("default", width, Vocabularies.byDefault(parameter)));
            Vocabularies.elsewhere(parameter)
                    .forEach((library, names) ->
                            text.append(TextLayout.entry(library, width, Vocabularies.alternatives(names))));
            parameter.differences().forEach(difference -> text.append(TextLayout.paragraph("  ", "    ", difference)));
        });
        return text.toString();
    }
}
