package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.plumbline.compare.Bifurcation;
import dev.plumbline.compare.Check;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.LaneResult;
import dev.plumbline.spec.OwnClass;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import java.util.Optional;

/**
 * A check as JSON: {@code ok}, {@code verdict}, {@code network}, {@code engine}, {@code plumbline_classes}, {@code steps}, {@code report}, {@code outputs},
 * {@code local}, {@code free_running}, {@code first_difference} and {@code seconds}.
 */
public final class CheckJson {
    private CheckJson() {}

    /** The document. */
    public static JsonObject of(Experiment experiment, CheckResult result) {
        JsonObject document = new JsonObject();
        document.addProperty("ok", result.agrees());
        document.addProperty("verdict", verdict(result));
        document.add(
                "network", NetworkJson.of(experiment.spec(), experiment.inputs().rows()));
        document.addProperty("engine", result.engine());
        document.add("plumbline_classes", OwnClasses.json(OwnClass.usedBy(experiment.spec())));
        document.addProperty("steps", result.plannedSteps());
        document.addProperty("steps_to_compare", result.stepsToCompare());
        document.addProperty("taken_steps", result.takenSteps());
        JsonArray report = new JsonArray();
        for (Check.ReportLine line : result.lines()) {
            JsonObject each = new JsonObject();
            each.addProperty("epoch", line.epoch());
            each.add("engine", NetworkJson.metrics(experiment, line.engine()));
            each.add("reference", NetworkJson.metrics(experiment, line.reference()));
            report.add(each);
        }
        document.add("report", report);
        JsonObject outputs = new JsonObject();
        outputs.add("targets", Json.rows(experiment.targets()));
        outputs.add("before_last_epoch", both(result.lastEpoch(), result.referenceLastEpoch()));
        outputs.add(
                "after_training",
                both(Optional.of(result.afterTraining()), Optional.of(result.referenceAfterTraining())));
        document.add("outputs", outputs);
        document.add("local", lane(result.local()));
        document.add("free_running", lane(result.freeRunning()));
        document.add("first_difference", difference(result.firstDifference()));
        JsonObject seconds = new JsonObject();
        seconds.addProperty("engine", result.seconds().engine());
        seconds.addProperty("reference", result.seconds().reference());
        seconds.addProperty("comparing", result.seconds().comparing());
        document.add("seconds", seconds);
        return document;
    }

    static String verdict(CheckResult result) {
        if (result.agrees()) {
            return "agrees";
        }
        boolean nothing = result.firstDifference().isEmpty()
                && result.local().systematic().isEmpty();
        return nothing ? "nothing_compared" : result.failed() ? "failed" : "differs";
    }

    private static JsonObject both(Optional<Evaluation> engine, Optional<Evaluation> reference) {
        JsonObject both = new JsonObject();
        both.add("engine", NetworkJson.outputs(engine));
        both.add("reference", NetworkJson.outputs(reference));
        return both;
    }

    static JsonObject lane(LaneResult lane) {
        JsonObject json = new JsonObject();
        json.addProperty("agrees", lane.agrees());
        json.addProperty("steps", lane.steps());
        json.addProperty("tensors", lane.tensors());
        json.addProperty("steps_by_element", lane.stepsByElement());
        json.addProperty("differences", lane.differences());
        json.add("largest", difference(lane.largest()));
        json.add("first_difference", difference(lane.firstDifference()));
        JsonArray systematic = new JsonArray();
        lane.systematic().forEach(error -> {
            JsonObject each = new JsonObject();
            each.addProperty("layer", error.layer());
            each.addProperty("quantity", Json.word(error.quantity()));
            each.add("factor", Json.number(error.factor()));
            each.add("allowed", Json.number(error.allowed()));
            each.addProperty("steps", error.steps());
            systematic.add(each);
        });
        json.add("systematic", systematic);
        json.addProperty("bifurcations", lane.bifurcations());
        json.add("first_bifurcation", bifurcation(lane.firstBifurcation()));
        return json;
    }

    private static JsonElement bifurcation(Optional<Bifurcation> found) {
        if (found.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        Bifurcation bifurcation = found.get();
        JsonObject json = new JsonObject();
        json.addProperty("kink_of", bifurcation.kinkOf());
        place(json, bifurcation.key());
        json.addProperty("row", bifurcation.row());
        json.addProperty("column", bifurcation.column());
        json.add("engine", Json.number(bifurcation.actual()));
        json.add("reference", Json.number(bifurcation.expected()));
        JsonObject decided = new JsonObject();
        place(decided, bifurcation.decided());
        decided.add("engine", Json.number(bifurcation.actualDecided()));
        decided.add("reference", Json.number(bifurcation.expectedDecided()));
        json.add("decided", decided);
        return json;
    }

    static void place(JsonObject json, Key key) {
        json.add("step", key.step() == Key.BEFORE_TRAINING ? JsonNull.INSTANCE : new JsonPrimitive(key.step()));
        json.addProperty("layer", key.layer());
        json.addProperty("quantity", Json.word(key.quantity()));
    }

    static JsonElement difference(Optional<Difference> found) {
        if (found.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        Difference difference = found.get();
        JsonObject json = new JsonObject();
        json.addProperty("lane", Json.word(difference.lane()));
        json.addProperty("kind", Json.word(difference.kind()));
        place(json, difference.key());
        json.addProperty("row", difference.row());
        json.addProperty("column", difference.column());
        json.add("engine", Json.number(difference.actual()));
        json.add("reference", Json.number(difference.expected()));
        json.add("error", Json.number(difference.error()));
        json.add("allowed", Json.number(difference.allowed()));
        json.add("relative", Json.number(difference.relative()));
        json.addProperty("elements", difference.elements());
        json.addProperty("elements_beyond", difference.beyond());
        json.addProperty("detail", difference.detail());
        return json;
    }
}
