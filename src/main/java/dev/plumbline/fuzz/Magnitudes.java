package dev.plumbline.fuzz;

import dev.plumbline.spec.Parameter;
import java.util.Optional;

/**
 * Random numbers as people write them: of order one mostly, with few digits, sometimes the default or a limit, and rarely
 * something extreme.
 *
 * @param choices where they come from
 */
record Magnitudes(Choices choices) {
    private static final int TRIES = 200;
    private static final double EXTREME = 0.01;

    /** The largest whole number that is drawn: trainings here are of a few steps. */
    private static final int WHOLE = 6;

    /** A number that is allowed for this parameter. */
    double number(Parameter parameter) {
        for (int i = 0; i < TRIES; i++) {
            double number = candidate(parameter.defaultValue());
            if (parameter.problem(number).isEmpty()) {
                return number;
            }
        }
        throw new IllegalStateException("no number was found for " + parameter.name() + ": " + parameter.allowed());
    }

    /** A whole number that is allowed. */
    int whole(Parameter parameter) {
        for (int i = 0; i < TRIES; i++) {
            int number = choices.below(WHOLE + 1);
            if (parameter.problem(number).isEmpty()) {
                return number;
            }
        }
        throw new IllegalStateException("no number was found for " + parameter.name() + ": " + parameter.allowed());
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

    /** Of a size that suits a learning rate. */
    double rate() {
        return short2(Math.pow(10, uniform(-4, -0.5)));
    }

    double uniform(double low, double high) {
        return low + (high - low) * choices.random().random();
    }

    /** With two significant digits. */
    static double short2(double value) {
        return value == 0
                ? 0
                : new java.math.BigDecimal(value)
                        .round(new java.math.MathContext(2))
                        .doubleValue();
    }
}
