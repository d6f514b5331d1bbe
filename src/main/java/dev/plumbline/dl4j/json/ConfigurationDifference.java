package dev.plumbline.dl4j.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.plumbline.dl4j.json.Dl4jImport.Correction;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of a configuration that its translation does not have. So an import ignores nothing silently: a field is
 * translated, is in {@link #WITHOUT_EFFECT}, or is a problem.
 */
final class ConfigurationDifference {
    /** The fields without effect on the results of the imported network, each with the reason. */
    static final Map<String, String> WITHOUT_EFFECT = Map.ofEntries(
            Map.entry("layerName", "a name"),
            Map.entry("variables", "the names of the parameters, which follow from the layer's type"),
            Map.entry("seed", "for DL4J's random numbers; Plumbline uses NumPy's"),
            Map.entry("epochCount", "a training begins at epoch 0"),
            Map.entry("iterationCount", "a training begins at step 0"),
            Map.entry("cacheMode", "memory"),
            Map.entry("trainingWorkspaceMode", "memory"),
            Map.entry("inferenceWorkspaceMode", "memory"),
            Map.entry("validateOutputLayerConfig", "a check; Plumbline's own check is always on"),
            Map.entry("maxNumLineSearchIterations", "only for other algorithms than gradient descent"),
            Map.entry("tbpttBackLength", "only for recurrent layers"),
            Map.entry("tbpttFwdLength", "only for recurrent layers"),
            Map.entry("timeDistributedFormat", "only for recurrent layers"),
            Map.entry("gainInit", "only for layer normalization"),
            Map.entry("helperAllowFallback", "whether DL4J may replace cuDNN"),
            Map.entry("weightInitFn", "the initial weights, which are in a file or in `init`"));

    /** The fields that have an effect only under a condition, each with the condition. */
    static final Map<String, String> WITHOUT_EFFECT_SOMETIMES = Map.of(
            "gradientNormalizationThreshold", "only for modes with a threshold",
            "biasInit", "only for a layer with a bias that is not in a file",
            "learningRate", "only for an updater without a schedule",
            "epsilon", "AdaMax does not use it");

    private static final Set<String> WITH_THRESHOLD =
            Set.of("ClipElementWiseAbsoluteValue", "ClipL2PerLayer", "ClipL2PerParamType");
    private static final double ROUNDING = 0x1p-53; // the rounding error of 1 - p

    private final boolean hasWeights;
    private final boolean isDouble;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Correction> corrections = new ArrayList<>();

    private ConfigurationDifference(boolean hasWeights, boolean isDouble) {
        this.hasWeights = hasWeights;
        this.isDouble = isDouble;
    }

    /**
     * Compares a configuration with its translation.
     *
     * @param hasWeights whether weights and biases are in a file
     */
    static ConfigurationDifference of(JsonPlace given, JsonElement translated, boolean hasWeights) {
        boolean isDouble = "DOUBLE".equals(string(given.get("dataType").value()));
        ConfigurationDifference difference = new ConfigurationDifference(hasWeights, isDouble);
        difference.compare(given, translated);
        return difference;
    }

    List<Problem> problems() {
        return problems;
    }

    List<Correction> corrections() {
        return corrections;
    }

    private void compare(JsonPlace given, JsonElement translated) {
        JsonElement value = given.value();
        if (value.isJsonObject() && translated.isJsonObject()) {
            object(given, translated.getAsJsonObject());
        } else if (isEmpty(value) && isEmpty(translated)) {
            return;
        } else if (value.isJsonArray() && translated.isJsonArray()) {
            array(given, translated.getAsJsonArray());
        } else if (!equal(value, translated)) {
            add(given, translated);
        }
    }

    /** Whether a list is empty; DL4J treats null as an empty list. */
    private static boolean isEmpty(JsonElement value) {
        return value.isJsonNull()
                || value.isJsonArray() && value.getAsJsonArray().isEmpty();
    }

    private static boolean equal(JsonElement first, JsonElement second) {
        return isNumber(first) && isNumber(second) ? first.getAsDouble() == second.getAsDouble() : first.equals(second);
    }

    private static boolean isNumber(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
    }

    private void add(JsonPlace given, JsonElement translated) {
        problems.add(new Problem(
                ErrorKind.NOT_TRANSLATABLE,
                given.path(),
                "found " + given.shown() + ", which is not supported",
                translated.isJsonNull() ? "" : new JsonPlace("", translated).shown()));
    }

    private void array(JsonPlace given, JsonArray translated) {
        List<JsonPlace> elements = given.elements();
        boolean ofPenalties = given.path().contains(".regularization");
        if (ofPenalties) { // DL4J adds them, so their order changes only the last digits
            elements = merged(elements);
        }
        if (elements.size() != translated.size()) {
            add(given, translated);
            return;
        }
        List<JsonElement> others = new ArrayList<>(translated.asList());
        if (ofPenalties) {
            others.sort(Comparator.comparing(ConfigurationDifference::className));
        }
        for (int i = 0; i < others.size(); i++) {
            compare(elements.get(i), others.get(i));
        }
    }

    /** Merges penalties of the same class; two weight decays, which DL4J's builder makes from one, become their sum. */
    private List<JsonPlace> merged(List<JsonPlace> penalties) {
        List<JsonPlace> sorted = new ArrayList<>();
        for (JsonPlace penalty : penalties) {
            JsonPlace last = sorted.isEmpty() ? penalty : sorted.get(sorted.size() - 1);
            if (!sorted.isEmpty()
                    && penalty.value().equals(last.value())
                    && penalty.type().equals("WeightDecay")) {
                double both = 2 * penalty.get("coeff").get("value").number();
                sorted.set(
                        sorted.size() - 1,
                        penalty.with(
                                "coeff",
                                penalty.get("coeff")
                                        .with("value", new JsonPrimitive(both))
                                        .value()));
                corrections.add(new Correction(penalty.path(), ConfigurationDefect.WEIGHT_DECAY_TWICE, false));
            } else {
                sorted.add(penalty);
            }
        }
        sorted.sort(Comparator.comparing(place -> className(place.value())));
        return sorted;
    }

    private static String className(JsonElement value) {
        return value.isJsonObject() ? string(value.getAsJsonObject().get("@class")) : "";
    }

    private static String string(@org.jspecify.annotations.Nullable JsonElement value) {
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    private void object(JsonPlace given, JsonObject translated) {
        JsonObject original = given.value().getAsJsonObject();
        String ownClass = simple(original);
        String otherClass = simple(translated);
        if (otherClass.equals("PositiveRate") && !ownClass.equals("PositiveRate")) {
            corrections.add(new Correction(given.path(), ConfigurationDefect.LEARNING_RATE_ZERO, false));
            compare(given, translated.get("schedule"));
            return;
        }
        JsonPlace place = constant(given);
        Set<String> handled = equivalents(place, ownClass, translated, otherClass);
        Set<String> keys = new TreeSet<>(place.value().getAsJsonObject().keySet());
        keys.addAll(translated.keySet());
        keys.removeAll(handled);
        for (String key : keys) {
            JsonPlace member = place.get(key);
            JsonElement translatedMember = translated.has(key) ? translated.get(key) : JsonNull.INSTANCE;
            if (WITHOUT_EFFECT.containsKey(key) || hasNoEffect(key, place, ownClass)) {
                harmless(key, member);
            } else {
                compare(member, translatedMember);
            }
        }
    }

    private static String simple(JsonObject object) {
        return new JsonPlace("", object).typeIn("@class").orElse("");
    }

    /** Replaces a constant schedule by its rate. */
    private static JsonPlace constant(JsonPlace updater) {
        JsonPlace schedule = updater.get("learningRateSchedule");
        if (schedule.typeIn("@class").orElse("").equals("FixedSchedule")) {
            return updater.with("learningRate", schedule.get("value").value())
                    .with("learningRateSchedule", JsonNull.INSTANCE);
        }
        return updater;
    }

    /** The keys that may differ because of the classes. */
    private Set<String> equivalents(
            JsonPlace given, String originalClass, JsonObject translated, String translatedClass) {
        if (originalClass.equals("LossNegativeLogLikelihood") && translatedClass.equals("LossMCXENT")) {
            return Set.of("@class"); // a subclass that overrides only its name
        }
        if (originalClass.equals("MaxNormConstraint") && translatedClass.equals("ExactMaxNorm")) {
            corrections.add(new Correction(given.path(), ConfigurationDefect.CONSTRAINT_EPSILON, false));
            return Set.of("@class", "epsilon");
        }
        if (originalClass.equals("ActivationLReLU") && translatedClass.equals(originalClass)) {
            double alpha = given.get("alpha").number();
            if (alpha != (double) (float) alpha && translated.get("alpha").getAsDouble() == (float) alpha) {
                corrections.add(new Correction(given.path(), ConfigurationDefect.LEAKY_RELU_ALPHA, isDouble));
                return Set.of("alpha");
            }
        }
        if (originalClass.equals("Dropout")
                && translatedClass.equals(originalClass)
                && Math.abs(given.get("p").number() - translated.get("p").getAsDouble()) <= ROUNDING) {
            return Set.of("p");
        }
        return Set.of();
    }

    private boolean hasNoEffect(String key, JsonPlace holder, String type) {
        return switch (key) {
            case "gradientNormalizationThreshold" ->
                !WITH_THRESHOLD.contains(
                        string(holder.get("gradientNormalization").value()));
            case "biasInit" ->
                hasWeights
                        || new JsonPrimitive(false).equals(holder.get("hasBias").value());
            case "learningRate" -> !holder.get("learningRateSchedule").isNull();
            case "epsilon" -> type.equals("AdaMax");
            default -> false;
        };
    }

    /** Checks that a field without effect is a scalar, so that DL4J creates no unknown object from it. */
    private void harmless(String key, JsonPlace member) {
        boolean isPlain = member.isNull() || member.value().isJsonPrimitive();
        if (key.equals("weightInitFn")) {
            weightInit(member);
        } else if (key.equals("variables") && member.value().isJsonArray()) {
            member.elements().forEach(element -> harmless("", element));
        } else if (!isPlain) {
            problems.add(new Problem(
                    ErrorKind.NOT_TRANSLATABLE,
                    member.path(),
                    "found " + member.shown(),
                    "a number, a text, true, false or null"));
        }
    }

    private void weightInit(JsonPlace place) {
        boolean isKnown = place.typeIn("@class").filter(KnownClasses::isKnown).isPresent();
        boolean isDistribution = place.path().endsWith(".distribution")
                && place.typeIn("type").filter(KnownClasses::isKnown).isPresent();
        if (place.isNull()) {
            return;
        }
        if (!place.value().isJsonObject() || !isKnown && !isDistribution) {
            problems.add(new Problem(
                    ErrorKind.NOT_TRANSLATABLE,
                    place.path(),
                    "found " + place.shown() + ", which is not one of DL4J's initial weights",
                    "one of them"));
            return;
        }
        for (String key : place.value().getAsJsonObject().keySet()) {
            JsonPlace member = place.get(key);
            if (key.equals("distribution")) {
                weightInit(member);
            } else {
                harmless("", member);
            }
        }
    }
}
