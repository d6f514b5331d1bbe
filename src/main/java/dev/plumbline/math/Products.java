package dev.plumbline.math;

import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * The matrix product. Each element is Σₖ aᵢₖ·bₖⱼ from 0.0 with k ascending, with one rounding for each product and each
 * sum, for all sizes and numbers of threads. The loops below differ only in the number of elements computed at once.
 *
 * <p>The just-in-time compiler vectorizes a loop only if the bare loop variable indexes every array. So the rows are
 * copied to separate arrays before the innermost loop: four to five times as fast as indexing {@code b[k * n + j]}.
 */
final class Products {
    /** The number of rows of b copied at a time, so that they fit the processor's nearest caches. */
    private static final int BLOCK = 64;

    /** With fewer multiplications or columns of b than this, the copies cost more than they gain. */
    private static final int FEW_PRODUCTS = 512;

    private static final int FEW_COLUMNS = 8;

    /** From this number of multiplications, about a millisecond, several threads are faster. */
    private static final long MANY_PRODUCTS = 4_000_000;

    /** Each part copies the rows of b. With fewer rows of the result than this, the copies cost more than they gain. */
    private static final int ROWS_OF_A_PART = 16;

    private Products() {}

    /** The copied rows of b. A new array for each product would have to be filled with zeros first. */
    private static final ThreadLocal<double[][]> ROWS = ThreadLocal.withInitial(() -> new double[BLOCK][0]);

    /** a (m×k) · b (k×n), into a new m×n array. */
    static double[] dot(double[] a, double[] b, int m, int k, int n) {
        return isSmall(m, k, n) ? dotSmall(a, b, m, k, n) : dotBlocks(new LeftOperand(a, k, 1), b, m, k, n);
    }

    /** aᵀ (m×k) · b (k×n), into a new m×n array; a is k×m. */
    static double[] dotOfTranspose(double[] a, double[] b, int m, int k, int n) {
        return isSmall(m, k, n)
                ? dotSmall(transpose(a, k, m), b, m, k, n)
                : dotBlocks(new LeftOperand(a, 1, m), b, m, k, n);
    }

    private static boolean isSmall(int m, int k, int n) {
        return n < FEW_COLUMNS || (long) m * k * n <= FEW_PRODUCTS;
    }

    /**
     * A matrix, or the transpose of one that is not written out: the inner loops only read single elements of it.
     *
     * @param row the distance between the elements of a column
     * @param column the distance between the elements of a row
     */
    private record LeftOperand(double[] elements, int row, int column) {}

    private static double[] dotBlocks(LeftOperand a, double[] b, int m, int k, int n) {
        double[] c = new double[m * n];
        int parts = partsOf(m, (long) m * k * n);
        if (parts == 1) {
            dotBlocks(a, b, c, 0, m, k, n);
        } else {
            dotInParts(a, b, c, parts, m, k, n);
        }
        return c;
    }

    private static int partsOf(int m, long products) {
        int processors = ForkJoinPool.getCommonPoolParallelism() + 1;
        return products < MANY_PRODUCTS ? 1 : Math.max(1, Math.min(processors, m / ROWS_OF_A_PART));
    }

    /** Computes the rows of the result in several parts in parallel. No bit depends on the number of parts. */
    static void dotInParts(double[] a, double[] b, double[] c, int parts, int m, int k, int n) {
        dotInParts(new LeftOperand(a, k, 1), b, c, parts, m, k, n);
    }

    private static void dotInParts(LeftOperand a, double[] b, double[] c, int parts, int m, int k, int n) {
        IntStream.range(0, parts).parallel().forEach(part -> {
            int from = (int) ((long) m * part / parts);
            int to = (int) ((long) m * (part + 1) / parts);
            dotBlocks(a, b, c, from, to, k, n);
        });
    }

    /** Computes four rows at a time, because four independent sums take no longer than one. */
    private static double[] dotSmall(double[] a, double[] b, int m, int k, int n) {
        double[] c = new double[m * n];
        int i = 0;
        for (; i + 4 <= m; i += 4) {
            for (int j = 0; j < n; j++) {
                dotFourRows(a, i * k, b, j, c, i * n + j, k, n);
            }
        }
        for (; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = i * k, q = j; q < b.length; p++, q += n) {
                    sum += a[p] * b[q];
                }
                c[i * n + j] = sum;
            }
        }
        return c;
    }

    private static void dotFourRows(double[] a, int at, double[] b, int bt, double[] c, int ct, int k, int n) {
        int a1 = at + k;
        int a2 = a1 + k;
        int a3 = a2 + k;
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        for (int p = 0, q = bt; p < k; p++, q += n) {
            double factor = b[q];
            sum0 += a[at + p] * factor;
            sum1 += a[a1 + p] * factor;
            sum2 += a[a2 + p] * factor;
            sum3 += a[a3 + p] * factor;
        }
        c[ct] = sum0;
        c[ct + n] = sum1;
        c[ct + 2 * n] = sum2;
        c[ct + 3 * n] = sum3;
    }

    /** Computes the rows of the result from {@code top} (inclusive) to {@code bottom} (exclusive). */
    private static void dotBlocks(LeftOperand a, double[] b, double[] c, int top, int bottom, int k, int n) {
        double[][] rows = rows(n);
        double[] first = new double[n];
        double[] second = new double[n];
        for (int from = 0; from < k; from += BLOCK) {
            int count = Math.min(BLOCK, k - from);
            for (int q = 0; q < count; q++) {
                System.arraycopy(b, (from + q) * n, rows[q], 0, n);
            }
            for (int i = top; i < bottom; i += 2) {
                int at = i * a.row() + from * a.column();
                System.arraycopy(c, i * n, first, 0, n);
                if (i + 1 < bottom) {
                    System.arraycopy(c, (i + 1) * n, second, 0, n);
                    addTwoRows(a, at, rows, count, first, second);
                    System.arraycopy(second, 0, c, (i + 1) * n, n);
                } else {
                    addOneRow(a, at, rows, 0, count, first);
                }
                System.arraycopy(first, 0, c, i * n, n);
            }
        }
    }

    /** This thread's rows, of at least n elements each. */
    private static double[][] rows(int n) {
        double[][] rows = ROWS.get();
        if (rows[0].length < n) {
            rows = new double[BLOCK][n];
            ROWS.set(rows);
        }
        return rows;
    }

    /** c += Σ a[at, q] · rows[q], and d likewise with the next row of a, for all q below count. */
    private static void addTwoRows(LeftOperand a, int at, double[][] rows, int count, double[] c, double[] d) {
        int q = 0;
        for (; q + 4 <= count; q += 4) {
            addFour(a, at + q * a.column(), rows, q, c, d);
        }
        addOneRow(a, at, rows, q, count, c);
        addOneRow(a, at + a.row(), rows, q, count, d);
    }

    private static void addFour(LeftOperand a, int at, double[][] rows, int q, double[] c, double[] d) {
        double[] elements = a.elements();
        int column = a.column();
        double a0 = elements[at];
        double a1 = elements[at + column];
        double a2 = elements[at + 2 * column];
        double a3 = elements[at + 3 * column];
        int next = at + a.row();
        double d0 = elements[next];
        double d1 = elements[next + column];
        double d2 = elements[next + 2 * column];
        double d3 = elements[next + 3 * column];
        double[] b0 = rows[q];
        double[] b1 = rows[q + 1];
        double[] b2 = rows[q + 2];
        double[] b3 = rows[q + 3];
        for (int j = 0; j < c.length; j++) {
            double x0 = b0[j]; // read before the write to c[j]: to the compiler, c and b0 may be the same array
            double x1 = b1[j];
            double x2 = b2[j];
            double x3 = b3[j];
            c[j] = c[j] + a0 * x0 + a1 * x1 + a2 * x2 + a3 * x3;
            d[j] = d[j] + d0 * x0 + d1 * x1 + d2 * x2 + d3 * x3;
        }
    }

    private static void addOneRow(LeftOperand a, int at, double[][] rows, int from, int count, double[] c) {
        for (int q = from; q < count; q++) {
            addMultiple(a.elements()[at + q * a.column()], rows[q], c);
        }
    }

    private static void addMultiple(double factor, double[] b, double[] c) {
        for (int j = 0; j < c.length; j++) {
            c[j] += factor * b[j];
        }
    }

    /** Transposes a (m×n) into a new n×m array, in tiles that fit the nearest cache. */
    static double[] transpose(double[] a, int m, int n) {
        double[] t = new double[a.length];
        for (int i0 = 0; i0 < m; i0 += 16) {
            int i1 = Math.min(m, i0 + 16);
            for (int j = 0; j < n; j++) {
                for (int i = i0; i < i1; i++) {
                    t[j * m + i] = a[i * n + j];
                }
            }
        }
        return t;
    }
}
