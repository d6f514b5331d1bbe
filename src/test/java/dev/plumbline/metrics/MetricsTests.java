package dev.plumbline.metrics;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Numbers of scikit-learn 1.4.2, made with {@code confusion_matrix}, {@code precision_recall_fscore_support} (macro and
 * weighted, {@code zero_division=0}), {@code top_k_accuracy_score}, {@code r2_score}, {@code mean_squared_error}, and the
 * mean over the classes c of {@code roc_auc_score(t == c, P[:, c])}.
 */
class MetricsTests {
    private static final double LAST_PLACES = 1e-15;

    /** Probabilities of four classes. Examples 3 and 4 are alike. */
    private static final Matrix P = Matrix.of(new double[][] {
        {0.04, 0.386, 0.218, 0.356},
        {0.469, 0.258, 0.239, 0.033},
        {0.12, 0.222, 0.302, 0.356},
        {0.12, 0.222, 0.302, 0.356},
        {0.13, 0.28, 0.578, 0.012},
        {0.258, 0.408, 0.099, 0.236},
        {0.394, 0.056, 0.225, 0.325},
        {0.366, 0.257, 0.109, 0.268},
        {0.18, 0.233, 0.18, 0.408},
        {0.399, 0.161, 0.295, 0.145},
        {0.246, 0.191, 0.361, 0.202},
        {0.184, 0.288, 0.164, 0.364}
    });

    private static final int[] T = {3, 1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1};

    @Test
    void fourClassesAreThoseOfScikitLearn() {
        Matrix targets = Matrix.eye(4).take(T);
        ClassificationMetrics metrics = ClassificationMetrics.of(P, targets);
        assertAll(
                () -> assertEquals(
                        List.of(List.of(1, 0, 0, 1), List.of(2, 1, 1, 1), List.of(1, 0, 1, 2), List.of(0, 1, 0, 0)),
                        metrics.counts()),
                () -> assertEquals(0.25, metrics.accuracy()),
                () -> assertEquals(0.3125, metrics.macro(ClassScores::precision), LAST_PLACES),
                () -> assertEquals(0.2375, metrics.macro(ClassScores::recall), LAST_PLACES),
                () -> assertEquals(0.23809523809523808, metrics.macro(ClassScores::f1), LAST_PLACES),
                () -> assertEquals(0.28571428571428564, metrics.weighted(ClassScores::f1), LAST_PLACES),
                () -> assertEquals(
                        new ClassScores(0.5, 0.2, 2.0 / 7, 5), metrics.classes().get(1)),
                () -> assertEquals(0.6731128246753246, metrics.auc(), LAST_PLACES),
                () -> assertEquals(1.2637624245435568, metrics.logLoss(), LAST_PLACES),
                () -> assertEquals(2.0 / 3, ClassificationMetrics.topK(P, targets, 2), LAST_PLACES),
                // scikit-learn has 10 / 12: of the equal outputs of the ninth example it takes the last, not the first.
                () -> assertEquals(11.0 / 12, ClassificationMetrics.topK(P, targets, 3), LAST_PLACES));
    }

    @Test
    void oneOutputHasTwoClasses() {
        Matrix outputs = Matrix.column(0.5, 0.7, 1.0, 0.7, 0.1, 0.3, 0.6, 0.2, 1.0, 0.9);
        ClassificationMetrics metrics = ClassificationMetrics.of(outputs, Matrix.column(1, 1, 0, 1, 1, 1, 0, 0, 1, 1));
        assertAll(
                () -> assertEquals(List.of(List.of(1, 2), List.of(2, 5)), metrics.counts()),
                () -> assertEquals(0.5, metrics.auc()),
                () -> assertEquals(0.7142857142857143, metrics.classes().get(1).f1()),
                () -> assertEquals(4.220150315372074, metrics.logLoss(), 1e-14));
    }

    @Test
    void numbersAreThoseOfScikitLearn() {
        Matrix targets = Matrix.of(new double[][] {
            {1.67, -0.26}, {-1.13, -0.04}, {-1.3, -1.16}, {-0.86, -0.51}, {-1.32, -2.17}, {0.68, 0.63}
        });
        Matrix outputs = Matrix.of(
                new double[][] {{0.77, 0.25}, {-1.01, 0.04}, {-0.95, -0.96}, {-0.98, -0.3}, {-0.84, -2.21}, {0.43, 0.78}
                });
        RegressionMetrics metrics = RegressionMetrics.of(outputs, targets);
        assertAll(
                () -> assertEquals(0.2841666666666666, metrics.meanAbsoluteError(), LAST_PLACES),
                () -> assertEquals(0.13574166666666665, metrics.meanSquaredError(), LAST_PLACES),
                () -> assertEquals(0.36843135950495126, metrics.rootMeanSquaredError(), LAST_PLACES),
                () -> assertEquals(0.880472710343302, metrics.rSquared(), LAST_PLACES));
    }

    @Test
    void targetsThatAreAllTheSameExplainNothing() {
        Matrix same = Matrix.column(2, 2, 2);
        assertEquals(1, RegressionMetrics.of(same, same).rSquared());
        assertEquals(0, RegressionMetrics.of(Matrix.column(2, 2, 3), same).rSquared());
    }

    @Test
    void nanIsNoClass() {
        Matrix outputs = Matrix.of(new double[][] {{Double.NaN, 0.2}, {0.9, 0.1}});
        ClassificationMetrics metrics = ClassificationMetrics.of(outputs, Matrix.eye(2));
        assertEquals(0, metrics.accuracy());
        assertEquals(List.of(List.of(0, 0), List.of(1, 0)), metrics.counts());
        assertTrue(Double.isNaN(ClassificationMetrics.of(Matrix.column(Double.NaN, 1), Matrix.column(0, 1))
                .auc()));
    }

    @Test
    void theAreaOfAClassWithoutExamplesIsUndefined() {
        ClassificationMetrics metrics = ClassificationMetrics.of(Matrix.column(0.2, 0.7), Matrix.column(1, 1));
        assertTrue(Double.isNaN(metrics.auc()));
    }
}
