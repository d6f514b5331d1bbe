package dev.plumbline.scaffold;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A language of scaffolds. Formulas are written in the functions of C and a few others, and translated: {@code $1} is
 * the first argument, {@code #1} the same in parentheses unless it needs none.
 */
public enum Language {
    /** With NumPy and functions on whole arrays. */
    PYTHON {
        @Override
        String pattern(String function) {
            return switch (function) {
                case "max", "min" -> "np." + function + "imum($1, $2)";
                case "where" -> "np.where($1, $2, $3)";
                case "both" -> "($1) & ($2)";
                case "square" -> "#1 ** 2";
                case "pow" -> "#1 ** #2";
                case "choose" -> "($2 if $1 else $3)";
                case "quotient" -> "$1 // $2";
                case "upTo1" -> "min(1, $1)";
                case "clip" -> "np.clip($1, -$2, $2)";
                default -> "np." + function + "($1)";
            };
        }
    },
    /** With plain loops. */
    JAVA {
        @Override
        String pattern(String function) {
            return switch (function) {
                case "max", "min", "pow" -> "Math." + function + "($1, $2)";
                case "sign" -> "Math.signum($1)";
                case "where", "choose" -> "($1 ? $2 : $3)";
                case "both" -> "$1 && $2";
                case "square" -> "#1 * #1";
                case "quotient" -> "$1 / $2";
                case "upTo1" -> "Math.min(1.0, $1)";
                case "clip" -> "Math.max(-$2, Math.min($1, $2))";
                default -> "Math." + function + "($1)";
            };
        }
    },
    /** With plain loops. */
    KOTLIN {
        @Override
        String pattern(String function) {
            return switch (function) {
                case "pow" -> "#1.pow($2)";
                case "where", "choose" -> "(if ($1) $2 else $3)";
                default ->
                    JAVA.pattern(function)
                            .replace("Math.", "")
                            .replace("log", "ln")
                            .replace("signum", "sign");
            };
        }
    };

    private static final Pattern OPERAND = Pattern.compile("[\\w.]*(\\(\\))+|[\\w.]+(E-\\d+)?");

    private static final Pattern CALL = Pattern.compile("(?<![\\w.])(exp|expm1|log|log1p|sqrt|abs|sign|tanh|max|min|pow"
            + "|clip|where|both|square|choose|quotient|upTo1|float32|negative)\\(");

    abstract String pattern(String function);

    /** The end of the names of its files. */
    String ending() {
        return switch (this) {
            case PYTHON -> ".py";
            case JAVA -> ".java";
            case KOTLIN -> ".kt";
        };
    }

    /** A new variable, on the left side of its declaration. */
    String declared(String name) {
        return switch (this) {
            case PYTHON -> name;
            case JAVA -> "double " + name;
            case KOTLIN -> "val " + name;
        };
    }

    /**
     * A parameter of a function.
     *
     * @param rank 0 for a number, 1 for a row, 2 for an array of rows
     */
    String parameter(String name, int rank) {
        return switch (this) {
            case PYTHON -> name;
            case JAVA -> "double" + "[]".repeat(rank) + " " + name;
            case KOTLIN ->
                name + ": "
                        + List.of("Double", "DoubleArray", "Array<DoubleArray>").get(rank);
        };
    }

    /** The mark between a line and its comment. */
    public String comment() {
        return this == PYTHON ? "  # " : " // ";
    }

    /** A formula in this language. Each function that is written in it already stays as it is. */
    String written(String formula) {
        Matcher call = CALL.matcher(formula);
        if (!call.find()) {
            return formula;
        }
        List<String> arguments = new ArrayList<>();
        int start = call.end();
        int end = start;
        for (int depth = 1; depth > 0; end++) {
            char c = formula.charAt(end);
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            if (depth == 0 || depth == 1 && c == ',') {
                arguments.add(written(formula.substring(start, end).strip()));
                start = end + 1;
            }
        }
        return formula.substring(0, call.start()) + call(call.group(1), arguments) + written(formula.substring(end));
    }

    private String call(String function, List<String> arguments) {
        double number = function.equals("float32") ? Float.parseFloat(arguments.get(0)) : Double.NaN;
        if (function.equals("negative")) {
            number = -Double.parseDouble(arguments.get(0));
        }
        if (!Double.isNaN(number)) {
            return String.valueOf(number);
        }
        String written = pattern(function);
        for (int i = 1; i <= arguments.size(); i++) {
            String argument = arguments.get(i - 1);
            written = written.replace("#" + i, operand(argument)).replace("$" + i, argument);
        }
        return written;
    }

    /** A name, an element, a number, a call or a term in parentheses; anything else is put in parentheses. */
    static String operand(String term) {
        return OPERAND.matcher(outside(term)).matches() ? term : "(" + term + ")";
    }

    /** A term without its indices and without what is in parentheses: {@code f()} of {@code f(g(x) + 1)[0]}. */
    private static String outside(String term) {
        StringBuilder outer = new StringBuilder();
        int depth = 0;
        for (char c : term.toCharArray()) {
            depth -= c == ')' || c == ']' ? 1 : 0;
            if (depth == 0 && c != '[' && c != ']') {
                outer.append(c);
            }
            depth += c == '(' || c == '[' ? 1 : 0;
        }
        return outer.toString();
    }
}
