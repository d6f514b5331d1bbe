package dev.plumbline.report.run;

import com.google.gson.JsonObject;
import dev.plumbline.compare.rounding.WeightDistance;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.report.document.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The differences of two runs, part by part. */
public final class RunComparison {
    private final String first;
    private final String second;
    private final Map<String, List<Row>> parts = new LinkedHashMap<>();

    private Optional<WeightDistance> distance = Optional.empty();
    private List<String> causes = List.of();

    /** Creates a comparison of two runs with these names. */
    public RunComparison(String first, String second) {
        this.first = first;
        this.second = second;
    }

    /** A key with both values; null if a run does not have the key. */
    private record Row(
            String key, @Nullable String first, @Nullable String second) {}

    /** Compares a part. */
    public void part(String name, Map<String, String> first, Map<String, String> second) {
        List<Row> rows = new ArrayList<>();
        Set<String> keys = new LinkedHashSet<>(first.keySet());
        keys.addAll(second.keySet());
        for (String key : keys) {
            if (!Objects.equals(first.get(key), second.get(key))) {
                rows.add(new Row(key, first.get(key), second.get(key)));
            }
        }
        parts.put(name, rows.stream().filter(row -> isNeeded(row, rows)).toList());
    }

    /** Whether nothing differs in these parts. */
    public boolean areEqual(String... names) {
        return Stream.of(names)
                .allMatch(name -> parts.getOrDefault(name, List.of()).isEmpty());
    }

    /** Adds the distance of the weights of two runs that differ only in these things, which change the last bits. */
    public void weights(List<String> different, WeightDistance between) {
        causes = List.copyOf(different);
        distance = Optional.of(between);
    }

    /** What follows from other last bits, in a line. */
    public static String verdict(List<String> causes, WeightDistance between) {
        String cause = "Different " + String.join(", ", causes) + ": the last bits of sums differ. The weights ";
        String size = String.format(Locale.ROOT, "%.1e", between.distance());
        String limit = String.format(Locale.ROOT, "%.1e", between.allowed());
        return TextLayout.paragraph(
                "",
                cause
                        + (between.isRounding()
                                ? "agree within rounding: their relative distance is " + size + "."
                                : "do not agree within rounding: their relative distance is " + size
                                        + ", and rounding explains " + limit + "."));
    }

    /**
     * Whether a row is not redundant. A key with several keys inside differs because these differ, so its own row is
     * redundant. If a key has a single key inside, as a learning rate has its value, the outer row is enough.
     */
    private static boolean isNeeded(Row row, List<Row> rows) {
        for (Row neighbor : rows) {
            boolean same =
                    Objects.equals(row.first(), neighbor.first()) && Objects.equals(row.second(), neighbor.second());
            boolean inner =
                    neighbor.key().startsWith(row.key() + ".") || neighbor.key().startsWith(row.key() + "[");
            boolean outer = row.key().startsWith(neighbor.key() + ".");
            if (inner && !same || outer && same) {
                return false;
            }
        }
        return true;
    }

    /** The comparison as a JSON document: the keys that differ, for each part. */
    public JsonObject json() {
        Map<String, List<Row>> differences = new LinkedHashMap<>();
        parts.forEach((name, rows) -> differences.put(name.replace(' ', '_'), rows));
        return Json.object(
                "ok",
                true,
                "first",
                first,
                "second",
                second,
                "differences",
                differences,
                "distance",
                distance.map(WeightDistance::distance),
                "within_rounding",
                distance.map(WeightDistance::isRounding));
    }

    /** The comparison as text. */
    public String text(Style style) {
        StringBuilder text = new StringBuilder("first:  " + first + "\nsecond: " + second + "\n");
        parts.forEach((name, rows) -> {
            text.append('\n').append(style.strong(Wording.capitalized(name)));
            if (rows.isEmpty()) {
                text.append(": equal\n");
                return;
            }
            text.append('\n');
            for (Row row : rows) {
                text.append("  ").append(row.key()).append('\n');
                text.append("    first   ").append(shown(row.first())).append('\n');
                text.append("    second  ").append(shown(row.second())).append('\n');
            }
        });
        distance.ifPresent(between -> {
            text.append('\n').append(verdict(causes, between));
            if (!between.isRounding()) {
                text.append("`plumbline reproduce` measures how far rounding moves this training.\n");
            }
        });
        return text.toString();
    }

    private static String shown(@Nullable String value) {
        if (value == null) {
            return "(missing)";
        }
        int most = TextLayout.WIDTH - 12;
        return value.length() <= most ? value : value.substring(0, most - 1) + "…";
    }
}
