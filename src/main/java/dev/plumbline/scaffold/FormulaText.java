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

    /** The formula without parentheses around the whole of it. */
    static String unwrapped(String formula) {
        int depth = 0;
        for (int i = 0; i < formula.length() - 1; i++) {
            depth += formula.charAt(i) == '(' ? 1 : formula.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return formula;
            }
        }
        return formula.startsWith("(") ? formula.substring(1, formula.length() - 1) : formula;
    }

    /** In parentheses if it is a sum. */
    static String parenthesized(String term) {
        String outer = term.substring(1);
        for (String inner = ""; !inner.equals(outer); ) {
            inner = outer;
            outer = inner.replaceAll("\\([^()]*\\)", "");
        }
        return outer.contains(" + ") || outer.contains(" - ") ? "(" + term + ")" : term;
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
