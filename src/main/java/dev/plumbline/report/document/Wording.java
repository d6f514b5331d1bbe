package dev.plumbline.report.document;

import dev.plumbline.compare.Difference;
import dev.plumbline.compare.SystematicError;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Phrases for words of the vocabulary and for places in a training. */
public final class Wording {
    /** How the elements of tensors are counted. */
    public static final String COUNTED = "row and column counted from 0";

    private static final double MOST_TIMES = 1e15;

    private Wording() {}

    /** A word with the parameters that differ from their defaults: "sgd with learning rate 0.5". */
    public static String of(Object word) {
        String parameters = parameters(word);
        String name = spaced(Schema.wordOf(word));
        return parameters.isEmpty() ? name : name + " with " + parameters;
    }

    private static String parameters(Object word) {
        List<String> parameters = new ArrayList<>();
        if (word instanceof Record) {
            for (Parameter parameter : Schema.of(word.getClass()).parameters()) {
                Object value = parameter.valueIn(word);
                if (!parameter.defaultValue().equals(Optional.of(value))) {
                    parameters.add(spaced(parameter.name()) + " " + value(value));
                }
            }
        }
        return String.join(", ", parameters);
    }

    /** "0.5", "step", "[10, 20]", or a word within another: "exponential (initial 0.1, factor 0.9)". */
    public static String value(Object value) {
        if (value instanceof Double number) {
            return Numbers.figure(number);
        }
        if (value instanceof LearningRate.Constant constant) {
            return Numbers.figure(constant.value());
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Wording::value).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof Record || value instanceof Enum
                ? spaced(Schema.wordOf(value)) + (value instanceof Record ? " (" + parameters(value) + ")" : "")
                : value.toString();
    }

    /** The text with a capital letter at its beginning. */
    public static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** The name of a metric in the reports of a network: "mean absolute error", "loss (scaled targets)". */
    public static String of(Metric metric, NetworkSpec spec) {
        return spaced(Schema.wordOf(metric))
                + (metric == Metric.LOSS && spec.scalesTargets() ? " (scaled targets)" : "");
    }

    public static String spaced(String name) {
        return name.replace('_', ' ');
    }

    /** "step 46,439, layer 1, bias gradient"; like {@link Key#toString}, with separators in the number of the step. */
    public static String of(Key key) {
        String text = key.toString();
        String step = "step " + key.step();
        return text.startsWith(step) ? "step " + Numbers.whole(key.step()) + text.substring(step.length()) : text;
    }

    /** The size of a difference: "relative difference 3.0, 4,200 times its bound". */
    public static String size(Difference difference) {
        if (difference.error() == 0) {
            return "identical";
        }
        if (Double.isInfinite(difference.error())) {
            return "NaN or infinite";
        }
        double relative = difference.relative();
        String size = Double.isFinite(relative)
                ? "relative difference " + Numbers.error(relative)
                : "difference " + Numbers.error(difference.error());
        if (difference.excess() > MOST_TIMES) { // more says no more
            return size + ", far beyond its bound";
        }
        return size + ", " + Numbers.times(difference.excess()) + " times its bound of "
                + Numbers.error(
                        Double.isFinite(relative) ? difference.allowed() / difference.size() : difference.allowed());
    }

    /** The size of the largest difference, which may be none. */
    public static String largest(Difference difference) {
        return difference.error() == 0 ? "none: every value is identical" : size(difference);
    }

    /** "3 of 20 steps", or "20 steps" if these are all. */
    public static String steps(long part, long whole, String singular) {
        return (part == whole ? "" : Numbers.whole(part) + " of ") + Numbers.count(whole, singular);
    }

    /** Where a tensor differs: " [0,3]: DL4J 0.5, reference 0.25", or ": " and the explanation in words. */
    public static String sides(Difference difference, String subject, String expected) {
        return difference.detail().isEmpty()
                ? " " + element(difference.row(), difference.column()) + ": " + subject + " "
                        + Numbers.exact(difference.actual()) + ", " + expected + " "
                        + Numbers.exact(difference.expected())
                : ": " + difference.detail();
    }

    /** "layer 1, weight gradient: 0.999995 times the right one, over 1,000 steps; rounding allows 1 ± 1.4e-06". */
    public static String of(SystematicError error) {
        return "layer " + error.layer() + ", " + error.quantity().description() + ": "
                + Numbers.approximate(error.factor(), error.allowed() / 10) + " times the right one, over "
                + Numbers.count(error.steps(), "step")
                + "; rounding allows 1 ± " + Numbers.error(error.allowed());
    }

    /** The number of elements that differ: "3 of 15 elements differ". */
    public static String count(Difference difference) {
        return difference.beyond() == 0
                ? "differs by " + Numbers.error(difference.relative())
                : Numbers.whole(difference.beyond()) + " of " + Numbers.count(difference.elements(), "element")
                        + (difference.beyond() == 1 ? " differs" : " differ");
    }

    /** The element of a tensor: "[0,3]". */
    public static String element(int row, int column) {
        return "[" + row + "," + column + "]";
    }
}
