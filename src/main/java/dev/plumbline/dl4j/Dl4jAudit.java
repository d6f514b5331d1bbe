package dev.plumbline.dl4j;

import com.google.gson.JsonPrimitive;
import dev.plumbline.spec.InvalidSpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which of the known defects of DL4J a configuration meets. It is read as a plain tree; nothing in it is loaded. */
public final class Dl4jAudit {
    private static final double FEW_LAST_PLACES = 6e-8; // 1 - clip is 1 below it, in f32
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
    public record Finding(String path, String found, KnownDefect defect) {}

    /**
     * All defects that a configuration shows, in the order of the file.
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

    private void add(JsonPlace place, KnownDefect... defects) {
        for (KnownDefect defect : defects) {
            String found = place.typeIn("@class").or(() -> place.typeIn("type")).orElseGet(place::shown);
            Finding finding = new Finding(place.path(), dev.plumbline.spec.Printable.line(found), defect);
            if (!findings.contains(finding)) {
                findings.add(finding);
            }
        }
    }

    private void addIf(boolean isMet, JsonPlace place, KnownDefect defect) {
        if (isMet) {
            add(place, defect);
        }
    }

    /** What two fields of a layer show together. */
    private void layer(JsonPlace place) {
        String activation = place.get("activationFn").typeIn("@class").orElse("");
        JsonPlace lossPlace = place.get("lossFn");
        String loss = lossPlace.typeIn("@class").orElse("");
        boolean isSoftmax = activation.equals("ActivationSoftmax");
        addIf(isSoftmax && loss.equals("LossBinaryXENT"), lossPlace, KnownDefect.XENT_SOFTMAX);
        boolean isLogarithmic = Set.of("LossPoisson", "LossKLD", "LossMCXENT").contains(loss);
        addIf(activation.equals("ActivationSoftPlus") && isLogarithmic, lossPlace, KnownDefect.SOFTPLUS_TAIL);
        JsonPlace normalization = place.get("gradientNormalization");
        addIf(normalization.value().toString().contains("L2"), normalization, KnownDefect.NORM_OF_SQUARES);
        addIf(isNumber(place.get("seed")) && place.get("seed").number() == 0, place.get("seed"), KnownDefect.SEED_ZERO);
        decays(place.get("regularization"), KnownDefect.WEIGHT_DECAY_TWICE);
        decays(place.get("regularizationBias"), KnownDefect.WEIGHT_DECAY_BIAS_TWICE);
    }

    private void decays(JsonPlace list, KnownDefect twice) {
        if (!list.value().isJsonArray()) {
            return;
        }
        long decays = list.elements().stream()
                .filter(each -> each.typeIn("@class").orElse("").equals("WeightDecay"))
                .count();
        addIf(decays > 1, list, twice);
        addIf(decays > 0, list, KnownDefect.WEIGHT_DECAY_SCORE);
    }

    private static boolean isNumber(JsonPlace place) {
        return place.value().isJsonPrimitive()
                && place.value().getAsJsonPrimitive().isNumber();
    }

    /** A number there, or another if there is none. */
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
            case "ActivationELU" -> addIf(number(place, "alpha", 1) != 1, place, KnownDefect.ELU_ALPHA);
            case "ActivationGELU" -> {
                add(place, isFlag(place, "precise") ? KnownDefect.GELU_PRECISE : KnownDefect.GELU_SIGMOID);
                add(place, KnownDefect.NAN_SLOPES, KnownDefect.FLOAT_CONSTANTS);
            }
            case "ActivationRReLU" -> add(place, KnownDefect.RRELU_SLOPE, KnownDefect.RRELU_PREDICTION);
            case "ActivationSoftPlus" -> add(place, KnownDefect.SOFTPLUS_OVERFLOW);
            case "ActivationMish" -> add(place, KnownDefect.NAN_SLOPES, KnownDefect.MISH_TAIL);
            case "ActivationSwish" -> add(place, KnownDefect.NAN_SLOPES);
            case "ActivationRationalTanh" ->
                add(place, KnownDefect.RATIONAL_TANH_OVERFLOW, KnownDefect.FLOAT_CONSTANTS);
            case "ActivationHardSigmoid" -> addIf(isDouble, place, KnownDefect.FLOAT_CONSTANTS);
            case "ActivationSoftmax" -> addIf(isDouble, place, KnownDefect.SOFTMAX_FAR_BELOW_ZERO);
            case "ActivationReLU6", "ActivationThresholdedReLU" -> add(place, KnownDefect.NAN_SWALLOWED);
            case "ActivationLReLU" -> {
                double alpha = number(place, "alpha", 0);
                addIf(isDouble && alpha != (float) alpha, place, KnownDefect.LEAKY_RELU_ALPHA);
                add(place, KnownDefect.RECTIFIERS_AT_ZERO);
            }
            default -> {}
        }
    }

    private void loss(String type, JsonPlace place) {
        switch (type) {
            case "LossBinaryXENT" -> {
                double clip = number(place, "clipEps", DEFAULT_CLIP);
                addIf(clip >= DEFAULT_CLIP, place, KnownDefect.XENT_CLIP);
                addIf(!isDouble && clip < FEW_LAST_PLACES, place, KnownDefect.XENT_CLIP_ONE);
            }
            case "LossMCXENT", "LossNegativeLogLikelihood" ->
                add(place, KnownDefect.MCXENT_SUM, KnownDefect.MCXENT_CLIP);
            case "LossKLD" -> add(place, KnownDefect.KLD_CLIP);
            case "LossCosineProximity" -> {
                add(place, KnownDefect.COSINE_SHORT);
                addIf(!isDouble, place, KnownDefect.COSINE_LONG);
            }
            case "LossMAPE" -> add(place, KnownDefect.MAPE_ZERO);
            case "LossWasserstein" -> add(place, KnownDefect.WASSERSTEIN_MASK);
            case "LossMultiLabel" -> add(place, KnownDefect.MULTI_LABEL_DOUBLE);
            default -> {}
        }
    }

    private void updater(String type, JsonPlace place) {
        boolean isDefaultRate = number(place, "learningRate", 0) == DEFAULT_RATE
                && place.get("learningRateSchedule").isNull();
        switch (type) {
            case "Adam", "AMSGrad" -> {
                add(place, KnownDefect.ADAM_EPSILON);
                addIf(reachesZero(place), place, KnownDefect.LEARNING_RATE_ZERO);
            }
            case "AdaMax" -> {
                add(place, KnownDefect.ADAMAX_EPSILON);
                addIf(reachesZero(place) && number(place, "epsilon", 0) > 0, place, KnownDefect.LEARNING_RATE_ZERO);
            }
            case "AdaBelief" -> add(place, KnownDefect.ADABELIEF_CRASH);
            case "Nadam" -> add(place, KnownDefect.NADAM_BIAS);
            case "RmsProp" -> {
                addIf(number(place, "epsilon", 0) > SMALL_EPSILON, place, KnownDefect.RMSPROP_START);
                addIf(isDefaultRate, place, KnownDefect.UPDATER_DEFAULTS);
            }
            case "AdaGrad" -> {
                add(place, KnownDefect.ADAGRAD_START);
                addIf(isDefaultRate, place, KnownDefect.UPDATER_DEFAULTS);
            }
            case "Nesterovs" -> addIf(isDefaultRate, place, KnownDefect.UPDATER_DEFAULTS);
            default -> {}
        }
    }

    /** Whether an updater's rate is 0, or comes to 0. */
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
        addIf(type.equals("PolySchedule"), place, KnownDefect.POLY_SCHEDULE);
        boolean isOdd = (number(place, "cycleLength", 0) - number(place, "annealingLength", 0)) % 2 != 0;
        addIf(type.equals("CycleSchedule") && isOdd, place, KnownDefect.CYCLE_SCHEDULE_ODD);
        addIf(
                type.endsWith("Schedule")
                        && new JsonPrimitive("EPOCH")
                                .equals(place.get("scheduleType").value()),
                place,
                KnownDefect.EPOCH_COUNT);
    }

    private void other(String type, JsonPlace place) {
        switch (type) {
            case "MaxNormConstraint" -> add(place, KnownDefect.CONSTRAINT_EPSILON, KnownDefect.NORM_OF_SQUARES);
            case "MinMaxNormConstraint" -> {
                add(place, KnownDefect.CONSTRAINT_EPSILON, KnownDefect.NORM_OF_SQUARES);
                boolean isGradual = number(place, "rate", 1) < 1;
                addIf(isGradual, place, KnownDefect.MIN_MAX_NORM_RATE);
                addIf(isGradual, place, KnownDefect.CONSTRAINT_TWICE);
            }
            case "UnitNormConstraint" -> add(place, KnownDefect.UNIT_NORM_ZERO, KnownDefect.NORM_OF_SQUARES);
            case "Dropout" -> add(place, KnownDefect.DROPOUT_RETAINS);
            case "WeightInitLecunUniform" -> add(place, KnownDefect.LECUN_UNIFORM);
            case "WeightInitVarScalingUniformFanIn",
                    "WeightInitVarScalingUniformFanOut",
                    "WeightInitVarScalingUniformFanAvg" -> add(place, KnownDefect.VARIANCE_SCALING_UNIFORM);
            case "WeightInitVarScalingNormalFanIn" -> add(place, KnownDefect.VARIANCE_SCALING_NORMAL);
            case "OrthogonalDistribution" -> addIf(isDouble, place, KnownDefect.ORTHOGONAL_FLOAT);
            case "UniformDistribution", "WeightInitUniform", "WeightInitXavierUniform", "WeightInitReluUniform" ->
                addIf(isDouble, place, KnownDefect.UNIFORM_FLOAT);
            default -> {}
        }
    }
}
