package dev.plumbline.report;

import com.google.gson.JsonObject;
import dev.plumbline.fuzz.FileFuzzing;
import dev.plumbline.report.document.Json;
import java.util.Map;

/** The results of reading damaged files as JSON: {@code ok} and {@code campaigns}. */
public final class FileFuzzJson {
    private FileFuzzJson() {}

    /** The document of the results by kind of file. */
    public static JsonObject of(Map<String, FileFuzzing.Result> results) {
        return Json.object(
                "ok", results.values().stream().allMatch(FileFuzzing.Result::isSound),
                "campaigns", Json.array(results.entrySet(), each -> campaign(each.getKey(), each.getValue())));
    }

    private static JsonObject campaign(String what, FileFuzzing.Result result) {
        return Json.object(
                "of", what,
                "ok", result.isSound(),
                "seed", result.seed(),
                "planned", result.planned(),
                "read", result.read(),
                "refused", result.refused(),
                "faults",
                        Json.array(
                                result.faults(),
                                fault -> Json.object(
                                        "file", fault.file().toString(),
                                        "message", fault.message())),
                "longest_processor_seconds", result.longest(),
                "most_bytes_allocated", result.most(),
                "seconds", result.seconds());
    }
}
