package dev.plumbline.report.document;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.plumbline.math.Matrix;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds JSON documents. */
public final class Json {
    private static final Gson FOR_READERS = new GsonBuilder()
            .setPrettyPrinting()
            .serializeNulls()
            .disableHtmlEscaping()
            .create();
    private static final Gson FOR_PAGES = new GsonBuilder().serializeNulls().create();

    private Json() {}

    /** The document as text, with a line break at its end. */
    public static String text(JsonElement document) {
        return FOR_READERS.toJson(document) + "\n";
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
     * matrix as an array of rows, several values as an array, an optional value or {@code null}, or JSON.
     */
    public static JsonElement value(@Nullable Object value) {
        if (value == null) {
            return JsonNull.INSTANCE;
        } else if (value instanceof JsonElement json) {
            return json;
        } else if (value instanceof Optional<?> optional) {
            return value(optional.orElse(null));
        } else if (value instanceof OptionalDouble number) {
            return value(number.isPresent() ? number.getAsDouble() : null);
        } else if (value instanceof OptionalLong number) {
            return value(number.isPresent() ? number.getAsLong() : null);
        } else if (value instanceof Double number) {
            return Double.isFinite(number) ? new JsonPrimitive(number) : new JsonPrimitive(number.toString());
        } else if (value instanceof Number number) {
            return new JsonPrimitive(number);
        } else if (value instanceof Boolean truth) {
            return new JsonPrimitive(truth);
        } else if (value instanceof Enum<?> constant) {
            return new JsonPrimitive(word(constant));
        } else if (value instanceof Matrix matrix) {
            return rows(matrix, matrix.rows());
        } else if (value instanceof Iterable<?> several) {
            return array(several, each -> each);
        }
        return new JsonPrimitive((String) value);
    }

    /** A constant's name in snake case. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The first rows of a matrix. */
    public static JsonArray rows(Matrix matrix, int most) {
        JsonArray rows = new JsonArray();
        Stream.of(matrix.toArray()).limit(most).forEach(row -> {
            JsonArray values = new JsonArray();
            for (double value : row) {
                values.add(value(value));
            }
            rows.add(values);
        });
        return rows;
    }
}
