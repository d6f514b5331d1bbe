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
        Matrix errors = outputs.minus(targets);
        double squared = errors.square().mean();
        return new RegressionMetrics(errors.abs().mean(), squared, Math.sqrt(squared), rSquared(errors, targets));
    }

    private static double rSquared(Matrix errors, Matrix targets) {
        Matrix left = errors.square().sum(0); // (1, outputs)
        Matrix total = targets.minus(targets.mean(0)).square().sum(0); // (1, outputs)
        return left.zip(total, RegressionMetrics::explained).mean();
    }

    private static double explained(double left, double total) {
        if (total == 0) {
            return left == 0 ? 1 : 0;
        }
        return 1 - left / total;
    }
}
