package dev.plumbline.report.document;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import dev.plumbline.math.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Builds JSON documents. */
public final class Json {
    private static final JsonSerializer<Double> NUMBER = (number, type, context) ->
            Double.isFinite(number) ? new JsonPrimitive(number) : new JsonPrimitive(number.toString());

    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .serializeNulls()
            .disableHtmlEscaping()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .registerTypeAdapter(double.class, NUMBER)
            .registerTypeAdapter(Double.class, NUMBER)
            .registerTypeAdapter(Optional.class, (JsonSerializer<Optional<?>>)
                    (optional, type, context) -> context.serialize(optional.orElse(null)))
            .registerTypeAdapter(OptionalDouble.class, (JsonSerializer<OptionalDouble>)
                    (number, type, context) -> context.serialize(number.isPresent() ? number.getAsDouble() : null))
            .registerTypeAdapter(OptionalLong.class, (JsonSerializer<OptionalLong>)
                    (number, type, context) -> context.serialize(number.isPresent() ? number.getAsLong() : null))
            .registerTypeHierarchyAdapter(Enum.class, (JsonSerializer<Enum<?>>)
                    (constant, type, context) -> new JsonPrimitive(word(constant)))
            .registerTypeAdapter(Matrix.class, (JsonSerializer<Matrix>)
                    (matrix, type, context) -> context.serialize(matrix.toArray()))
            .create();
    private static final Gson FOR_PAGES = new GsonBuilder().serializeNulls().create();

    private Json() {}

    /** The document as text, with a line break at its end. */
    public static String text(JsonElement document) {
        return GSON.toJson(document) + "\n";
    }

    /** The document for a script element: without {@code <} and without line breaks. */
    public static String embedded(JsonElement document) {
        return FOR_PAGES.toJson(document);
    }

    /**
     * An object.
     *
     * @param members alternating keys and values; {@link #value} lists the allowed values
     */
    public static JsonObject object(@Nullable Object... members) {
        if (members.length % 2 != 0) {
            throw new IllegalArgumentException("a key without a value among " + members.length + " members");
        }
        JsonObject object = new JsonObject();
        for (int i = 0; i < members.length; i += 2) {
            object.add(String.valueOf(members[i]), value(members[i + 1]));
        }
        return object;
    }

    /** An array with an element for each item. */
    public static <T> JsonArray array(Iterable<T> items, Function<T, @Nullable Object> element) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(value(element.apply(item))));
        return array;
    }

    /** The numbers from 0 to below a count, for an array of parts that have numbers. */
    public static List<Integer> indices(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /**
     * A value: a string, a number (NaN and the infinities become strings), a boolean, an enum constant in snake case, a
     * matrix as an array of rows, several values as an array, a map or a record as an object with its components in snake
     * case, an optional value or {@code null}, or JSON.
     */
    public static JsonElement value(@Nullable Object value) {
        return value instanceof JsonElement json ? json : GSON.toJsonTree(value);
    }

    /** A constant's name in snake case. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The first rows of a matrix. */
    public static JsonElement rows(Matrix matrix, int most) {
        return value(Arrays.asList(matrix.toArray()).subList(0, Math.min(most, matrix.rows())));
    }
}
