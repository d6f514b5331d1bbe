package dev.plumbline.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixTests {
    private static final double NAN = Double.NaN;
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final Matrix A = Matrix.of(2, 3, 1, 2, 3, 4, 5, 6);

    @Test
    void canBeCreatedFromRowsAndValues() {
        assertEquals(A, Matrix.of(new double[][] {{1, 2, 3}, {4, 5, 6}}));
        assertEquals(A, Matrix.wrap(2, 3, new double[] {1, 2, 3, 4, 5, 6}));
        assertEquals(Matrix.of(1, 2, 7, 8), Matrix.row(7, 8));
        assertEquals(Matrix.of(2, 1, 7, 8), Matrix.column(7, 8));
        assertEquals(Matrix.of(2, 1, 0, 0), Matrix.zeros(2, 1));
        assertEquals(Matrix.of(1, 2, 1, 1), Matrix.ones(1, 2));
        assertEquals(Matrix.of(1, 2, -3, -3), Matrix.full(1, 2, -3));
        assertEquals(Matrix.of(2, 2, 1, 0, 0, 1), Matrix.eye(2));
    }

    @Test
    void knowsItsShapeAndItsElements() {
        assertEquals(2, A.rows());
        assertEquals(3, A.columns());
        assertEquals(6, A.size());
        assertEquals("2×3", A.shape());
        assertEquals(6, A.get(1, 2));
        assertArrayEquals(new double[][] {{1, 2, 3}, {4, 5, 6}}, A.toArray());
    }

    @Test
    void refusesElementsAndRowsThatDoNotExist() {
        assertOutOfBounds("no element (0, 3) in 2×3", () -> A.get(0, 3));
        assertOutOfBounds("no element (-1, 0) in 2×3", () -> A.get(-1, 0));
        assertOutOfBounds("no row 2 in 2×3", () -> A.take(0, 2));
        assertOutOfBounds("no rows 1 to 1 in 2×3", () -> A.rowRange(1, 1));
        assertOutOfBounds("no rows 0 to 3 in 2×3", () -> A.rowRange(0, 3));
    }

    @Test
    void copiesItsInputAndOutputArrays() {
        double[] flat = {1, 2};
        double[][] nested = {{1, 2}};
        Matrix fromFlat = Matrix.of(1, 2, flat);
        Matrix fromNested = Matrix.of(nested);
        Matrix fromRow = Matrix.row(flat);
        flat[0] = 9;
        nested[0][0] = 9;
        fromFlat.toRowMajor()[0] = 9;
        fromFlat.toArray()[0][0] = 9;

        assertEquals(Matrix.row(1, 2), fromFlat);
        assertEquals(Matrix.row(1, 2), fromNested);
        assertEquals(Matrix.row(1, 2), fromRow);
    }

    @Test
    void isNotChangedByItsOperations() {
        Matrix a = Matrix.of(2, 2, 1, -2, 3, -4);
        Matrix b = Matrix.row(5, 6);
        a.plus(b).minus(b).times(b).div(b).plus(1).times(2).unaryMinus().abs().exp();
        a.dot(a).transpose().reshape(1, 4).maximum(0).map(x -> x + 1).zip(Matrix.ones(1, 4), Math::min);

        assertEquals(Matrix.of(2, 2, 1, -2, 3, -4), a);
        assertEquals(Matrix.row(5, 6), b);
    }

    @Test
    void followsTheArrayThatItWraps() {
        double[] buffer = {1, 2};
        Matrix view = Matrix.wrap(1, 2, buffer);
        buffer[1] = 5;

        assertEquals(Matrix.row(1, 5), view);
    }

    @Test
    void refusesInvalidShapes() {
        assertRefused("a matrix has at least one row and one column, got 0×3", () -> Matrix.zeros(0, 3));
        assertRefused("a matrix has at least one row and one column, got 2×-1", () -> Matrix.zeros(2, -1));
        assertRefused("a matrix has at least one row and one column, got 0×0", () -> Matrix.of(new double[0][]));
        assertRefused("a matrix has at least one row and one column, got 1×0", Matrix::row);
        assertRefused("a matrix has at least one row and one column, got 0×3", A::take);
        assertRefused("a matrix has at most 2147483639 elements, got 65536×65536", () -> Matrix.zeros(65_536, 65_536));
        assertRefused("cannot fill 2×2 with 3 values: it takes 4", () -> Matrix.of(2, 2, 1, 2, 3));
        assertRefused(
                "the rows of a matrix must be equally long: row 0 has 1 values, row 1 has 2",
                () -> Matrix.of(new double[][] {{1}, {1, 2}}));
        assertRefused("cannot reshape 2×3 to 4×2: 6 elements against 8", () -> A.reshape(4, 2));
    }

    @Test
    void multipliesRowsByColumns() {
        Matrix b = Matrix.of(3, 2, 7, 8, 9, 10, 11, 12);

        assertEquals(Matrix.of(2, 2, 58, 64, 139, 154), A.dot(b));
        assertEquals(A, A.dot(Matrix.eye(3)));
        assertEquals(A, Matrix.eye(2).dot(A));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "1, 200, 1",
        "2, 3, 4",
        "9, 8, 8",
        "3, 64, 5",
        "7, 65, 4",
        "8, 129, 33",
        "1, 784, 10",
        "13, 4, 100"
    })
    void sumsEachElementOfAProductInOrderWhateverTheSize(int m, int k, int n) {
        NumpyRandom random = new NumpyRandom(17);
        Matrix a = Matrix.wrap(m, k, random.normal(0, 1, m * k));
        Matrix b = Matrix.wrap(k, n, random.normal(0, 1, k * n));

        double[][] expected = new double[m][n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int p = 0; p < k; p++) {
                    expected[i][j] += a.get(i, p) * b.get(p, j);
                }
            }
        }

        assertEquals(Matrix.of(expected), a.dot(b));
        assertEquals(Matrix.of(expected), b.T().dot(a.T()).T());
    }

    @Test
    void propagatesNaNThroughAProductWithZero() {
        Matrix large = Matrix.full(40, 40, NAN);

        assertTrue(Double.isNaN(Matrix.row(0, 1).dot(Matrix.column(NAN, 1)).get(0, 0)));
        assertEquals(large, Matrix.zeros(40, 40).dot(large));
    }

    @Test
    void namesBothShapesWhenAProductDoesNotFit() {
        assertRefused(
                "cannot dot 3×4 with 5×2: 4 columns against 5 rows",
                () -> Matrix.zeros(3, 4).dot(Matrix.zeros(5, 2)));
        assertRefused("cannot dot 2×3 with 1×1: 3 columns against 1 row", () -> A.dot(Matrix.ones(1, 1)));
        assertRefused(
                "cannot dot 2×1 with 2×1: 1 column against 2 rows",
                () -> Matrix.ones(2, 1).dot(Matrix.ones(2, 1)));
    }

    @Test
    void refusesToBroadcastAColumnAndARow() {
        Matrix predictions = Matrix.column(1, 2, 3, 4);
        Matrix targets = Matrix.row(1, 2, 3, 4);

        assertRefused(
                "cannot subtract 4×1 and 1×4: a column and a row. NumPy broadcasts both to 4×4; one of the two"
                        + " probably has to be transposed",
                () -> predictions.minus(targets));
        assertRefused(
                "cannot multiply 1×4 and 2×1: a column and a row. NumPy broadcasts both to 2×4; one of the two"
                        + " probably has to be transposed",
                () -> targets.times(Matrix.column(1, 2)));
    }

    @Test
    void broadcastsOneByOneToRowsAndColumns() {
        Matrix one = Matrix.of(1, 1, 10);

        assertEquals(Matrix.row(11, 12), one.plus(Matrix.row(1, 2)));
        assertEquals(Matrix.column(9, 8), one.minus(Matrix.column(1, 2)));
        assertEquals(Matrix.of(1, 1, 100), one.times(one));
    }

    @Test
    void namesBothShapesWhenElementwiseShapesDoNotFit() {
        Matrix b = Matrix.zeros(3, 2);

        assertRefused("cannot add 2×3 and 3×2: rows must be equal or 1, and so must columns", () -> A.plus(b));
        assertRefused("cannot subtract 2×3 and 3×2: rows must be equal or 1, and so must columns", () -> A.minus(b));
        assertRefused("cannot multiply 2×3 and 3×2: rows must be equal or 1, and so must columns", () -> A.times(b));
        assertRefused("cannot divide 2×3 and 3×2: rows must be equal or 1, and so must columns", () -> A.div(b));
        assertRefused("cannot zip 2×3 with 1×3: the shapes must be equal", () -> A.zip(Matrix.ones(1, 3), Math::max));
        assertRefused("cannot compare 2×3 with 3×2: the shapes must be equal", () -> A.normOfDifference(b));
        assertRefused("cannot compare 2×3 with 3×2: the shapes must be equal", () -> A.maxAbsDifference(b));
        assertRefused("cannot compare 2×3 with 3×2: the shapes must be equal", () -> A.argmaxAbsDifference(b));
    }

    @Test
    void appliesFunctionsToEachElement() {
        Matrix x = Matrix.row(-4, 0, 9);

        assertEquals(Matrix.row(4, -0.0, -9), x.unaryMinus());
        assertEquals(Matrix.row(4, 0, 9), x.abs());
        assertEquals(Matrix.row(16, 0, 81), x.square());
        assertEquals(Matrix.row(16, 0, 81), x.pow(2));
        assertEquals(Matrix.row(NAN, 0, 3), x.sqrt());
        assertEquals(Matrix.row(NAN, -INFINITY, Math.log(9)), x.log());
        assertEquals(Matrix.row(Math.exp(-4), 1, Math.exp(9)), x.exp());
        assertEquals(Matrix.row(Math.tanh(-4), 0, Math.tanh(9)), x.tanh());
        assertEquals(Matrix.row(0, 0, 9), x.maximum(0));
        assertEquals(Matrix.row(-4, 0, 5), x.minimum(5));
        assertEquals(Matrix.row(-3, 1, 10), x.map(v -> v + 1));
        assertEquals(Matrix.row(-8, 0, 18), x.zip(x, Double::sum));
    }

    @Test
    void keepsNaNInMaximumAndMinimum() {
        Matrix x = Matrix.row(NAN, 1);

        assertEquals(Matrix.row(NAN, 2), x.maximum(2));
        assertEquals(Matrix.row(NAN, 1), x.minimum(2));
        assertTrue(Double.isNaN(x.max()));
        assertTrue(Double.isNaN(x.min()));
        assertTrue(Double.isNaN(x.sum()));
        assertTrue(Double.isNaN(x.norm()));
    }

    @Test
    void argmaxFindsTheFirstLargestAndNaNCountsAsLarger() {
        Matrix scores = Matrix.of(3, 3, 1, 5, 5, 2, NAN, 9, 0, 0, 0);

        assertArrayEquals(new int[] {1, 1, 1}, scores.argmax(0));
        assertArrayEquals(new int[] {1, 1, 0}, scores.argmax(1));
        assertRefused("a matrix has axes 0 (rows) and 1 (columns), got 2", () -> scores.argmax(2));
        assertRefused("a matrix has axes 0 (rows) and 1 (columns), got -1", () -> scores.sum(-1));
    }

    @Test
    void measuresLargeAndSmallMatricesWithoutOverflowOrUnderflow() {
        assertEquals(5, Matrix.row(3, 4).norm());
        assertEquals(5e200, Matrix.row(3e200, 4e200).norm(), 1e186);
        assertEquals(5e-200, Matrix.row(3e-200, 4e-200).norm(), 1e-214);
        assertEquals(0, Matrix.zeros(2, 2).norm());
        assertEquals(INFINITY, Matrix.row(1, -INFINITY).norm());
        assertEquals(5e200, Matrix.row(3e200, 0).normOfDifference(Matrix.row(0, 4e200)), 1e186);
        assertEquals(5e-200, Matrix.row(3e-200, 0).normOfDifference(Matrix.row(0, 4e-200)), 1e-214);
    }

    @Test
    void measuresDifferencesAndThePlaceOfTheLargest() {
        Matrix b = A.plus(Matrix.of(2, 3, 0, 0, -3, 0, 4, 0));

        assertEquals(5, A.normOfDifference(b));
        assertEquals(4, A.maxAbsDifference(b));
        assertEquals(4, A.argmaxAbsDifference(b));
        assertEquals(0, A.normOfDifference(A));
        assertEquals(0, A.maxAbsDifference(A));
        assertEquals(0, A.argmaxAbsDifference(A));
    }

    @Test
    void measuresTheDifferenceInOnePass() {
        Matrix b = A.plus(Matrix.of(2, 3, 0, 0, -3, 0, 4, 0));

        assertEquals(new MatrixDifference(5, 4, 1, 1, b.norm(), b.abs().max()), A.differenceFrom(b));
        assertEquals(new MatrixDifference(0, 0, 0, 0, A.norm(), A.abs().max()), A.differenceFrom(A));
        Matrix large = Matrix.row(1, -3e200);
        assertEquals(1, large.differenceFrom(Matrix.row(1, 0)).column());
        assertEquals(3e200, large.differenceFrom(Matrix.row(1, 0)).largest());
        assertEquals(
                3e200 * Math.sqrt(2), large.differenceFrom(Matrix.row(1, 0)).norm(), 1e185); // a bound
    }

    @Test
    void findsTheFirstNumberThatIsNotFiniteOnEitherSide() {
        Matrix ends = Matrix.of(2, 2, 1, 1e300, NAN, INFINITY);
        MatrixDifference second = new MatrixDifference(INFINITY, INFINITY, 1, 0, 0, 0);
        for (Matrix other : new Matrix[] {Matrix.of(2, 2, 1, -1e300, 7, 7), ends}) {
            assertEquals(second, ends.differenceFrom(other));
            assertEquals(second, other.differenceFrom(ends));
        }
    }

    @Test
    void theDistanceToNaNIsInfinite() {
        for (double other : new double[] {0, NAN, INFINITY}) {
            Matrix a = Matrix.row(1, 2, NAN, 4);
            Matrix b = Matrix.row(9, 2, other, 4);
            assertEquals(INFINITY, a.normOfDifference(b));
            assertEquals(INFINITY, b.normOfDifference(a));
            assertEquals(INFINITY, a.maxAbsDifference(b));
            assertEquals(2, a.argmaxAbsDifference(b));
            assertEquals(2, b.argmaxAbsDifference(a));
        }
    }

    @Test
    void findsNoDifferenceBetweenInfinitiesOfTheSameSign() {
        Matrix a = Matrix.row(INFINITY, 3);

        assertEquals(4, a.normOfDifference(Matrix.row(INFINITY, 7)));
        assertEquals(4, a.maxAbsDifference(Matrix.row(INFINITY, 7)));
        assertEquals(1, a.argmaxAbsDifference(Matrix.row(INFINITY, 7)));
        assertEquals(0, a.normOfDifference(a));
        assertEquals(INFINITY, a.maxAbsDifference(Matrix.row(-INFINITY, 3)));
    }

    @Test
    void findsNaNAndInfinity() {
        assertTrue(A.isFinite());
        assertFalse(A.hasNaN());
        assertFalse(Matrix.row(1, NAN).isFinite());
        assertTrue(Matrix.row(1, NAN).hasNaN());
        assertFalse(Matrix.row(1, -INFINITY).isFinite());
        assertFalse(Matrix.row(INFINITY, -INFINITY).hasNaN());
    }

    @Test
    void takesRows() {
        Matrix a = Matrix.of(3, 2, 1, 2, 3, 4, 5, 6);

        assertEquals(Matrix.of(3, 2, 5, 6, 1, 2, 5, 6), a.take(2, 0, 2));
        assertEquals(Matrix.of(2, 2, 3, 4, 5, 6), a.rowRange(1, 3));
        assertEquals(Matrix.of(2, 3, 1, 3, 5, 2, 4, 6), a.T());
        assertEquals(a.transpose(), a.T());
        assertEquals(Matrix.of(2, 3, 1, 2, 3, 4, 5, 6), a.reshape(2, 3));
    }

    @Test
    void readsColumnMajorOrderFromAnOffsetOn() {
        double[] values = {9, 1, 3, 5, 2, 4, 6, 9};

        assertEquals(Matrix.of(3, 2, 1, 2, 3, 4, 5, 6), Matrix.fromColumnMajor(values, 1, 3, 2));
    }

    @Test
    void transposesBackToItselfInEveryShape() {
        for (int rows : new int[] {1, 2, 15, 16, 17, 33}) {
            for (int columns : new int[] {1, 5, 16, 40}) {
                Matrix a = Matrix.wrap(rows, columns, new NumpyRandom(2).random(rows * columns));
                assertEquals(a, a.T().T());
                assertEquals(a.get(rows - 1, 0), a.T().get(0, rows - 1));
                assertEquals(columns + "×" + rows, a.T().shape());
            }
        }
    }

    @Test
    void equalsByShapeAndBits() {
        assertEquals(Matrix.row(NAN, 1), Matrix.row(NAN, 1));
        assertEquals(Matrix.row(NAN, 1).hashCode(), Matrix.row(NAN, 1).hashCode());
        assertNotEquals(Matrix.row(0.0), Matrix.row(-0.0));
        assertNotEquals(Matrix.row(1, 2), Matrix.column(1, 2));
        assertNotEquals(Matrix.row(1), Matrix.row(1 + Math.ulp(1.0)));
    }

    private static void assertRefused(String message, Runnable action) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, action::run).getMessage());
    }

    private static void assertOutOfBounds(String message, Runnable action) {
        assertEquals(
                message,
                assertThrows(IndexOutOfBoundsException.class, action::run).getMessage());
    }

    @Test
    void aTransposeIsTheSameWhetherOrNotItsElementsWereRead() {
        Matrix a = Matrix.of(30, 20, new NumpyRandom(1).uniform(-1, 1, 600));
        Matrix b = Matrix.of(30, 25, new NumpyRandom(2).uniform(-1, 1, 750));
        Matrix written = Matrix.of(a.transpose().toArray());
        assertEquals(written.dot(b), a.transpose().dot(b));
        assertEquals(b.transpose().dot(a), a.transpose().dot(b).transpose());
        assertEquals(a, a.transpose().transpose());
        assertEquals(a.get(7, 3), a.transpose().get(3, 7));
        assertEquals(600, a.transpose().size());
        assertEquals(Matrix.of(30, 20, a.toRowMajor()).transpose().reshape(1, 600), written.reshape(1, 600));
    }
}
