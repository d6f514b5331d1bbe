package dev.plumbline.metrics;

import dev.plumbline.math.Matrix;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

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
        return new ClassCounts(outputs.columns()).add(outputs, targets).metrics(auc(outputs, targets));
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
                        .mapToDouble(scores -> scores.support() * score.applyAsDouble(scores))
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
        int correct = 0;
        for (int i = 0; i < outputs.rows(); i++) {
            correct += before(outputs, i, classOf(targets, i)) < k && !hasNaN(outputs, i) ? 1 : 0;
        }
        return (double) correct / outputs.rows();
    }

    /** The number of classes with larger outputs than one class, or with equal outputs and before it. */
    static int before(Matrix outputs, int row, int of) {
        double output = outputs.get(row, of);
        int before = 0;
        for (int j = 0; j < outputs.columns(); j++) {
            before += outputs.get(row, j) > output || outputs.get(row, j) == output && j < of ? 1 : 0;
        }
        return before;
    }

    private static double auc(Matrix outputs, Matrix targets) {
        double sum = 0;
        for (int column : rankedOutputs(outputs.columns())) {
            int positive = outputs.columns() == 1 ? 1 : column;
            sum += AreaUnderCurve.of(outputs, column, i -> classOf(targets, i) == positive);
        }
        return sum / rankedOutputs(outputs.columns()).length;
    }

    /** The outputs whose areas under the curve are averaged: of two classes the second, otherwise all. */
    public static int[] rankedOutputs(int outputs) {
        return outputs <= 2
                ? new int[] {outputs - 1}
                : IntStream.range(0, outputs).toArray();
    }

    static double probability(Matrix outputs, int row, int actual) {
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
