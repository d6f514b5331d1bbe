package dev.plumbline.scaffold;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Operations on formulas as text. */
final class FormulaText {
    private FormulaText() {}

    /** The formula with a name replaced by another. */
    static String renamed(String formula, String name, String replacement) {
        return Pattern.compile("(?<![\\w.])" + name + "(?!\\w|\\()")
                .matcher(formula)
                .replaceAll(Matcher.quoteReplacement(replacement));
    }

    /** The rule with g and these symbols replaced by their elements at an index. */
    static String indexed(String rule, List<String> symbols, String index) {
        String indexed = renamed(rule, "g", "g[" + index + "]");
        for (String name : symbols) {
            indexed = renamed(indexed, name, name + "[" + index + "]");
        }
        return indexed;
    }
}
