package dev.plumbline.scaffold;

import dev.plumbline.spec.Loss;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The formulas of a loss that is a sum over the outputs.
 *
 * @param clipped the formula of p, with a, if the other formulas use p
 * @param forward the term of each output, with a (or p) and y
 * @param gradient ∂l/∂a, with a (or p) and y; or ∂l/∂z
 * @param ofZ whether the gradient is ∂l/∂z
 * @param overOutputs whether both are divided by the number of outputs
 */
record LossFormula(Optional<String> clipped, String forward, String gradient, boolean ofZ, boolean overOutputs) {
    private static final Templates ALL = Templates.of("losses.txt");

    /** The words with formulas. */
    static final String WORDS = String.join(", ", ALL.words());

    /** The formulas of a word, if it has any. */
    static Optional<LossFormula> of(Loss loss, Language language) {
        String word = Schema.wordOf(loss);
        return ALL.has(word) ? Optional.of(of(ALL.values(word, loss), language)) : Optional.empty();
    }

    static LossFormula of(Map<String, String> formulas, Language language) {
        boolean ofZ = formulas.containsKey("dz");
        return new LossFormula(
                Optional.ofNullable(formulas.get("p")).map(language::written),
                language.written(Objects.requireNonNull(formulas.get("loss"))),
                language.written(Objects.requireNonNull(formulas.get(ofZ ? "dz" : "da"))),
                ofZ,
                formulas.containsKey("over outputs"));
    }
}
