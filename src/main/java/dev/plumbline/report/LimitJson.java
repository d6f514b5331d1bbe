package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.plumbline.selftest.DetectionLimits;
import dev.plumbline.selftest.Measurement;

/**
 * Limits of detection as JSON: {@code ok}, {@code seed}, {@code networks}, {@code extent}, {@code requirements}, {@code
 * measurements} and {@code seconds}.
 */
public final class LimitJson {
    private LimitJson() {}

    /** The document. */
    public static JsonObject of(DetectionLimits limits) {
        JsonObject document = new JsonObject();
        document.addProperty("ok", limits.isGood());
        document.addProperty("seed", limits.seed());
        document.addProperty("networks", limits.networks());
        document.addProperty("extent", Json.word(limits.extent()));
        JsonArray requirements = new JsonArray();
        limits.requirements().forEach(each -> {
            JsonObject requirement = new JsonObject();
            requirement.addProperty("required", each.sentence());
            requirement.addProperty("met", each.isMet());
            requirements.add(requirement);
        });
        document.add("requirements", requirements);
        JsonArray measurements = new JsonArray();
        limits.measurements().forEach(each -> measurements.add(measurement(each)));
        document.add("measurements", measurements);
        document.addProperty("seconds", limits.seconds());
        return document;
    }

    private static JsonObject measurement(Measurement each) {
        JsonObject json = new JsonObject();
        json.addProperty("where", Json.word(each.where()));
        json.addProperty("precision", Json.word(each.precision()));
        json.addProperty("width", each.width());
        json.addProperty("optimizer", each.optimizer());
        json.addProperty("step", each.key().step());
        json.addProperty("layer", each.key().layer());
        json.addProperty("quantity", Json.word(each.key().quantity()));
        json.addProperty("shape", Json.word(each.shape()));
        json.add("found", Json.number(each.found()));
        json.add("passed", Json.number(each.passed()));
        json.add("bound", Json.number(each.bound()));
        json.add("terms", Json.number(each.terms()));
        json.addProperty("reason", Json.word(each.reason()));
        return json;
    }
}
