package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.diagnose.Convention;
import dev.plumbline.diagnose.Diagnosis;
import dev.plumbline.diagnose.Explanation;
import dev.plumbline.diagnose.Finding;
import dev.plumbline.diagnose.Judgement;
import dev.plumbline.diagnose.Mistake;
import dev.plumbline.diagnose.ThreeWayResult;
import dev.plumbline.spec.OwnClass;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import java.util.List;
import java.util.Optional;

/**
 * The check of somebody's own network as JSON: {@code ok}, {@code verdict}, {@code network}, {@code subject}, {@code evidence},
 * {@code steps}, {@code compared}, {@code conventions}, {@code notes}, {@code findings}, {@code losses}, {@code free_running},
 * {@code local}, {@code engine}, {@code judgement} and {@code plumbline_classes}.
 */
public final class DiagnosisJson {
    private DiagnosisJson() {}

    /** The document. */
    public static JsonObject of(Experiment experiment, ThreeWayResult result) {
        Diagnosis diagnosis = result.diagnosis();
        JsonObject document = new JsonObject();
        document.addProperty("ok", result.agrees());
        document.addProperty("verdict", verdict(diagnosis));
        document.add(
                "network", NetworkJson.of(experiment.spec(), experiment.inputs().rows()));
        document.addProperty("subject", result.subject());
        JsonObject evidence = new JsonObject();
        evidence.addProperty("word", Json.word(diagnosis.evidence()));
        evidence.addProperty("description", diagnosis.evidence().description());
        evidence.addProperty("proves", diagnosis.evidence().agreementProves());
        document.add("evidence", evidence);
        document.addProperty("steps", diagnosis.plannedSteps());
        JsonObject compared = new JsonObject();
        compared.addProperty("steps", diagnosis.steps());
        compared.addProperty("tensors", diagnosis.tensors());
        document.add("compared", compared);
        JsonArray conventions = new JsonArray();
        for (Convention convention : diagnosis.conventions()) {
            JsonObject each = new JsonObject();
            each.addProperty("word", Json.word(convention));
            each.addProperty("description", convention.description());
            conventions.add(each);
        }
        document.add("conventions", conventions);
        document.add("notes", Json.texts(diagnosis.notes()));
        JsonArray findings = new JsonArray();
        diagnosis.findings().forEach(finding -> findings.add(finding(finding)));
        document.add("findings", findings);
        JsonArray misnamed = new JsonArray();
        diagnosis.misnamed().forEach(finding -> misnamed.add(finding(finding)));
        document.add("misnamed", misnamed);
        witnesses(document, result);
        document.add(
                "plumbline_classes",
                OwnClasses.json(result.engine().isPresent() ? OwnClass.usedBy(experiment.spec()) : List.of()));
        return document;
    }

    /** What the reference and the other engine have to say. */
    private static void witnesses(JsonObject document, ThreeWayResult result) {
        JsonArray losses = new JsonArray();
        for (ThreeWayResult.Losses line : result.losses()) {
            JsonObject each = new JsonObject();
            each.addProperty("epoch", line.epoch());
            each.add("subject", number(line.subject()));
            each.add("engine", number(line.engine()));
            each.add("reference", Json.number(line.reference()));
            losses.add(each);
        }
        document.add("losses", losses);
        document.add("free_running", CheckJson.lane(result.freely().freeRunning()));
        document.add(
                "local",
                result.freely().local().<JsonElement>map(CheckJson::lane).orElse(JsonNull.INSTANCE));
        document.add(
                "engine",
                result.engine().<JsonElement>map(DiagnosisJson::engine).orElse(JsonNull.INSTANCE));
        document.add(
                "judgement",
                result.judgement().<JsonElement>map(DiagnosisJson::judgement).orElse(JsonNull.INSTANCE));
    }

    private static JsonElement number(Optional<Double> value) {
        return value.map(Json::number).orElse(JsonNull.INSTANCE);
    }

    private static JsonObject engine(CheckResult result) {
        JsonObject json = new JsonObject();
        json.addProperty("name", result.engine());
        json.addProperty("ok", result.agrees());
        json.addProperty("verdict", CheckJson.verdict(result));
        json.add("local", CheckJson.lane(result.local()));
        json.add("free_running", CheckJson.lane(result.freeRunning()));
        json.add("first_difference", CheckJson.difference(result.firstDifference()));
        return json;
    }

    private static JsonObject judgement(Judgement judgement) {
        JsonObject json = place(judgement.where());
        json.addProperty("right", Json.word(judgement.verdict()));
        JsonElement element = JsonNull.INSTANCE;
        if (judgement.element().isPresent()) {
            Judgement.Element of = judgement.element().get();
            JsonObject decided = place(of.key());
            decided.addProperty("row", of.row());
            decided.addProperty("column", of.column());
            decided.add("engine", Json.number(of.engine()));
            decided.add("reference", Json.number(of.reference()));
            decided.add("slope", Json.number(of.slope()));
            decided.add("uncertainty", Json.number(of.uncertainty()));
            element = decided;
        }
        json.add("element", element);
        return json;
    }

    private static String verdict(Diagnosis diagnosis) {
        if (diagnosis.agrees()) {
            return "agrees";
        }
        if (!diagnosis.findings().isEmpty()) {
            return "differs";
        }
        return diagnosis.tensors() == 0 ? "nothing_compared" : "incomplete";
    }

    private static JsonObject finding(Finding finding) {
        boolean numbers = finding.shape().isEmpty();
        JsonObject json = place(finding.first());
        json.add("row", numbers ? new JsonPrimitive(finding.row()) : JsonNull.INSTANCE);
        json.add("column", numbers ? new JsonPrimitive(finding.column()) : JsonNull.INSTANCE);
        json.add("subject", numbers ? Json.number(finding.actual()) : JsonNull.INSTANCE);
        json.add("right", numbers ? Json.number(finding.expected()) : JsonNull.INSTANCE);
        json.add("error", Json.number(finding.error()));
        json.addProperty("shape", finding.shape());
        json.add("ratio", ratio(finding.ratio()));
        JsonArray explanations = new JsonArray();
        finding.explanations().forEach(each -> explanations.add(explanation(each)));
        json.add("explanations", explanations);
        json.add("residual", Double.isNaN(finding.residual()) ? JsonNull.INSTANCE : Json.number(finding.residual()));
        json.addProperty("record", finding.record().orElse(null));
        json.add(
                "ruled_out",
                Json.texts(finding.ruledOut().stream().map(Json::word).toList()));
        JsonArray also = new JsonArray();
        finding.also().forEach(key -> also.add(place(key)));
        json.add("also", also);
        return json;
    }

    /** The step is null before training and after it, where the outputs of the trained network stand. */
    private static JsonObject place(Key key) {
        boolean after = key.step() == Long.MAX_VALUE;
        JsonObject json = new JsonObject();
        json.add(
                "step", after || key.step() == Key.BEFORE_TRAINING ? JsonNull.INSTANCE : new JsonPrimitive(key.step()));
        json.addProperty("layer", key.layer());
        json.addProperty("quantity", after ? "outputs" : Json.word(key.quantity()));
        return json;
    }

    private static JsonElement ratio(Optional<Finding.Ratio> found) {
        if (found.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        JsonObject json = new JsonObject();
        json.add("constant", Json.number(found.get().constant()));
        json.add("residual", Json.number(found.get().residual()));
        return json;
    }

    private static JsonObject explanation(Explanation explanation) {
        Mistake mistake = explanation.mistake();
        JsonObject json = new JsonObject();
        json.addProperty("mistake", Json.word(mistake));
        json.addProperty("sentence", mistake.sentence());
        json.addProperty("because", explanation.because());
        json.addProperty("formula", explanation.formula());
        JsonObject write = new JsonObject();
        write.addProperty("numpy", explanation.numpy());
        write.addProperty("java", explanation.java());
        write.addProperty("kotlin", explanation.kotlin());
        json.add("write", write);
        return json;
    }
}
