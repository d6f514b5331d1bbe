package dev.plumbline.yaml;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.glossary.LayerDefaults;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.yaml.node.Node;
import dev.plumbline.yaml.node.NodePath;
import dev.plumbline.yaml.node.YamlMessages;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values of a file's {@code defaults} for layers without their own, and a record of which were used. */
final class DefaultKeys {
    static final NodePath WHERE = NodePath.ROOT.key(LayerDefaults.KEY);

    private final ReadingProblems findings;
    private final Map<String, Shared> byKey = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private boolean hasLayers;

    DefaultKeys(ReadingProblems findings) {
        this.findings = findings;
    }

    /**
     * Adds a shared value.
     *
     * @param value empty if it could not be read, which is reported already
     */
    private record Shared(Node key, Optional<Object> value) {}

    void put(Parameter parameter, Node key, Optional<Object> value) {
        byKey.put(parameter.name(), new Shared(key, value));
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    /** Starts a layer. */
    void layer() {
        hasLayers = true;
    }

    /**
     * Returns the shared value for a layer without its own; later problems of the value have their place in {@code
     * defaults}.
     */
    Optional<Object> take(Parameter parameter, NodePath layer) {
        Shared shared = byKey.get(parameter.name());
        if (shared == null) {
            return Optional.empty();
        }
        taken.add(parameter.name());
        findings.places()
                .share(
                        WHERE.key(parameter.name()).path(),
                        layer.key(parameter.name()).path());
        return shared.value();
    }

    /** Reports the shared values that no layer used; called after all layers. */
    void reportUnused() {
        byKey.forEach((name, shared) -> {
            if (hasLayers && !taken.contains(name)) {
                findings.report(
                        ErrorKind.NO_EFFECT,
                        shared.key(),
                        YamlMessages.quoted(name) + WHERE.in() + " would have no effect: every layer has its own",
                        "",
                        "allowed here: a key that at least one layer does not have");
            }
        });
    }
}
