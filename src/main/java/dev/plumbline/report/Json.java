package dev.plumbline.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.plumbline.math.Matrix;
import java.util.List;
import java.util.Locale;

/** Parts that JSON documents are made of. */
public final class Json {
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .serializeNulls()
            .disableHtmlEscaping()
            .create();

    private Json() {}

    /** The document as text, with a line break at its end. */
    public static String text(JsonElement document) {
        return GSON.toJson(document) + "\n";
    }

    /** A number in full; NaN and the infinities as strings. */
    static JsonElement number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : new JsonPrimitive(Double.toString(value));
    }

    /** A constant's name in snake case. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** An array of texts. */
    static JsonArray texts(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    /** An array of numbers. */
    static JsonArray numbers(List<Double> values) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(number(value)));
        return array;
    }

    /** An array of rows. */
    static JsonArray rows(Matrix matrix) {
        JsonArray rows = new JsonArray();
        for (double[] row : matrix.toArray()) {
            JsonArray array = new JsonArray();
            for (double value : row) {
                array.add(number(value));
            }
            rows.add(array);
        }
        return rows;
    }
}
