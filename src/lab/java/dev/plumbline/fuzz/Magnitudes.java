package dev.plumbline.fuzz;

import dev.plumbline.spec.vocabulary.Parameter;
import java.util.Optional;

/**
 * Random numbers like those that people write: mostly of order 1, with two digits, sometimes the default, 0 or 1, and
 * rarely extreme.
 *
 * @param choices the source of the random numbers
 */
record Magnitudes(Choices choices) {
    private static final int TRIES = 200;
    private static final double EXTREME = 0.01;

    /** The largest integer that is drawn; trainings have few steps. */
    private static final int WHOLE = 6;

    /** Returns a number that the parameter allows. */
    double number(Parameter parameter) {
        for (int i = 0; i < TRIES; i++) {
            double number = candidate(parameter.defaultValue());
            if (parameter.problem(number).isEmpty()) {
                return number;
            }
        }
        throw new IllegalStateException("found no allowed number for " + parameter.name() + ": " + parameter.allowed());
    }

    /** Returns an integer that the parameter allows. */
    int whole(Parameter parameter) {
        for (int i = 0; i < TRIES; i++) {
            int number = choices.below(WHOLE + 1);
            if (parameter.problem(number).isEmpty()) {
                return number;
            }
        }
        throw new IllegalStateException("found no allowed number for " + parameter.name() + ": " + parameter.allowed());
    }

    private double candidate(Optional<Object> byDefault) {
        double choice = choices.random().random();
        if (byDefault.isPresent() && byDefault.get() instanceof Double usual) {
            if (choice < 0.3) {
                return usual;
            }
            if (usual != 0 && choice < 0.6) {
                return short2(usual * Math.pow(10, uniform(-1, 1)));
            }
        }
        return ordinary();
    }

    private double ordinary() {
        if (choices.chance(EXTREME)) {
            return short2(uniform(-1, 1) * Math.pow(10, uniform(1, 6)));
        }
        double choice = choices.random().random();
        if (choice < 0.4) {
            return rate();
        }
        if (choice < 0.7) {
            return short2(uniform(0, 1));
        }
        if (choice < 0.8) {
            return short2(Math.pow(10, uniform(-2, 0.5)));
        }
        return choice < 0.85 ? 1 : choice < 0.88 ? 0 : short2(uniform(-1, 0));
    }

    /** Returns a number of the size of a learning rate. */
    double rate() {
        return short2(Math.pow(10, uniform(-4, -0.5)));
    }

    double uniform(double low, double high) {
        return low + (high - low) * choices.random().random();
    }

    /** Rounds to two significant digits. */
    static double short2(double value) {
        return value == 0
                ? 0
                : new java.math.BigDecimal(value)
                        .round(new java.math.MathContext(2))
                        .doubleValue();
    }
}
