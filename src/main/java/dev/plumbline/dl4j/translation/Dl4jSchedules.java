package dev.plumbline.dl4j.translation;

import dev.plumbline.dl4j.extension.EpochRamp;
import dev.plumbline.dl4j.extension.PolynomialDecay;
import dev.plumbline.dl4j.extension.StepRamp;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.LearningRate.ScheduleUnit;
import org.nd4j.linalg.schedule.CycleSchedule;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.SigmoidSchedule;
import org.nd4j.linalg.schedule.StepSchedule;

/**
 * The DL4J object of every learning rate. Where DL4J's class computes something else, Plumbline's own class replaces
 * it.
 */
final class Dl4jSchedules implements LearningRate.Cases<Dl4jExpression<ISchedule>> {

    @Override
    public Dl4jExpression<ISchedule> constant(double value) {
        return new Dl4jExpression<>("new FixedSchedule(" + value + ")", () -> new FixedSchedule(value));
    }

    @Override
    public Dl4jExpression<ISchedule> step(LearningRate.Step rate) {
        return new Dl4jExpression<>(
                call("StepSchedule", rate.per(), rate.initial(), rate.factor(), rate.every()),
                () -> new StepSchedule(type(rate.per()), rate.initial(), rate.factor(), rate.every()));
    }

    @Override
    public Dl4jExpression<ISchedule> exponential(LearningRate.Exponential rate) {
        return new Dl4jExpression<>(
                call("ExponentialSchedule", rate.per(), rate.initial(), rate.factor()),
                () -> new ExponentialSchedule(type(rate.per()), rate.initial(), rate.factor()));
    }

    @Override
    public Dl4jExpression<ISchedule> inverse(LearningRate.Inverse rate) {
        return new Dl4jExpression<>(
                call("InverseSchedule", rate.per(), rate.initial(), rate.decay(), rate.power()),
                () -> new InverseSchedule(type(rate.per()), rate.initial(), rate.decay(), rate.power()));
    }

    /** DL4J's PolySchedule has 1 + t/length instead of 1 − t/length. */
    @Override
    public Dl4jExpression<ISchedule> polynomial(LearningRate.Polynomial rate) {
        return new Dl4jExpression<>(
                call("PolynomialDecay", rate.per(), rate.initial(), rate.power(), rate.length()),
                () -> new PolynomialDecay(type(rate.per()), rate.initial(), rate.power(), rate.length()));
    }

    @Override
    public Dl4jExpression<ISchedule> sigmoid(LearningRate.Sigmoid rate) {
        return new Dl4jExpression<>(
                call("SigmoidSchedule", rate.per(), rate.limit(), rate.slope(), rate.centre()),
                () -> new SigmoidSchedule(type(rate.per()), rate.limit(), rate.slope(), rate.centre()));
    }

    @Override
    public Dl4jExpression<ISchedule> cycle(LearningRate.Cycle rate) {
        int length = 2 * rate.rise() + rate.tail();
        return new Dl4jExpression<>(
                call("CycleSchedule", rate.per(), rate.low(), rate.high(), length, rate.tail(), rate.factor()),
                () -> new CycleSchedule(type(rate.per()), rate.low(), rate.high(), length, rate.tail(), rate.factor()));
    }

    @Override
    public Dl4jExpression<ISchedule> table(LearningRate.Table rate) {
        StringBuilder java = new StringBuilder("new MapSchedule.Builder(ScheduleType." + name(rate.per()) + ")");
        java.append(".add(0, ").append(rate.initial()).append(')');
        for (int i = 0; i < rate.from().size(); i++) {
            java.append(".add(").append(rate.from().get(i)).append(", ");
            java.append(rate.rates().get(i)).append(')');
        }
        return new Dl4jExpression<>(java.append(".build()").toString(), () -> {
            MapSchedule.Builder map = new MapSchedule.Builder(type(rate.per())).add(0, rate.initial());
            for (int i = 0; i < rate.from().size(); i++) {
                map.add(rate.from().get(i), rate.rates().get(i));
            }
            return map.build();
        });
    }

    /** DL4J's RampSchedule counts steps only, and cannot be read from JSON. */
    @Override
    public Dl4jExpression<ISchedule> warmUp(LearningRate.WarmUp rate) {
        Dl4jExpression<ISchedule> then = rate.then().match(this);
        String ramp = rate.per() == ScheduleUnit.STEP ? "StepRamp" : "EpochRamp";
        return new Dl4jExpression<>(
                "new " + ramp + "(" + then.java() + ", " + rate.length() + ")",
                () -> rate.per() == ScheduleUnit.STEP
                        ? new StepRamp(then.make(), rate.length())
                        : new EpochRamp(then.make(), rate.length()));
    }

    private static ScheduleType type(ScheduleUnit per) {
        return per == ScheduleUnit.STEP ? ScheduleType.ITERATION : ScheduleType.EPOCH;
    }

    private static String call(String schedule, ScheduleUnit per, Number... arguments) {
        StringBuilder java = new StringBuilder("new " + schedule + "(ScheduleType." + name(per));
        for (Number argument : arguments) {
            java.append(", ").append(argument);
        }
        return java.append(')').toString();
    }

    /** The constant's name, without loading ND4J. */
    private static String name(ScheduleUnit per) {
        return per == ScheduleUnit.STEP ? "ITERATION" : "EPOCH";
    }
}
