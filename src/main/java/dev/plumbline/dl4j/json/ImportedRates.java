package dev.plumbline.dl4j.json;

import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.LearningRate.ScheduleUnit;
import dev.plumbline.spec.Optimizer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Translates DL4J's updaters and schedules to optimizers and learning rates. */
final class ImportedRates {
    private ImportedRates() {}

    static Optimizer optimizer(JsonPlace place) {
        return switch (place.type()) {
            case "Sgd" -> new Optimizer.Sgd(rate(place));
            case "Nesterovs" ->
                place.word(Optimizer.Nesterov.class, rate(place), "momentum", Optimizer.RatePosition.GRADIENT);
            case "ClassicalMomentum" -> classicalMomentum(place);
            case "Adam", "AMSGrad" -> adam(place, Optimizer.EpsilonPosition.UNCORRECTED);
            case "CorrectedEpsilon" -> adam(place.get("updater"), Optimizer.EpsilonPosition.CORRECTED);
            case "AdaMax" -> place.word(Optimizer.Adamax.class, rate(place), "beta1", "beta2");
            case "Nadam" -> place.word(Optimizer.Nadam.class, rate(place), "beta1", "beta2", "epsilon");
            case "RmsProp" -> rmsprop(place, Optimizer.InitialMean.EPSILON);
            case "AdaGrad" -> adagrad(place);
            case "ScheduledAdaGrad" -> adagrad(place, START_IN_DL4J);
            case "InitialStateUpdater" -> {
                JsonPlace inner = place.get("updater");
                yield inner.type().equals("RmsProp")
                        ? rmsprop(inner, Optimizer.InitialMean.ZERO)
                        : adagrad(inner, place.get("start").number());
            }
            case "AdaDelta" -> place.word(Optimizer.Adadelta.class, "rho", "epsilon");
            case "AdaBelief" ->
                throw place.refused(
                        "AdaBelief is refused, because " + ConfigurationDefect.ADABELIEF_CRASH.meaning()
                                + " (adabelief-crash)",
                        "Adam");
            default ->
                throw place.unknown(
                        place.type(),
                        "an updater that `plumbline words optimizer` lists; the outputs of a trained network do not "
                                + "depend on it: to use the network without training, replace it by new Sgd(0.1)");
        };
    }

    private static final double START_IN_DL4J = 1e-6;

    private static Optimizer adagrad(JsonPlace place) {
        if (!place.get("learningRateSchedule").isNull()) {
            throw place.get("learningRateSchedule")
                    .refused(
                            "a schedule of AdaGrad, which DL4J loses when it copies the updater",
                            "a number as its learning rate, or dev.plumbline.dl4j.extension.ScheduledAdaGrad");
        }
        return adagrad(place, START_IN_DL4J);
    }

    private static Optimizer adagrad(JsonPlace place, double start) {
        return place.word(Optimizer.Adagrad.class, rate(place), "epsilon", start);
    }

    private static Optimizer rmsprop(JsonPlace place, Optimizer.InitialMean start) {
        return place.word(Optimizer.Rmsprop.class, rate(place), "rmsDecay", "epsilon", start);
    }

    private static Optimizer classicalMomentum(JsonPlace place) {
        Class<? extends Optimizer> word =
                isFlag(place.get("nesterov")) ? Optimizer.Nesterov.class : Optimizer.Momentum.class;
        Optimizer.RatePosition position =
                isFlag(place.get("scalesVelocity")) ? Optimizer.RatePosition.VELOCITY : Optimizer.RatePosition.GRADIENT;
        return place.word(word, schedule(place.get("rate")), "momentum", position);
    }

    /** A flag that older configurations do not have. */
    private static boolean isFlag(JsonPlace place) {
        return !place.isNull() && place.flag();
    }

    private static Optimizer adam(JsonPlace place, Optimizer.EpsilonPosition position) {
        Class<? extends Optimizer> word =
                place.type().equals("AMSGrad") ? Optimizer.Amsgrad.class : Optimizer.Adam.class;
        return place.word(word, rate(place), "beta1", "beta2", "epsilon", position);
    }

    private static LearningRate rate(JsonPlace updater) {
        JsonPlace schedule = updater.get("learningRateSchedule");
        if (!schedule.isNull()) {
            return schedule(schedule);
        }
        JsonPlace number = updater.get("learningRate");
        double value = number.number();
        return number.make(() -> new LearningRate.Constant(value));
    }

    private static LearningRate schedule(JsonPlace place) {
        return switch (place.type()) {
            case "FixedSchedule" -> place.word(LearningRate.Constant.class, "value");
            case "StepSchedule" ->
                place.word(LearningRate.Step.class, "initialValue", "decayRate", "step", "scheduleType");
            case "ExponentialSchedule" ->
                place.word(LearningRate.Exponential.class, "initialValue", "gamma", "scheduleType");
            case "InverseSchedule" ->
                place.word(LearningRate.Inverse.class, "initialValue", "gamma", "power", "scheduleType");
            case "SigmoidSchedule" ->
                place.word(LearningRate.Sigmoid.class, "initialValue", "gamma", "stepSize", "scheduleType");
            case "PolynomialDecay" -> place.word(LearningRate.Polynomial.class, "initial", "power", "length", "type");
            case "CycleSchedule" -> cycle(place);
            case "MapSchedule" -> table(place);
            case "StepRamp" -> ramp(place, ScheduleUnit.STEP);
            case "EpochRamp" -> ramp(place, ScheduleUnit.EPOCH);
            case "PositiveRate" -> schedule(place.get("schedule"));
            case "PolySchedule" ->
                throw place.refused(
                        "PolySchedule is refused, because " + ConfigurationDefect.POLY_SCHEDULE.meaning()
                                + " (poly-schedule)",
                        "another schedule; dev.plumbline.dl4j.extension.PolynomialDecay is `polynomial`");
            default -> throw place.unknown(place.type(), "a schedule that `plumbline words learning_rate` lists");
        };
    }

    private static LearningRate cycle(JsonPlace place) {
        int tail = place.get("annealingLength").integer();
        int length = place.get("cycleLength").integer();
        if ((length - tail) % 2 != 0) {
            throw place.refused(
                    "a cycle of " + length + " with a tail of " + tail + " is refused, because "
                            + ConfigurationDefect.CYCLE_SCHEDULE_ODD.meaning() + " (cycle-schedule-odd)",
                    "an even cycleLength - annealingLength");
        }
        return place.word(
                LearningRate.Cycle.class,
                "initialLearningRate",
                "maxLearningRate",
                (length - tail) / 2,
                tail,
                "annealingDecay",
                "scheduleType");
    }

    private static LearningRate table(JsonPlace place) {
        JsonPlace values = place.get("values");
        Map<Integer, Double> rates = new TreeMap<>();
        if (values.value().isJsonObject()) {
            for (String key : values.value().getAsJsonObject().keySet()) {
                if (!key.matches("\\d{1,9}")) {
                    throw values.get(key)
                            .refused("found the key " + new com.google.gson.JsonPrimitive(key), "a whole number");
                }
                rates.put(Integer.parseInt(key), values.get(key).number());
            }
        }
        Double initial = rates.remove(0);
        if (initial == null) {
            throw values.refused("found " + values.shown(), "an object with the rate at 0");
        }
        return place.word(
                LearningRate.Table.class,
                initial,
                List.copyOf(rates.keySet()),
                List.copyOf(rates.values()),
                "scheduleType");
    }

    private static LearningRate ramp(JsonPlace place, ScheduleUnit per) {
        return place.word(LearningRate.WarmUp.class, "length", schedule(place.get("then")), per);
    }
}
