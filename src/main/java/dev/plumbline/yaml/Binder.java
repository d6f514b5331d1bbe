package dev.plumbline.yaml;

import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.glossary.LayerDefaults;
import dev.plumbline.spec.glossary.Sweep;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Placeholders;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.RecordBuilder;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.ValueTypes;
import dev.plumbline.yaml.diagnostic.Annotation;
import dev.plumbline.yaml.node.Node;
import dev.plumbline.yaml.node.NodePath;
import dev.plumbline.yaml.node.Scalars;
import dev.plumbline.yaml.node.YamlMessages;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Converts nodes to the records of a specification, by their schemas. A value that cannot be read is reported, and a
 * placeholder takes its place, so that the rest is checked too.
 */
final class Binder {
    private final ReadingProblems findings;
    private final int variant;
    private final Optional<InputCounter> inputs;
    private final KeyMatcher keys;
    private final ScalarReader leaves;
    private final WordReader words;
    private final DefaultKeys shared;
    private final Set<String> unread = new HashSet<>(); // paths of parameters with placeholders
    private boolean hasPlaceholders;

    /**
     * Creates a binder for one reading.
     *
     * @param findings collects the problems
     * @param variant which of the two sets of {@link Placeholders} to use
     * @param inputs counts the inputs where the file does not give their number
     */
    Binder(ReadingProblems findings, int variant, Optional<InputCounter> inputs) {
        this.findings = findings;
        this.variant = variant;
        this.inputs = inputs;
        this.keys = new KeyMatcher(findings);
        this.leaves = new ScalarReader(findings);
        this.words = new WordReader(findings, this, leaves, keys);
        this.shared = new DefaultKeys(findings);
    }

    /** The network; undefined if problems were reported. */
    Optional<NetworkSpec> network(Node root) {
        return read(NetworkSpec.class, root, NodePath.ROOT, SchemaTypes.allowed(NetworkSpec.class, ""))
                .map(NetworkSpec.class::cast);
    }

    /** Whether a placeholder took the place of a value. A problem may then come from the placeholder alone. */
    boolean hasPlaceholders() {
        return hasPlaceholders;
    }

    private Object placeholder(Type type) {
        hasPlaceholders = true;
        return Placeholders.of(type, variant);
    }

    private Object placeholder(Parameter parameter) {
        hasPlaceholders = true;
        return Placeholders.of(parameter, variant);
    }

    /** Reads a value of this type; if that fails, reports the problem and returns empty. */
    Optional<Object> read(Type type, Node node, NodePath where, String allowed) {
        Optional<Type> element = ValueTypes.element(type);
        if (element.isPresent()) {
            return list(type, element.get(), node, where, allowed);
        }
        Optional<Type> named = ValueTypes.named(type);
        if (named.isPresent()) {
            return node instanceof Node.Mapping mapping
                    ? Optional.of(named(named.get(), mapping, where, allowed))
                    : leaves.wrong(node, where, "", SchemaTypes.allowed(type, allowed));
        }
        if (ValueTypes.isFamily(type)) {
            return words.read((Class<?>) type, node, where);
        }
        if (!ValueTypes.isSection(type)) {
            return leaves.read(type, node, where, allowed);
        }
        return node instanceof Node.Mapping mapping
                ? section(Schema.of((Class<?>) type), mapping, where, Optional.empty())
                : leaves.wrong(node, where, "", allowed);
    }

    /** Reads the value of a parameter; if it is not allowed, reports the problem and returns empty. */
    Optional<Object> value(Parameter parameter, Node node, NodePath where, String allowed) {
        Type type = ValueTypes.content(parameter.type());
        // The bounds of a number apply to each element of a list or mapping; the record that contains other values
        // checks them.
        Optional<Object> value =
                read(type, node, where, parameter.isMap() || parameter.isList() ? parameter.allowed() : allowed);
        boolean isOutside = value.filter(Number.class::isInstance)
                .flatMap(parameter::problem)
                .isPresent();
        return isOutside && node instanceof Node.Scalar scalar ? leaves.number(scalar, where, "", allowed) : value;
    }

    private Object defaultOrPlaceholder(Parameter parameter) {
        Optional<Object> byDefault = variant == 0 ? parameter.defaultValue() : Optional.empty();
        return byDefault.orElseGet(() -> placeholder(parameter));
    }

    private Optional<Object> list(Type type, Type element, Node node, NodePath where, String allowed) {
        String list = SchemaTypes.allowed(type, allowed);
        if (!(node instanceof Node.Sequence sequence)) {
            boolean isOne = node instanceof Node.Scalar scalar && Scalars.kind(scalar) != Scalars.Kind.NULL;
            return leaves.wrong(node, where, isOne ? "a list has brackets" : "", list);
        }
        boolean isTable = ValueTypes.element(element).isPresent();
        if (isTable && !sequence.items().isEmpty() && sequence.items().get(0) instanceof Node.Scalar) {
            String message = where.name() + " is a list of single values";
            findings.report(
                    ErrorKind.WRONG_TYPE, node, message, "each row has its own brackets", "allowed here: " + list);
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>(sequence.items().size());
        for (int i = 0; i < sequence.items().size(); i++) {
            values.add(element(element, sequence.items().get(i), where, i, allowed));
        }
        return Optional.of(values);
    }

    private Map<String, Object> named(Type type, Node.Mapping mapping, NodePath where, String allowed) {
        Map<String, Object> values = new LinkedHashMap<>();
        keys.distinct(mapping, where).forEach((name, entry) -> {
            NodePath inside = where.key(name);
            findings.places().written(inside, Optional.of(entry.key()), entry.value());
            values.put(name, read(type, entry.value(), inside, allowed).orElseGet(() -> placeholder(type)));
        });
        return values;
    }

    private Object element(Type type, Node node, NodePath list, int i, String allowed) {
        // Tables are large, so no path is built for a valid number.
        if (ValueTypes.isDouble(type) && node instanceof Node.Scalar scalar) {
            Optional<Double> number = leaves.number(scalar, list, i, allowed);
            return number.isPresent() ? number.get() : placeholder(type);
        }
        NodePath where = list.index(i);
        if (ValueTypes.isFamily(type) || ValueTypes.isSection(type)) {
            findings.places().written(where, Optional.empty(), node);
        }
        return read(
                        type,
                        node,
                        where,
                        ValueTypes.element(type).isPresent() ? allowed : SchemaTypes.allowed(type, allowed))
                .orElseGet(() -> placeholder(type));
    }

    /**
     * Reads the record that a mapping describes.
     *
     * @param word the word that the mapping follows; empty for a section
     */
    <T> Optional<Object> section(Schema<T> schema, Node.Mapping mapping, NodePath where, Optional<Node> word) {
        Map<String, Node.Entry> entries = keys.match(schema, mapping, where);
        RecordBuilder<T> draft = RecordBuilder.of(schema.type());
        boolean isLayer = schema.type() == Layer.Dense.class;
        if (isLayer) {
            shared.layer();
        }
        Optional.ofNullable(entries.get(LayerDefaults.KEY)).ifPresent(this::readDefaults);
        Optional.ofNullable(entries.get(Sweep.KEY)).ifPresent(sweep -> SweepAxes.read(sweep.value(), findings));
        for (Parameter parameter : schema.parameters()) {
            Node.Entry entry = entries.get(parameter.name());
            Optional<Object> value = entry != null
                    ? written(parameter, entry, where)
                    : isLayer ? shared.take(parameter, where) : Optional.empty();
            value.ifPresent(present -> draft.put(parameter.name(), present));
        }
        if (where.equals(NodePath.ROOT)) {
            shared.reportUnused();
        }
        for (Parameter parameter : draft.missing()) {
            boolean isImplied = parameter.impliedBy().flatMap(draft::get).isPresent();
            if (isImplied && implied(draft, parameter)) {
                continue;
            }
            if (!isImplied && !isGuessed(where, word)) {
                reportMissing(parameter, where, word);
            }
            unread.add(where.key(parameter.name()).path());
            draft.put(parameter.name(), placeholder(parameter));
        }
        return finish(schema, draft, where);
    }

    /**
     * Sets the number of inputs to that of the data. It needs the rest of the network, so it is not counted if that has
     * problems.
     */
    private boolean implied(RecordBuilder<?> network, Parameter parameter) {
        Object data = network.get(parameter.impliedBy().orElseThrow()).orElseThrow();
        try {
            if (data instanceof DataSource.Inline inline) {
                network.put(parameter.name(), inline.inputs().get(0).size());
                return true;
            }
            if (!findings.isEmpty() || hasPlaceholders || network.missing().size() > 1) {
                return false;
            }
            if (inputs.isPresent()) {
                network.put(parameter.name(), inputs.get().count(network));
                return true;
            }
            reportMissing(parameter, NodePath.ROOT, Optional.empty());
        } catch (InvalidSpecException e) {
            e.problems().forEach(findings::report);
        }
        return false;
    }

    /** Whether the word was guessed from a misspelling. Missing parameters are then not reported. */
    private static boolean isGuessed(NodePath inside, Optional<Node> word) {
        return word.isPresent()
                && word.get() instanceof Node.Scalar scalar
                && !inside.written().endsWith(scalar.text());
    }

    /** The value of an entry, or a placeholder for it; empty if it is optional and cannot be read. */
    private Optional<Object> written(Parameter parameter, Node.Entry entry, NodePath where) {
        NodePath inside = where.key(parameter.name());
        findings.places().written(inside, Optional.of(entry.key()), entry.value());
        Optional<Object> value = value(parameter, entry.value(), inside, SchemaTypes.allowed(parameter));
        if (value.isEmpty()) { // a default or an empty value counts as a placeholder
            hasPlaceholders = true;
            unread.add(inside.path());
        }
        return value.isPresent() || parameter.isOptional() && variant == 0
                ? value
                : Optional.of(defaultOrPlaceholder(parameter));
    }

    /** Reads the section `defaults`, before the layers. */
    private void readDefaults(Node.Entry defaults) {
        findings.places().written(DefaultKeys.WHERE, Optional.of(defaults.key()), defaults.value());
        Schema<Layer.Dense> dense = Schema.of(Layer.Dense.class);
        if (!(defaults.value() instanceof Node.Mapping mapping)
                || mapping.entries().isEmpty()) {
            leaves.wrong(defaults.value(), DefaultKeys.WHERE, "", "a mapping of " + SchemaTypes.keys(dense));
            return;
        }
        Map<String, Node.Entry> entries = keys.match(dense, mapping, DefaultKeys.WHERE);
        for (Parameter parameter : dense.parameters()) {
            Node.Entry entry = entries.get(parameter.name());
            if (entry != null) {
                shared.put(parameter, entry.key(), written(parameter, entry, DefaultKeys.WHERE));
            }
        }
    }

    /** Whether a layer can be written without any key because the file has defaults. */
    boolean sharesKeysOf(Schema<?> schema) {
        return schema.type() == Layer.Dense.class && !shared.isEmpty();
    }

    private void reportMissing(Parameter parameter, NodePath where, Optional<Node> word) {
        Annotation head = word.or(() -> findings.places().around(where.path()).map(SourceLocations.Place::head))
                .map(node -> new Annotation(node.span(), ""))
                .orElse(Annotation.START);
        findings.missing(
                parameter.name(),
                head,
                YamlMessages.quoted(parameter.name()) + " is missing" + where.in(),
                "needed: " + parameter.description() + ": " + SchemaTypes.allowed(parameter));
    }

    /** The first key of a path: {@code layers} of {@code layers[0].units}. */
    private static String first(String path) {
        int end = 0;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        return path.substring(0, end);
    }

    /**
     * Creates the record. Values that it refuses are reported and replaced by placeholders; what it says about parts of
     * a placeholder is not reported.
     */
    <T> Optional<Object> finish(Schema<T> schema, RecordBuilder<T> draft, NodePath where) {
        try {
            return Optional.of(draft.finish());
        } catch (InvalidSpecException e) {
            Set<String> refused = new HashSet<>();
            for (Problem problem : e.problems()) {
                String parameter = first(problem.path());
                if (!unread.contains(where.key(parameter).path())) {
                    findings.report(where.path().isEmpty() ? problem : problem.within(where.path()));
                }
                refused.add(parameter);
            }
            schema.parameters().stream()
                    .filter(parameter -> refused.contains(parameter.name()))
                    .forEach(parameter -> draft.put(parameter.name(), placeholder(parameter)));
        }
        try {
            return Optional.of(draft.finish());
        } catch (InvalidSpecException e) {
            return Optional.empty();
        }
    }
}
