package dev.plumbline.selftest;

import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.trace.Batch;

/**
 * The optimizer for single numbers, with faults.
 *
 * @param spec the correct network
 */
record FaultyOptimizer(NetworkSpec spec, InjectedFaults faults) {
    double optimized(double g, double[] m, double[] v, int j, Batch batch, int updates) {
        double rate = rate(batch);
        Optimizer optimizer = faults.has(InjectedFault.OTHER_OPTIMIZER)
                ? Optimizer.Adam.of(rate)
                : spec.training().optimizer();
        if (faults.has(InjectedFault.OTHER_RATE)) {
            rate *= 0.7;
        }
        if (faults.has(InjectedFault.RATE_TWICE)) {
            rate *= rate;
        }
        if (faults.has(InjectedFault.RATE_FORGOTTEN)) {
            rate = 1;
        }
        double u = rate * g;
        boolean scales = optimizer instanceof Optimizer.MomentumMethod method
                && method.scalesVelocity() != faults.has(InjectedFault.RATE_ON_VELOCITY);
        double inside = scales ? 1 : rate;
        double outside = scales ? rate : 1;
        if (optimizer instanceof Optimizer.Momentum momentum && !faults.has(InjectedFault.MOMENTUM_FORGOTTEN)) {
            double before = m[j];
            double mu = mu(momentum.momentum());
            double kept = faults.has(InjectedFault.MOMENTUM_NOT_DECAYED) ? 1 : mu;
            m[j] = (faults.has(InjectedFault.VELOCITY_REVERSED) ? -1 : 1) * kept * m[j] - inside * damped(mu) * g;
            u = outside * (faults.has(InjectedFault.NESTEROV_FOR_CLASSICAL) ? mu * before - (1 + mu) * m[j] : -m[j]);
        }
        if (optimizer instanceof Optimizer.Nesterov nesterov && !faults.has(InjectedFault.MOMENTUM_FORGOTTEN)) {
            double before = m[j];
            double mu = mu(nesterov.momentum());
            boolean isSum = faults.has(InjectedFault.MOMENTUM_NOT_DECAYED);
            boolean isClassical = isSum || faults.has(InjectedFault.CLASSICAL_FOR_NESTEROV);
            m[j] = (isSum ? 1 : mu) * m[j] - inside * damped(mu) * g;
            u = outside * (isClassical ? -m[j] : mu * before - (1 + mu) * m[j]);
        }
        if (optimizer instanceof Optimizer.Adam adam && !faults.has(InjectedFault.MOMENTUM_FORGOTTEN)) {
            double t = faults.has(InjectedFault.ADAM_TIME_PER_PARAMETER)
                    ? updates
                    : faults.has(InjectedFault.ADAM_TIME_PER_EPOCH) ? batch.epoch() + 1.0 : batch.step() + 1.0;
            t = faults.has(InjectedFault.ADAM_CORRECTION_CONSTANT) ? 1 : t;
            m[j] = adam.beta1() * m[j] + (1 - adam.beta1()) * g;
            v[j] = adam.beta2() * v[j] + (1 - adam.beta2()) * g * g;
            double first = 1 - Math.pow(adam.beta1(), t);
            double second = 1 - Math.pow(adam.beta2(), t);
            if (faults.has(InjectedFault.ADAM_CORRECTION_MULTIPLIED)) {
                u = rate * (m[j] * first) / (Math.sqrt(v[j] * second) + adam.epsilon());
            } else if (faults.has(InjectedFault.ADAM_NOT_CORRECTED)) {
                u = rate * m[j] / (Math.sqrt(v[j]) + adam.epsilon());
            } else if (faults.has(InjectedFault.ADAM_EPSILON)
                    != (adam.epsilonOn() == Optimizer.EpsilonPosition.CORRECTED)) {
                u = rate * (m[j] / first) / (Math.sqrt(v[j] / second) + adam.epsilon());
            } else {
                u = rate * Math.sqrt(second) / first * m[j] / (Math.sqrt(v[j]) + adam.epsilon());
            }
        }
        return faults.has(InjectedFault.ASCENT) ? -u : u;
    }

    private double mu(double momentum) {
        return faults.has(InjectedFault.OTHER_MOMENTUM) ? 0.8 : momentum;
    }

    /** The factor of the gradient in the velocity. */
    private double damped(double mu) {
        return faults.has(InjectedFault.VELOCITY_DAMPED) ? 1 - mu : 1;
    }

    double rate(Batch batch) {
        LearningRate rate = spec.training().optimizer().rate().orElseThrow();
        if (rate instanceof LearningRate.Exponential schedule) { // t counts epochs
            double t = faults.has(InjectedFault.SCHEDULE_PER_STEP) ? batch.step() : batch.epoch();
            t = faults.has(InjectedFault.SCHEDULE_LATE) ? Math.max(0, t - 1) : t;
            t = faults.has(InjectedFault.SCHEDULE_SHIFTED) ? t + 1 : t;
            t = faults.has(InjectedFault.SCHEDULE_TWICE) ? 2 * t : t;
            t = faults.has(InjectedFault.SCHEDULE_FORGOTTEN) ? 0 : t;
            return schedule.initial() * Math.pow(schedule.factor(), t);
        }
        return ((LearningRate.Constant) rate).value();
    }
}
