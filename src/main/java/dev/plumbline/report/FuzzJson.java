package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.plumbline.compare.Lane;
import dev.plumbline.fuzz.Coverage;
import dev.plumbline.fuzz.Fuzzing;
import dev.plumbline.fuzz.KnownDefect;
import dev.plumbline.fuzz.Tally;
import dev.plumbline.fuzz.Trial;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Schema;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Random networks as JSON: {@code ok}, {@code seed}, {@code networks}, {@code known}, {@code steps}, {@code tensors},
 * {@code largest}, {@code coverage}, {@code disagreements} and {@code seconds}.
 */
public final class FuzzJson {
    private FuzzJson() {}

    /**
     * The document.
     *
     * @param file writes a network as a file
     */
    public static JsonObject of(Fuzzing.Result result, Function<NetworkSpec, String> file) {
        Tally tally = result.tally();
        JsonObject document = new JsonObject();
        document.addProperty("ok", result.agrees());
        document.addProperty("seed", result.seed());
        JsonObject networks = new JsonObject();
        networks.addProperty("planned", result.planned());
        networks.addProperty("all", tally.networks());
        for (Trial.Outcome outcome : Trial.Outcome.values()) {
            networks.addProperty(outcome.name().toLowerCase(Locale.ROOT), tally.networks(outcome));
        }
        networks.addProperty("chaotic", tally.chaotic());
        document.add("networks", networks);
        JsonObject known = new JsonObject();
        for (KnownDefect defect : KnownDefect.values()) {
            known.addProperty(defect.finding(), tally.networks(defect));
        }
        document.add("known", known);
        document.addProperty("steps", tally.steps());
        document.addProperty("tensors", tally.tensors());
        document.add("largest", largest(tally));
        document.add("coverage", coverage(result.coverage()));
        JsonArray disagreements = new JsonArray();
        result.disagreements().forEach(each -> disagreements.add(disagreement(each, file)));
        document.add("disagreements", disagreements);
        document.addProperty("seconds", result.seconds());
        return document;
    }

    private static JsonArray largest(Tally tally) {
        JsonArray all = new JsonArray();
        for (Precision precision : Precision.values()) {
            for (Lane lane : Lane.values()) {
                tally.largest(precision, lane).ifPresent(largest -> {
                    JsonObject each = new JsonObject();
                    each.addProperty("precision", Schema.wordOf(precision));
                    each.addProperty("lane", lane.name().toLowerCase(Locale.ROOT));
                    each.addProperty("network", largest.network());
                    each.addProperty("where", largest.difference().key().toString());
                    each.add("error", Json.number(largest.difference().error()));
                    each.add("allowed", Json.number(largest.difference().allowed()));
                    all.add(each);
                });
            }
        }
        return all;
    }

    private static JsonObject coverage(Coverage coverage) {
        JsonObject json = new JsonObject();
        json.addProperty("traits", coverage.traits());
        json.addProperty("traits_met", coverage.traitsMet());
        json.add("traits_missing", texts(coverage.traitsMissing()));
        json.addProperty("pairs_met", coverage.pairsMet());
        json.add("pairs_missing", texts(coverage.missing()));
        json.add("pairs_refused", texts(coverage.refused()));
        return json;
    }

    private static JsonArray texts(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    private static JsonObject disagreement(Fuzzing.Disagreement disagreement, Function<NetworkSpec, String> file) {
        JsonObject json = new JsonObject();
        json.addProperty("network", disagreement.trial().spec().name());
        json.addProperty("message", disagreement.trial().message());
        json.addProperty("file", file.apply(disagreement.trial().spec()));
        json.addProperty("smallest_message", disagreement.smallest().message());
        json.addProperty("smallest_file", file.apply(disagreement.smallest().spec()));
        return json;
    }
}
