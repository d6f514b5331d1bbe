package dev.plumbline.yaml;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.yaml.diagnostic.Annotation;
import dev.plumbline.yaml.diagnostic.Diagnostic;
import dev.plumbline.yaml.diagnostic.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The origin of each value of a network: its place in the file, or a default. */
public final class SourceMap {
    private final Source source;
    private final SourceLocations places;
    private final Map<String, Origin> origins = new LinkedHashMap<>();

    SourceMap(Source source, SourceLocations places, NetworkSpec spec) {
        this.source = source;
        this.places = places;
        record(Schema.of(NetworkSpec.class), spec, "");
    }

    private <T> void record(Schema<T> schema, Object holder, String path) {
        for (Parameter parameter : schema.parameters()) {
            Object raw = parameter.valueIn(holder);
            Optional<Object> value =
                    raw instanceof Optional<?> optional ? optional.map(held -> held) : Optional.of(raw);
            add(path.isEmpty() ? parameter.name() : path + "." + parameter.name(), value);
        }
    }

    private void add(String path, Optional<Object> value) {
        Optional<Annotation> written = places.exactly(path)
                .map(place -> new Annotation(
                        place.start(), source.line(place.start().line()).strip()));
        origins.put(path, new Origin(path, value, written, places.isShared(path)));
        value.ifPresent(present -> descend(present, path));
    }

    private void descend(Object value, String path) {
        if (value instanceof Record) {
            record(Schema.of(value.getClass()), value, path);
        } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Record) {
            for (int i = 0; i < list.size(); i++) {
                add(path + "[" + i + "]", Optional.of(list.get(i)));
            }
        }
    }

    /** The file's text. */
    public Source source() {
        return source;
    }

    /**
     * The origins of all paths, in the order of the specification; the rows of a table have no origins of their own.
     */
    public List<Origin> origins() {
        return List.copyOf(origins.values());
    }

    /** The origin of a path; empty if the specification does not have the path. */
    public Optional<Origin> at(String path) {
        return Optional.ofNullable(origins.get(path));
    }

    /**
     * Converts a problem found later, such as a width that contradicts a data file, to a diagnostic at its place in
     * this file.
     */
    public Diagnostic diagnostic(Problem problem) {
        return places.diagnostic(source, problem);
    }
}
