package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.plumbline.selftest.ConfusionMatrix;
import dev.plumbline.selftest.ConfusionMatrix.Row;
import dev.plumbline.selftest.ConfusionMatrix.Table;
import dev.plumbline.selftest.SelfTest.Verdict;
import java.util.List;
import java.util.Locale;

/**
 * The confusion matrix as JSON: {@code ok}, {@code seed}, {@code networks}, {@code mistakes}, {@code right}, {@code pairs},
 * {@code mutations}, {@code requirements} and {@code seconds}.
 */
public final class SelfTestJson {
    private SelfTestJson() {}

    /** The document. */
    public static JsonObject of(ConfusionMatrix matrix) {
        JsonObject document = new JsonObject();
        document.addProperty("ok", matrix.isGood());
        document.addProperty("seed", matrix.seed());
        document.addProperty("networks", matrix.networks());
        document.add("mistakes", tables(matrix.levels()));
        document.add("right", tables(matrix.right()));
        document.add("pairs", tables(List.of(matrix.pairs())));
        document.add("mutations", tables(List.of(matrix.mutations())));
        JsonArray requirements = new JsonArray();
        matrix.requirements().forEach(each -> {
            JsonObject requirement = new JsonObject();
            requirement.addProperty("required", each.sentence());
            requirement.addProperty("met", each.isMet());
            requirements.add(requirement);
        });
        document.add("requirements", requirements);
        document.addProperty("seconds", matrix.seconds());
        return document;
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
        JsonObject json = new JsonObject();
        json.addProperty("planted", row.label());
        json.addProperty("evidence", table.shows().description());
        json.addProperty("networks", row.outcomes().size());
        JsonObject called = new JsonObject();
        for (Verdict verdict : Verdict.values()) {
            JsonObject names = new JsonObject();
            row.called(verdict).forEach(names::addProperty);
            json.addProperty(verdict.name().toLowerCase(Locale.ROOT), row.count(verdict));
            if (names.size() > 0) {
                called.add(verdict.name().toLowerCase(Locale.ROOT), names);
            }
        }
        json.add("called", called);
        return json;
    }
}
