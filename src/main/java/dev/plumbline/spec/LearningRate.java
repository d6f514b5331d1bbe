package dev.plumbline.spec;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Field;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * The step size of a training: constant, or a function of t, which counts steps or epochs from 0. The formulas are
 * exact. With {@code per: epoch}, every step of an epoch has the same rate.
 */
public sealed interface LearningRate
        permits LearningRate.Constant,
                LearningRate.Step,
                LearningRate.Exponential,
                LearningRate.Inverse,
                LearningRate.Polynomial,
                LearningRate.Sigmoid,
                LearningRate.Cycle,
                LearningRate.Table,
                LearningRate.WarmUp {

    /** Calls the case of this word. The compiler makes every engine implement every word. */
    <R> R match(Cases<R> cases);

    /** Whether it can become 0: at the end of the schedule, or where exp overflows. */
    default boolean canReachZero() {
        return this instanceof WarmUp warmUp
                ? warmUp.then().canReachZero()
                : this instanceof Polynomial || this instanceof Sigmoid;
    }

    /**
     * A constant rate.
     *
     * @throws InvalidSpecException if it is not a finite number greater than 0
     */
    static LearningRate of(double rate) {
        Schema.of(Constant.class).parameters().get(0).problem(rate).ifPresent(problem -> {
            String message = problem.message().replace("value", Optimizer.RATE);
            throw new InvalidSpecException(
                    List.of(new Problem(problem.kind(), Optimizer.RATE, message, problem.allowed())));
        });
        return new Constant(rate);
    }

    /** One method for each word. */
    interface Cases<R> {
        R constant(double value);

        R step(Step step);

        R exponential(Exponential exponential);

        R inverse(Inverse inverse);

        R polynomial(Polynomial polynomial);

        R sigmoid(Sigmoid sigmoid);

        R cycle(Cycle cycle);

        R table(Table table);

        R warmUp(WarmUp warmUp);
    }

    /** The unit of t. */
    enum ScheduleUnit {
        /** The steps of the training, from 0. */
        @Word(formula = "t = number of steps before this one", dl4j = "ITERATION", keras = "on_batch_end")
        STEP,
        /** The epochs, from 0. */
        @Word(formula = "t = number of epochs before this one", dl4j = "EPOCH", keras = "on_epoch_end")
        EPOCH
    }

    /** A constant rate; in a file, only the number. */
    @Word(formula = "rate = value", dl4j = "FixedSchedule", shorthand = Word.Shorthand.VALUE)
    record Constant(
            @Field(value = "the rate", example = "0.1", range = "(0, inf)")
            double value) implements LearningRate {
        public Constant {
            Schema.of(Constant.class).check(value);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.constant(value);
        }
    }

    /** Step decay: the rate is multiplied by a factor at regular intervals. */
    @Word(
            formula = "rate = initial * factor^floor(t / every)",
            dl4j = "StepSchedule",
            keras = "ExponentialDecay",
            pytorch = "StepLR")
    record Step(
            @Field(
                    value = "the rate at t = 0",
                    example = "0.1",
                    range = "(0, inf)",
                    dl4j = {"initialValue", "value"},
                    keras = "initial_learning_rate")
            double initial,

            @Field(
                    value = "the factor at the end of each interval",
                    range = "(0, inf)",
                    dl4j = "decayRate",
                    keras = "decay_rate",
                    pytorch = "gamma")
            double factor,

            @Field(
                    value = "the length of an interval",
                    example = "1000",
                    range = "[1, inf)",
                    dl4j = "step",
                    keras = "decay_steps",
                    pytorch = "step_size")
            int every,

            @Field(value = "the unit of t", byDefault = "step", dl4j = "scheduleType")
            ScheduleUnit per)
            implements LearningRate {
        public Step {
            Schema.of(Step.class).check(initial, factor, every, per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.step(this);
        }
    }

    /** Exponential decay: the rate is multiplied by a factor for each t. */
    @Word(
            formula = "rate = initial * factor^t",
            dl4j = "ExponentialSchedule",
            keras = "ExponentialDecay",
            pytorch = "ExponentialLR")
    record Exponential(
            @Field(like = Step.class) double initial,

            @Field(like = Step.class, value = "the factor for each t", example = "0.999", dl4j = "gamma")
            double factor,

            @Field(like = Step.class) ScheduleUnit per)
            implements LearningRate {
        public Exponential {
            Schema.of(Exponential.class).check(initial, factor, per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.exponential(this);
        }
    }

    /** Inverse decay: the rate falls like a power of 1/t. */
    @Word(formula = "rate = initial / (1 + decay * t)^power", dl4j = "InverseSchedule", keras = "InverseTimeDecay")
    record Inverse(
            @Field(like = Step.class) double initial,

            @Field(
                    value = "the factor of t",
                    example = "0.01",
                    range = "(0, inf)",
                    dl4j = "gamma",
                    keras = "decay_rate")
            double decay,

            @Field(value = "the exponent", byDefault = "1", range = "(0, inf)", dl4j = "power")
            double power,

            @Field(like = Step.class) ScheduleUnit per)
            implements LearningRate {
        public Inverse {
            Schema.of(Inverse.class).check(initial, decay, power, per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.inverse(this);
        }
    }

    /**
     * Polynomial decay to 0. DL4J's PolySchedule has 1 + t/length in its formula and rises, so Plumbline does not use
     * it.
     */
    @Word(
            formula = "rate = initial * (1 - t / length)^power for t < length, then 0",
            dl4j = "PolySchedule",
            keras = "PolynomialDecay",
            pytorch = "PolynomialLR")
    record Polynomial(
            @Field(like = Step.class) double initial,

            @Field(like = Inverse.class, value = "the exponent; 1 is linear", keras = "power")
            double power,

            @Field(
                    value = "the t from which on the rate is 0",
                    example = "1000",
                    range = "[1, inf)",
                    dl4j = "maxIter",
                    keras = "decay_steps",
                    pytorch = "total_iters")
            int length,

            @Field(like = Step.class) ScheduleUnit per)
            implements LearningRate {
        public Polynomial {
            Schema.of(Polynomial.class).check(initial, power, length, per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.polynomial(this);
        }
    }

    /**
     * A sigmoid: a smooth change from {@code limit} to 0 if the slope is negative, and from 0 to {@code limit} if it is
     * positive.
     */
    @Word(formula = "rate = limit / (1 + exp(-slope * (t - centre)))", dl4j = "SigmoidSchedule")
    record Sigmoid(
            @Field(
                    value = "the rate far from the centre, on the higher side",
                    example = "0.1",
                    range = "(0, inf)",
                    dl4j = {"initialValue", "value"})
            double limit,

            @Field(
                    value = "the steepness at the centre; negative for a falling rate",
                    example = "-0.01",
                    dl4j = "gamma")
            double slope,

            @Field(
                    value = "the t where the rate is half of the limit",
                    example = "500",
                    range = "[0, inf)",
                    dl4j = "stepSize")
            int centre,

            @Field(like = Step.class) ScheduleUnit per)
            implements LearningRate {
        public Sigmoid {
            List<Problem> problems = new ArrayList<>();
            if (slope == 0) {
                problems.add(new Problem(
                        ErrorKind.OUT_OF_RANGE,
                        "slope",
                        "`slope` is 0: the rate would always be half of `limit`",
                        "a number below 0 for a falling rate, or above 0 for a rising rate; for a constant rate, "
                                + "write its number"));
            }
            Schema.of(Sigmoid.class).check(problems, limit, slope, centre, per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sigmoid(this);
        }
    }

    /**
     * Smith's cyclical rate: a linear rise, a linear fall and, if {@code tail} is not 0, an exponential decay below
     * {@code low}; then the cycle repeats.
     */
    @Word(
            formula = "with p = t mod (2 * rise + tail): rate = low + (high - low) / rise * p for p < rise, "
                    + "high - (high - low) / rise * (p - rise) for p < 2 * rise, "
                    + "then low * factor^(p - 2 * rise)",
            dl4j = "CycleSchedule",
            pytorch = "CyclicLR")
    record Cycle(
            @Field(
                    value = "the rate at the start of a cycle",
                    example = "0.001",
                    range = "(0, inf)",
                    dl4j = "initialLearningRate",
                    pytorch = "base_lr")
            double low,

            @Field(
                    value = "the highest rate",
                    example = "0.1",
                    range = "(0, inf)",
                    dl4j = "maxLearningRate",
                    pytorch = "max_lr")
            double high,

            @Field(
                    value = "the length of the rise, and of the fall",
                    example = "500",
                    range = "[1, 500000000]",
                    dl4j = "stepSize",
                    pytorch = "step_size_up")
            int rise,

            @Field(
                    value = "the length of the decay below low",
                    byDefault = "0",
                    range = "[0, 500000000]",
                    dl4j = "annealingLength")
            int tail,

            @Field(
                    value = "the factor for each t of the tail",
                    byDefault = "1",
                    range = "(0, 1]",
                    dl4j = "annealingDecay")
            double factor,

            @Field(like = Step.class) ScheduleUnit per)
            implements LearningRate {
        public Cycle {
            List<Problem> problems = new ArrayList<>();
            if (low >= high) {
                problems.add(new Problem(
                        ErrorKind.OUT_OF_RANGE,
                        "high",
                        "`high` is " + high + ", which is not above `low`, " + low,
                        "low < high"));
            }
            if (tail == 0 && factor != 1) {
                problems.add(new Problem(
                        ErrorKind.NO_EFFECT,
                        "factor",
                        "`factor` would have no effect: the cycle has no `tail`",
                        "`tail` of at least 1"));
            }
            Schema.of(Cycle.class).check(problems, low, high, rise, tail, factor, per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.cycle(this);
        }
    }

    /**
     * Piecewise constant rates.
     *
     * @param from the first t of each further interval, in ascending order
     */
    @Word(
            formula = "rate = rates[i] for the last i with from[i] <= t, initial before",
            dl4j = "MapSchedule",
            keras = "PiecewiseConstantDecay",
            pytorch = "MultiStepLR")
    record Table(
            @Field(value = "the rate at t = 0", example = "0.1", range = "(0, inf)")
            double initial,

            @Field(
                    value = "the first t of each further interval",
                    example = "1000",
                    range = "[1, inf)",
                    keras = "boundaries",
                    pytorch = "milestones")
            List<Integer> from,

            @Field(
                    value = "the rate of each of these intervals",
                    example = "0.01",
                    range = "(0, inf)",
                    dl4j = "values",
                    keras = "values")
            List<Double> rates,

            @Field(like = Step.class) ScheduleUnit per)
            implements LearningRate {
        public Table {
            from = List.copyOf(from);
            rates = List.copyOf(rates);
            List<Problem> problems = new ArrayList<>();
            for (int i = 0; i < from.size(); i++) {
                if (from.get(i) <= (i == 0 ? 0 : from.get(i - 1))) {
                    problems.add(new Problem(
                            ErrorKind.OUT_OF_RANGE,
                            "from[" + i + "]",
                            "`from` has " + from.get(i) + " after " + (i == 0 ? 0 : from.get(i - 1)),
                            "whole numbers of at least 1, in ascending order"));
                }
            }
            for (int i = 0; i < rates.size(); i++) {
                if (!(rates.get(i) > 0 && rates.get(i) <= Double.MAX_VALUE)) {
                    problems.add(new Problem(
                            ErrorKind.OUT_OF_RANGE,
                            "rates[" + i + "]",
                            "`rates` has " + rates.get(i),
                            "finite numbers greater than 0"));
                }
            }
            if (from.size() != rates.size()) {
                problems.add(new Problem(
                        ErrorKind.SIZE_MISMATCH,
                        "rates",
                        rates.size() + " `rates` for " + from.size() + " values of `from`",
                        "one rate for each value of `from`"));
            }
            Schema.of(Table.class).check(problems, initial, from, rates, per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.table(this);
        }
    }

    /**
     * A linear warm-up of another rate: the first values of that rate are multiplied by 1/length, 2/length and so on.
     * Its t counts from the start of the training, so that rate does not restart after the warm-up.
     *
     * @param per the unit of t for the warm-up; the other rate has its own unit
     */
    @Word(formula = "rate = then(t) * min(1, (t + 1) / length)", dl4j = "RampSchedule", pytorch = "LinearLR")
    record WarmUp(
            @Field(
                    value = "the length of the warm-up",
                    example = "100",
                    range = "[2, inf)",
                    dl4j = "numIter",
                    keras = "warmup_steps",
                    pytorch = "total_iters")
            int length,

            @Field(
                    value = "the rate that the warm-up leads to",
                    example = "0.1",
                    dl4j = "baseSchedule",
                    keras = "warmup_target")
            LearningRate then,

            @Field(value = "the unit of t for the warm-up", byDefault = "step")
            ScheduleUnit per)
            implements LearningRate {
        public WarmUp {
            List<Problem> problems = new ArrayList<>();
            if (then instanceof WarmUp) {
                problems.add(new Problem(
                        ErrorKind.INVALID_COMBINATION,
                        "then",
                        "`then` is a warm-up itself",
                        "any other learning rate"));
            }
            Schema.of(WarmUp.class).check(problems, length, then, per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.warmUp(this);
        }
    }
}
