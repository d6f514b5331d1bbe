package dev.plumbline.report;

import com.google.gson.JsonObject;
import dev.plumbline.report.document.Json;
import dev.plumbline.selftest.DetectionLimits;
import dev.plumbline.selftest.Measurement;

/** Limits of detection as a JSON document. */
public final class LimitJson {
    private LimitJson() {}

    /** The document. */
    public static JsonObject of(DetectionLimits limits) {
        return Json.object(
                "ok", limits.isGood(),
                "seed", limits.seed(),
                "networks", limits.networks(),
                "extent", limits.extent(),
                "requirements", SelfTestJson.requirements(limits.requirements()),
                "measurements", Json.array(limits.measurements(), LimitJson::measurement),
                "seconds", limits.seconds());
    }

    private static JsonObject measurement(Measurement each) {
        return Json.object(
                "where", each.where(),
                "precision", each.precision(),
                "width", each.width(),
                "optimizer", each.optimizer(),
                "step", each.key().step(),
                "layer", each.key().layer(),
                "quantity", each.key().quantity(),
                "shape", each.shape(),
                "found", each.found(),
                "passed", each.passed(),
                "bound", each.bound(),
                "terms", each.terms(),
                "reason", each.reason());
    }
}
