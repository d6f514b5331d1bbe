package dev.plumbline.math;

import java.util.OptionalInt;

/**
 * The difference of two matrices of the same shape, computed in one pass.
 *
 * @param norm the Frobenius norm of the difference; infinite if any element of either matrix is not finite
 * @param largest the largest |a − b|; infinite likewise
 * @param row the row of that element, or of the first that is not finite
 * @param column the column of that element
 * @param expectedNorm the Frobenius norm of the expected matrix b
 * @param expectedLargest the largest |b|
 */
public record MatrixDifference(
        double norm, double largest, int row, int column, double expectedNorm, double expectedLargest) {

    /** Compares two matrices with this number of columns, in row-major order. */
    static MatrixDifference of(double[] actual, double[] expected, int columns) {
        double squares = 0;
        double expectedSquares = 0;
        double largest = 0;
        double expectedLargest = 0;
        int at = 0;
        for (int i = 0; i < expected.length; i++) {
            double a = actual[i];
            double b = expected[i];
            double difference = Math.abs(a - b);
            squares += difference * difference;
            expectedSquares += b * b;
            double size = Math.abs(b);
            if (size > expectedLargest) {
                expectedLargest = size;
            }
            if (difference > largest) {
                largest = difference;
                at = i;
            }
        }
        if (!(squares <= Double.MAX_VALUE)) { // otherwise all elements are finite
            OptionalInt first = firstNotFinite(actual, expected);
            if (first.isPresent()) {
                return notFinite(first.getAsInt() / columns, first.getAsInt() % columns);
            }
        }
        return new MatrixDifference(
                norm(squares, largest, actual.length),
                largest,
                columns == 0 ? 0 : at / columns,
                columns == 0 ? 0 : at % columns,
                norm(expectedSquares, expectedLargest, expected.length),
                expectedLargest);
    }

    static OptionalInt firstNotFinite(double[] actual, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(actual[i] - expected[i]) <= Double.MAX_VALUE)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private static MatrixDifference notFinite(int row, int column) {
        return new MatrixDifference(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, row, column, 0, 0);
    }

    /**
     * The root of a sum of squares. If the squares overflowed or underflowed, an upper bound from the largest element.
     */
    private static double norm(double squares, double largest, int size) {
        boolean inRange = squares >= 1e-280 && squares <= Double.MAX_VALUE;
        return inRange ? Math.sqrt(squares) : largest * Math.sqrt(size);
    }
}
