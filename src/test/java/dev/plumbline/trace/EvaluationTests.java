package dev.plumbline.trace;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.math.NumpyValues;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every metric against NumPy: src/test/numpy/make_metrics.py. Both engines use this class, so a comparison of the two
 * cannot find a mistake in it.
 */
class EvaluationTests {
    private static final NumpyValues NUMPY = new NumpyValues("metrics.txt");

    /** NumPy sums in pairs, so that the last digit may differ. */
    private static final double SUMMED = 1e-15;

    @TestFactory
    Stream<DynamicTest> metricsEqualThoseOfNumpy() {
        return NUMPY.namesBefore(" outputs").stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Evaluation evaluation =
                            new Evaluation(NUMPY.matrix(name + " outputs"), NUMPY.matrix(name + " targets"), 0.25);
                    assertAll(Stream.of(Metric.values())
                            .filter(metric -> metric != Metric.LOSS)
                            .map(metric -> () -> {
                                String line = name + " " + Schema.wordOf(metric);
                                double expected = NUMPY.matrix(line).get(0, 0);
                                assertEquals(expected, evaluation.metric(metric), SUMMED, line);
                            }));
                }));
    }

    /** Each engine computes its own loss; the trainings in NumPy check both. */
    @Test
    void theLossComesFromTheEngine() {
        Evaluation evaluation = new Evaluation(NUMPY.matrix("ties outputs"), NUMPY.matrix("ties targets"), 0.25);

        assertEquals(0.25, evaluation.metric(Metric.LOSS));
    }
}
