package dev.plumbline.yaml;

import dev.plumbline.spec.LayerDefaults;
import dev.plumbline.spec.Parameter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values that a file's {@code defaults} give to each layer that does not say its own, and which were taken. */
final class SharedKeys {
    static final NodePath WHERE = NodePath.ROOT.key(LayerDefaults.KEY);

    private final ReadingProblems findings;
    private final Map<String, Shared> byKey = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private boolean hasLayers;

    SharedKeys(ReadingProblems findings) {
        this.findings = findings;
    }

    /**
     * One of them.
     *
     * @param key where it is written
     * @param value empty where none could be read, which is reported already
     */
    private record Shared(Node key, Optional<Object> value) {}

    void put(Parameter parameter, Node key, Optional<Object> value) {
        byKey.put(parameter.name(), new Shared(key, value));
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    /** A layer begins. */
    void layer() {
        hasLayers = true;
    }

    /** Gives it to a layer that does not say its own; what is said of it later has its place here. */
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

    /** After all layers: what none of them took is a mistake. */
    void reportUnused() {
        byKey.forEach((name, shared) -> {
            if (hasLayers && !taken.contains(name)) {
                findings.report(
                        shared.key(),
                        Texts.quoted(name) + WHERE.in() + " would have no effect: every layer has its own",
                        "",
                        "allowed here: a key that at least one layer does not have");
            }
        });
    }
}
