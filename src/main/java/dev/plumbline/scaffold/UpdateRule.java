package dev.plumbline.scaffold;

import dev.plumbline.spec.Optimizer;
import java.util.List;
import java.util.Optional;

/**
 * How a gradient g becomes what is subtracted, u, with a memory v where the optimizer has one. Each line is an assignment
 * to a name; what is assigned to {@code before} is new.
 *
 * @param remembers whether there is a v, which begins at 0
 * @param lines the assignments, without what ends a statement
 */
record UpdateRule(boolean remembers, List<String> lines) {
    /** The words that there are rules for. */
    static final String WORDS = "sgd, momentum, nesterov";

    UpdateRule {
        lines = List.copyOf(lines);
    }

    /** The rule of an optimizer, for a rate that is called so. */
    static Optional<UpdateRule> of(Optimizer optimizer, String rate) {
        String moved = rate + " * g";
        if (optimizer instanceof Optimizer.Sgd) {
            return Optional.of(new UpdateRule(false, List.of("u = " + moved)));
        }
        if (optimizer instanceof Optimizer.Momentum momentum) {
            return Optional.of(
                    new UpdateRule(true, List.of("v = " + momentum.momentum() + " * v - " + moved, "u = -v")));
        }
        if (optimizer instanceof Optimizer.Nesterov nesterov) {
            double mu = nesterov.momentum();
            return Optional.of(new UpdateRule(
                    true,
                    List.of("before = " + mu + " * v", "v = before - " + moved, "u = before - (1 + " + mu + ") * v")));
        }
        return Optional.empty();
    }
}
