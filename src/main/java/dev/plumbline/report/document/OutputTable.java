package dev.plumbline.report.document;

import dev.plumbline.math.Matrix;
import dev.plumbline.metrics.ClassificationMetrics;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Evaluation;
import java.util.List;
import java.util.function.DoubleFunction;

/** The table of targets and outputs. */
public final class OutputTable {
    private static final int ROWS = 10;
    private static final int COLUMNS = 4;
    private static final int NUMBER = 12;

    private OutputTable() {}

    /** The title above the outputs before the last epoch. */
    public static String lastEpochTitle(NetworkSpec spec) {
        return spec.training().batchSize() instanceof BatchSize.All
                ? "Outputs of the last forward pass, before the last update"
                : "Outputs for all examples, before the last epoch";
    }

    /**
     * The table; each line ends with a line break.
     *
     * @param engines the names of the engines
     * @param evaluations the evaluation of the same examples by each engine
     */
    public static String of(String title, List<String> engines, List<Evaluation> evaluations, Style style) {
        StringBuilder text = new StringBuilder(style.strong(title)).append('\n');
        Matrix targets = evaluations.get(0).targets();
        int rows = Math.min(ROWS, targets.rows());
        if (targets.columns() == 1) {
            single(text, engines, evaluations, rows, style);
        } else {
            several(text, engines, evaluations, rows, style);
        }
        more(text, evaluations.get(0).examples() - rows, Math.max(0, targets.columns() - COLUMNS));
        return text.toString();
    }

    /**
     * The table of outputs that are classes: for each example its class, the class that the first engine predicts, and
     * the probability of that class from each engine.
     */
    public static String ofClasses(
            String title, List<String> classes, List<String> engines, List<Evaluation> evaluations, Style style) {
        Evaluation first = evaluations.get(0);
        int rows = Math.min(ROWS, first.outputs().rows());
        int width = Math.max(
                "predicted".length(),
                Math.min(24, classes.stream().mapToInt(String::length).max().orElse(0)));
        StringBuilder header = new StringBuilder(
                "  example  " + TextLayout.left("target", width) + "  " + TextLayout.left("predicted", width));
        engines.forEach(engine -> header.append("  ").append(TextLayout.right(engine, NUMBER)));
        StringBuilder text = new StringBuilder(style.strong(title)).append('\n');
        text.append(style.faint(header.toString())).append('\n');
        for (int i = 0; i < rows; i++) {
            int predicted = ClassificationMetrics.classOf(first.outputs(), i);
            int target = ClassificationMetrics.classOf(first.targets(), i);
            text.append("  ").append(TextLayout.right(Integer.toString(i + 1), "example".length()));
            text.append("  ").append(TextLayout.left(classes.get(target), width));
            text.append("  ").append(TextLayout.left(classes.get(predicted), width));
            for (Evaluation evaluation : evaluations) {
                double probability = probability(evaluation.outputs(), i, predicted);
                text.append("  ").append(TextLayout.right(Numbers.output(probability), NUMBER));
            }
            text.append('\n');
        }
        more(text, first.examples() - rows, 0);
        return text.toString();
    }

    /** A single output is the probability of the second of two classes. */
    private static double probability(Matrix outputs, int example, int ofClass) {
        return outputs.columns() > 1
                ? outputs.get(example, ofClass)
                : ofClass == 1 ? outputs.get(example, 0) : 1 - outputs.get(example, 0);
    }

    /** Appends the number of examples and outputs that are not shown. */
    private static void more(StringBuilder text, long examples, long outputs) {
        if (examples > 0 || outputs > 0) {
            String both = examples > 0 && outputs > 0 ? ", and " : "";
            text.append("  … and " + (examples > 0 ? Numbers.count(examples, "more example") : "") + both);
            text.append((outputs > 0 ? Numbers.whole(outputs) + " more outputs of each" : "") + "\n");
        }
    }

    /** A single output: one line per example. */
    private static void single(
            StringBuilder text, List<String> engines, List<Evaluation> evaluations, int rows, Style style) {
        Matrix targets = evaluations.get(0).targets();
        StringBuilder header = new StringBuilder("  example  " + TextLayout.right("target", NUMBER));
        engines.forEach(engine -> header.append("  ").append(TextLayout.right(engine, NUMBER)));
        text.append(style.faint(header.toString())).append('\n');
        for (int i = 0; i < rows; i++) {
            text.append("  ").append(TextLayout.right(Integer.toString(i + 1), "example".length()));
            text.append("  ").append(TextLayout.right(Numbers.target(targets.get(i, 0)), NUMBER));
            for (Evaluation evaluation : evaluations) {
                text.append("  "
                        + TextLayout.right(Numbers.output(evaluation.outputs().get(i, 0)), NUMBER));
            }
            text.append('\n');
        }
    }

    /** Several outputs: for each example a line of targets and a line of outputs per engine. */
    private static void several(
            StringBuilder text, List<String> engines, List<Evaluation> evaluations, int rows, Style style) {
        Matrix targets = evaluations.get(0).targets();
        int columns = Math.min(COLUMNS, targets.columns());
        int name = Math.max(
                "target".length(),
                engines.stream().mapToInt(String::length).max().orElse(0));
        StringBuilder header = new StringBuilder("  example  " + TextLayout.left("", name));
        for (int j = 0; j < columns; j++) {
            header.append("  ").append(TextLayout.right("output " + (j + 1), NUMBER));
        }
        text.append(style.faint(header.toString())).append('\n');
        for (int i = 0; i < rows; i++) {
            row(text, Integer.toString(i + 1), TextLayout.left("target", name), targets, i, columns, Numbers::target);
            for (int e = 0; e < engines.size(); e++) {
                Matrix outputs = evaluations.get(e).outputs();
                row(text, "", TextLayout.left(engines.get(e), name), outputs, i, columns, Numbers::output);
            }
        }
    }

    private static void row(
            StringBuilder text,
            String example,
            String name,
            Matrix values,
            int row,
            int columns,
            DoubleFunction<String> shown) {
        text.append("  " + TextLayout.right(example, "example".length()) + "  " + name);
        for (int j = 0; j < columns; j++) {
            text.append("  ").append(TextLayout.right(shown.apply(values.get(row, j)), NUMBER));
        }
        text.append('\n');
    }
}
