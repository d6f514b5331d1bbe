package dev.plumbline.scaffold;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is done with formulas as text. */
final class Formulas {
    private Formulas() {}

    /** The formula with another name in the place of one. */
    static String renamed(String formula, String name, String other) {
        return Pattern.compile("(?<![\\w.])" + name + "(?!\\w|\\()")
                .matcher(formula)
                .replaceAll(Matcher.quoteReplacement(other));
    }

    /** A rule for u, v and g as one for the element at an index of each. */
    static String indexed(String rule, String index) {
        String indexed = rule;
        for (String name : List.of("u", "v", "g")) {
            indexed = renamed(indexed, name, name + "[" + index + "]");
        }
        return indexed;
    }
}
