package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Parameter;
import dev.plumbline.spec.Schema;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import java.util.List;
import java.util.Optional;

/** What every document says of a network, and of what it makes of its examples. */
final class NetworkJson {
    private NetworkJson() {}

    /** The network and its training. */
    static JsonObject of(NetworkSpec spec, int examples) {
        JsonObject network = new JsonObject();
        network.addProperty("name", spec.name());
        network.addProperty("inputs", spec.inputs());
        JsonArray layers = new JsonArray();
        for (Layer layer : spec.layers()) {
            layers.add(LayerJson.of(layer));
        }
        network.add("layers", layers);
        network.addProperty("parameters", spec.parameters());
        network.addProperty("seed", spec.seed());
        network.addProperty("loss", Schema.wordOf(spec.loss()));
        network.addProperty("reduction", Schema.wordOf(spec.reduction()));
        network.addProperty("precision", Schema.wordOf(spec.precision()));
        network.addProperty("backend", Schema.wordOf(spec.backend()));
        network.add("optimizer", word(spec.training().optimizer()));
        network.addProperty("epochs", spec.training().epochs());
        network.addProperty("examples", examples);
        network.addProperty("batch_size", spec.training().batchSize().of(examples));
        network.addProperty("full_batch", spec.training().batchSize() instanceof BatchSize.All);
        network.addProperty("shuffle", spec.training().shuffle());
        return network;
    }

    /** A word with its parameters: {"word": "sgd", "learning_rate": 1.0}. */
    private static JsonObject word(Object value) {
        JsonObject json = new JsonObject();
        json.addProperty("word", Schema.wordOf(value));
        for (Parameter parameter : Schema.of(value.getClass()).parameters()) {
            json.add(parameter.name(), value(parameter.valueIn(value)));
        }
        return json;
    }

    /** A number, a word, a list of values, or a word with parameters of its own. */
    static JsonElement value(Object value) {
        if (value instanceof Integer whole) {
            return new JsonPrimitive(whole);
        }
        if (value instanceof Number number) {
            return Json.number(number.doubleValue());
        }
        if (value instanceof LearningRate.Constant constant) {
            return Json.number(constant.value());
        }
        if (value instanceof List<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(element -> array.add(value(element)));
            return array;
        }
        return value instanceof Record ? word(value) : new JsonPrimitive(Schema.wordOf(value));
    }

    /** The metrics of a line of a report, by their words. */
    static JsonObject metrics(Experiment experiment, List<Double> values) {
        JsonObject json = new JsonObject();
        for (int i = 0; i < values.size(); i++) {
            json.add(Schema.wordOf(experiment.spec().report().metrics().get(i)), Json.number(values.get(i)));
        }
        return json;
    }

    /** All outputs, a row an example; null where there are none. */
    static JsonElement outputs(Optional<Evaluation> evaluation) {
        return evaluation
                .<JsonElement>map(present -> Json.rows(present.outputs()))
                .orElse(JsonNull.INSTANCE);
    }
}
