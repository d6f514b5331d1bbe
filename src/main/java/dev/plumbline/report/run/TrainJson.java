package dev.plumbline.report.run;

import com.google.gson.JsonObject;
import dev.plumbline.math.Matrix;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.NetworkJson;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.Trainer;

/** A training as a JSON document; {@code src/docs/json.md} describes its keys. */
public final class TrainJson {
    private TrainJson() {}

    /** The document. */
    public static JsonObject of(Experiment experiment, Trainer.Result result) {
        return Json.object(
                "ok", result.failure().isEmpty(),
                "network", NetworkJson.of(experiment.spec(), experiment.inputs().rows()),
                "engine", result.engine(),
                "steps", result.steps(),
                "end", result.end(),
                "best_epoch", result.bestEpoch(),
                "failure", result.failure().map(TrainJson::failure),
                "report",
                        Json.array(
                                result.lines(),
                                line -> Json.object(
                                        "epoch", line.epoch(),
                                        "engine", NetworkJson.metrics(experiment, line.metrics()),
                                        "validation",
                                                line.validation().isEmpty()
                                                        ? null
                                                        : NetworkJson.metrics(experiment, line.validation()))),
                "outputs",
                        Json.object(
                                "classes", NetworkJson.classes(experiment.spec()),
                                "targets", result.afterTraining().targets(),
                                "before_last_epoch", result.lastEpoch().map(Evaluation::outputs),
                                "after_training", result.afterTraining().outputs()),
                "weights",
                        Json.array(
                                result.weights(),
                                layer -> Json.object(
                                        "W", layer.weights(),
                                        "b", layer.bias().map(Matrix::toRowMajor))),
                "seconds", result.seconds());
    }

    private static JsonObject failure(NotFinite first) {
        return Json.object(
                "step", first.key().step(),
                "layer", first.key().layer(),
                "quantity", first.key().quantity(),
                "row", first.row(),
                "column", first.column(),
                "value", first.value());
    }
}
