package dev.plumbline.yaml;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.glossary.LayerDefaults;
import dev.plumbline.spec.glossary.Refusals;
import dev.plumbline.spec.glossary.Sweep;
import dev.plumbline.spec.vocabulary.Hints;
import dev.plumbline.spec.vocabulary.NearMiss;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Refused;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.yaml.diagnostic.Annotation;
import dev.plumbline.yaml.node.Node;
import dev.plumbline.yaml.node.NodePath;
import dev.plumbline.yaml.node.YamlMessages;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Matches the keys of a mapping with the parameters of a schema. */
final class KeyMatcher {
    private final ReadingProblems findings;

    KeyMatcher(ReadingProblems findings) {
        this.findings = findings;
    }

    /**
     * Returns the entries by parameter name. An unknown key is reported. If the intended key is clear, the value is
     * used for it, so that the same mistake is not also reported as a missing key.
     */
    Map<String, Node.Entry> match(Schema<?> schema, Node.Mapping mapping, NodePath where) {
        List<String> names = SchemaTypes.names(schema);
        Map<String, Node.Entry> matched = new HashMap<>();
        Map<String, Node.Entry> meant = new HashMap<>();
        distinct(mapping, where).forEach((key, entry) -> {
            if (names.contains(key)) {
                matched.put(key, entry);
            } else if (findings.isFull()) {
                findings.count();
            } else {
                unknown(key, entry, schema, where).ifPresent(name -> meant.putIfAbsent(name, entry));
            }
        });
        meant.forEach(matched::putIfAbsent);
        return matched;
    }

    /** The entries by key, in their order. A duplicate is reported, and a key that is no text. */
    Map<String, Node.Entry> distinct(Node.Mapping mapping, NodePath where) {
        Map<String, Node> seen = new HashMap<>();
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            text(entry, where)
                    .filter(key -> !isDuplicate(key, entry.key(), seen, where))
                    .ifPresent(key -> entries.put(key, entry));
        }
        return entries;
    }

    private Optional<String> text(Node.Entry entry, NodePath where) {
        if (entry.key() instanceof Node.Scalar scalar) {
            return Optional.of(scalar.text());
        }
        findings.report(
                ErrorKind.UNSUPPORTED_YAML,
                entry.key(),
                YamlMessages.found(entry.key()) + " cannot be a key" + where.in(),
                "");
        return Optional.empty();
    }

    /** Reports a key that occurs twice in a mapping. */
    boolean isDuplicate(String key, Node node, Map<String, Node> seen, NodePath where) {
        Node first = seen.putIfAbsent(key, node);
        if (first == null) {
            return false;
        }
        findings.report(
                ErrorKind.DUPLICATE,
                Optional.of(new Annotation(node.span(), "the second one")),
                "duplicate key " + YamlMessages.quoted(key) + where.in(),
                List.of(new Annotation(first.span(), "the first one")));
        return true;
    }

    /** Reports a key that the section does not have; returns the key that was probably intended. */
    private Optional<String> unknown(String key, Node.Entry entry, Schema<?> schema, NodePath where) {
        String message = "unknown key " + YamlMessages.quoted(key) + where.in();
        String allowed = "allowed here: " + SchemaTypes.keys(schema);
        if (key.equals("<<")) {
            findings.report(
                    ErrorKind.UNSUPPORTED_YAML,
                    entry.key(),
                    "merge keys are not part of YAML 1.2",
                    "",
                    "an alias can replace a whole value");
            return Optional.empty();
        }
        Optional<Refused> refused = Refusals.find(schema.type(), key);
        if (refused.isPresent()) {
            findings.report(entry.key(), key, refused.get(), allowed);
            return Optional.empty();
        }
        Optional<String> hint = Hints.find(schema.type(), key);
        if (hint.isPresent()) {
            findings.report(ErrorKind.UNKNOWN_KEY, entry.key(), message, "", hint.get(), allowed);
            return Optional.empty();
        }
        for (Parameter parameter : schema.parameters()) {
            Optional<String> users = parameter.foreignNames().usersOf(key);
            if (users.isPresent() && !NearMiss.sameLetters(key, parameter.name())) {
                findings.report(
                        ErrorKind.FOREIGN_NAME,
                        entry.key(),
                        foreign(key, users.get(), parameter.name()) + where.in(),
                        "",
                        allowed);
                return Optional.of(parameter.name());
            }
        }
        Optional<KeyIndex.Key> elsewhere = KeyIndex.find(key);
        Optional<String> near = NearMiss.of(key, SchemaTypes.names(schema)).or(() -> withPart(key, schema));
        boolean isPlural = near.filter(name -> name.equals(key + "s")).isPresent();
        if (near.isPresent() && (elsewhere.isEmpty() || isPlural)) {
            findings.report(
                    ErrorKind.UNKNOWN_KEY,
                    entry.key(),
                    message,
                    "did you mean " + YamlMessages.quoted(near.get()) + "?",
                    allowed);
            return near;
        }
        findings.report(ErrorKind.UNKNOWN_KEY, entry.key(), message, elsewhere(key, elsewhere), allowed);
        return Optional.empty();
    }

    /** The only key that a word is a part of: `batch_size` for `batch`. */
    private static Optional<String> withPart(String word, Schema<?> schema) {
        List<String> names = SchemaTypes.names(schema).stream()
                .filter(name -> List.of(name.split("_")).contains(word))
                .toList();
        return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }

    private String elsewhere(String key, Optional<KeyIndex.Key> match) {
        if (key.equals(LayerDefaults.KEY) || key.equals(Sweep.KEY)) {
            return "it belongs at the top level";
        }
        if (match.isPresent()) {
            findings.misplaced(key);
            return "it belongs " + match.get().place();
        }
        Optional<KeyIndex.Key> foreign = KeyIndex.findForeign(key);
        if (foreign.isPresent()) {
            findings.misplaced(foreign.get().name());
            return "here it is " + YamlMessages.quoted(foreign.get().name()) + " "
                    + foreign.get().place();
        }
        return KeyIndex.findByWord(key)
                .map(holder -> "it is a word for " + YamlMessages.quoted(holder.name())
                        + (holder.section().isEmpty() ? "" : " " + holder.place()))
                .orElse("");
    }

    /** "`lr` is PyTorch's name; here it is `learning_rate`". */
    static String foreign(String name, String users, String ours) {
        return YamlMessages.quoted(name) + " is " + YamlMessages.possessive(users) + " name; here it is "
                + YamlMessages.quoted(ours);
    }

    /** The keys of a mapping that are strings. */
    static List<String> texts(Node.Mapping mapping) {
        return mapping.entries().stream()
                .flatMap(entry -> entry.key() instanceof Node.Scalar scalar
                        ? Optional.of(scalar.text()).stream()
                        : Optional.<String>empty().stream())
                .toList();
    }
}
