package dev.plumbline.selftest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Precision;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ErrorShapeTests {
    private static final Matrix TENSOR = Matrix.of(new double[][] {{3, -5, 0}, {-1, 2, 7}});

    @Test
    void elementsAreChosenBySizeAndNeverZero() {
        assertArrayEquals(new int[] {5}, ErrorShape.LARGEST.in(TENSOR));
        assertArrayEquals(new int[] {0}, ErrorShape.MEDIAN.in(TENSOR));
        assertArrayEquals(new int[] {3}, ErrorShape.SMALLEST.in(TENSOR));
    }

    @Test
    void aRowAndAUnitAreThoseOfTheSmallestNorm() {
        assertArrayEquals(new int[] {1, 0}, sortedBySize(ErrorShape.ROW.in(TENSOR)));
        assertArrayEquals(new int[] {0, 3}, sortedBySize(ErrorShape.UNIT.in(TENSOR)));
    }

    private static int[] sortedBySize(int[] elements) {
        double[] values = TENSOR.toRowMajor();
        return Arrays.stream(elements)
                .boxed()
                .sorted((one, other) -> Double.compare(Math.abs(values[other]), Math.abs(values[one])))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Test
    void aSingleRowHasNoRowOfItsOwn() {
        assertEquals(0, ErrorShape.ROW.in(Matrix.row(1, 2)).length);
        assertEquals(0, ErrorShape.UNIT.in(Matrix.row(1, 2)).length);
        assertEquals(0, ErrorShape.TENSOR.in(Matrix.row(1)).length);
        assertEquals(1, ErrorShape.LARGEST.in(Matrix.row(1)).length);
    }

    @Test
    void changedElementsAreRoundedAsThePrecisionRounds() {
        Matrix changed = ErrorShape.changed(TENSOR, new int[] {5}, 1 + 1e-9, Precision.F64);

        assertEquals(7 * (1 + 1e-9), changed.get(1, 2));
        assertEquals(TENSOR, ErrorShape.changed(TENSOR, new int[] {5}, 1 + 1e-9, Precision.F32));
    }
}
