package dev.plumbline.reference;

import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.LearningRate.ScheduleUnit;

/**
 * Every learning rate at a point of the training.
 *
 * @param step the number of steps taken so far
 * @param epoch the number of completed epochs
 */
record LearningRates(long step, int epoch) implements LearningRate.Cases<Double> {

    private double t(ScheduleUnit per) {
        return per == ScheduleUnit.STEP ? step : epoch;
    }

    @Override
    public Double constant(double value) {
        return value;
    }

    @Override
    public Double step(LearningRate.Step rate) {
        return rate.initial() * Math.pow(rate.factor(), Math.floor(t(rate.per()) / rate.every()));
    }

    @Override
    public Double exponential(LearningRate.Exponential rate) {
        return rate.initial() * Math.pow(rate.factor(), t(rate.per()));
    }

    @Override
    public Double inverse(LearningRate.Inverse rate) {
        return rate.initial() / Math.pow(1 + rate.decay() * t(rate.per()), rate.power());
    }

    @Override
    public Double polynomial(LearningRate.Polynomial rate) {
        double t = t(rate.per());
        return t < rate.length() ? rate.initial() * Math.pow(1 - t / rate.length(), rate.power()) : 0;
    }

    @Override
    public Double sigmoid(LearningRate.Sigmoid rate) {
        return rate.limit() / (1 + Math.exp(-rate.slope() * (t(rate.per()) - rate.centre())));
    }

    @Override
    public Double cycle(LearningRate.Cycle rate) {
        double p = t(rate.per()) % (2 * rate.rise() + rate.tail());
        double slope = (rate.high() - rate.low()) / rate.rise();
        if (p < rate.rise()) {
            return rate.low() + slope * p;
        }
        return p < 2 * rate.rise()
                ? rate.high() - slope * (p - rate.rise())
                : rate.low() * Math.pow(rate.factor(), p - 2 * rate.rise());
    }

    @Override
    public Double table(LearningRate.Table rate) {
        double current = rate.initial();
        for (int i = 0; i < rate.from().size() && rate.from().get(i) <= t(rate.per()); i++) {
            current = rate.rates().get(i);
        }
        return current;
    }

    @Override
    public Double warmUp(LearningRate.WarmUp rate) {
        return rate.then().match(this) * Math.min(1, (t(rate.per()) + 1) / rate.length());
    }
}
