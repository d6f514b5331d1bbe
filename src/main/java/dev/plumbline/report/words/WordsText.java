package dev.plumbline.report.words;

import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.spec.glossary.Glossary.Group;
import dev.plumbline.spec.glossary.Glossary.Topic;
import dev.plumbline.spec.glossary.Refusals;
import dev.plumbline.spec.vocabulary.Parameter;
import java.util.List;
import java.util.Map;

/** The vocabulary as text: all families, the words of one family, or the full description of one word. */
public final class WordsText {
    private static final int NAMES = "PyTorch".length();

    private WordsText() {}

    /** All words, family by family. */
    public static String overview(List<Group> groups, Style style) {
        int width = width(
                groups.stream()
                        .filter(group -> !group.isSection())
                        .map(Vocabularies::heading)
                        .toList(),
                0);
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
        int width = width(group.topics().stream().map(Topic::name).toList(), 0);
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

    /** One word. */
    public static String word(Topic topic, String example, Style style) {
        StringBuilder text = new StringBuilder(style.strong(topic.name()))
                .append(style.faint(", " + Vocabularies.kind(topic)))
                .append('\n');
        topic.word()
                .map(word -> word.meaning())
                .filter(meaning -> !meaning.isEmpty())
                .ifPresent(meaning -> text.append(TextLayout.paragraph("  ", meaning)));
        if (!topic.kind().equals("section")) {
            section(text, "Formula", Vocabularies.formulaAndDomain(topic), style);
        }
        parameters(text, topic, style);
        section(text, "In a file", example.lines().toList(), style);
        Map<String, List<String>> elsewhere = Vocabularies.elsewhere(topic);
        if (!elsewhere.isEmpty()) {
            text.append('\n').append(style.strong("Elsewhere")).append('\n');
            elsewhere(text, elsewhere);
        }
        section(text, "On DL4J", Vocabularies.ownClasses(topic), style);
        List<String> differences = Vocabularies.differences(topic);
        section(text, differences.size() > 1 ? "Differences" : "Difference", differences, style);
        if (topic.type().isRecord()) {
            refused(text, topic.type(), style);
        }
        return text.toString();
    }

    private static void refused(StringBuilder text, Class<?> holder, Style style) {
        List<String> refused = Refusals.of(holder).stream()
                .map(refusal -> refusal.names()[0] + ": " + Vocabularies.reason(refusal))
                .toList();
        section(text, "Refused", refused, style);
    }

    /** Adds a section, unless it is empty. */
    private static void section(StringBuilder text, String heading, List<String> paragraphs, Style style) {
        if (!paragraphs.isEmpty()) {
            text.append('\n').append(style.strong(heading)).append('\n');
            paragraphs.forEach(paragraph -> text.append(TextLayout.paragraph("  ", "    ", paragraph)));
        }
    }

    private static void elsewhere(StringBuilder text, Map<String, List<String>> elsewhere) {
        elsewhere.forEach(
                (library, names) -> text.append(TextLayout.entry(library, NAMES, Vocabularies.alternatives(names))));
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
        return texts.stream().mapToInt(String::length).reduce(least, Math::max);
    }

    /** A key, with its meaning in each word that has it. */
    public static String key(String name, Map<Topic, Parameter> holders, Style style) {
        StringBuilder text = new StringBuilder(style.strong(name))
                .append(style.faint(", a key"))
                .append('\n');
        holders.forEach((topic, parameter) -> {
            text.append('\n').append(style.strong("Of " + topic.name())).append('\n');
            text.append(TextLayout.entry("meaning", NAMES, parameter.description()));
            text.append(TextLayout.entry("allowed", NAMES, Vocabularies.allowed(parameter)));
            text.append(TextLayout.entry("default", NAMES, Vocabularies.byDefault(parameter)));
            elsewhere(text, Vocabularies.elsewhere(parameter));
            parameter.differences().forEach(difference -> text.append(TextLayout.paragraph("  ", "    ", difference)));
        });
        return text.toString();
    }
}
