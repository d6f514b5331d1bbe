package dev.plumbline.dl4j.json;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonParseException;
import dev.plumbline.spec.LearningRate.ScheduleUnit;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A value of DL4J's JSON and its place. Reading it creates only numbers, strings and lists.
 *
 * @param path the place: {@code confs[1].layer.activationFn}
 * @param value the value; JSON's null if there is none
 */
record JsonPlace(String path, JsonElement value) {
    private static final int MOST_TEXT = 16 << 20; // characters; a layer has about 2000
    private static final int DEEPEST = 64; // DL4J's configurations have less than 10 levels

    /** The packages whose classes are named by their simple names. */
    private static final Set<String> PACKAGES = Set.of(
            "org.nd4j.linalg.activations.impl",
            "org.nd4j.linalg.lossfunctions.impl",
            "org.nd4j.linalg.learning.config",
            "org.nd4j.linalg.learning.regularization",
            "org.nd4j.linalg.schedule",
            "org.deeplearning4j.nn.conf.layers",
            "org.deeplearning4j.nn.conf.constraint",
            "org.deeplearning4j.nn.conf.dropout",
            "org.deeplearning4j.nn.conf.distribution",
            "org.deeplearning4j.nn.weights",
            "dev.plumbline.dl4j.extension");

    /**
     * Parses a text.
     *
     * @throws InvalidSpecException if it is not a JSON object, too long or nested too deeply
     */
    static JsonPlace parse(String json) {
        JsonPlace whole = new JsonPlace("", JsonNull.INSTANCE);
        if (json.length() > MOST_TEXT) {
            throw whole.refused(
                    "the configuration has " + json.length() + " characters", "at most " + MOST_TEXT + " characters");
        }
        if (depth(json) > DEEPEST) {
            throw whole.refused("the configuration is nested " + depth(json) + " deep", "at most " + DEEPEST);
        }
        try {
            JsonElement read = new Gson().getAdapter(JsonElement.class).fromJson(json);
            if (!read.isJsonObject()) {
                throw whole.refused("the configuration is not a JSON object", "a configuration of a MultiLayerNetwork");
            }
            return new JsonPlace("", read);
        } catch (java.io.IOException | JsonParseException | IllegalArgumentException e) {
            if (e instanceof InvalidSpecException invalid) {
                throw invalid;
            }
            // The message of Gson begins with advice for a program, and ends with the place.
            String reason = String.valueOf(e.getMessage())
                    .lines()
                    .findFirst()
                    .orElse("")
                    .replaceFirst("^.* at (?=line )", "");
            throw whole.refused(
                    "this is not JSON: " + Printable.line(reason), "a model.zip or a configuration.json of DL4J");
        }
    }

    /** The depth of nested brackets, counted before a recursive parser reads the text. */
    private static int depth(String json) {
        int depth = 0;
        int deepest = 0;
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '{' || c == '[')) {
                deepest = Math.max(deepest, ++depth);
            } else if (!quoted && (c == '}' || c == ']')) {
                depth--;
            }
        }
        return deepest;
    }

    /** A member of an object. */
    JsonPlace get(String key) {
        String inner = path.isEmpty() ? key : path + "." + key;
        JsonElement member = value.isJsonObject() ? value.getAsJsonObject().get(key) : null;
        return new JsonPlace(inner, member == null ? JsonNull.INSTANCE : member);
    }

    boolean isNull() {
        return value.isJsonNull();
    }

    /** The elements of an array; empty for null. */
    List<JsonPlace> elements() {
        if (isNull()) {
            return List.of();
        }
        if (!value.isJsonArray()) {
            throw refused("found " + shown(), "an array");
        }
        List<JsonPlace> elements = new ArrayList<>();
        for (JsonElement element : value.getAsJsonArray()) {
            elements.add(new JsonPlace(path + "[" + elements.size() + "]", element));
        }
        return elements;
    }

    /** A finite number. */
    double number() {
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber() && Double.isFinite(value.getAsDouble())) {
            return value.getAsDouble();
        }
        throw refused("found " + shown(), "a finite number");
    }

    int integer() {
        double number = number();
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw refused("found " + shown(), "a whole number of at most " + Integer.MAX_VALUE);
        }
        return (int) number;
    }

    boolean flag() {
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()) {
            return value.getAsBoolean();
        }
        throw refused("found " + shown(), "true or false");
    }

    String text() {
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()) {
            return value.getAsString();
        }
        throw refused("found " + shown(), "a text");
    }

    /** The class named here: its simple name if it is in a known package, otherwise its full name. */
    String type() {
        return typeIn("@class").orElseThrow(() -> refused("found " + shown(), "an object with an \"@class\""));
    }

    /** The class named by another key. */
    Optional<String> typeIn(String key) {
        JsonElement name = get(key).value();
        if (!name.isJsonPrimitive() || !name.getAsJsonPrimitive().isString()) {
            return Optional.empty();
        }
        String whole = name.getAsString();
        int dot = whole.lastIndexOf('.');
        return Optional.of(dot > 0 && PACKAGES.contains(whole.substring(0, dot)) ? whole.substring(dot + 1) : whole);
    }

    /** The value in a message. */
    String shown() {
        if (isNull()) {
            return "nothing";
        }
        String text = value.toString();
        int most = 60;
        return Printable.line(text.length() > most ? text.substring(0, most) + "…" : text);
    }

    /** Returns this place with another value for a key. */
    JsonPlace with(String key, JsonElement replacement) {
        var copy = value.getAsJsonObject().deepCopy();
        copy.add(key, replacement);
        return new JsonPlace(path, copy);
    }

    InvalidSpecException refused(String message, String allowed) {
        return new InvalidSpecException(List.of(new Problem(ErrorKind.NOT_TRANSLATABLE, path, message, allowed)));
    }

    /** Refuses a word that the vocabulary does not have. */
    InvalidSpecException unknown(String word, String allowed) {
        return refused(Printable.line(word) + " is not in Plumbline's vocabulary", allowed);
    }

    /**
     * Creates a word, whose problems get this place.
     *
     * @param components for each component of the record, in order: its value, or the key that it has here
     */
    <T> T word(Class<T> word, Object... components) {
        Schema<T> schema = Schema.of(word);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            Class<?> type = schema.parameters().get(i).subject();
            values.add(components[i] instanceof String key ? get(key).as(type) : components[i]);
        }
        return make(() -> schema.create(values));
    }

    private Object as(Class<?> type) {
        if (type != ScheduleUnit.class) {
            return type == int.class ? (Object) integer() : (Object) number();
        }
        return switch (text()) {
            case "ITERATION" -> ScheduleUnit.STEP;
            case "EPOCH" -> ScheduleUnit.EPOCH;
            default -> throw refused("found " + shown(), "ITERATION or EPOCH");
        };
    }

    /** Creates a record; its problems get this place. */
    <T> T make(Supplier<T> record) {
        try {
            return record.get();
        } catch (InvalidSpecException e) {
            throw new InvalidSpecException(e.problems().stream()
                    .map(problem -> new Problem(problem.kind(), path, problem.message(), problem.allowed()))
                    .toList());
        }
    }
}
