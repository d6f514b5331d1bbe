package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.Trainer;
import java.util.Locale;
import java.util.Optional;

/**
 * A training as JSON: {@code ok}, {@code network}, {@code engine}, {@code steps}, {@code failure}, {@code report},
 * {@code outputs}, {@code weights} and {@code seconds}.
 */
public final class TrainJson {
    private TrainJson() {}

    /** The document. */
    public static JsonObject of(Experiment experiment, Trainer.Result result) {
        JsonObject document = new JsonObject();
        document.addProperty("ok", result.failure().isEmpty());
        document.add(
                "network", NetworkJson.of(experiment.spec(), experiment.inputs().rows()));
        document.addProperty("engine", result.engine());
        document.addProperty("steps", result.steps());
        document.add("failure", result.failure().map(TrainJson::failure).orElse(JsonNull.INSTANCE));
        JsonArray report = new JsonArray();
        for (Trainer.EpochMetrics line : result.lines()) {
            JsonObject each = new JsonObject();
            each.addProperty("epoch", line.epoch());
            each.add("engine", NetworkJson.metrics(experiment, line.metrics()));
            report.add(each);
        }
        document.add("report", report);
        JsonObject outputs = new JsonObject();
        outputs.add("targets", Json.rows(experiment.targets()));
        outputs.add("before_last_epoch", NetworkJson.outputs(result.lastEpoch()));
        outputs.add("after_training", NetworkJson.outputs(Optional.of(result.afterTraining())));
        document.add("outputs", outputs);
        JsonArray weights = new JsonArray();
        for (LayerWeights layer : result.weights()) {
            JsonObject each = new JsonObject();
            each.add("W", Json.rows(layer.weights()));
            each.add(
                    "b", layer.bias().<JsonElement>map(b -> Json.rows(b).get(0)).orElse(JsonNull.INSTANCE));
            weights.add(each);
        }
        document.add("weights", weights);
        document.addProperty("seconds", result.seconds());
        return document;
    }

    private static JsonElement failure(NotFinite first) {
        JsonObject json = new JsonObject();
        json.addProperty("step", first.key().step());
        json.addProperty("layer", first.key().layer());
        json.addProperty("quantity", first.key().quantity().name().toLowerCase(Locale.ROOT));
        json.addProperty("row", first.row());
        json.addProperty("column", first.column());
        json.add("value", Json.number(first.value()));
        return json;
    }
}
