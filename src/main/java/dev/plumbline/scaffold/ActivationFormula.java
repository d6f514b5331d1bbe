package dev.plumbline.scaffold;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The formulas of an elementwise activation. Softmax, a function of whole rows, has none.
 *
 * @param name the name of its function
 * @param forward the formula of a, with z
 * @param slope the factor of ∂l/∂a, with z and a; it can be used in a product without parentheses
 * @param slopeOfA the same with a alone; empty if z does not follow from a
 */
record ActivationFormula(String name, String forward, String slope, String slopeOfA) {
    private static final Templates ALL = Templates.of("activations.txt");

    /** The words with formulas, and softmax. */
    static final String WORDS = String.join(", ", ALL.words()) + ", softmax";

    /** The formulas of a word, if it has any. */
    static Optional<ActivationFormula> of(Activation activation, Language language) {
        String word = Schema.wordOf(activation);
        if (!ALL.has(word)) {
            return Optional.empty();
        }
        Map<String, String> formulas = ALL.values(word, activation);
        String slope = Objects.requireNonNull(formulas.get("slope"));
        boolean needsZ = !FormulaText.renamed(slope, "z", "").equals(slope);
        String type = activation.getClass().getSimpleName();
        return Optional.of(new ActivationFormula(
                type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1),
                language.written(Objects.requireNonNull(formulas.get("a"))),
                language.written(slope),
                language.written(formulas.getOrDefault("slope of a", needsZ ? "" : slope))));
    }

    /** Whether the slope is always 1. */
    boolean isIdentity() {
        return slope.equals("1");
    }

    /** The slope with other names for z and a. */
    String slopeOf(String z, String a) {
        return FormulaText.renamed(FormulaText.renamed(slope, "z", z), "a", a);
    }
}
