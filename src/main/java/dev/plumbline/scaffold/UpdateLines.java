package dev.plumbline.scaffold;

import dev.plumbline.spec.Optimizer;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lines in which a gradient g and the optimizer state become the update u, which is subtracted. Each line is an assignment to a
 * name; {@code before} is a new variable. {@code t} is the number of the step, counted from 1.
 *
 * @param state the optimizer state
 * @param counts whether it needs the number of the step
 * @param lines the assignments, without the end of a statement
 */
record UpdateLines(List<StateVariable> state, boolean counts, List<String> lines) {
    /** The words with rules. */
    static final String WORDS = "sgd, momentum, nesterov, adam, amsgrad, adamax, nadam, rmsprop, adagrad";

    /**
     * A variable of the optimizer state, with a value for every weight.
     *
     * @param symbol its name
     * @param start its initial value
     */
    record StateVariable(String symbol, double start) {}

    UpdateLines {
        state = List.copyOf(state);
        lines = List.copyOf(lines);
    }

    /** The names with a value for every weight: u and the state variables. */
    List<String> symbols() {
        return Stream.concat(Stream.of("u"), state.stream().map(StateVariable::symbol))
                .toList();
    }

    /** A text for each state variable, made from its symbol. */
    String stateNames(UnaryOperator<String> text) {
        return state.stream().map(variable -> text.apply(variable.symbol())).collect(Collectors.joining());
    }

    /** The rule of an optimizer. */
    static Optional<UpdateLines> of(Optimizer optimizer, Language in) {
        if (optimizer instanceof Optimizer.Sgd) {
            return Optional.of(new UpdateLines(List.of(), false, List.of("u = rate * g")));
        }
        if (optimizer instanceof Optimizer.Momentum momentum) {
            return some("v", 0, "v = " + momentum.momentum() + " * v - rate * g", "u = -v");
        }
        if (optimizer instanceof Optimizer.Nesterov nesterov) {
            double mu = nesterov.momentum();
            return some(
                    "v", 0, "before = " + mu + " * v", "v = before - rate * g", "u = before - (1 + " + mu + ") * v");
        }
        if (optimizer instanceof Optimizer.Rmsprop rmsprop) {
            return some(
                    "c",
                    rmsprop.initialMean() == Optimizer.InitialMean.ZERO ? 0 : rmsprop.epsilon(),
                    mean("c", rmsprop.decay(), in.square("g")),
                    "u = rate * g / " + root(in, "c", rmsprop.epsilon()));
        }
        if (optimizer instanceof Optimizer.Adagrad adagrad) {
            String root = root(in, "h", adagrad.epsilon());
            return some("h", adagrad.initialSum(), "h = h + " + in.square("g"), "u = rate * g / " + root);
        }
        if (optimizer instanceof Optimizer.Adadelta adadelta) {
            double epsilon = adadelta.epsilon();
            return Optional.of(new UpdateLines(
                    List.of(new StateVariable("c", 0), new StateVariable("d", 0)),
                    false,
                    List.of(
                            mean("c", adadelta.decay(), in.square("g")),
                            "u = g * " + in.call("sqrt", "d + " + epsilon) + " / " + in.call("sqrt", "c + " + epsilon),
                            mean("d", adadelta.decay(), in.square("u")))));
        }
        return ofMoments(optimizer, in);
    }

    private static Optional<UpdateLines> some(String variable, double start, String... lines) {
        return Optional.of(new UpdateLines(List.of(new StateVariable(variable, start)), false, List.of(lines)));
    }

    private static Optional<UpdateLines> ofMoments(Optimizer optimizer, Language in) {
        if (optimizer instanceof Optimizer.Adam adam) {
            return counting(
                    List.of("m", "v"),
                    mean("m", adam.beta1(), "g"),
                    mean("v", adam.beta2(), in.square("g")),
                    corrected(in, adam.epsilonOn(), adam.beta1(), adam.beta2(), "v", adam.epsilon()));
        }
        if (optimizer instanceof Optimizer.Amsgrad amsgrad) {
            return counting(
                    List.of("m", "v", "w"),
                    mean("m", amsgrad.beta1(), "g"),
                    mean("v", amsgrad.beta2(), in.square("g")),
                    "w = " + in.call("max", "w", "v"),
                    corrected(in, amsgrad.epsilonOn(), amsgrad.beta1(), amsgrad.beta2(), "w", amsgrad.epsilon()));
        }
        if (optimizer instanceof Optimizer.Adamax adamax) {
            return counting(
                    List.of("m", "n"),
                    mean("m", adamax.beta1(), "g"),
                    "n = " + in.call("max", adamax.beta2() + " * n", in.call("abs", "g")) + " + 1.0E-32",
                    "u = rate / (1 - " + in.power(adamax.beta1(), "t") + ") * m / n");
        }
        if (optimizer instanceof Optimizer.Nadam nadam) {
            double beta1 = nadam.beta1();
            return counting(
                    List.of("m", "v"),
                    mean("m", beta1, "g"),
                    mean("v", nadam.beta2(), in.square("g")),
                    "u = rate * (" + beta1 + " * m + (1 - " + beta1 + ") * g) / (1 - " + in.power(beta1, "t") + ") / "
                            + root(in, "v", nadam.epsilon()));
        }
        return Optional.empty();
    }

    private static Optional<UpdateLines> counting(List<String> state, String... lines) {
        return Optional.of(new UpdateLines(
                state.stream().map(symbol -> new StateVariable(symbol, 0)).toList(), true, List.of(lines)));
    }

    /** A moving mean. */
    private static String mean(String symbol, double kept, String of) {
        return symbol + " = " + kept + " * " + symbol + " + (1 - " + kept + ") * " + of;
    }

    private static String root(Language in, String symbol, double epsilon) {
        return "(" + in.call("sqrt", symbol) + " + " + epsilon + ")";
    }

    /** u from the moments m and v, with bias correction. */
    private static String corrected(
            Language in, Optimizer.EpsilonPosition on, double beta1, double beta2, String v, double epsilon) {
        String ofM = "(1 - " + in.power(beta1, "t") + ")";
        String ofV = "1 - " + in.power(beta2, "t");
        return switch (on) {
            case UNCORRECTED -> "u = rate * " + in.call("sqrt", ofV) + " / " + ofM + " * m / " + root(in, v, epsilon);
            case CORRECTED -> "u = rate / " + ofM + " * m / " + root(in, v + " / (" + ofV + ")", epsilon);
        };
    }
}
