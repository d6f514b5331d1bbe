package dev.plumbline.yaml;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Parameter;
import dev.plumbline.spec.Problem;
import dev.plumbline.spec.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a network's file says what, and what it leaves to the defaults. */
public final class SourceMap {
    private final Source source;
    private final Places places;
    private final Map<String, Origin> origins = new LinkedHashMap<>();

    SourceMap(Source source, Places places, NetworkSpec spec) {
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
        Optional<Label> written = places.exactly(path)
                .map(place -> new Label(
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

    /** Every path of the specification, in its order; a table's rows are within the table's. */
    public List<Origin> origins() {
        return List.copyOf(origins.values());
    }

    /** What there is to say of this path; empty if the specification has no such one. */
    public Optional<Origin> at(String path) {
        return Optional.ofNullable(origins.get(path));
    }

    /** A problem found later, such as a width that contradicts a data file, at its place in this file. */
    public Diagnostic diagnostic(Problem problem) {
        return places.diagnostic(source, problem);
    }
}
