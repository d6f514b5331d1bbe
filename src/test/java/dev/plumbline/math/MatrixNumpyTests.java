package dev.plumbline.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Matrix against values that NumPy computed and printed (src/test/numpy/make_matrix.py). */
class MatrixNumpyTests {
    private static final NumpyValues NUMPY = new NumpyValues("matrix.txt");

    /** Java guarantees 1 unit in the last place for exp, log and pow; NumPy's C library about the same. */
    private static final double ULPS_OF_EXP = 2;

    /** Java guarantees 2.5 units in the last place for tanh; NumPy's vector code up to 4. */
    private static final double ULPS_OF_TANH = 6.5;

    private static final Matrix A = Matrix.wrap(3, 4, arange(12)).plus(0.1);

    @ParameterizedTest
    @CsvSource({"1,1", "1,7", "1,8", "9,1", "1,128", "129,1", "4,3", "3,17", "2,300", "128,256"})
    void reducesToTheSameBitsAsNumpy(int rows, int columns) {
        Matrix a = draw(rows, columns);
        String name = " of " + rows + "x" + columns;

        assertBits("sum" + name, a.sum());
        assertBits("sum 0" + name, a.sum(0).toRowMajor());
        assertBits("sum 1" + name, a.sum(1).toRowMajor());
        assertBits("mean" + name, a.mean());
        assertBits("mean 0" + name, a.mean(0).toRowMajor());
        assertBits("mean 1" + name, a.mean(1).toRowMajor());
        assertBits("max" + name, a.max());
        assertBits("min" + name, a.min());
        assertArrayEquals(NUMPY.ints("argmax 0" + name), a.argmax(0));
        assertArrayEquals(NUMPY.ints("argmax 1" + name), a.argmax(1));
        double norm = NUMPY.doubles("norm" + name)[0];
        assertEquals(norm, a.norm(), a.size() * Math.ulp(norm), "NumPy leaves the order of this sum to its library");
    }

    @ParameterizedTest
    @CsvSource({"4,3,1", "4,3,5", "1,9,9", "5,70,11", "3,131,4"})
    void multipliesToTheSameBitsAsAPlainLoopInPython(int m, int k, int n) {
        NumpyRandom random = new NumpyRandom(m);
        Matrix a = Matrix.wrap(m, k, random.random(m * k));
        Matrix b = Matrix.wrap(k, n, random.random(k * n));

        assertBits("dot " + m + "x" + k + "x" + n, a.dot(b).toRowMajor());
    }

    @Test
    void computesElementaryFunctionsWithinTheirLastPlaces() {
        double[] values = new NumpyRandom(5).uniform(-20, 20, 200);
        System.arraycopy(new double[] {0.0, 1.0, -1.0, 1e-10}, 0, values, 0, 4);
        Matrix x = Matrix.wrap(50, 4, values);

        assertWithin(ULPS_OF_EXP, "exp", x.exp());
        assertWithin(ULPS_OF_EXP, "log", x.abs().plus(0.5).log());
        assertWithin(ULPS_OF_EXP, "pow", x.abs().pow(1.7));
        assertWithin(ULPS_OF_TANH, "tanh", x.tanh());
        assertWithin(0, "sqrt", x.abs().sqrt());
    }

    @Test
    void repeatsRowsColumnsAndSingleNumbersAsNumpyDoes() {
        Map<String, Matrix> operands = Map.of(
                "same", A.div(7),
                "row", Matrix.row(1, -2, 0.3, 4),
                "column", Matrix.column(3, 0.7, -5),
                "one", Matrix.of(1, 1, 0.3));

        operands.forEach((name, b) -> {
            assertBits("plus " + name, A.plus(b).toRowMajor());
            assertBits("plus " + name, b.plus(A).toRowMajor());
            assertBits("minus " + name, A.minus(b).toRowMajor());
            assertBits("minus from " + name, b.minus(A).toRowMajor());
            assertBits("times " + name, A.times(b).toRowMajor());
            assertBits("times " + name, b.times(A).toRowMajor());
            assertBits("div " + name, A.div(b).toRowMajor());
            assertBits("div of " + name, b.div(A).toRowMajor());
        });
        assertBits("plus one", A.plus(0.3).toRowMajor());
        assertBits("minus one", A.minus(0.3).toRowMajor());
        assertBits("times one", A.times(0.3).toRowMajor());
        assertBits("div one", A.div(0.3).toRowMajor());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "integers",
                "negative",
                "tutorial",
                "thirds",
                "tiny",
                "huge",
                "ratio",
                "long exponent",
                "zeros",
                "not numbers",
                "only nan",
                "one",
                "long",
                "tall"
            })
    void printsAsNumpyDoes(String name) {
        assertEquals(
                NUMPY.text("print " + name).replace('|', '\n'), printed(name).toString());
    }

    private static Matrix printed(String name) {
        double nan = Double.NaN;
        double inf = Double.POSITIVE_INFINITY;
        return switch (name) {
            case "integers" -> Matrix.of(2, 3, 1, 2, 3, 4, 5, 60);
            case "negative" -> Matrix.of(2, 2, 1, -2, -0.5, 100);
            case "tutorial" -> Matrix.wrap(3, 4, new NumpyRandom(1).uniform(-1, 1, 12));
            case "thirds" -> Matrix.of(2, 2, 1 / 3.0, 2 / 3.0, 0.5, 1);
            case "tiny" -> Matrix.of(2, 2, 1e-5, 1.5, 2, 3);
            case "huge" -> Matrix.of(2, 2, 1e10, 1.5, -2, 0);
            case "ratio" -> Matrix.of(2, 2, 0.001, 2, 3, 4);
            case "long exponent" -> Matrix.of(2, 2, 1e-120, 1 / 3.0, 1, -1e120);
            case "zeros" -> Matrix.of(2, 2, 0, 0, 0, -0.0);
            case "not numbers" -> Matrix.of(2, 2, nan, 1.25, -inf, inf);
            case "only nan" -> Matrix.row(nan, nan);
            case "one" -> Matrix.of(1, 1, 42);
            case "long" -> Matrix.wrap(40, 30, arange(1200)).div(4);
            case "tall" -> Matrix.wrap(1001, 1, arange(1001)).div(4);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static double[] arange(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        return values;
    }

    private static Matrix draw(int rows, int columns) {
        NumpyRandom random = new NumpyRandom(rows * 1000L + columns);
        double[] values = random.uniform(-1, 1, rows * columns);
        int[] exponents = random.permutation(rows * columns);
        for (int i = 0; i < values.length; i++) {
            values[i] *= Math.pow(10, Math.min(exponents[i], 6));
        }
        return Matrix.wrap(rows, columns, values);
    }

    private static void assertBits(String name, double... actual) {
        assertArrayEquals(NUMPY.doubles(name), actual, name);
    }

    private static void assertWithin(double ulps, String name, Matrix actual) {
        double[] expected = NUMPY.doubles(name);
        double[] values = actual.toRowMajor();
        assertEquals(expected.length, values.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], values[i], ulps * Math.ulp(expected[i]), name + " " + i);
        }
    }
}
