package dev.plumbline.metrics;

import dev.plumbline.math.ExactSums;
import dev.plumbline.math.Matrix;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The counts of {@link ClassificationMetrics}: those of several parts of the examples give the metrics of all, to the bit. */
public final class ClassCounts implements Serializable {
    private static final long serialVersionUID = 1;
    private static final double SMALLEST = Math.ulp(1.0); // 2⁻⁵², the smallest probability of the log loss

    private final int[][] counts; // by class and predicted class
    private final int[] support;
    private final int[] places; // examples by the number of outputs before that of their class, without NaN
    private final ExactSums logLoss = new ExactSums(1);
    private int examples;

    /** The counts of no example. */
    public ClassCounts(int outputs) {
        int k = Math.max(2, outputs);
        counts = new int[k][k];
        support = new int[k];
        places = new int[k];
    }

    /**
     * Adds examples.
     *
     * @param outputs ŷ, examples × outputs
     * @param targets y, examples × outputs
     */
    public ClassCounts add(Matrix outputs, Matrix targets) {
        for (int i = 0; i < outputs.rows(); i++) {
            int actual = ClassificationMetrics.classOf(targets, i);
            support[actual]++;
            double p = ClassificationMetrics.probability(outputs, i, actual);
            logLoss.add(0, -Math.log(Math.min(1, Math.max(SMALLEST, p))));
            if (!ClassificationMetrics.hasNaN(outputs, i)) {
                counts[actual][ClassificationMetrics.classOf(outputs, i)]++;
                places[outputs.columns() == 1 ? 0 : ClassificationMetrics.before(outputs, i, actual)]++;
            }
        }
        examples += outputs.rows();
        return this;
    }

    /** Adds the examples of other counts. */
    public ClassCounts merge(ClassCounts addend) {
        for (int i = 0; i < support.length; i++) {
            support[i] += addend.support[i];
            places[i] += addend.places[i];
            for (int j = 0; j < support.length; j++) {
                counts[i][j] += addend.counts[i][j];
            }
        }
        logLoss.merge(addend.logLoss);
        examples += addend.examples;
        return this;
    }

    /** The share of examples whose class is among the k with the largest outputs. */
    public double topK(int k) {
        int correct = 0;
        for (int place = 0; place < Math.min(k, places.length); place++) {
            correct += places[place];
        }
        return (double) correct / examples;
    }

    /**
     * The metrics.
     *
     * @param auc the area under the ROC curve, which counts do not have
     */
    public ClassificationMetrics metrics(double auc) {
        List<List<Integer>> rows = new ArrayList<>();
        List<ClassScores> classes = new ArrayList<>();
        int correct = 0;
        for (int c = 0; c < support.length; c++) {
            List<Integer> row = new ArrayList<>();
            int predicted = 0;
            for (int column = 0; column < support.length; column++) {
                row.add(counts[c][column]);
                predicted += counts[column][c];
            }
            rows.add(row);
            classes.add(ClassScores.of(counts[c][c], predicted, support[c]));
            correct += counts[c][c];
        }
        return new ClassificationMetrics(
                examples, rows, classes, (double) correct / examples, auc, logLoss.of(0) / examples);
    }
}
