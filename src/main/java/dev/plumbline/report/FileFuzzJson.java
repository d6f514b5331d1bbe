package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.plumbline.fuzz.FileFuzzing;
import java.util.Map;

/** The results of reading damaged files as JSON: {@code ok} and {@code campaigns}. */
public final class FileFuzzJson {
    private FileFuzzJson() {}

    /** The document of the results by kind of file. */
    public static JsonObject of(Map<String, FileFuzzing.Result> results) {
        JsonObject document = new JsonObject();
        document.addProperty("ok", results.values().stream().allMatch(FileFuzzing.Result::isSound));
        JsonArray campaigns = new JsonArray();
        results.forEach((what, result) -> campaigns.add(campaign(what, result)));
        document.add("campaigns", campaigns);
        return document;
    }

    private static JsonObject campaign(String what, FileFuzzing.Result result) {
        JsonObject campaign = new JsonObject();
        campaign.addProperty("of", what);
        campaign.addProperty("ok", result.isSound());
        campaign.addProperty("seed", result.seed());
        campaign.addProperty("planned", result.planned());
        campaign.addProperty("read", result.read());
        campaign.addProperty("refused", result.refused());
        JsonArray faults = new JsonArray();
        for (FileFuzzing.Fault fault : result.faults()) {
            JsonObject each = new JsonObject();
            each.addProperty("file", fault.file().toString());
            each.addProperty("message", fault.message());
            faults.add(each);
        }
        campaign.add("faults", faults);
        campaign.addProperty("longest_processor_seconds", result.longest());
        campaign.addProperty("most_bytes_allocated", result.most());
        campaign.addProperty("seconds", result.seconds());
        return campaign;
    }
}
