package dev.plumbline.scaffold;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A formula of single elements. In scaffolds with loops, it is the body of a function.
 *
 * @param meaning a sentence
 * @param arrays the arrays of the elements; the first has the shape of the result
 * @param rows arrays of one row, which all rows of the others share
 * @param numbers the scalars
 * @param value the formula, with the names of all these, in the functions of {@link Language}
 */
record ElementFormula(String meaning, List<String> arrays, List<String> rows, List<String> numbers, String value) {
    private static final Templates ALL = Templates.of("elements.txt");

    ElementFormula {
        arrays = List.copyOf(arrays);
        rows = List.copyOf(rows);
        numbers = List.copyOf(numbers);
    }

    /** A formula without penalties. */
    static ElementFormula of(String name) {
        return of(name, "", "");
    }

    /**
     * A formula.
     *
     * @param l1 the factor of a penalty's L1, a number or a name; empty if it has none
     * @param l2 the same of L2
     */
    static ElementFormula of(String name, String l1, String l2) {
        Map<String, String> formula =
                ALL.values(name, Map.<String, Object>of("l1", l1, "l2", l2, "both", !l1.isEmpty() && !l2.isEmpty()));
        return new ElementFormula(
                Objects.requireNonNull(formula.get("meaning")),
                names(formula.get("arrays")),
                names(formula.get("rows")),
                names(formula.get("numbers")),
                Objects.requireNonNull(formula.get("value")));
    }

    private static List<String> names(@Nullable String text) {
        return text == null ? List.of() : Arrays.asList(text.split(", "));
    }

    /** The formula in a language, with other names. */
    String written(Language language, Map<String, String> names) {
        String renamed = value;
        for (Map.Entry<String, String> name : names.entrySet()) {
            renamed = FormulaText.renamed(renamed, name.getKey(), name.getValue());
        }
        return FormulaText.unwrapped(language.written(renamed));
    }
}
