package dev.plumbline.report.words;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.plumbline.report.document.Json;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.glossary.LayerDefaults;
import dev.plumbline.spec.glossary.Sweep;
import dev.plumbline.spec.vocabulary.Interval;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.ValueTypes;
import dev.plumbline.spec.vocabulary.Vocabulary;
import dev.plumbline.spec.vocabulary.Vocabulary.Entry;
import dev.plumbline.spec.vocabulary.Word;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The JSON Schema (draft 2020-12) of a network file, for editors. It is derived from the same records as the reader, so
 * it has every key, word, default and limit. It accepts each file that {@code validate} accepts. It cannot check rules
 * that involve several values, such as an output layer that does not fit the loss.
 */
public final class FileSchema {
    /** Keeps an editor from offering the keys of a rule for completion. */
    private static final String NOT_SUGGESTED = "doNotSuggest";

    private final TreeMap<String, JsonObject> definitions = new TreeMap<>();

    private FileSchema() {}

    /** The schema of a whole file. */
    public static JsonObject document() {
        return new FileSchema().file();
    }

    private JsonObject file() {
        JsonObject file = Json.object(
                "$schema", "https://json-schema.org/draft/2020-12/schema", "title", "A network file of Plumbline");
        JsonObject keys = section(file.get("title").getAsString(), Schema.of(NetworkSpec.class));
        keys.entrySet().forEach(entry -> file.add(entry.getKey(), entry.getValue()));
        JsonObject shared = section(LayerDefaults.KEY, Schema.of(Layer.Dense.class));
        shared.addProperty("minProperties", 1);
        shared.addProperty("description", wordOf(LayerDefaults.class).meaning());
        file.getAsJsonObject("properties").add(LayerDefaults.KEY, shared);
        file.getAsJsonObject("properties")
                .add(
                        Sweep.KEY,
                        Json.object(
                                "title",
                                Sweep.KEY,
                                "type",
                                "object",
                                "minProperties",
                                1,
                                "additionalProperties",
                                Json.object("type", "array", "minItems", 1),
                                "description",
                                wordOf(Sweep.class).meaning()));
        file.add("allOf", requirementsOfLayers());
        JsonObject named = new JsonObject();
        definitions.forEach(named::add);
        file.add("$defs", named);
        return file;
    }

    /**
     * The schema of a section, or of the parameters of a word. The keys of a layer are not required here, because
     * `defaults` may contain them.
     *
     * @param title the key or the word, without which an editor shows the title of the whole file
     */
    private JsonObject section(String title, Schema<?> schema) {
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (Parameter parameter : schema.parameters()) {
            properties.add(parameter.name(), value(parameter));
            if (parameter.isRequired() && parameter.impliedBy().isEmpty() && schema.type() != Layer.Dense.class) {
                required.add(parameter.name());
            }
        }
        JsonObject section = Json.object("title", title, "type", "object", "properties", properties);
        if (!required.isEmpty()) {
            section.add("required", required);
        }
        section.addProperty("additionalProperties", false);
        return section;
    }

    private JsonObject value(Parameter parameter) {
        Type type = parameter.type();
        if (parameter.isOptional()) {
            type = ((ParameterizedType) type).getActualTypeArguments()[0];
        }
        JsonObject value = value(type, parameter);
        List<String> sentences = new ArrayList<>(List.of(parameter.description()));
        parameter.byDefault().filter(text -> !text.equals("{}")).ifPresent(text -> sentences.add("default: " + text));
        parameter.impliedBy().ifPresent(key -> sentences.add("default: that of the " + key));
        value.addProperty("description", String.join("; ", sentences));
        return value;
    }

    private JsonObject value(Type type, Parameter parameter) {
        Optional<Type> named = ValueTypes.named(type);
        if (named.isPresent()) {
            return Json.object(
                    "title",
                    parameter.name(),
                    "type",
                    "object",
                    "additionalProperties",
                    value(named.get(), parameter),
                    "minProperties",
                    1);
        }
        if (type instanceof ParameterizedType list) {
            JsonObject array =
                    Json.object("type", "array", "items", value(list.getActualTypeArguments()[0], parameter));
            if (parameter.byDefault().isEmpty()) {
                array.addProperty("minItems", 1);
            }
            return array;
        }
        Class<?> plain = (Class<?>) type;
        if (plain == boolean.class || plain == Boolean.class) {
            return Json.object("type", "boolean");
        }
        if (plain == String.class) {
            JsonObject text = Json.object("type", "string");
            if (!parameter.isList()) {
                text.addProperty("minLength", 1);
            }
            return text;
        }
        if (plain.isEnum() || plain.isSealed()) {
            return family(Vocabulary.of(plain));
        }
        if (plain.isRecord()) {
            return section(parameter.name(), Schema.of(plain));
        }
        return number(parameter);
    }

    private static JsonObject number(Parameter parameter) {
        JsonObject number = Json.object("type", parameter.isWhole() ? "integer" : "number");
        // The elements of a list have no limits here: the record that contains the list checks them.
        if (!parameter.isList()) {
            Interval range = parameter.range();
            if (Double.isFinite(range.low())) {
                number.addProperty(range.lowIncluded() ? "minimum" : "exclusiveMinimum", range.low());
            }
            if (Double.isFinite(range.high())) {
                number.addProperty(range.highIncluded() ? "maximum" : "exclusiveMaximum", range.high());
            }
        }
        return number;
    }

    /** A reference to the definition of a family of words. */
    private JsonObject family(Vocabulary vocabulary) {
        String name = vocabulary.name().replace(' ', '_');
        if (!definitions.containsKey(name)) {
            JsonObject definition = new JsonObject();
            definitions.put(name, definition); // before its words, because a warm-up contains another learning rate
            JsonArray ways = new JsonArray();
            vocabulary.entries().forEach(entry -> ways(entry, ways::add));
            definition.addProperty("title", vocabulary.name());
            definition.add("anyOf", ways);
        }
        return Json.object("$ref", "#/$defs/" + name);
    }

    /** Every form of a word. */
    private void ways(Entry entry, Consumer<JsonObject> ways) {
        Optional<Schema<?>> schema = entry.schema();
        boolean isLayer =
                schema.filter(record -> record.type() == Layer.Dense.class).isPresent();
        boolean isPlain = schema.map(record -> record.parameters().stream().noneMatch(Parameter::isRequired))
                .orElse(true);
        if (entry.word().shorthand() == Word.Shorthand.NONE && (isPlain || isLayer)) {
            ways.accept(described(Json.object("const", entry.name()), entry));
        }
        schema.ifPresent(parameters -> {
            switch (entry.word().shorthand()) {
                case VALUE ->
                    ways.accept(described(value(parameters.parameters().get(0)), entry));
                case PARAMETERS -> ways.accept(described(section(entry.name(), parameters), entry));
                case NONE -> {}
            }
            ways.accept(Json.object(
                    "title",
                    entry.name(),
                    "type",
                    "object",
                    "properties",
                    Json.object(entry.name(), described(section(entry.name(), parameters), entry)),
                    "required",
                    List.of(entry.name()),
                    "additionalProperties",
                    false));
        });
    }

    private static JsonObject described(JsonObject schema, Entry entry) {
        List<String> parts = new ArrayList<>();
        parts.add(entry.word().formula());
        parts.add(entry.word().meaning());
        parts.removeIf(String::isEmpty);
        schema.addProperty("description", String.join("\n", parts));
        return schema;
    }

    /**
     * The keys that each layer needs unless `defaults` has them; for the initial weights, also unless the network has
     * them. As a negation, a rule has a message of its own in an editor.
     */
    private static JsonArray requirementsOfLayers() {
        JsonArray rules = new JsonArray();
        for (Parameter parameter : Schema.of(Layer.Dense.class).parameters()) {
            String key = parameter.name();
            boolean isInit = key.equals("init");
            if (parameter.isRequired() || isInit) {
                List<JsonObject> sources = new ArrayList<>();
                sources.add(Json.object(
                        "properties", Json.object(LayerDefaults.KEY, required(key)),
                        "required", List.of(LayerDefaults.KEY)));
                if (isInit) {
                    sources.add(required(key));
                }
                JsonObject layer = Json.object("type", "object", "properties", Json.object("dense", required(key)));
                JsonObject layers = Json.object("items", layer, NOT_SUGGESTED, true);
                sources.add(Json.object("properties", Json.object("layers", layers)));
                JsonArray missing = Json.array(sources, source -> Json.object("not", source));
                rules.add(Json.object(
                        "not",
                        Json.object("allOf", missing),
                        "errorMessage",
                        "each layer needs `" + key + "`, or `" + LayerDefaults.KEY + "` has it"));
            }
        }
        return rules;
    }

    private static JsonObject required(String key) {
        return Json.object("required", List.of(key), NOT_SUGGESTED, true);
    }

    private static Word wordOf(Class<?> type) {
        Word word = type.getAnnotation(Word.class);
        if (word == null) {
            throw new IllegalStateException(type + " has no @Word");
        }
        return word;
    }
}
