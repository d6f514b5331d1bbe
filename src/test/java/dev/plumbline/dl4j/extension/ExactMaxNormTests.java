package dev.plumbline.dl4j.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.dl4j.run.Tensors;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Backend;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** DL4J's max-norm constraint without the term that DL4J adds to every norm. */
class ExactMaxNormTests {
    /** Columns with a norm above the limit, at the limit, below it, near 0, and 0. */
    private static final Matrix W = Matrix.of(new double[][] {{6, 3, 0.3, 1e-15, 0}, {8, 4, 0.4, 0, 0}});

    @ParameterizedTest
    @EnumSource(names = {"DOUBLE", "FLOAT"})
    void scalesColumnsAboveTheLimitAndNoOthers(DataType type) {
        Matrix expected = Matrix.of(new double[][] {{3, 3, 0.3, 1e-15, 0}, {4, 4, 0.4, 0, 0}});
        double lastDigits = type == DataType.FLOAT ? 1e-6 : 1e-15;

        Matrix difference =
                constrained(new ExactMaxNorm(5), type).minus(expected).abs();
        assertTrue(difference.minus(expected.times(lastDigits)).max() <= 0, difference::toString);
    }

    @Test
    void aCopyIsAsExact() {
        assertEquals(
                constrained(new ExactMaxNorm(5), DataType.DOUBLE),
                constrained(new ExactMaxNorm(5).clone(), DataType.DOUBLE));
    }

    @Test
    void dl4jsOwnShrinksAllWeightsByAMillionthOverTheirNorm() {
        Matrix shrunk = constrained(new MaxNormConstraint(5, 0), DataType.DOUBLE);

        assertEquals(0.3 * 0.5 / (0.5 + 1e-6), shrunk.get(0, 2), 1e-15);
        assertNotEquals(W.get(0, 1), shrunk.get(0, 1));
    }

    private static Matrix constrained(MaxNormConstraint constraint, DataType type) {
        Dl4j.start(Backend.CPU);
        INDArray w = Tensors.toArray(W, type);
        constraint.apply(w);
        return Tensors.toMatrix(w);
    }
}
