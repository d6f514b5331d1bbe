package dev.plumbline.metrics;

import dev.plumbline.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well outputs ŷ predict the classes of examples. With k outputs there are k classes: the class of an example is
 * the position of its largest target, the predicted class that of its largest output; of equal ones the first. With one
 * output there are two classes: 1 where the number is at least ½, otherwise 0. An example with NaN among its outputs is
 * predicted as no class.
 *
 * @param examples the number of examples
 * @param counts the confusion matrix: counts.get(i).get(j) examples of class i are predicted as class j
 * @param classes the scores of each class
 * @param accuracy the share of examples whose predicted class is theirs
 * @param auc the area under the ROC curve: of class 1 with two classes, otherwise the mean over all classes, each
 *     against the rest. NaN if a class has no examples, or all
 * @param logLoss mean −ln p, p the output for the example's class, limited to [2⁻⁵², 1]. Meaningful if the outputs of
 *     an example are probabilities
 */
public record ClassificationMetrics(
        int examples,
        List<List<Integer>> counts,
        List<ClassScores> classes,
        double accuracy,
        double auc,
        double logLoss) {
    private static final double SMALLEST = Math.ulp(1.0); // 2⁻⁵², the smallest probability of the log loss

    public ClassificationMetrics {
        counts = counts.stream().map(List::copyOf).toList();
        classes = List.copyOf(classes);
    }

    /**
     * Compares outputs with targets.
     *
     * @param outputs ŷ, examples × outputs
     * @param targets y, examples × outputs
     */
    public static ClassificationMetrics of(Matrix outputs, Matrix targets) {
        int n = outputs.rows();
        int k = Math.max(2, outputs.columns());
        int[][] counts = new int[k][k];
        int[] predicted = new int[k];
        int[] support = new int[k];
        int right = 0;
        double logLoss = 0;
        for (int i = 0; i < n; i++) {
            int actual = classOf(targets, i);
            support[actual]++;
            logLoss -= Math.log(Math.min(1, Math.max(SMALLEST, probability(outputs, i, actual))));
            if (!hasNaN(outputs, i)) {
                int as = classOf(outputs, i);
                counts[actual][as]++;
                predicted[as]++;
                right += as == actual ? 1 : 0;
            }
        }
        List<List<Integer>> rows = new ArrayList<>();
        List<ClassScores> classes = new ArrayList<>();
        for (int c = 0; c < k; c++) {
            List<Integer> row = new ArrayList<>();
            for (int count : counts[c]) {
                row.add(count);
            }
            rows.add(row);
            classes.add(ClassScores.of(counts[c][c], predicted[c], support[c]));
        }
        return new ClassificationMetrics(n, rows, classes, (double) right / n, auc(outputs, targets), logLoss / n);
    }

    /** The mean of a score over all classes that occur among the targets or the predictions. */
    public double macro(ToDoubleFunction<ClassScores> score) {
        double sum = 0;
        int present = 0;
        for (int c = 0; c < classes.size(); c++) {
            if (classes.get(c).support() > 0 || predicted(c) > 0) {
                sum += score.applyAsDouble(classes.get(c));
                present++;
            }
        }
        return sum / present;
    }

    /** The mean of a score over all classes, each weighted by the number of its examples. */
    public double weighted(ToDoubleFunction<ClassScores> score) {
        return classes.stream()
                        .mapToDouble(each -> each.support() * score.applyAsDouble(each))
                        .sum()
                / examples;
    }

    private int predicted(int c) {
        return counts.stream().mapToInt(row -> row.get(c)).sum();
    }

    /**
     * The share of examples whose class is among the k with the largest outputs. Of equal outputs the first counts as
     * larger.
     */
    public static double topK(Matrix outputs, Matrix targets, int k) {
        int right = 0;
        for (int i = 0; i < outputs.rows(); i++) {
            int actual = classOf(targets, i);
            double own = outputs.get(i, actual);
            int before = 0;
            for (int j = 0; j < outputs.columns(); j++) {
                before += outputs.get(i, j) > own || outputs.get(i, j) == own && j < actual ? 1 : 0;
            }
            right += before < k && !hasNaN(outputs, i) ? 1 : 0;
        }
        return (double) right / outputs.rows();
    }

    private static double auc(Matrix outputs, Matrix targets) {
        if (outputs.columns() == 1) {
            return AreaUnderCurve.of(outputs, 0, i -> classOf(targets, i) == 1);
        }
        if (outputs.columns() == 2) {
            return AreaUnderCurve.of(outputs, 1, i -> classOf(targets, i) == 1);
        }
        double sum = 0;
        for (int c = 0; c < outputs.columns(); c++) {
            int own = c;
            sum += AreaUnderCurve.of(outputs, c, i -> classOf(targets, i) == own);
        }
        return sum / outputs.columns();
    }

    private static double probability(Matrix outputs, int row, int actual) {
        if (outputs.columns() > 1) {
            return outputs.get(row, actual);
        }
        return actual == 1 ? outputs.get(row, 0) : 1 - outputs.get(row, 0);
    }

    /** The class of a row of outputs or targets, counted from 0. */
    public static int classOf(Matrix matrix, int row) {
        if (matrix.columns() == 1) {
            return matrix.get(row, 0) >= 0.5 ? 1 : 0;
        }
        int best = 0;
        for (int j = 1; j < matrix.columns(); j++) {
            if (matrix.get(row, j) > matrix.get(row, best)) {
                best = j;
            }
        }
        return best;
    }

    /** Whether a row contains NaN, which compares as smaller than every number. */
    public static boolean hasNaN(Matrix matrix, int row) {
        for (int j = 0; j < matrix.columns(); j++) {
            if (Double.isNaN(matrix.get(row, j))) {
                return true;
            }
        }
        return false;
    }
}
