package dev.plumbline.dl4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.dl4j.SampleNetworks;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Training;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every field of a configuration is changed, one at a time. The import refuses it, or its own configuration has the change
 * too, or the field is in the list of those without effect. This test shares no code with the comparison that it tests.
 */
class ImportedFieldsTests {
    /** The key under which an unknown field is added. */
    private static final String UNKNOWN = "unknownField";

    private static final LearningRate FALLING = new LearningRate.Step(0.02, 0.5, 2, LearningRate.ScheduleUnit.EPOCH);

    static List<NetworkSpec> networks() {
        return List.of(
                SampleNetworks.withOptions(Precision.F64),
                SampleNetworks.withOtherOptions(Precision.F32),
                SampleNetworks.weightedExamples(Precision.F64),
                Schema.with(SampleNetworks.tutorial(Precision.F64, 1), "loss", new Loss.MeanHuber(0.3)),
                trainedWith(new Optimizer.Adam(FALLING, 0.9, 0.99, 1e-7, Optimizer.EpsilonPosition.CORRECTED)),
                trainedWith(new Optimizer.Momentum(FALLING, 0.9, Optimizer.RatePosition.VELOCITY)),
                trainedWith(new Optimizer.Nesterov(FALLING, 0.9, Optimizer.RatePosition.VELOCITY)));
    }

    private static NetworkSpec trainedWith(Optimizer optimizer) {
        return Schema.with(
                SampleNetworks.tutorial(Precision.F64, 1),
                "training",
                new Training(
                        optimizer,
                        new BatchSize.All(),
                        10,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    /** The places of all values, each as keys and indices. */
    private static void places(JsonElement value, List<Object> place, List<List<Object>> all) {
        all.add(List.copyOf(place));
        if (value.isJsonObject()) {
            value.getAsJsonObject().entrySet().forEach(member -> {
                place.add(member.getKey());
                places(member.getValue(), place, all);
                place.remove(place.size() - 1);
            });
        } else if (value.isJsonArray()) {
            for (int i = 0; i < value.getAsJsonArray().size(); i++) {
                place.add(i);
                places(value.getAsJsonArray().get(i), place, all);
                place.remove(place.size() - 1);
            }
        }
    }

    private static JsonElement at(JsonElement whole, List<Object> place) {
        JsonElement value = whole;
        for (Object key : place) {
            if (key instanceof Integer index) {
                value = value.isJsonArray() && index < value.getAsJsonArray().size()
                        ? value.getAsJsonArray().get(index)
                        : JsonNull.INSTANCE;
            } else {
                value = value.isJsonObject() && value.getAsJsonObject().has((String) key)
                        ? value.getAsJsonObject().get((String) key)
                        : JsonNull.INSTANCE;
            }
        }
        return value;
    }

    private static JsonElement with(JsonElement whole, List<Object> place, JsonElement value) {
        if (place.isEmpty()) {
            return value;
        }
        JsonElement copy = whole.deepCopy();
        JsonElement holder = at(copy, place.subList(0, place.size() - 1));
        if (place.get(place.size() - 1) instanceof Integer index) {
            holder.getAsJsonArray().set(index, value);
        } else {
            holder.getAsJsonObject().add((String) place.get(place.size() - 1), value);
        }
        return copy;
    }

    /** Other values for a place. */
    private static List<JsonElement> others(JsonElement value) {
        List<JsonElement> others = new ArrayList<>(List.of(JsonNull.INSTANCE, new JsonPrimitive("other")));
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
            others.add(new JsonPrimitive(value.getAsDouble() + 1));
            others.add(new JsonPrimitive(value.getAsDouble() / 2 + 0.01));
        } else if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()) {
            others.add(new JsonPrimitive(!value.getAsBoolean()));
        } else if (value.isJsonObject()) {
            JsonObject more = value.getAsJsonObject().deepCopy();
            more.addProperty(UNKNOWN, 1);
            others.add(more);
            others.add(new JsonObject());
        } else if (value.isJsonArray()) {
            JsonArray more = value.getAsJsonArray().deepCopy();
            more.add(more.isEmpty() ? new JsonPrimitive(1) : more.get(0).deepCopy());
            others.add(more);
            others.add(new JsonArray());
        } else {
            others.add(new JsonPrimitive(7));
            others.add(new JsonPrimitive(true));
            others.add(JsonParser.parseString("{\"@class\": \"org.nd4j.linalg.learning.config.Sgd\"}"));
        }
        others.removeIf(each -> each.equals(value));
        return others;
    }

    @ParameterizedTest
    @MethodSource("networks")
    void noFieldIsDroppedInSilence(NetworkSpec spec) {
        JsonElement whole = JsonParser.parseString(Dl4j.json(spec));
        List<List<Object>> places = new ArrayList<>();
        places(whole, new ArrayList<>(), places);
        int refused = 0;
        int translated = 0;
        for (List<Object> place : places) {
            for (JsonElement other : others(at(whole, place))) {
                JsonElement changed = with(whole, place, other);
                if (isDocumented(changed, place)) {
                    continue;
                }
                try {
                    Dl4jImport imported = Dl4jImport.of("n", changed.toString(), Optional.of("w.npz"), "w.npz");
                    if (!imported.corrections().isEmpty() && isCorrected(imported, place)) {
                        continue; // which the user is told
                    }
                    requireSame(place, other, at(JsonParser.parseString(Dl4j.json(imported.spec())), place));
                    translated++;
                } catch (InvalidSpecException e) {
                    refused++;
                }
            }
        }
        assertTrue(places.size() > 80 && refused > 200 && translated > 5, refused + ", " + translated);
    }

    private static boolean isDocumented(JsonElement whole, List<Object> place) {
        Set<String> documented = ConfigurationDifference.WITHOUT_EFFECT.keySet();
        if (place.stream().anyMatch(documented::contains)) {
            return true;
        }
        Object key = place.isEmpty() ? "" : place.get(place.size() - 1);
        if (!ConfigurationDifference.WITHOUT_EFFECT_SOMETIMES.containsKey(key)) {
            return false;
        }
        JsonElement holder = at(whole, place.subList(0, place.size() - 1));
        return switch ((String) key) {
            case "gradientNormalizationThreshold" ->
                !at(holder, List.of("gradientNormalization")).toString().startsWith("\"Clip");
            case "biasInit" -> true; // the biases are in a file here
            case "learningRate" -> !at(holder, List.of("learningRateSchedule")).isJsonNull();
            case "epsilon" -> at(holder, List.of("@class")).toString().contains("AdaMax");
            default -> false;
        };
    }

    private static boolean isCorrected(Dl4jImport imported, List<Object> place) {
        StringBuilder path = new StringBuilder();
        place.forEach(key -> path.append(key instanceof Integer ? "[" + key + "]" : "." + key));
        return imported.corrections().stream().anyMatch(each -> ("." + each.path()).startsWith(path.toString()));
    }

    private static void requireSame(List<Object> place, JsonElement given, JsonElement found) {
        boolean areNumbers = given.isJsonPrimitive()
                && given.getAsJsonPrimitive().isNumber()
                && found.isJsonPrimitive()
                && found.getAsJsonPrimitive().isNumber();
        if (areNumbers) {
            assertEquals(given.getAsDouble(), found.getAsDouble(), 0x1p-53, "at " + place); // of 1 - p
        } else if (isNone(given) && isNone(found)) {
            return;
        } else {
            assertEquals(given, found, "at " + place);
        }
    }

    private static boolean isNone(JsonElement value) {
        return value.isJsonNull()
                || value.isJsonArray() && value.getAsJsonArray().isEmpty();
    }
}
