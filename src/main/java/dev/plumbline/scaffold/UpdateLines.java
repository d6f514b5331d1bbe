package dev.plumbline.scaffold;

import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.List;
import java.util.stream.Stream;

/**
 * The lines in which a gradient g and the optimizer state become the update u, which is subtracted. Each line is an
 * assignment to a name; {@code before} is a new variable. {@code t} is the number of the step, counted from 1.
 *
 * @param counts whether it needs the number of the step
 * @param lines the assignments, without the end of a statement
 */
record UpdateLines(List<StateVariable> state, boolean counts, List<String> lines) {
    private static final Templates ALL = Templates.of("optimizers.txt");

    /** The words with rules. */
    static final String WORDS = String.join(", ", ALL.words());

    /** A variable of the optimizer state, with a value for every weight. */
    record StateVariable(String symbol, double start) {
        boolean startsAtZero() {
            return start == 0;
        }
    }

    UpdateLines {
        state = List.copyOf(state);
        lines = List.copyOf(lines);
    }

    /** The rule of an optimizer. */
    static UpdateLines of(Optimizer optimizer, Language language) {
        List<String> lines = ALL.lines(Schema.wordOf(optimizer) + option(optimizer), optimizer).stream()
                .map(language::written)
                .toList();
        List<StateVariable> state = lines.stream()
                .map(line -> line.substring(0, line.indexOf(" = ")))
                .filter(name -> !name.equals("u") && !name.equals("before"))
                .map(name -> new StateVariable(name, start(optimizer)))
                .toList();
        boolean counts = lines.stream()
                .anyMatch(line -> !FormulaText.renamed(line, "t", "").equals(line));
        return new UpdateLines(state, counts, lines);
    }

    /** The rest of the name of its template. */
    private static String option(Optimizer optimizer) {
        boolean corrected = optimizer instanceof Optimizer.Adam adam && isCorrected(adam.epsilonOn())
                || optimizer instanceof Optimizer.Amsgrad amsgrad && isCorrected(amsgrad.epsilonOn());
        boolean scales = optimizer instanceof Optimizer.MomentumMethod method && method.scalesVelocity();
        return corrected ? ", epsilon on corrected" : scales ? ", learning rate on velocity" : "";
    }

    private static boolean isCorrected(Optimizer.EpsilonPosition position) {
        return position == Optimizer.EpsilonPosition.CORRECTED;
    }

    private static double start(Optimizer optimizer) {
        if (optimizer instanceof Optimizer.Rmsprop rmsprop) {
            return rmsprop.initialMean() == Optimizer.InitialMean.ZERO ? 0 : rmsprop.epsilon();
        }
        return optimizer instanceof Optimizer.Adagrad adagrad ? adagrad.initialSum() : 0;
    }

    /** The names with a value for every weight: u and the state variables. */
    List<String> symbols() {
        return Stream.concat(Stream.of("u"), state.stream().map(StateVariable::symbol))
                .toList();
    }
}
