package dev.plumbline.report.words;

import dev.plumbline.report.document.Wording;
import dev.plumbline.spec.glossary.Glossary.Group;
import dev.plumbline.spec.glossary.Glossary.Topic;
import dev.plumbline.spec.glossary.Refusals;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The vocabulary as a page of Markdown. */
public final class WordsMarkdown {
    private WordsMarkdown() {}

    /**
     * The whole page.
     *
     * @param examples an example of each word in a file; may be empty
     */
    public static String page(List<Group> groups, Function<Topic, String> examples) {
        StringBuilder text = new StringBuilder("""
                # The words

                Every word and key of a network file: its exact formula, its parameters, and what DL4J, Keras and PyTorch
                call it and do differently. `plumbline words NAME` shows one of them, and finds it by its name elsewhere
                too. This page is what `plumbline words --markdown` prints, from the definitions that the engines run.

                In the formulas of activations z is a layer's pre-activation and a its output; in those of losses ŷ is an
                output, y its target and `outputs` their number.

                """);
        for (Group group : groups) {
            String heading = Vocabularies.heading(group);
            text.append(
                    "- [" + heading + "](#" + heading.toLowerCase(Locale.ROOT).replace(' ', '-') + ")\n");
        }
        for (Group group : groups) {
            text.append("\n## " + Vocabularies.heading(group) + "\n\n");
            text.append(Wording.capitalized(Vocabularies.place(group)) + ".\n");
            group.topics().forEach(topic -> text.append('\n').append(word(topic, examples.apply(topic))));
            if (!group.isSection()) {
                refused(group.type()).ifPresent(reason -> text.append("\n### Refused\n\n" + reason + "\n"));
            }
        }
        return text.toString();
    }

    /** One word, under a heading of the third level; a section has the heading of its group. */
    public static String word(Topic topic, String example) {
        List<String> parts = new ArrayList<>();
        boolean isSection = topic.kind().equals("section");
        if (!isSection) {
            parts.add("### `" + topic.name() + "`");
        }
        topic.word()
                .map(word -> word.meaning())
                .filter(meaning -> !meaning.isEmpty())
                .ifPresent(parts::add);
        if (!isSection) {
            parts.add("```text\n" + String.join("\n", Vocabularies.formulaAndDomain(topic)) + "\n```");
        }
        if (!topic.parameters().isEmpty()) {
            parts.add(parameters(topic));
        }
        if (!example.isEmpty() && (isSection || !topic.parameters().isEmpty())) {
            parts.add("In a file: `" + example.replace("\n", "`, or `") + "`");
        }
        List<String> elsewhere = new ArrayList<>();
        Vocabularies.elsewhere(topic).forEach((library, names) -> elsewhere.add(library + ": " + codes(names)));
        if (!elsewhere.isEmpty()) {
            parts.add(String.join(" · ", elsewhere));
        }
        List<String> classes = Vocabularies.ownClasses(topic);
        if (!classes.isEmpty()) {
            parts.add(String.join(" ", classes));
        }
        List<String> differences = Vocabularies.differences(topic);
        if (!differences.isEmpty()) {
            parts.add("- " + String.join("\n- ", differences));
        }
        if (topic.type().isRecord()) {
            refused(topic.type()).ifPresent(parts::add);
        }
        return String.join("\n\n", parts) + "\n";
    }

    /** "`MSE`, also `LossMSE`, `SQUARED_LOSS`". */
    private static String codes(List<String> names) {
        return Vocabularies.alternatives(
                names.stream().map(name -> "`" + name + "`").toList());
    }

    /** The refused names of a word or family, as a list; empty if there are none. */
    private static Optional<String> refused(Class<?> holder) {
        List<String> refused = new ArrayList<>();
        for (Refused refusal : Refusals.of(holder)) {
            refused.add("- No `" + refusal.names()[0] + "`: " + Vocabularies.reason(refusal) + ". See ["
                    + refusal.finding() + "](dl4j-findings.md#" + refusal.finding() + ").");
        }
        return refused.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", refused));
    }

    private static String byDefault(Parameter parameter) {
        String text = Vocabularies.byDefault(parameter);
        return parameter.byDefault().filter(text::equals).isPresent() ? "`" + text + "`" : text;
    }

    private static String parameters(Topic topic) {
        StringBuilder table = new StringBuilder("| key | default | meaning | allowed |\n|---|---|---|---|");
        for (Parameter parameter : topic.parameters()) {
            table.append("\n| `" + parameter.name() + "` | " + byDefault(parameter) + " | ");
            table.append(parameter.description() + " | " + Vocabularies.allowed(parameter) + " |");
        }
        return table.toString();
    }
}
