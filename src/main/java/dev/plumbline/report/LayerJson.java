package dev.plumbline.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Parameter;
import dev.plumbline.spec.Schema;
import java.util.Optional;

/** What every document says of a layer. */
final class LayerJson {
    private LayerJson() {}

    static JsonObject of(Layer layer) {
        JsonObject json = new JsonObject();
        json.addProperty("kind", Schema.wordOf(layer));
        json.addProperty("units", layer.units());
        json.addProperty("activation", Schema.wordOf(layer.activation()));
        json.addProperty("bias", layer.bias());
        json.add("bias_init", layer.bias() ? Json.number(layer.biasInit()) : JsonNull.INSTANCE);
        json.add("learning_rate", word(layer.learningRate()));
        json.add("dropout", section(layer.dropout()));
        json.add("regularization", section(layer.regularization()));
        json.add("gradient_normalization", word(layer.gradientNormalization()));
        json.add("constraint", word(layer.constraint()));
        return json;
    }

    /** A word with its parameters: {"word": "max_norm", "max": 2.0}; null where there is none. */
    private static JsonElement word(Optional<?> word) {
        return word.<JsonElement>map(NetworkJson::value).orElse(JsonNull.INSTANCE);
    }

    /** A section's values by their keys; null where there is none. */
    private static JsonElement section(Optional<?> section) {
        return section.<JsonElement>map(LayerJson::parameters).orElse(JsonNull.INSTANCE);
    }

    private static JsonObject parameters(Object section) {
        JsonObject json = new JsonObject();
        for (Parameter parameter : Schema.of(section.getClass()).parameters()) {
            json.add(parameter.name(), NetworkJson.value(parameter.valueIn(section)));
        }
        return json;
    }
}
