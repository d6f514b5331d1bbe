package dev.plumbline.dl4j.json;

import com.google.gson.JsonPrimitive;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the known defects of DL4J that a configuration has. It reads the configuration as a plain tree and loads no
 * class.
 */
public final class Dl4jAudit {
    private static final double FEW_LAST_PLACES = 6e-8; // in f32, 1 - clip is 1 below this value
    private static final double DEFAULT_CLIP = 1e-5;
    private static final double DEFAULT_RATE = 0.1;
    private static final double SMALL_EPSILON = 1e-6;

    private final boolean isDouble;
    private final List<Finding> findings = new ArrayList<>();

    private Dl4jAudit(boolean isDouble) {
        this.isDouble = isDouble;
    }

    /**
     * A defect at its place.
     *
     * @param value the class or value there
     * @param defect what DL4J computes
     */
    public record Finding(String path, String value, ConfigurationDefect defect) {}

    /**
     * All defects of a configuration, in the order of the file.
     *
     * @throws InvalidSpecException if it is not the JSON of a network
     */
    public static List<Finding> of(String json) {
        JsonPlace whole = JsonPlace.parse(json);
        if (whole.get("confs").isNull() && whole.get("vertices").isNull()) {
            throw whole.refused("the configuration has no layers", "the JSON of a network of DL4J");
        }
        boolean isDouble =
                new JsonPrimitive("DOUBLE").equals(whole.get("dataType").value());
        Dl4jAudit audit = new Dl4jAudit(isDouble);
        audit.walk(whole);
        return audit.findings;
    }

    /**
     * A layer, or another vertex of a graph.
     *
     * @param type its class
     */
    public record Vertex(String path, String type) {}

    /**
     * The layers, and other vertices of a graph, that have none of the findings, in the order of the file.
     *
     * @param findings those of the same configuration
     * @throws InvalidSpecException if it is not the JSON of a network
     */
    public static List<Vertex> withoutFindings(String json, List<Finding> findings) {
        JsonPlace whole = JsonPlace.parse(json);
        List<Vertex> vertices = new ArrayList<>();
        for (JsonPlace conf : whole.get("confs").elements()) {
            addWithoutFindings(vertices, conf, conf.get("layer"), findings);
        }
        JsonPlace graph = whole.get("vertices");
        if (graph.value().isJsonObject()) {
            for (String name : graph.value().getAsJsonObject().keySet()) {
                JsonPlace vertex = graph.get(name);
                JsonPlace layer = vertex.get("layerConf").get("layer");
                addWithoutFindings(vertices, vertex, layer.isNull() ? vertex : layer, findings);
            }
        }
        return vertices;
    }

    private static void addWithoutFindings(
            List<Vertex> vertices, JsonPlace whole, JsonPlace layer, List<Finding> findings) {
        if (findings.stream().noneMatch(finding -> (finding.path() + ".").startsWith(whole.path() + "."))) {
            String type = layer.typeIn("@class").orElse("a layer");
            vertices.add(new Vertex(Printable.line(layer.path()), Printable.line(type)));
        }
    }

    private void walk(JsonPlace place) {
        if (place.value().isJsonArray()) {
            place.elements().forEach(this::walk);
        } else if (place.value().isJsonObject()) {
            layer(place);
            place.typeIn("@class").or(() -> place.typeIn("type")).ifPresent(type -> object(type, place));
            place.value().getAsJsonObject().keySet().forEach(key -> walk(place.get(key)));
        }
    }

    private void add(JsonPlace place, ConfigurationDefect defect) {
        String value = place.typeIn("@class").or(() -> place.typeIn("type")).orElseGet(place::shown);
        Finding finding = new Finding(place.path(), Printable.line(value), defect);
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }

    private void addIf(boolean isMet, JsonPlace place, ConfigurationDefect defect) {
        if (isMet) {
            add(place, defect);
        }
    }

    /** Defects that depend on two fields of a layer. */
    private void layer(JsonPlace place) {
        String activation = place.get("activationFn").typeIn("@class").orElse("");
        JsonPlace lossPlace = place.get("lossFn");
        String loss = lossPlace.typeIn("@class").orElse("");
        boolean isSoftmax = activation.equals("ActivationSoftmax");
        addIf(isSoftmax && loss.equals("LossBinaryXENT"), lossPlace, ConfigurationDefect.XENT_SOFTMAX);
        boolean isLogarithmic = Set.of("LossPoisson", "LossKLD", "LossMCXENT").contains(loss);
        addIf(activation.equals("ActivationSoftPlus") && isLogarithmic, lossPlace, ConfigurationDefect.SOFTPLUS_TAIL);
        JsonPlace normalization = place.get("gradientNormalization");
        addIf(normalization.value().toString().contains("L2"), normalization, ConfigurationDefect.NORM_OF_SQUARES);
        addIf(
                isNumber(place.get("seed")) && place.get("seed").number() == 0,
                place.get("seed"),
                ConfigurationDefect.SEED_ZERO);
        decays(place.get("regularization"), ConfigurationDefect.WEIGHT_DECAY_TWICE);
        decays(place.get("regularizationBias"), ConfigurationDefect.WEIGHT_DECAY_BIAS_TWICE);
    }

    private void decays(JsonPlace list, ConfigurationDefect twice) {
        if (!list.value().isJsonArray()) {
            return;
        }
        long decays = list.elements().stream()
                .filter(penalty -> penalty.typeIn("@class").orElse("").equals("WeightDecay"))
                .count();
        addIf(decays > 1, list, twice);
        addIf(decays > 0, list, ConfigurationDefect.WEIGHT_DECAY_SCORE);
    }

    private static boolean isNumber(JsonPlace place) {
        return place.value().isJsonPrimitive()
                && place.value().getAsJsonPrimitive().isNumber();
    }

    /** The number of a key, or a default if there is none. */
    private static double number(JsonPlace holder, String key, double otherwise) {
        return isNumber(holder.get(key)) ? holder.get(key).value().getAsDouble() : otherwise;
    }

    private static boolean isFlag(JsonPlace holder, String key) {
        return new JsonPrimitive(true).equals(holder.get(key).value());
    }

    private void object(String type, JsonPlace place) {
        for (ConfigurationDefect defect : ConfigurationDefect.values()) {
            addIf(defect.isIn(type, isDouble), place, defect);
        }
        switch (type) {
            case "ActivationELU" -> addIf(number(place, "alpha", 1) != 1, place, ConfigurationDefect.ELU_ALPHA);
            case "ActivationGELU" ->
                add(
                        place,
                        isFlag(place, "precise") ? ConfigurationDefect.GELU_PRECISE : ConfigurationDefect.GELU_SIGMOID);
            case "ActivationLReLU" -> {
                double alpha = number(place, "alpha", 0);
                addIf(isDouble && alpha != (float) alpha, place, ConfigurationDefect.LEAKY_RELU_ALPHA);
            }
            case "LossBinaryXENT" -> {
                double clip = number(place, "clipEps", DEFAULT_CLIP);
                addIf(clip >= DEFAULT_CLIP, place, ConfigurationDefect.XENT_CLIP);
                addIf(!isDouble && clip < FEW_LAST_PLACES, place, ConfigurationDefect.XENT_CLIP_ONE);
            }
            case "Adam", "AMSGrad" -> addIf(reachesZero(place), place, ConfigurationDefect.LEARNING_RATE_ZERO);
            case "AdaMax" ->
                addIf(
                        reachesZero(place) && number(place, "epsilon", 0) > 0,
                        place,
                        ConfigurationDefect.LEARNING_RATE_ZERO);
            case "RmsProp", "AdaGrad", "Nesterovs" -> {
                boolean isLarge = type.equals("RmsProp") && number(place, "epsilon", 0) > SMALL_EPSILON;
                addIf(isLarge, place, ConfigurationDefect.RMSPROP_START);
                addIf(
                        number(place, "learningRate", 0) == DEFAULT_RATE
                                && place.get("learningRateSchedule").isNull(),
                        place,
                        ConfigurationDefect.UPDATER_DEFAULTS);
            }
            case "CycleSchedule" ->
                addIf(
                        (number(place, "cycleLength", 0) - number(place, "annealingLength", 0)) % 2 != 0,
                        place,
                        ConfigurationDefect.CYCLE_SCHEDULE_ODD);
            case "MinMaxNormConstraint" -> {
                boolean isGradual = number(place, "rate", 1) < 1;
                addIf(isGradual, place, ConfigurationDefect.MIN_MAX_NORM_RATE);
                addIf(isGradual, place, ConfigurationDefect.CONSTRAINT_TWICE);
            }
            default -> {}
        }
        boolean isByEpochs = type.endsWith("Schedule")
                && new JsonPrimitive("EPOCH").equals(place.get("scheduleType").value());
        addIf(isByEpochs, place, ConfigurationDefect.EPOCH_COUNT);
    }

    /** Whether an updater's rate is 0 or reaches 0. */
    private static boolean reachesZero(JsonPlace updater) {
        JsonPlace schedule = updater.get("learningRateSchedule");
        if (schedule.isNull()) {
            return number(updater, "learningRate", 1) == 0;
        }
        JsonPlace values = schedule.get("values");
        boolean hasZero = values.value().isJsonObject()
                && values.value().getAsJsonObject().keySet().stream().anyMatch(key -> number(values, key, 1) == 0);
        return hasZero
                || Set.of("PolySchedule", "PolynomialDecay")
                        .contains(schedule.typeIn("@class").orElse(""));
    }
}
