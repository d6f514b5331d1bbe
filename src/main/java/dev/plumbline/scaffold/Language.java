package dev.plumbline.scaffold;

import java.util.List;

/** A language that a network can be written in, and how it says what formulas are made of. */
public enum Language {
    /** With NumPy, whose functions take whole arrays. */
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

    /** What a function is called here that is called so in C. */
    abstract String named(String function);

    /** A function of mathematics by its name in C. */
    String call(String function, String... arguments) {
        return prefix + named(function) + "(" + String.join(", ", List.of(arguments)) + ")";
    }

    /** One of two numbers. */
    abstract String where(String condition, String then, String otherwise);

    /** Two conditions at once. */
    String both(String first, String second) {
        return first + " && " + second;
    }

    /** A power of a number. */
    String power(double base, String exponent) {
        return call("pow", String.valueOf(base), exponent);
    }

    /** The square of something that stands in parentheses or is a name. */
    String square(String base) {
        return base + " * " + base;
    }
}
