package dev.plumbline.scaffold;

import java.util.List;

/** A language of scaffolds, and its syntax for the parts of formulas. */
public enum Language {
    /** With NumPy and functions on whole arrays. */
    PYTHON("np.") {
        @Override
        String named(String function) {
            return function.equals("max") || function.equals("min") ? function + "imum" : function;
        }

        @Override
        String where(String condition, String then, String otherwise) {
            return "np.where(" + condition + ", " + then + ", " + otherwise + ")";
        }

        @Override
        String both(String first, String second) {
            return "(" + first + ") & (" + second + ")";
        }

        @Override
        String square(String base) {
            return base + " ** 2";
        }

        @Override
        String power(double base, String exponent) {
            return base + " ** " + exponent;
        }
    },
    /** With plain loops. */
    JAVA("Math.") {
        @Override
        String named(String function) {
            return function.equals("sign") ? "signum" : function;
        }

        @Override
        String where(String condition, String then, String otherwise) {
            return "(" + condition + " ? " + then + " : " + otherwise + ")";
        }
    },
    /** With plain loops. */
    KOTLIN("") {
        @Override
        String named(String function) {
            return function.replace("log", "ln");
        }

        @Override
        String where(String condition, String then, String otherwise) {
            return "(if (" + condition + ") " + then + " else " + otherwise + ")";
        }

        @Override
        String power(double base, String exponent) {
            return base + ".pow(" + exponent + ")";
        }
    };

    private final String prefix;

    Language(String prefix) {
        this.prefix = prefix;
    }

    /** The name of a function in this language, from its name in C. */
    abstract String named(String function);

    /** A call of a mathematical function, by its name in C. */
    String call(String function, String... arguments) {
        return prefix + named(function) + "(" + String.join(", ", List.of(arguments)) + ")";
    }

    /** The mark between a line and its comment. */
    public String comment() {
        return this == PYTHON ? "  # " : " // ";
    }

    /** A conditional expression. */
    abstract String where(String condition, String then, String otherwise);

    /** The conjunction of two conditions. */
    String both(String first, String second) {
        return first + " && " + second;
    }

    /** A power of a number. */
    String power(double base, String exponent) {
        return call("pow", String.valueOf(base), exponent);
    }

    /** The square of a name or of an expression in parentheses. */
    String square(String base) {
        return base + " * " + base;
    }
}
