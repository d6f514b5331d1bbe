package dev.plumbline.metrics;

import dev.plumbline.math.ExactSums;
import dev.plumbline.math.Matrix;
import java.io.Serializable;

/** The errors of outputs, summed exactly: the sums of several parts of the examples give the metrics of all, to the bit. */
public final class ErrorSums implements Serializable {
    private static final long serialVersionUID = 1;

    private final ExactSums sums = new ExactSums(2); // |ŷ − y| and (ŷ − y)², over examples and outputs
    private long examples;
    private long correct;
    private long numbers;

    /** The sums of these examples. */
    public static ErrorSums of(Matrix outputs, Matrix targets) {
        return new ErrorSums().add(outputs, targets);
    }

    /**
     * Adds examples.
     *
     * @param outputs ŷ, examples × outputs
     * @param targets y, examples × outputs
     */
    public ErrorSums add(Matrix outputs, Matrix targets) {
        for (int i = 0; i < outputs.rows(); i++) {
            for (int j = 0; j < outputs.columns(); j++) {
                double error = outputs.get(i, j) - targets.get(i, j);
                sums.add(0, Math.abs(error));
                sums.add(1, error * error);
            }
            boolean isRight = !ClassificationMetrics.hasNaN(outputs, i)
                    && ClassificationMetrics.classOf(outputs, i) == ClassificationMetrics.classOf(targets, i);
            correct += isRight ? 1 : 0;
        }
        examples += outputs.rows();
        numbers += outputs.size();
        return this;
    }

    /** Adds the examples of other sums. */
    public ErrorSums merge(ErrorSums addend) {
        sums.merge(addend.sums);
        examples += addend.examples;
        correct += addend.correct;
        numbers += addend.numbers;
        return this;
    }

    /** The number of examples. */
    public long examples() {
        return examples;
    }

    /** The share of examples whose predicted class is theirs. */
    public double accuracy() {
        return (double) correct / examples;
    }

    /** mean |ŷ − y|, over examples and outputs. */
    public double meanAbsoluteError() {
        return sums.of(0) / numbers;
    }

    /** mean (ŷ − y)², over examples and outputs. */
    public double meanSquaredError() {
        return sums.of(1) / numbers;
    }
}
