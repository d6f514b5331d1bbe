package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.plumbline.report.document.Json;
import dev.plumbline.selftest.ConfusionMatrix;
import dev.plumbline.selftest.ConfusionMatrix.Requirement;
import dev.plumbline.selftest.ConfusionMatrix.Row;
import dev.plumbline.selftest.ConfusionMatrix.Table;
import dev.plumbline.selftest.DiagnosisBenchmark.Verdict;
import java.util.List;

/** The confusion matrix as a JSON document. */
public final class SelfTestJson {
    private SelfTestJson() {}

    /** The document. */
    public static JsonObject of(ConfusionMatrix matrix) {
        return Json.object(
                "ok", matrix.isGood(),
                "seed", matrix.seed(),
                "networks", matrix.networks(),
                "mistakes", tables(matrix.levels()),
                "right", tables(matrix.right()),
                "pairs", tables(List.of(matrix.pairs())),
                "mutations", tables(List.of(matrix.mutations())),
                "requirements", requirements(matrix.requirements()),
                "seconds", matrix.seconds());
    }

    static JsonArray requirements(List<Requirement> requirements) {
        return Json.array(requirements, each -> Json.object("required", each.sentence(), "met", each.isMet()));
    }

    /** One array of all rows, each with its level of evidence. */
    private static JsonArray tables(List<Table> tables) {
        JsonArray rows = new JsonArray();
        for (Table table : tables) {
            table.rows().forEach(row -> rows.add(row(table, row)));
        }
        return rows;
    }

    private static JsonObject row(Table table, Row row) {
        JsonObject json = Json.object(
                "planted", row.label(),
                "evidence", table.traceLevel().description(),
                "networks", row.outcomes().size());
        JsonObject called = new JsonObject();
        for (Verdict verdict : Verdict.values()) {
            json.addProperty(Json.word(verdict), row.count(verdict));
            JsonObject names = new JsonObject();
            row.diagnosed(verdict).forEach(names::addProperty);
            if (names.size() > 0) {
                called.add(Json.word(verdict), names);
            }
        }
        json.add("called", called);
        return json;
    }
}
