package dev.plumbline.dl4j.json;

import com.google.gson.JsonPrimitive;
import dev.plumbline.spec.InvalidSpecException;
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
     * @param path the place in the JSON
     * @param found the class or value there
     * @param defect what DL4J computes
     */
    public record Finding(String path, String found, ConfigurationDefect defect) {}

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

    private void walk(JsonPlace place) {
        if (place.value().isJsonArray()) {
            place.elements().forEach(this::walk);
        } else if (place.value().isJsonObject()) {
            layer(place);
            place.typeIn("@class").or(() -> place.typeIn("type")).ifPresent(type -> object(type, place));
            place.value().getAsJsonObject().keySet().forEach(key -> walk(place.get(key)));
        }
    }

    private void add(JsonPlace place, ConfigurationDefect... defects) {
        for (ConfigurationDefect defect : defects) {
            String found = place.typeIn("@class").or(() -> place.typeIn("type")).orElseGet(place::shown);
            Finding finding = new Finding(place.path(), dev.plumbline.spec.Printable.line(found), defect);
            if (!findings.contains(finding)) {
                findings.add(finding);
            }
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
                .filter(each -> each.typeIn("@class").orElse("").equals("WeightDecay"))
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
        activation(type, place);
        loss(type, place);
        updater(type, place);
        schedule(type, place);
        other(type, place);
    }

    private void activation(String type, JsonPlace place) {
        switch (type) {
            case "ActivationELU" -> addIf(number(place, "alpha", 1) != 1, place, ConfigurationDefect.ELU_ALPHA);
            case "ActivationGELU" -> {
                add(
                        place,
                        isFlag(place, "precise") ? ConfigurationDefect.GELU_PRECISE : ConfigurationDefect.GELU_SIGMOID);
                add(place, ConfigurationDefect.NAN_SLOPES, ConfigurationDefect.FLOAT_CONSTANTS);
            }
            case "ActivationRReLU" -> add(place, ConfigurationDefect.RRELU_SLOPE, ConfigurationDefect.RRELU_PREDICTION);
            case "ActivationSoftPlus" -> add(place, ConfigurationDefect.SOFTPLUS_OVERFLOW);
            case "ActivationMish" -> add(place, ConfigurationDefect.NAN_SLOPES, ConfigurationDefect.MISH_TAIL);
            case "ActivationSwish" -> add(place, ConfigurationDefect.NAN_SLOPES);
            case "ActivationRationalTanh" ->
                add(place, ConfigurationDefect.RATIONAL_TANH_OVERFLOW, ConfigurationDefect.FLOAT_CONSTANTS);
            case "ActivationHardSigmoid" -> addIf(isDouble, place, ConfigurationDefect.FLOAT_CONSTANTS);
            case "ActivationSoftmax" -> addIf(isDouble, place, ConfigurationDefect.SOFTMAX_FAR_BELOW_ZERO);
            case "ActivationReLU6", "ActivationThresholdedReLU" -> add(place, ConfigurationDefect.NAN_SWALLOWED);
            case "ActivationLReLU" -> {
                double alpha = number(place, "alpha", 0);
                addIf(isDouble && alpha != (float) alpha, place, ConfigurationDefect.LEAKY_RELU_ALPHA);
                add(place, ConfigurationDefect.RECTIFIERS_AT_ZERO);
            }
            default -> {}
        }
    }

    private void loss(String type, JsonPlace place) {
        switch (type) {
            case "LossBinaryXENT" -> {
                double clip = number(place, "clipEps", DEFAULT_CLIP);
                addIf(clip >= DEFAULT_CLIP, place, ConfigurationDefect.XENT_CLIP);
                addIf(!isDouble && clip < FEW_LAST_PLACES, place, ConfigurationDefect.XENT_CLIP_ONE);
            }
            case "LossMCXENT", "LossNegativeLogLikelihood" ->
                add(place, ConfigurationDefect.MCXENT_SUM, ConfigurationDefect.MCXENT_CLIP);
            case "LossKLD" -> add(place, ConfigurationDefect.KLD_CLIP);
            case "LossCosineProximity" -> {
                add(place, ConfigurationDefect.COSINE_SHORT);
                addIf(!isDouble, place, ConfigurationDefect.COSINE_LONG);
            }
            case "LossMAPE" -> add(place, ConfigurationDefect.MAPE_ZERO);
            case "LossWasserstein" -> add(place, ConfigurationDefect.WASSERSTEIN_MASK);
            case "LossMultiLabel" -> add(place, ConfigurationDefect.MULTI_LABEL_DOUBLE);
            default -> {}
        }
    }

    private void updater(String type, JsonPlace place) {
        boolean isDefaultRate = number(place, "learningRate", 0) == DEFAULT_RATE
                && place.get("learningRateSchedule").isNull();
        switch (type) {
            case "Adam", "AMSGrad" -> {
                add(place, ConfigurationDefect.ADAM_EPSILON);
                addIf(reachesZero(place), place, ConfigurationDefect.LEARNING_RATE_ZERO);
            }
            case "AdaMax" -> {
                add(place, ConfigurationDefect.ADAMAX_EPSILON);
                addIf(
                        reachesZero(place) && number(place, "epsilon", 0) > 0,
                        place,
                        ConfigurationDefect.LEARNING_RATE_ZERO);
            }
            case "AdaBelief" -> add(place, ConfigurationDefect.ADABELIEF_CRASH);
            case "Nadam" -> add(place, ConfigurationDefect.NADAM_BIAS);
            case "RmsProp" -> {
                addIf(number(place, "epsilon", 0) > SMALL_EPSILON, place, ConfigurationDefect.RMSPROP_START);
                addIf(isDefaultRate, place, ConfigurationDefect.UPDATER_DEFAULTS);
            }
            case "AdaGrad" -> {
                add(place, ConfigurationDefect.ADAGRAD_START);
                addIf(isDefaultRate, place, ConfigurationDefect.UPDATER_DEFAULTS);
            }
            case "Nesterovs" -> addIf(isDefaultRate, place, ConfigurationDefect.UPDATER_DEFAULTS);
            default -> {}
        }
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

    private void schedule(String type, JsonPlace place) {
        addIf(type.equals("PolySchedule"), place, ConfigurationDefect.POLY_SCHEDULE);
        boolean isOdd = (number(place, "cycleLength", 0) - number(place, "annealingLength", 0)) % 2 != 0;
        addIf(type.equals("CycleSchedule") && isOdd, place, ConfigurationDefect.CYCLE_SCHEDULE_ODD);
        addIf(
                type.endsWith("Schedule")
                        && new JsonPrimitive("EPOCH")
                                .equals(place.get("scheduleType").value()),
                place,
                ConfigurationDefect.EPOCH_COUNT);
    }

    private void other(String type, JsonPlace place) {
        switch (type) {
            case "MaxNormConstraint" ->
                add(place, ConfigurationDefect.CONSTRAINT_EPSILON, ConfigurationDefect.NORM_OF_SQUARES);
            case "MinMaxNormConstraint" -> {
                add(place, ConfigurationDefect.CONSTRAINT_EPSILON, ConfigurationDefect.NORM_OF_SQUARES);
                boolean isGradual = number(place, "rate", 1) < 1;
                addIf(isGradual, place, ConfigurationDefect.MIN_MAX_NORM_RATE);
                addIf(isGradual, place, ConfigurationDefect.CONSTRAINT_TWICE);
            }
            case "UnitNormConstraint" ->
                add(place, ConfigurationDefect.UNIT_NORM_ZERO, ConfigurationDefect.NORM_OF_SQUARES);
            case "Dropout" -> add(place, ConfigurationDefect.DROPOUT_RETAINS);
            case "WeightInitLecunUniform" -> add(place, ConfigurationDefect.LECUN_UNIFORM);
            case "WeightInitVarScalingUniformFanIn",
                    "WeightInitVarScalingUniformFanOut",
                    "WeightInitVarScalingUniformFanAvg" -> add(place, ConfigurationDefect.VARIANCE_SCALING_UNIFORM);
            case "WeightInitVarScalingNormalFanIn" -> add(place, ConfigurationDefect.VARIANCE_SCALING_NORMAL);
            case "OrthogonalDistribution" -> addIf(isDouble, place, ConfigurationDefect.ORTHOGONAL_FLOAT);
            case "UniformDistribution", "WeightInitUniform", "WeightInitXavierUniform", "WeightInitReluUniform" ->
                addIf(isDouble, place, ConfigurationDefect.UNIFORM_FLOAT);
            default -> {}
        }
    }
}
