package dev.plumbline.metrics;

import dev.plumbline.math.Matrix;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All metrics of the outputs for some examples.
 *
 * @param examples the number of examples
 * @param numbers the metrics of targets as numbers
 * @param classes the metrics of targets as classes; empty if they are no classes
 * @param topK for each k of interest the share of examples whose class is among the k with the largest outputs
 */
public record Scores(
        long examples, RegressionMetrics numbers, Optional<ClassificationMetrics> classes, Map<Integer, Double> topK) {
    private static final int[] TOP = {3, 5};

    public Scores {
        topK = new LinkedHashMap<>(topK);
    }

    /**
     * The metrics of these outputs.
     *
     * @param areClasses whether the targets are classes
     */
    public static Scores of(Matrix outputs, Matrix targets, boolean areClasses) {
        Optional<ClassificationMetrics> classes =
                areClasses ? Optional.of(ClassificationMetrics.of(outputs, targets)) : Optional.empty();
        Map<Integer, Double> topK = new LinkedHashMap<>();
        for (int k : TOP) {
            if (areClasses && k < outputs.columns()) {
                topK.put(k, ClassificationMetrics.topK(outputs, targets, k));
            }
        }
        return new Scores(outputs.rows(), RegressionMetrics.of(outputs, targets), classes, topK);
    }

    /**
     * The metrics of targets that are classes, from their counts.
     *
     * @param outputs the number of outputs
     */
    public static Scores of(RegressionMetrics numbers, ClassCounts counts, double auc, int outputs) {
        Map<Integer, Double> topK = new LinkedHashMap<>();
        for (int k : TOP) {
            if (k < outputs) {
                topK.put(k, counts.topK(k));
            }
        }
        ClassificationMetrics metrics = counts.metrics(auc);
        return new Scores(metrics.examples(), numbers, Optional.of(metrics), topK);
    }
}
