package dev.plumbline.metrics;

import dev.plumbline.math.Matrix;

/**
 * How far outputs ŷ are from targets y that are numbers.
 *
 * @param meanAbsoluteError mean |ŷ − y|, over examples and outputs
 * @param meanSquaredError mean (ŷ − y)²
 * @param rootMeanSquaredError √ mean (ŷ − y)²
 * @param rSquared 1 − Σ (y − ŷ)² / Σ (y − ȳ)² of each output, ȳ its mean target, averaged over the outputs. An output
 *     whose targets are all the same counts as 1 if every ŷ is right and as 0 otherwise
 */
public record RegressionMetrics(
        double meanAbsoluteError, double meanSquaredError, double rootMeanSquaredError, double rSquared) {

    /**
     * Compares outputs with targets.
     *
     * @param outputs ŷ, examples × outputs
     * @param targets y, examples × outputs
     */
    public static RegressionMetrics of(Matrix outputs, Matrix targets) {
        Matrix means = new ColumnSums(targets.columns()).add(targets).means();
        return of(
                ErrorSums.of(outputs, targets),
                new ColumnSums(targets.columns()).add(outputs.minus(targets).square()),
                new ColumnSums(targets.columns()).add(targets.minus(means).square()));
    }

    /**
     * The metrics from sums.
     *
     * @param left (y − ŷ)² of each output
     * @param total (y − ȳ)² of each output
     */
    public static RegressionMetrics of(ErrorSums errors, ColumnSums left, ColumnSums total) {
        double squared = errors.meanSquaredError();
        double explained =
                left.sums().zip(total.sums(), RegressionMetrics::explained).mean();
        return new RegressionMetrics(errors.meanAbsoluteError(), squared, Math.sqrt(squared), explained);
    }

    private static double explained(double left, double total) {
        if (total == 0) {
            return left == 0 ? 1 : 0;
        }
        return 1 - left / total;
    }
}
