package dev.plumbline.report.run;

import com.google.gson.JsonObject;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.report.document.Wording;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The runs of a sweep with their results, as text, CSV and JSON. */
public final class SweepTable {
    private static final String ACCURACY = "accuracy";

    private final List<String> keys;
    private final List<Row> rows;

    /** A table. */
    public SweepTable(List<String> keys, List<Row> rows) {
        this.keys = List.copyOf(keys);
        this.rows = List.copyOf(rows);
    }

    /**
     * A run.
     *
     * @param run its folder
     * @param end why the training ended, as a word
     * @param training the metrics of the training examples
     * @param validation the metrics of the held-out examples; empty if there are none
     */
    public record Row(
            String run,
            List<String> values,
            String end,
            long steps,
            Map<String, Double> training,
            Map<String, Double> validation) {
        private String name() {
            return run.substring(Math.max(run.lastIndexOf('/'), run.lastIndexOf('\\')) + 1);
        }

        private Map<String, Double> deciding() {
            return validation.isEmpty() ? training : validation;
        }

        private double of(String metric) {
            return deciding().getOrDefault(metric, Double.NaN);
        }

        private boolean isFinite() {
            return deciding().values().stream().allMatch(Double::isFinite) && !end.equals("not_finite");
        }
    }

    /**
     * The best run: of those whose numbers are finite, the one with the highest accuracy if the report has it, and of
     * equal ones the one with the lowest error, which is the report's first other metric; on the held-out examples if
     * there are any.
     */
    public Optional<Row> best() {
        return rows.stream()
                .filter(Row::isFinite)
                .min(Comparator.comparingDouble((Row row) -> -row.deciding().getOrDefault(ACCURACY, 0.0))
                        .thenComparingDouble(SweepTable::error));
    }

    private static double error(Row row) {
        return row.deciding().entrySet().stream()
                .filter(metric -> !metric.getKey().equals(ACCURACY))
                .mapToDouble(Map.Entry::getValue)
                .findFirst()
                .orElse(0);
    }

    /** Whether all numbers of all runs are finite. */
    public boolean isFinite() {
        return rows.stream().allMatch(Row::isFinite);
    }

    /** The table with the best run marked. */
    public String text(Style style) {
        List<String> metrics =
                List.copyOf(metrics(rows.stream().map(Row::deciding).toList()));
        List<List<String>> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("run"));
        header.addAll(keys);
        metrics.forEach(metric -> header.add(Wording.spaced(metric)));
        lines.add(header);
        for (Row row : rows) {
            List<String> line = new ArrayList<>(List.of(row.name()));
            line.addAll(row.values());
            metrics.forEach(metric -> line.add(Numbers.significant(row.of(metric), 4)));
            lines.add(line);
        }
        StringBuilder text = new StringBuilder(TextLayout.table("", lines, Set.of(), style));
        boolean isHeldOut = rows.stream().anyMatch(row -> !row.validation().isEmpty());
        String where = isHeldOut ? "the held-out examples" : "the training examples";
        text.append("\nThe metrics are those of ").append(where).append(".\n");
        long diverged = rows.stream().filter(row -> !row.isFinite()).count();
        if (diverged > 0) {
            String of = diverged + " of " + Numbers.count(rows.size(), "run");
            text.append(style.bad("Not finite")).append(": ").append(of).append("\n");
        }
        best().ifPresent(row ->
                text.append(style.strong("Best")).append(": ").append(row.run()).append("\n"));
        return text.toString();
    }

    private static Set<String> metrics(Collection<Map<String, Double>> rows) {
        return rows.stream().flatMap(row -> row.keySet().stream()).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The same table with all digits and the metrics of both parts. */
    public String csv() {
        Set<String> training = metrics(rows.stream().map(Row::training).toList());
        Set<String> validation = metrics(rows.stream().map(Row::validation).toList());
        List<String> header = new ArrayList<>(List.of("run"));
        header.addAll(keys);
        header.addAll(List.of("end", "steps"));
        header.addAll(training);
        validation.forEach(metric -> header.add("validation_" + metric));
        StringWriter text = new StringWriter();
        CsvWriter csv = CsvWriter.builder()
                .bufferSize(0)
                .lineDelimiter(LineDelimiter.LF)
                .build(text);
        csv.writeRecord(header);
        for (Row row : rows) {
            List<String> line = new ArrayList<>(List.of(row.run()));
            line.addAll(row.values());
            line.addAll(List.of(row.end(), Long.toString(row.steps())));
            training.forEach(metric -> line.add(number(row.training().get(metric))));
            validation.forEach(metric -> line.add(number(row.validation().get(metric))));
            csv.writeRecord(line);
        }
        return text.toString();
    }

    private static String number(@Nullable Double value) {
        return value == null ? "" : value.toString();
    }

    /** The document of {@code --json}. */
    public JsonObject json() {
        return Json.object("ok", isFinite(), "runs", Json.array(rows, this::json), "best", best().map(Row::run));
    }

    private JsonObject json(Row row) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            values.put(keys.get(i), row.values().get(i));
        }
        return Json.object(
                "run", row.run(),
                "values", values,
                "end", row.end(),
                "steps", row.steps(),
                "training", row.training(),
                "validation", row.validation().isEmpty() ? null : row.validation());
    }
}
