package dev.plumbline.scaffold;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is done with formulas as text. */
final class FormulaText {
    private FormulaText() {}

    /** The formula with another name in the place of one. */
    static String renamed(String formula, String name, String other) {
        return Pattern.compile("(?<![\\w.])" + name + "(?!\\w|\\()")
                .matcher(formula)
                .replaceAll(Matcher.quoteReplacement(other));
    }

    /** A rule for g and these symbols as one for the element at an index of each. */
    static String indexed(String rule, List<String> symbols, String index) {
        String indexed = renamed(rule, "g", "g[" + index + "]");
        for (String name : symbols) {
            indexed = renamed(indexed, name, name + "[" + index + "]");
        }
        return indexed;
    }
}
