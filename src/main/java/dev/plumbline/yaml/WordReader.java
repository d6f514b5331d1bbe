package dev.plumbline.yaml;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.glossary.Refusals;
import dev.plumbline.spec.vocabulary.Hints;
import dev.plumbline.spec.vocabulary.NearMiss;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Placeholders;
import dev.plumbline.spec.vocabulary.RecordBuilder;
import dev.plumbline.spec.vocabulary.Refused;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import dev.plumbline.spec.vocabulary.Word;
import dev.plumbline.yaml.node.Node;
import dev.plumbline.yaml.node.NodePath;
import dev.plumbline.yaml.node.Scalars;
import dev.plumbline.yaml.node.YamlMessages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the words of a vocabulary: {@code sigmoid} alone, {@code { uniform: { low: -1, high: 1 } }}, or one of the
 * short forms of {@link Word.Shorthand}.
 */
final class WordReader {
    private final ReadingProblems findings;
    private final Binder binder;
    private final ScalarReader leaves;
    private final KeyMatcher keys;
    private final Map<Class<?>, String> examples =
            new HashMap<>(); // a cache: each example may be needed thousands of times

    WordReader(ReadingProblems findings, Binder binder, ScalarReader leaves, KeyMatcher keys) {
        this.findings = findings;
        this.binder = binder;
        this.leaves = leaves;
        this.keys = keys;
    }

    /** Reads a word of a family; if that fails, reports the problem and returns empty. */
    Optional<Object> read(Class<?> family, Node node, NodePath where) {
        Vocabulary vocabulary = Vocabulary.of(family);
        if (node instanceof Node.Mapping names && isNamed(vocabulary, names)) {
            return value(vocabulary, names, where);
        }
        if (node instanceof Node.Mapping mapping && !family.isEnum()) {
            return mapping(vocabulary, mapping, where);
        }
        if (node instanceof Node.Sequence
                && SchemaTypes.shorthandValue(vocabulary)
                        .filter(Parameter::isList)
                        .isPresent()) {
            return value(vocabulary, node, where);
        }
        if (!(node instanceof Node.Scalar scalar)) {
            return leaves.wrong(node, where, "", SchemaTypes.words(vocabulary));
        }
        return switch (Scalars.kind(scalar)) {
            case TEXT -> bare(vocabulary, scalar, where);
            case WHOLE, FRACTIONAL -> number(vocabulary, scalar, where);
            case NULL, BOOLEAN -> leaves.wrong(scalar, where, "", SchemaTypes.words(vocabulary));
        };
    }

    /** Whether the keys are names of any kind, and not a word with its parameters. */
    private static boolean isNamed(Vocabulary vocabulary, Node.Mapping mapping) {
        boolean isWord = mapping.entries().size() == 1
                && mapping.entries().get(0).value() instanceof Node.Mapping
                && mapping.entries().get(0).key() instanceof Node.Scalar key
                && vocabulary.find(key.text()).isPresent();
        return !isWord
                && SchemaTypes.shorthandValue(vocabulary)
                        .filter(Parameter::isMap)
                        .isPresent();
    }

    private Optional<Object> number(Vocabulary vocabulary, Node.Scalar scalar, NodePath where) {
        return SchemaTypes.shorthandValue(vocabulary)
                        .filter(parameter -> !parameter.isList() && !parameter.isMap())
                        .isPresent()
                ? value(vocabulary, scalar, where)
                : leaves.wrong(scalar, where, "", SchemaTypes.words(vocabulary));
    }

    /** Reads a word that is written as its value only. */
    private Optional<Object> value(Vocabulary vocabulary, Node node, NodePath where) {
        Schema<?> schema = vocabulary
                .withShorthand(Word.Shorthand.VALUE)
                .flatMap(Vocabulary.Entry::schema)
                .orElseThrow();
        Parameter parameter = schema.parameters().get(0);
        NodePath inside = new NodePath(where.key(parameter.name()).path(), where.written());
        findings.places().written(inside, Optional.empty(), node);
        return binder.value(parameter, node, inside, SchemaTypes.words(vocabulary))
                .flatMap(value -> finish(schema, parameter, value, where));
    }

    private <T> Optional<Object> finish(Schema<T> schema, Parameter parameter, Object value, NodePath where) {
        return binder.finish(schema, RecordBuilder.of(schema.type()).put(parameter.name(), value), where);
    }

    /** Reads a word without parameters, or with its defaults. */
    private Optional<Object> bare(Vocabulary vocabulary, Node.Scalar scalar, NodePath where) {
        boolean isQuotedNumber = !scalar.plain()
                && SchemaTypes.shorthandValue(vocabulary).isPresent()
                && Scalars.kind(scalar.text()) == Scalars.Kind.WHOLE;
        if (isQuotedNumber) {
            return leaves.wrong(scalar, where, "a number has no quotes", SchemaTypes.words(vocabulary));
        }
        Optional<Vocabulary.Entry> entry = find(vocabulary, scalar);
        if (entry.isEmpty() || entry.get().schema().isEmpty()) {
            return entry.flatMap(Vocabulary.Entry::value);
        }
        return withDefaults(entry.get(), entry.get().schema().get(), scalar, where);
    }

    private <T> Optional<Object> withDefaults(Vocabulary.Entry entry, Schema<T> schema, Node node, NodePath where) {
        if (binder.sharesKeysOf(schema)) {
            Node.Mapping nothing = new Node.Mapping(List.of(), node.start(), node.end());
            return binder.section(schema, nothing, where.word(entry.name()), Optional.of(node));
        }
        RecordBuilder<T> draft = RecordBuilder.of(schema.type());
        List<Parameter> missing = draft.missing();
        if (missing.isEmpty()) {
            return binder.finish(schema, draft, where);
        }
        String needs =
                YamlMessages.enumerated(missing.stream().map(Parameter::name).toList());
        findings.report(
                ErrorKind.MISSING_KEY,
                node,
                YamlMessages.quoted(entry.name()) + " needs " + needs,
                "",
                example(schema));
        return Optional.empty();
    }

    private String example(Schema<?> schema) {
        return examples.computeIfAbsent(
                schema.type(), type -> "for example: " + YamlWriter.flow(Placeholders.of(type, 0)));
    }

    private Optional<Object> mapping(Vocabulary vocabulary, Node.Mapping mapping, NodePath where) {
        List<String> written = KeyMatcher.texts(mapping);
        List<String> words = written.stream()
                .filter(key -> vocabulary.find(key).isPresent())
                .distinct()
                .toList();
        Optional<Vocabulary.Entry> shorthand = vocabulary.withShorthand(Word.Shorthand.PARAMETERS);
        if (words.isEmpty() && shorthand.isPresent() && isOf(shorthand.get(), mapping, written, vocabulary)) {
            return parameters(shorthand.get(), mapping, where, Optional.empty());
        }
        if (words.isEmpty() && written.size() > 0) {
            Optional<Vocabulary.Entry> meant = wordOf(vocabulary, written);
            if (meant.isPresent()) {
                return missingWord(vocabulary, meant.get(), mapping, where);
            }
        }
        if (mapping.entries().isEmpty()) {
            return leaves.wrong(mapping, where, "", SchemaTypes.words(vocabulary));
        }
        return oneWord(vocabulary, mapping, where, written);
    }

    /** Whether the keys are parameters of this entry and not a misspelled word. */
    private static boolean isOf(
            Vocabulary.Entry entry, Node.Mapping mapping, List<String> written, Vocabulary vocabulary) {
        if (written.size() != 1) {
            return true;
        }
        boolean isParameter = entry.schema().orElseThrow().parameters().stream()
                .anyMatch(parameter -> parameter.name().equals(written.get(0)));
        boolean isLikeAWord = mapping.entries().get(0).value() instanceof Node.Mapping;
        return isParameter
                || !isLikeAWord && suggestion(vocabulary, written.get(0)).isEmpty();
    }

    /** The word that has a parameter of one of these names, if the word itself is missing. */
    private static Optional<Vocabulary.Entry> wordOf(Vocabulary vocabulary, List<String> written) {
        return vocabulary.entries().stream()
                .filter(entry -> entry.word().shorthand() == Word.Shorthand.NONE)
                .filter(entry -> entry.schema().stream()
                        .flatMap(schema -> schema.parameters().stream())
                        .anyMatch(parameter -> written.contains(parameter.name())))
                .findFirst();
    }

    private Optional<Object> missingWord(
            Vocabulary vocabulary, Vocabulary.Entry meant, Node.Mapping mapping, NodePath where) {
        Schema<?> schema = meant.schema().orElseThrow();
        findings.report(
                ErrorKind.MISSING_KEY,
                mapping.entries().get(0).key(),
                where.name() + " does not say which " + vocabulary.name() + " it is",
                "these belong in " + YamlMessages.quoted(meant.name() + ": { … }"),
                "allowed here: " + SchemaTypes.words(vocabulary),
                example(schema));
        return parameters(meant, mapping, where, Optional.empty());
    }

    /** Reads a mapping whose only key is the word. */
    private Optional<Object> oneWord(
            Vocabulary vocabulary, Node.Mapping mapping, NodePath where, List<String> written) {
        Map<String, Node> seen = new HashMap<>();
        Optional<Object> first = Optional.empty();
        for (int i = 0; i < mapping.entries().size(); i++) {
            Node.Entry entry = mapping.entries().get(i);
            if (!(entry.key() instanceof Node.Scalar key)) {
                findings.report(
                        ErrorKind.UNSUPPORTED_YAML,
                        entry.key(),
                        YamlMessages.found(entry.key()) + " cannot be a key" + where.in(),
                        "");
            } else if (!keys.isDuplicate(key.text(), key, seen, where)) {
                if (seen.size() > 1) {
                    findings.report(
                            ErrorKind.INVALID_COMBINATION,
                            key,
                            where.name() + " can be only one " + vocabulary.name() + ", and it is "
                                    + YamlMessages.quoted(written.get(0)) + " already",
                            "",
                            "allowed here: one of " + SchemaTypes.words(vocabulary));
                } else {
                    first = find(vocabulary, key).flatMap(word -> word(word, key, entry.value(), where));
                }
            }
        }
        return first;
    }

    private Optional<Object> word(Vocabulary.Entry entry, Node.Scalar key, Node value, NodePath where) {
        findings.places().word(where, key);
        if (value instanceof Node.Mapping mapping) {
            return parameters(entry, mapping, where, Optional.of(key));
        }
        NodePath inside = where.word(entry.name());
        Schema<?> schema = entry.schema().orElseThrow();
        return schema.parameters().isEmpty()
                ? leaves.wrong(value, inside, "", "the word alone, without `:`")
                : leaves.wrong(value, inside, "", "a mapping of " + SchemaTypes.keys(schema));
    }

    private Optional<Object> parameters(
            Vocabulary.Entry entry, Node.Mapping mapping, NodePath where, Optional<Node> word) {
        NodePath inside = word.isPresent() ? where.word(entry.name()) : where;
        return binder.section(entry.schema().orElseThrow(), mapping, inside, word);
    }

    /** The entry with this name. An unknown name is reported; the result is then the suggested entry. */
    private Optional<Vocabulary.Entry> find(Vocabulary vocabulary, Node.Scalar word) {
        Optional<Vocabulary.Entry> exact = vocabulary.find(word.text());
        if (exact.isPresent()) {
            return exact;
        }
        if (findings.isFull()) {
            findings.count();
            return Optional.empty();
        }
        String allowed = "allowed here: " + SchemaTypes.words(vocabulary);
        String text = word.text();
        Optional<Refused> refused = Refusals.find(vocabulary.family(), text);
        if (refused.isPresent()) {
            findings.report(word, text, refused.get(), allowed);
            return Optional.empty();
        }
        Optional<String> advice = Hints.find(vocabulary.family(), text);
        if (advice.isPresent()) {
            findings.report(
                    ErrorKind.UNKNOWN_WORD,
                    word,
                    "unknown " + vocabulary.name() + " " + YamlMessages.quoted(text),
                    "",
                    advice.get(),
                    allowed);
            return Optional.empty();
        }
        Optional<Vocabulary.Entry> meant = suggestion(vocabulary, text);
        Optional<String> users = meant.flatMap(entry -> entry.foreignNames().usersOf(text));
        if (users.isPresent() && !NearMiss.sameLetters(text, meant.get().name())) {
            findings.report(
                    ErrorKind.FOREIGN_NAME,
                    word,
                    KeyMatcher.foreign(text, users.get(), meant.get().name()),
                    "",
                    allowed);
        } else {
            String hint = meant.map(entry -> "did you mean " + YamlMessages.quoted(entry.name()) + "?")
                    .orElse("");
            findings.report(
                    ErrorKind.UNKNOWN_WORD,
                    word,
                    "unknown " + vocabulary.name() + " " + YamlMessages.quoted(text),
                    hint,
                    allowed);
        }
        return meant;
    }

    private static Optional<Vocabulary.Entry> suggestion(Vocabulary vocabulary, String word) {
        List<String> names = vocabulary.entries().stream()
                .filter(entry -> entry.word().shorthand() != Word.Shorthand.VALUE)
                .map(Vocabulary.Entry::name)
                .toList();
        return vocabulary.entries().stream()
                .filter(entry -> NearMiss.sameLetters(entry.name(), word))
                .findFirst()
                .or(() -> vocabulary.entries().stream()
                        .filter(entry -> entry.foreignNames().usersOf(word).isPresent())
                        .findFirst())
                .or(() -> NearMiss.of(word, names).flatMap(vocabulary::find));
    }
}
