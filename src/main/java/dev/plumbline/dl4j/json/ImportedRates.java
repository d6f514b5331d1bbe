package dev.plumbline.dl4j.json;

import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.LearningRate.ScheduleUnit;
import dev.plumbline.spec.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Translates DL4J's updaters and schedules to optimizers and learning rates. */
final class ImportedRates {
    private ImportedRates() {}

    static Optimizer optimizer(JsonPlace place) {
        return switch (place.type()) {
            case "Sgd" -> new Optimizer.Sgd(rate(place));
            case "Nesterovs" -> {
                double momentum = place.get("momentum").number();
                LearningRate rate = rate(place);
                yield place.make(() -> new Optimizer.Nesterov(rate, momentum));
            }
            case "ClassicalMomentum" -> {
                double momentum = place.get("momentum").number();
                LearningRate rate = schedule(place.get("rate"));
                yield place.make(() -> new Optimizer.Momentum(rate, momentum));
            }
            case "Adam" -> adam(place, Optimizer.EpsilonPosition.UNCORRECTED);
            case "AMSGrad" -> amsgrad(place, Optimizer.EpsilonPosition.UNCORRECTED);
            case "CorrectedEpsilon" -> {
                JsonPlace inner = place.get("updater");
                yield inner.type().equals("AMSGrad")
                        ? amsgrad(inner, Optimizer.EpsilonPosition.CORRECTED)
                        : adam(inner, Optimizer.EpsilonPosition.CORRECTED);
            }
            case "AdaMax" -> {
                LearningRate rate = rate(place);
                double beta1 = place.get("beta1").number();
                double beta2 = place.get("beta2").number();
                yield place.make(() -> new Optimizer.Adamax(rate, beta1, beta2));
            }
            case "Nadam" -> {
                LearningRate rate = rate(place);
                double beta1 = place.get("beta1").number();
                double beta2 = place.get("beta2").number();
                double epsilon = place.get("epsilon").number();
                yield place.make(() -> new Optimizer.Nadam(rate, beta1, beta2, epsilon));
            }
            case "RmsProp" -> rmsprop(place, Optimizer.InitialMean.EPSILON);
            case "AdaGrad" -> adagrad(place);
            case "ScheduledAdaGrad" -> adagrad(place, START_IN_DL4J);
            case "InitialStateUpdater" -> {
                JsonPlace inner = place.get("updater");
                yield inner.type().equals("RmsProp")
                        ? rmsprop(inner, Optimizer.InitialMean.ZERO)
                        : adagrad(inner, place.get("start").number());
            }
            case "AdaDelta" -> {
                double decay = place.get("rho").number();
                double epsilon = place.get("epsilon").number();
                yield place.make(() -> new Optimizer.Adadelta(decay, epsilon));
            }
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
        LearningRate rate = rate(place);
        double epsilon = place.get("epsilon").number();
        return place.make(() -> new Optimizer.Adagrad(rate, epsilon, start));
    }

    private static Optimizer rmsprop(JsonPlace place, Optimizer.InitialMean start) {
        LearningRate rate = rate(place);
        double decay = place.get("rmsDecay").number();
        double epsilon = place.get("epsilon").number();
        return place.make(() -> new Optimizer.Rmsprop(rate, decay, epsilon, start));
    }

    private static Optimizer adam(JsonPlace place, Optimizer.EpsilonPosition position) {
        LearningRate rate = rate(place);
        double beta1 = place.get("beta1").number();
        double beta2 = place.get("beta2").number();
        double epsilon = place.get("epsilon").number();
        return place.make(() -> new Optimizer.Adam(rate, beta1, beta2, epsilon, position));
    }

    private static Optimizer amsgrad(JsonPlace place, Optimizer.EpsilonPosition position) {
        LearningRate rate = rate(place);
        double beta1 = place.get("beta1").number();
        double beta2 = place.get("beta2").number();
        double epsilon = place.get("epsilon").number();
        return place.make(() -> new Optimizer.Amsgrad(rate, beta1, beta2, epsilon, position));
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
            case "FixedSchedule" -> {
                double value = place.get("value").number();
                yield place.make(() -> new LearningRate.Constant(value));
            }
            case "StepSchedule" -> {
                double initial = place.get("initialValue").number();
                double factor = place.get("decayRate").number();
                int every = place.get("step").integer();
                yield place.make(() -> new LearningRate.Step(initial, factor, every, unit(place)));
            }
            case "ExponentialSchedule" -> {
                double initial = place.get("initialValue").number();
                double factor = place.get("gamma").number();
                yield place.make(() -> new LearningRate.Exponential(initial, factor, unit(place)));
            }
            case "InverseSchedule" -> {
                double initial = place.get("initialValue").number();
                double decay = place.get("gamma").number();
                double power = place.get("power").number();
                yield place.make(() -> new LearningRate.Inverse(initial, decay, power, unit(place)));
            }
            case "SigmoidSchedule" -> {
                double limit = place.get("initialValue").number();
                double slope = place.get("gamma").number();
                int centre = place.get("stepSize").integer();
                yield place.make(() -> new LearningRate.Sigmoid(limit, slope, centre, unit(place)));
            }
            case "PolynomialDecay" -> {
                double initial = place.get("initial").number();
                double power = place.get("power").number();
                int length = place.get("length").integer();
                yield place.make(() -> new LearningRate.Polynomial(initial, power, length, unit(place.get("type"))));
            }
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

    private static ScheduleUnit unit(JsonPlace schedule) {
        JsonPlace type = schedule.value().isJsonObject() ? schedule.get("scheduleType") : schedule;
        return switch (type.text()) {
            case "ITERATION" -> ScheduleUnit.STEP;
            case "EPOCH" -> ScheduleUnit.EPOCH;
            default -> throw type.refused("found " + type.shown(), "ITERATION or EPOCH");
        };
    }

    private static LearningRate cycle(JsonPlace place) {
        double low = place.get("initialLearningRate").number();
        double high = place.get("maxLearningRate").number();
        int tail = place.get("annealingLength").integer();
        int length = place.get("cycleLength").integer();
        double factor = place.get("annealingDecay").number();
        if ((length - tail) % 2 != 0) {
            throw place.refused(
                    "a cycle of " + length + " with a tail of " + tail + " is refused, because "
                            + ConfigurationDefect.CYCLE_SCHEDULE_ODD.meaning() + " (cycle-schedule-odd)",
                    "an even cycleLength - annealingLength");
        }
        return place.make(() -> new LearningRate.Cycle(low, high, (length - tail) / 2, tail, factor, unit(place)));
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
        return place.make(() -> new LearningRate.Table(
                initial, List.copyOf(rates.keySet()), new ArrayList<>(rates.values()), unit(place)));
    }

    private static LearningRate ramp(JsonPlace place, ScheduleUnit per) {
        LearningRate then = schedule(place.get("then"));
        int length = place.get("length").integer();
        return place.make(() -> new LearningRate.WarmUp(length, then, per));
    }
}
