package dev.plumbline.scaffold;

import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.Map;

/** The learning rate of a step, as a formula of {@code step} or {@code epoch}. */
final class RateFormulas {
    static final String UNITS = "step and epoch count from 0";

    private static final Templates ALL = Templates.of("rates.txt");

    /** The words with formulas; that of table is a list of its rates. */
    static final String WORDS = String.join(", ", ALL.words()) + ", table";

    private RateFormulas() {}

    /** The formula of a rate. */
    static String of(LearningRate rate, Language language) {
        return FormulaText.unwrapped(factor(rate, language));
    }

    private static String factor(LearningRate rate, Language language) {
        if (rate instanceof LearningRate.Table table) {
            return of(table, language);
        }
        return language.written(
                ALL.lines(Schema.wordOf(rate), context(rate, language)).get(0));
    }

    private static String of(LearningRate.Table table, Language language) {
        String formula = String.valueOf(table.initial());
        for (int i = 0; i < table.from().size(); i++) {
            formula = "choose(" + Schema.wordOf(table.per()) + " >= "
                    + table.from().get(i) + ", " + table.rates().get(i) + ", " + formula + ")";
        }
        return language.written(formula);
    }

    /** The values of a template: the rate itself, or what its formula needs besides. */
    private static Object context(LearningRate rate, Language language) {
        if (rate instanceof LearningRate.WarmUp warmUp) {
            return Map.<String, Object>of(
                    "then", factor(warmUp.then(), language), "per", warmUp.per(), "length", warmUp.length());
        }
        if (rate instanceof LearningRate.Cycle cycle) {
            int fallen = 2 * cycle.rise();
            return Map.<String, Object>of(
                    "low", cycle.low(),
                    "high", cycle.high(),
                    "rise", cycle.rise(),
                    "factor", cycle.factor(),
                    "climb", (cycle.high() - cycle.low()) / cycle.rise(),
                    "fallen", fallen,
                    "t", "(" + Schema.wordOf(cycle.per()) + " % " + (fallen + cycle.tail()) + ")");
        }
        return rate;
    }
}
