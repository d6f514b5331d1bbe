package dev.plumbline.report.document;

import dev.plumbline.math.Matrix;
import dev.plumbline.metrics.ClassificationMetrics;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The table of targets and outputs. */
public final class OutputTable {
    private static final int ROWS = 10;
    private static final int COLUMNS = 4;
    private static final int NUMBER = 12;
    private static final String EXAMPLE = "example";

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
     * @param evaluations the evaluation of the same examples by each engine
     */
    public static String of(String title, List<String> engines, List<Evaluation> evaluations, Style style) {
        Matrix targets = evaluations.get(0).targets();
        int rows = Math.min(ROWS, targets.rows());
        String table = targets.columns() == 1
                ? single(engines, evaluations, rows, style)
                : several(engines, evaluations, rows, style);
        return style.strong(title) + "\n" + table
                + more(evaluations.get(0).examples() - rows, Math.max(0, targets.columns() - COLUMNS));
    }

    /**
     * The table of outputs that are classes: for each example its class, the class that the first engine predicts, and
     * the probability of that class from each engine.
     */
    public static String ofClasses(
            String title, List<String> classes, List<String> engines, List<Evaluation> evaluations, Style style) {
        Evaluation first = evaluations.get(0);
        int width = Math.max(
                "predicted".length(),
                Math.min(24, classes.stream().mapToInt(String::length).max().orElse(0)));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(ROWS, first.outputs().rows()); i++) {
            int example = i;
            int predicted = ClassificationMetrics.classOf(first.outputs(), i);
            rows.add(cells(
                    evaluations.stream()
                            .map(evaluation -> Numbers.output(probability(evaluation.outputs(), example, predicted))),
                    Integer.toString(i + 1),
                    classes.get(ClassificationMetrics.classOf(first.targets(), i)),
                    classes.get(predicted)));
        }
        Columns columns = example().text(width).text(width).numbers(engines.size(), NUMBER);
        return style.strong(title) + "\n"
                + columns.table(cells(engines.stream(), EXAMPLE, "target", "predicted"), rows, style)
                + more(first.examples() - rows.size(), 0);
    }

    /** A single output is the probability of the second of two classes. */
    private static double probability(Matrix outputs, int example, int ofClass) {
        return outputs.columns() > 1
                ? outputs.get(example, ofClass)
                : ofClass == 1 ? outputs.get(example, 0) : 1 - outputs.get(example, 0);
    }

    /** The number of examples and outputs that are not shown. */
    private static String more(long examples, long outputs) {
        if (examples <= 0 && outputs <= 0) {
            return "";
        }
        return "  … and " + (examples > 0 ? Numbers.count(examples, "more example") : "")
                + (examples > 0 && outputs > 0 ? ", and " : "")
                + (outputs > 0 ? Numbers.whole(outputs) + " more outputs of each" : "") + "\n";
    }

    /** A single output: one line per example. */
    private static String single(List<String> engines, List<Evaluation> evaluations, int count, Style style) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int example = i;
            rows.add(cells(
                    evaluations.stream()
                            .map(evaluation ->
                                    Numbers.output(evaluation.outputs().get(example, 0))),
                    Integer.toString(i + 1),
                    Numbers.target(evaluations.get(0).targets().get(i, 0))));
        }
        return example()
                .numbers(1 + engines.size(), NUMBER)
                .table(cells(engines.stream(), EXAMPLE, "target"), rows, style);
    }

    /** Several outputs: for each example a line of targets and a line of outputs per engine. */
    private static String several(List<String> engines, List<Evaluation> evaluations, int count, Style style) {
        Matrix targets = evaluations.get(0).targets();
        int columns = Math.min(COLUMNS, targets.columns());
        int name = Math.max(
                "target".length(),
                engines.stream().mapToInt(String::length).max().orElse(0));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(cells(values(targets, i, columns, Numbers::target), Integer.toString(i + 1), "target"));
            for (int e = 0; e < engines.size(); e++) {
                Matrix outputs = evaluations.get(e).outputs();
                rows.add(cells(values(outputs, i, columns, Numbers::output), "", engines.get(e)));
            }
        }
        Stream<String> titles = IntStream.rangeClosed(1, columns).mapToObj(output -> "output " + output);
        return example().text(name).numbers(columns, NUMBER).table(cells(titles, EXAMPLE, ""), rows, style);
    }

    private static Stream<String> values(Matrix matrix, int row, int columns, DoubleFunction<String> format) {
        return IntStream.range(0, columns).mapToObj(j -> format.apply(matrix.get(row, j)));
    }

    private static Columns example() {
        return new Columns().numbers(1, EXAMPLE.length());
    }

    private static List<String> cells(Stream<String> last, String... first) {
        return Stream.concat(Stream.of(first), last).toList();
    }
}
