package dev.plumbline.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * The step size of a training: the same throughout, or one that changes with t, which counts steps or epochs from 0. The
 * formulas are exact; for {@code per: epoch} every step of an epoch has the same rate.
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

    /** Chooses by word; the compiler asks every engine for every word. */
    <R> R match(Cases<R> cases);

    /** Whether it may come to 0: at the end of its way, or where exp overflows. */
    default boolean canReachZero() {
        return this instanceof WarmUp warmUp
                ? warmUp.then().canReachZero()
                : this instanceof Polynomial || this instanceof Sigmoid;
    }

    /**
     * The same throughout.
     *
     * @throws InvalidSpecException if it is no finite number greater than 0
     */
    static LearningRate of(double rate) {
        Schema.of(Constant.class).parameters().get(0).problem(rate).ifPresent(problem -> {
            String message = problem.message().replace("value", Optimizer.RATE);
            throw new InvalidSpecException(List.of(new Problem(Optimizer.RATE, message, problem.allowed())));
        });
        return new Constant(rate);
    }

    /** One answer for each word. */
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

    /** What t counts. */
    enum ScheduleUnit {
        /** The steps of the training, from 0. */
        @Word(formula = "t = steps taken before", dl4j = "ITERATION", keras = "on_batch_end")
        STEP,
        /** The epochs, from 0. */
        @Word(formula = "t = epochs gone through before", dl4j = "EPOCH", keras = "on_epoch_end")
        EPOCH
    }

    /**
     * The same throughout; in a file, the number alone.
     *
     * @param value the rate
     */
    @Word(formula = "rate = value", dl4j = "FixedSchedule", shorthand = Word.Shorthand.VALUE)
    record Constant(
            @Field(value = "the rate", range = "(0, inf)") double value) implements LearningRate {
        public Constant {
            Schema.of(Constant.class).check(value);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.constant(value);
        }
    }

    /**
     * A staircase: every so often the rate is multiplied.
     *
     * @param initial the rate at t = 0
     * @param factor what each stair multiplies it by
     * @param every the length of a stair
     * @param per what t counts
     */
    @Word(
            formula = "rate = initial * factor^floor(t / every)",
            dl4j = "StepSchedule",
            keras = "ExponentialDecay",
            pytorch = "StepLR")
    record Step(
            @Field(
                    value = "the rate at t = 0",
                    range = "(0, inf)",
                    dl4j = {"initialValue", "value"},
                    keras = "initial_learning_rate")
            double initial,

            @Field(
                    value = "what each stair multiplies it by",
                    range = "(0, inf)",
                    dl4j = "decayRate",
                    keras = "decay_rate",
                    pytorch = "gamma")
            double factor,

            @Field(
                    value = "the length of a stair",
                    range = "[1, inf)",
                    dl4j = "step",
                    keras = "decay_steps",
                    pytorch = "step_size")
            int every,

            @Field(value = "what t counts", byDefault = "step", dl4j = "scheduleType")
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

    /**
     * Multiplied by the same factor each time.
     *
     * @param initial the rate at t = 0
     * @param factor what it is multiplied by
     * @param per what t counts
     */
    @Word(
            formula = "rate = initial * factor^t",
            dl4j = "ExponentialSchedule",
            keras = "ExponentialDecay",
            pytorch = "ExponentialLR")
    record Exponential(
            @Field(
                    value = "the rate at t = 0",
                    range = "(0, inf)",
                    dl4j = {"initialValue", "value"},
                    keras = "initial_learning_rate")
            double initial,

            @Field(
                    value = "what it is multiplied by each time",
                    range = "(0, inf)",
                    dl4j = "gamma",
                    keras = "decay_rate",
                    pytorch = "gamma")
            double factor,

            @Field(value = "what t counts", byDefault = "step", dl4j = "scheduleType")
            ScheduleUnit per)
            implements LearningRate {
        public Exponential {
            Schema.of(Exponential.class).check(initial, factor, per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.exponential(this);
        }
    }

    /**
     * It falls like a power of 1/t.
     *
     * @param initial the rate at t = 0
     * @param decay how soon it falls
     * @param power how steeply it falls
     * @param per what t counts
     */
    @Word(formula = "rate = initial / (1 + decay * t)^power", dl4j = "InverseSchedule", keras = "InverseTimeDecay")
    record Inverse(
            @Field(
                    value = "the rate at t = 0",
                    range = "(0, inf)",
                    dl4j = {"initialValue", "value"},
                    keras = "initial_learning_rate")
            double initial,

            @Field(value = "how soon it falls", range = "(0, inf)", dl4j = "gamma", keras = "decay_rate")
            double decay,

            @Field(value = "how steeply it falls", byDefault = "1", range = "(0, inf)", dl4j = "power")
            double power,

            @Field(value = "what t counts", byDefault = "step", dl4j = "scheduleType")
            ScheduleUnit per)
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
     * It falls to nothing. DL4J has a class of this name whose formula has 1 + t/length, and so rises; this is not it.
     *
     * @param initial the rate at t = 0
     * @param power the power
     * @param length where nothing is left, and nothing more is learned
     * @param per what t counts
     */
    @Word(
            formula = "rate = initial * (1 - t / length)^power for t < length, then 0",
            dl4j = "PolySchedule",
            keras = "PolynomialDecay",
            pytorch = "PolynomialLR")
    record Polynomial(
            @Field(
                    value = "the rate at t = 0",
                    range = "(0, inf)",
                    dl4j = {"initialValue", "value"},
                    keras = "initial_learning_rate")
            double initial,

            @Field(
                    value = "the power; 1 is a straight line",
                    byDefault = "1",
                    range = "(0, inf)",
                    dl4j = "power",
                    keras = "power")
            double power,

            @Field(
                    value = "the t from which on the rate is 0",
                    range = "[1, inf)",
                    dl4j = "maxIter",
                    keras = "decay_steps",
                    pytorch = "total_iters")
            int length,

            @Field(value = "what t counts", byDefault = "step", dl4j = "scheduleType")
            ScheduleUnit per)
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
     * It passes smoothly from one side of a point to the other: from {@code limit} to 0 where the slope is negative, and
     * from 0 to {@code limit} where it is positive.
     *
     * @param limit the rate far from the centre, on the higher side
     * @param slope how steeply it passes the centre; negative to fall
     * @param centre where half of the limit is left
     * @param per what t counts
     */
    @Word(formula = "rate = limit / (1 + exp(-slope * (t - centre)))", dl4j = "SigmoidSchedule")
    record Sigmoid(
            @Field(
                    value = "the rate far from the centre, on the higher side",
                    range = "(0, inf)",
                    dl4j = {"initialValue", "value"})
            double limit,

            @Field(value = "how steeply it passes the centre; negative to fall", dl4j = "gamma")
            double slope,

            @Field(value = "the t where half of the limit is left", range = "[0, inf)", dl4j = "stepSize")
            int centre,

            @Field(value = "what t counts", byDefault = "step", dl4j = "scheduleType")
            ScheduleUnit per)
            implements LearningRate {
        public Sigmoid {
            List<Problem> problems = new ArrayList<>();
            if (slope == 0) {
                problems.add(new Problem(
                        "slope",
                        "`slope` is 0: the rate would be half of `limit` throughout",
                        "a number below 0 to fall, above 0 to rise, or the rate itself"));
            }
            Schema.of(Sigmoid.class).check(problems, limit, slope, centre, per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sigmoid(this);
        }
    }

    /**
     * Smith's cycle, again and again: up in a straight line, down as it came, and then, where {@code tail} is not 0,
     * further down by a factor each time.
     *
     * @param low the rate where a cycle begins
     * @param high the rate at the top
     * @param rise how long it goes up, and then down
     * @param tail how long it falls below {@code low}
     * @param factor what each t of the tail multiplies it by
     * @param per what t counts
     */
    @Word(
            formula = "with p = t mod (2 * rise + tail): rate = low + (high - low) / rise * p for p < rise, "
                    + "high - (high - low) / rise * (p - rise) for p < 2 * rise, "
                    + "then low * factor^(p - 2 * rise)",
            dl4j = "CycleSchedule",
            pytorch = "CyclicLR")
    record Cycle(
            @Field(
                    value = "the rate where a cycle begins",
                    range = "(0, inf)",
                    dl4j = "initialLearningRate",
                    pytorch = "base_lr")
            double low,

            @Field(value = "the rate at the top", range = "(0, inf)", dl4j = "maxLearningRate", pytorch = "max_lr")
            double high,

            @Field(
                    value = "how long it goes up, and then down",
                    range = "[1, 500000000]",
                    dl4j = "stepSize",
                    pytorch = "step_size_up")
            int rise,

            @Field(
                    value = "how long it then falls below low",
                    byDefault = "0",
                    range = "[0, 500000000]",
                    dl4j = "annealingLength")
            int tail,

            @Field(
                    value = "what it is multiplied by each time in the tail",
                    byDefault = "1",
                    range = "(0, 1]",
                    dl4j = "annealingDecay")
            double factor,

            @Field(value = "what t counts", byDefault = "step", dl4j = "scheduleType")
            ScheduleUnit per)
            implements LearningRate {
        public Cycle {
            List<Problem> problems = new ArrayList<>();
            if (low >= high) {
                problems.add(
                        new Problem("high", "`high` is " + high + ", which is not above `low`, " + low, "low < high"));
            }
            if (tail == 0 && factor != 1) {
                problems.add(new Problem(
                        "factor", "`factor` would have no effect: the cycle has no `tail`", "`tail` of at least 1"));
            }
            Schema.of(Cycle.class).check(problems, low, high, rise, tail, factor, per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.cycle(this);
        }
    }

    /**
     * A rate for each stretch.
     *
     * @param initial the rate at t = 0
     * @param from where the next stretches begin, in ascending order
     * @param rates the rate of each of them
     * @param per what t counts
     */
    @Word(
            formula = "rate = rates[i] for the last i with from[i] <= t, and initial before",
            dl4j = "MapSchedule",
            keras = "PiecewiseConstantDecay",
            pytorch = "MultiStepLR")
    record Table(
            @Field(value = "the rate at t = 0", range = "(0, inf)")
            double initial,

            @Field(
                    value = "where the next stretches begin",
                    range = "[1, inf)",
                    keras = "boundaries",
                    pytorch = "milestones")
            List<Integer> from,

            @Field(value = "the rate of each of them", range = "(0, inf)", dl4j = "values", keras = "values")
            List<Double> rates,

            @Field(value = "what t counts", byDefault = "step", dl4j = "scheduleType")
            ScheduleUnit per)
            implements LearningRate {
        public Table {
            from = List.copyOf(from);
            rates = List.copyOf(rates);
            List<Problem> problems = new ArrayList<>();
            for (int i = 0; i < from.size(); i++) {
                if (from.get(i) <= (i == 0 ? 0 : from.get(i - 1))) {
                    problems.add(new Problem(
                            "from[" + i + "]",
                            "`from` has " + from.get(i) + " after " + (i == 0 ? 0 : from.get(i - 1)),
                            "whole numbers of at least 1, in ascending order"));
                }
            }
            for (int i = 0; i < rates.size(); i++) {
                if (!(rates.get(i) > 0 && rates.get(i) <= Double.MAX_VALUE)) {
                    problems.add(new Problem(
                            "rates[" + i + "]", "`rates` has " + rates.get(i), "finite numbers greater than 0"));
                }
            }
            if (from.size() != rates.size()) {
                problems.add(new Problem(
                        "rates",
                        rates.size() + " `rates` for " + from.size() + " stretches",
                        "one for each of `from`"));
            }
            Schema.of(Table.class).check(problems, initial, from, rates, per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.table(this);
        }
    }

    /**
     * Another rate, approached in a straight line: its first values are taken in part, 1/length, 2/length and so on. The
     * other rate's t is the same, so it does not begin anew after the warm-up.
     *
     * @param length how long it takes to come to all of it
     * @param then the rate that is approached
     * @param per what t counts for the warm-up; the other rate has its own
     */
    @Word(formula = "rate = then(t) * min(1, (t + 1) / length)", dl4j = "RampSchedule", pytorch = "LinearLR")
    record WarmUp(
            @Field(
                    value = "how long it takes to come to all of it",
                    range = "[2, inf)",
                    dl4j = "numIter",
                    keras = "warmup_steps",
                    pytorch = "total_iters")
            int length,

            @Field(value = "the rate that is approached", dl4j = "baseSchedule", keras = "warmup_target")
            LearningRate then,

            @Field(value = "what t counts for the warm-up", byDefault = "step")
            ScheduleUnit per)
            implements LearningRate {
        public WarmUp {
            List<Problem> problems = new ArrayList<>();
            if (then instanceof WarmUp) {
                problems.add(new Problem("then", "`then` is a warm-up too", "any other learning rate"));
            }
            Schema.of(WarmUp.class).check(problems, length, then, per);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.warmUp(this);
        }
    }
}
