package dev.plumbline.scaffold;

import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.LearningRate.ScheduleUnit;
import java.util.Locale;

/** The learning rate of a step, as a formula of {@code step} or {@code epoch}. */
record RateFormulas(Language in) implements LearningRate.Cases<String> {
    static final String UNITS = "step and epoch count from 0";

    private static String t(ScheduleUnit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    private String power(double base, String exponent) {
        return in.power(base, exponent.matches("\\w+") ? exponent : "(" + exponent + ")");
    }

    @Override
    public String constant(double value) {
        return String.valueOf(value);
    }

    @Override
    public String step(LearningRate.Step rate) {
        String whole = in == Language.PYTHON ? " // " : " / "; // of integers
        return rate.initial() + " * " + power(rate.factor(), t(rate.per()) + whole + rate.every());
    }

    @Override
    public String exponential(LearningRate.Exponential rate) {
        return rate.initial() + " * " + power(rate.factor(), t(rate.per()));
    }

    @Override
    public String inverse(LearningRate.Inverse rate) {
        return rate.initial() + " / "
                + powerOf("1 + " + rate.decay() + " * " + t(rate.per()), String.valueOf(rate.power()));
    }

    private String powerOf(String base, String exponent) {
        return switch (in) {
            case PYTHON -> "(" + base + ") ** " + exponent;
            case JAVA -> "Math.pow(" + base + ", " + exponent + ")";
            case KOTLIN -> "(" + base + ").pow(" + exponent + ")";
        };
    }

    private String where(String condition, String then, String otherwise) {
        return in == Language.PYTHON
                ? "(" + then + " if " + condition + " else " + otherwise + ")"
                : in.where(condition, then, otherwise);
    }

    @Override
    public String polynomial(LearningRate.Polynomial rate) {
        String t = t(rate.per());
        String length = String.valueOf((double) rate.length());
        return where(
                t + " < " + length,
                rate.initial() + " * " + powerOf("1 - " + t + " / " + length, String.valueOf(rate.power())),
                "0.0");
    }

    @Override
    public String sigmoid(LearningRate.Sigmoid rate) {
        String exponent = -rate.slope() + " * (" + t(rate.per()) + " - " + rate.centre() + ")";
        return rate.limit() + " / (1 + " + in.call("exp", exponent) + ")";
    }

    @Override
    public String cycle(LearningRate.Cycle rate) {
        String p = "(" + t(rate.per()) + " % " + (2 * rate.rise() + rate.tail()) + ")";
        double slope = (rate.high() - rate.low()) / rate.rise();
        return where(
                p + " < " + rate.rise(),
                rate.low() + " + " + slope + " * " + p,
                where(
                        p + " < " + 2 * rate.rise(),
                        rate.high() + " - " + slope + " * (" + p + " - " + rate.rise() + ")",
                        rate.low() + " * " + power(rate.factor(), p + " - " + 2 * rate.rise())));
    }

    @Override
    public String table(LearningRate.Table rate) {
        String formula = String.valueOf(rate.initial());
        for (int i = 0; i < rate.from().size(); i++) {
            formula = where(
                    t(rate.per()) + " >= " + rate.from().get(i),
                    String.valueOf(rate.rates().get(i)),
                    formula);
        }
        return formula;
    }

    @Override
    public String warmUp(LearningRate.WarmUp rate) {
        String part = "(" + t(rate.per()) + " + 1.0) / " + rate.length();
        String least = in == Language.PYTHON ? "min(1, " + part + ")" : in.call("min", "1.0", part);
        return rate.then().match(this) + " * " + least;
    }
}
