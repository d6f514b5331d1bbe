package dev.plumbline.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductsTests {

    /** The product by its definition. */
    private static double[] defined(double[] a, double[] b, int m, int k, int n) {
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a[i * k + p] * b[p * n + j];
                }
                c[i * n + j] = sum;
            }
        }
        return c;
    }

    private static double[] numbers(int count, int seed) {
        return new NumpyRandom(seed).uniform(-1, 1, count);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "4, 3, 5", "7, 600, 1", "33, 17, 9", "64, 65, 63", "128, 784, 256", "300, 200, 101"})
    void sumsEachElementInOrder(int m, int k, int n) {
        double[] a = numbers(m * k, 1);
        double[] b = numbers(k * n, 2);
        assertArrayEquals(defined(a, b, m, k, n), Products.dot(a, b, m, k, n));
        assertArrayEquals(defined(a, b, m, k, n), Products.dotOfTranspose(Products.transpose(a, m, k), b, m, k, n));
    }

    /** A product keeps rows of its right operand in memory of the thread, which a smaller one finds longer than its own. */
    @Test
    void aSmallProductAfterALargeOneIsItsOwn() {
        for (int n : new int[] {300, 9, 40, 11}) {
            double[] a = numbers(12 * 70, 5);
            double[] b = numbers(70 * n, n);
            assertArrayEquals(defined(a, b, 12, 70, n), Products.dot(a, b, 12, 70, n), "n = " + n);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "7", "40"})
    void noBitDependsOnTheNumberOfParts(int parts) {
        int m = 41;
        int k = 130;
        int n = 37;
        double[] a = numbers(m * k, 3);
        double[] b = numbers(k * n, 4);
        double[] c = new double[m * n];
        Products.dotInParts(a, b, c, parts, m, k, n);
        assertArrayEquals(defined(a, b, m, k, n), c);
    }
}
