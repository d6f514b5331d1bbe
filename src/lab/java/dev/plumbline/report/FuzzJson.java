package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.plumbline.compare.ComparisonMode;
import dev.plumbline.fuzz.Coverage;
import dev.plumbline.fuzz.FuzzResult;
import dev.plumbline.fuzz.Fuzzing;
import dev.plumbline.fuzz.KnownDefect;
import dev.plumbline.fuzz.Tally;
import dev.plumbline.report.document.Json;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.function.Function;

/** The results for random networks as a JSON document. */
public final class FuzzJson {
    private FuzzJson() {}

    /**
     * The document.
     *
     * @param file writes a network as a file
     */
    public static JsonObject of(Fuzzing.Result result, Function<NetworkSpec, String> file) {
        Tally tally = result.tally();
        JsonObject networks = Json.object("planned", result.planned(), "all", tally.networks());
        for (FuzzResult.Outcome outcome : FuzzResult.Outcome.values()) {
            networks.addProperty(Json.word(outcome), tally.networks(outcome));
        }
        networks.addProperty("chaotic", tally.chaotic());
        JsonObject known = new JsonObject();
        for (KnownDefect defect : KnownDefect.values()) {
            known.addProperty(defect.finding(), tally.networks(defect));
        }
        return Json.object(
                "ok", result.agrees(),
                "seed", result.seed(),
                "networks", networks,
                "known", known,
                "steps", tally.steps(),
                "tensors", tally.tensors(),
                "largest", largest(tally),
                "coverage", coverage(result.coverage()),
                "disagreements", Json.array(result.disagreements(), each -> disagreement(each, file)),
                "seconds", result.seconds());
    }

    private static JsonArray largest(Tally tally) {
        JsonArray all = new JsonArray();
        for (Precision precision : Precision.values()) {
            for (ComparisonMode lane : ComparisonMode.values()) {
                tally.largest(precision, lane)
                        .ifPresent(largest -> all.add(Json.object(
                                "precision", Schema.wordOf(precision),
                                "lane", lane,
                                "network", largest.network(),
                                "where", largest.difference().key().toString(),
                                "error", largest.difference().error(),
                                "allowed", largest.difference().allowed())));
            }
        }
        return all;
    }

    private static JsonObject coverage(Coverage coverage) {
        return Json.object(
                "traits", coverage.traits(),
                "traits_met", coverage.traitsMet(),
                "traits_missing", coverage.traitsMissing(),
                "pairs_met", coverage.pairsMet(),
                "pairs_missing", coverage.missing(),
                "pairs_refused", coverage.refused());
    }

    private static JsonObject disagreement(Fuzzing.Disagreement disagreement, Function<NetworkSpec, String> file) {
        return Json.object(
                "network", disagreement.trial().spec().name(),
                "message", disagreement.trial().message(),
                "file", file.apply(disagreement.trial().spec()),
                "smallest_message", disagreement.smallest().message(),
                "smallest_file", file.apply(disagreement.smallest().spec()));
    }
}
