package dev.plumbline.yaml;

import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.glossary.LayerDefaults;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.ValueTypes;
import dev.plumbline.spec.vocabulary.Vocabulary;
import dev.plumbline.spec.vocabulary.Word;
import dev.plumbline.yaml.diagnostic.InvalidFileException;
import dev.plumbline.yaml.diagnostic.Source;
import dev.plumbline.yaml.diagnostic.Span;
import dev.plumbline.yaml.node.Node;
import dev.plumbline.yaml.node.Scalars;
import dev.plumbline.yaml.node.YamlMessages;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Inserts the values of the command line into the nodes of a file, before the nodes are read. The inserted nodes have
 * places in the options, so that messages show the option.
 */
final class Overrides {
    private final ValueOverride setting;
    private final int line;
    private final Node value;

    /**
     * Creates the inserter of one setting.
     *
     * @param number counted from 0
     */
    private Overrides(ValueOverride setting, int number) {
        this.setting = setting;
        this.line = Source.FIRST_OPTION + number;
        this.value = setting.value(line);
    }

    /**
     * The root with all settings in it.
     *
     * @throws InvalidFileException if a path does not exist, or if two settings have the same path
     */
    static Node apply(Node root, List<ValueOverride> settings) {
        Node changed = root;
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < settings.size(); i++) {
            ValueOverride setting = settings.get(i);
            List<ValueOverride.Step> steps = setting.steps();
            if (!seen.add(setting.path())) {
                ValueOverride.Step last = steps.get(steps.size() - 1);
                throw setting.refuse(
                        ErrorKind.DUPLICATE,
                        steps.get(0).from(),
                        last.to(),
                        YamlMessages.quoted(setting.path()) + " is set twice",
                        "needed: one value");
            }
            Overrides override = new Overrides(setting, i);
            Node fitting = setting.isOfEpochs() ? withoutLongerInterval(changed, override.value) : changed;
            changed = override.set(Optional.of(fitting), NetworkSpec.class, steps);
        }
        if (settings.size() > 1) {
            requireAll(changed, settings);
        }
        return changed;
    }

    /** The root without a {@code report.every} that is longer than this training, so that its default applies. */
    private static Node withoutLongerInterval(Node root, Node epochs) {
        Node.Mapping file = (Node.Mapping) root;
        Optional<Node.Entry> report = file.find("report").filter(entry -> entry.value() instanceof Node.Mapping);
        if (report.isEmpty()) {
            return root;
        }
        Node.Mapping section = (Node.Mapping) report.get().value();
        Optional<Long> every = section.find("every").flatMap(entry -> Scalars.whole(entry.value()));
        Optional<Long> most = Scalars.whole(epochs);
        if (every.isEmpty() || most.isEmpty() || every.get() <= most.get()) {
            return root;
        }
        Node.Mapping kept = section.with("every", Optional.empty());
        return file.with(
                "report",
                report.filter(entry -> !kept.entries().isEmpty()).map(entry -> new Node.Entry(entry.key(), kept)));
    }

    /** Refuses a setting that a later one has replaced. */
    private static void requireAll(Node changed, List<ValueOverride> settings) {
        Set<Integer> present = new HashSet<>();
        collectOptions(changed, present);
        for (int i = 0; i < settings.size(); i++) {
            if (!present.contains(i)) {
                ValueOverride setting = settings.get(i);
                List<ValueOverride.Step> steps = setting.steps();
                throw setting.refuse(
                        ErrorKind.DUPLICATE,
                        steps.get(0).from(),
                        steps.get(steps.size() - 1).to(),
                        YamlMessages.quoted(setting.path()) + " is replaced by a later setting",
                        "needed: one value for each key, and a section before its keys");
            }
        }
    }

    /** The numbers of the settings whose nodes are in this node. */
    private static void collectOptions(Node node, Set<Integer> numbers) {
        int line = node.span().line();
        if (line >= Source.FIRST_OPTION) {
            numbers.add(line - Source.FIRST_OPTION);
        }
        if (node instanceof Node.Sequence list) {
            list.items().forEach(item -> collectOptions(item, numbers));
        } else if (node instanceof Node.Mapping mapping) {
            mapping.entries().forEach(entry -> {
                collectOptions(entry.key(), numbers);
                collectOptions(entry.value(), numbers);
            });
        }
    }

    private Node set(Optional<Node> node, Type type, List<ValueOverride.Step> steps) {
        if (steps.isEmpty()) {
            return value;
        }
        ValueOverride.Step step = steps.get(0);
        if (step.isIndex()) {
            return element(node, type, step, steps.subList(1, steps.size()));
        }
        boolean isFamily = ValueTypes.isFamily(type) && type instanceof Class<?> family && !family.isEnum();
        return isFamily ? word(node, Vocabulary.of((Class<?>) type), steps) : key(node, type, steps);
    }

    private Node element(Optional<Node> node, Type type, ValueOverride.Step step, List<ValueOverride.Step> rest) {
        if (node.isEmpty() || !(node.get() instanceof Node.Sequence list)) {
            throw setting.refuse(
                    ErrorKind.UNKNOWN_KEY,
                    step.from(),
                    step.to(),
                    "this is not a list, so it has no element to set",
                    "needed: a key");
        }
        if (step.index() >= list.items().size()) {
            int last = list.items().size() - 1;
            throw setting.refuse(
                    ErrorKind.UNKNOWN_KEY,
                    step.from(),
                    step.to(),
                    "this list has no element [" + step.index() + "]",
                    last < 0 ? "it is empty" : "allowed here: [0]" + (last > 0 ? " to [" + last + "]" : ""));
        }
        List<Node> items = new ArrayList<>(list.items());
        Node changed = set(
                Optional.of(items.get(step.index())), ValueTypes.element(type).orElse(Object.class), rest);
        items.set(step.index(), changed);
        return new Node.Sequence(List.copyOf(items), list.start(), list.end());
    }

    /** A key of a section, or of the parameters of a word. */
    private Node key(Optional<Node> node, Type type, List<ValueOverride.Step> steps) {
        ValueOverride.Step step = steps.get(0);
        Node.Mapping mapping = node.isPresent() && node.get() instanceof Node.Mapping present ? present : nothing();
        Optional<Node.Entry> before = mapping.find(step.key());
        Node child = set(before.map(Node.Entry::value), typeOf(type, step.key()), steps.subList(1, steps.size()));
        Optional<Node> key = before.filter(entry -> steps.size() > 1).map(Node.Entry::key);
        return mapping.with(step.key(), Optional.of(new Node.Entry(key.orElseGet(() -> keyNode(step)), child)));
    }

    /** Sets a parameter of a word; the path can contain the word or omit it. */
    private Node word(Optional<Node> node, Vocabulary vocabulary, List<ValueOverride.Step> steps) {
        ValueOverride.Step step = steps.get(0);
        Optional<Node.Entry> written = node.flatMap(there -> written(there, vocabulary));
        if (written.isEmpty()) {
            Type shorthand = vocabulary
                    .withShorthand(Word.Shorthand.PARAMETERS)
                    .flatMap(Vocabulary.Entry::schema)
                    .<Type>map(Schema::type)
                    .orElse(Object.class);
            return key(node, vocabulary.find(step.key()).isPresent() ? vocabulary.family() : shorthand, steps);
        }
        Node.Entry word = written.get();
        String name = ((Node.Scalar) word.key()).text();
        Optional<Node> parameters = word.value() instanceof Node.Mapping ? Optional.of(word.value()) : Optional.empty();
        boolean isNamed = step.key().equals(name);
        boolean isParameter = hasParameter(parametersOf(vocabulary, name), step.key());
        if (!isNamed && !isParameter && vocabulary.find(step.key()).isPresent()) { // replaces the word by another
            return key(Optional.empty(), vocabulary.family(), steps);
        }
        List<ValueOverride.Step> inside = isNamed ? steps.subList(1, steps.size()) : steps;
        Node changed = set(parameters, parametersOf(vocabulary, name), inside);
        return new Node.Mapping(List.of(new Node.Entry(word.key(), changed)), value.start(), value.end());
    }

    /** The written word with its parameters; the word alone if it has none. */
    private static Optional<Node.Entry> written(Node node, Vocabulary vocabulary) {
        if (node instanceof Node.Scalar scalar) {
            return vocabulary.find(scalar.text()).map(entry -> new Node.Entry(scalar, scalar));
        }
        return node instanceof Node.Mapping mapping
                        && mapping.entries().size() == 1
                        && mapping.entries().get(0).key() instanceof Node.Scalar key
                        && vocabulary.find(key.text()).isPresent()
                ? Optional.of(mapping.entries().get(0))
                : Optional.empty();
    }

    /** The type of a key's value; {@code Object} for an unknown key, which is reported later. */
    private static Type typeOf(Type type, String key) {
        if (type == NetworkSpec.class && key.equals(LayerDefaults.KEY)) {
            return Layer.Dense.class;
        }
        if (ValueTypes.isFamily(type)) {
            return parametersOf(Vocabulary.of((Class<?>) type), key);
        }
        return parameter(type, key)
                .map(parameter -> ValueTypes.content(parameter.type()))
                .orElse(Object.class);
    }

    private static Type parametersOf(Vocabulary vocabulary, String word) {
        return vocabulary
                .find(word)
                .flatMap(Vocabulary.Entry::schema)
                .<Type>map(Schema::type)
                .orElse(Object.class);
    }

    private static boolean hasParameter(Type type, String key) {
        return parameter(type, key).isPresent();
    }

    private static Optional<Parameter> parameter(Type type, String key) {
        return type instanceof Class<?> section && section.isRecord()
                ? Schema.of(section).parameters().stream()
                        .filter(parameter -> parameter.name().equals(key))
                        .findFirst()
                : Optional.empty();
    }

    private Node.Mapping nothing() {
        return new Node.Mapping(List.of(), value.start(), value.end());
    }

    private Node keyNode(ValueOverride.Step step) {
        Span span = setting.span(step.from(), step.to());
        return new Node.Scalar(step.key(), true, Node.pack(line, span.column()), Node.pack(line, span.endColumn()));
    }
}
