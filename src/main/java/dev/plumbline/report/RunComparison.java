package dev.plumbline.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The differences of two runs, part by part. */
public final class RunComparison {
    private final String first;
    private final String second;
    private final Map<String, List<Row>> parts = new LinkedHashMap<>();

    /** Creates a comparison of two runs with these names. */
    public RunComparison(String first, String second) {
        this.first = first;
        this.second = second;
    }

    /** A key with both values; null if a run does not have the key. */
    private record Row(
            String key, @Nullable String first, @Nullable String second) {}

    /** Compares a part. */
    public void part(String name, Map<String, String> one, Map<String, String> other) {
        List<Row> rows = new ArrayList<>();
        Set<String> keys = new LinkedHashSet<>(one.keySet());
        keys.addAll(other.keySet());
        for (String key : keys) {
            if (!Objects.equals(one.get(key), other.get(key))) {
                rows.add(new Row(key, one.get(key), other.get(key)));
            }
        }
        parts.put(name, rows.stream().filter(row -> isNeeded(row, rows)).toList());
    }

    /**
     * Whether a row is not redundant. A key with several keys inside differs because these differ, so its own row is
     * redundant. If a key has a single key inside, as a learning rate has its value, the outer row is enough.
     */
    private static boolean isNeeded(Row row, List<Row> rows) {
        for (Row other : rows) {
            boolean same = Objects.equals(row.first(), other.first()) && Objects.equals(row.second(), other.second());
            boolean inner =
                    other.key().startsWith(row.key() + ".") || other.key().startsWith(row.key() + "[");
            boolean outer = row.key().startsWith(other.key() + ".");
            if (inner && !same || outer && same) {
                return false;
            }
        }
        return true;
    }

    /** The comparison as a JSON document: the keys that differ, for each part. */
    public JsonObject json() {
        JsonObject differences = new JsonObject();
        parts.forEach((name, rows) -> {
            JsonArray array = new JsonArray();
            rows.forEach(row -> array.add(Json.object("key", row.key(), "first", row.first(), "second", row.second())));
            differences.add(name.replace(' ', '_'), array);
        });
        return Json.object("ok", true, "first", first, "second", second, "differences", differences);
    }

    /** The comparison as text. */
    public String text(Style style) {
        StringBuilder text = new StringBuilder("first:  " + first + "\nsecond: " + second + "\n");
        parts.forEach((name, rows) -> {
            text.append('\n').append(style.strong(Phrases.capitalized(name)));
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
        return text.toString();
    }

    private static String shown(@Nullable String value) {
        if (value == null) {
            return "(missing)";
        }
        int most = Lines.WIDTH - 12;
        return value.length() <= most ? value : value.substring(0, most - 1) + "…";
    }
}
