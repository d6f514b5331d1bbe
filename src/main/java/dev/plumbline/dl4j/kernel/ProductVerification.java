package dev.plumbline.dl4j.kernel;

import dev.plumbline.dl4j.kernel.ColumnMajor.Operand;
import dev.plumbline.math.Matrix;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Compares the products of a BLAS with Plumbline's: every transposition, odd sizes and single rows, gaps between columns
 * and between elements, sums that are added to. The inputs are in [−1, 1). Gaps hold NaN, which a result must not depend
 * on, and the gaps of a result must stay as they were.
 */
public final class ProductVerification {
    private static final List<Integer> SIZES = List.of(1, 2, 3, 5, 8, 17, 33);

    /** Sums that are longer, and results that are larger, than what a kernel computes at once; m, k, n. */
    private static final List<int[]> LARGE = List.of(
            new int[] {33, 784, 37}, new int[] {101, 403, 65}, new int[] {2, 1000, 10}, new int[] {300, 5, 130});

    private static final double[] ALPHAS = {1, 1, -0.5};
    private static final double[] BETAS = {0, 1, 0.25};

    /** The factor for the order of a sum; the rounding errors of k products in [−1, 1) are at most k²·u, usually k·u. */
    private static final double SAFETY = 8;

    private final Blas blas;
    private final SplittableRandom random = new SplittableRandom(1);
    private int trial;

    ProductVerification(Blas blas) {
        this.blas = blas;
    }

    /** The first product of OpenBLAS in this process, in 64 and 32 bits, that is wrong; empty if all are right. */
    public static Optional<String> faultOfOpenBlas() {
        return new ProductVerification(Blas.F64)
                .fault()
                .map(fault -> fault + " in f64")
                .or(() -> new ProductVerification(Blas.F32).fault().map(fault -> fault + " in f32"));
    }

    /** The first product that is wrong. */
    Optional<String> fault() {
        for (int m : SIZES) {
            for (int k : SIZES) {
                for (int n : SIZES) {
                    if (!isRight(m, k, n)) {
                        return Optional.of("the product of " + m + "×" + k + " and " + k + "×" + n);
                    }
                }
                if (!multipliesVectors(m, k)) {
                    return Optional.of("the product of " + m + "×" + k + " and a vector");
                }
            }
        }
        for (int[] size : LARGE) {
            if (!isRight(size[0], size[1], size[2])) {
                return Optional.of("the product of " + size[0] + "×" + size[1] + " and " + size[1] + "×" + size[2]);
            }
            if (!addsVectors(size[1])) {
                return Optional.of("a sum of vectors of " + size[1]);
            }
        }
        return SIZES.stream().filter(n -> !addsVectors(n)).findFirst().map(n -> "a sum of vectors of " + n);
    }

    /** C = α·A·B + β·C, with A and B as they are and transposed. */
    private boolean isRight(int m, int k, int n) {
        Matrix a = random(m, k);
        Matrix b = random(k, n);
        Matrix product = a.dot(b);
        for (int transposed = 0; transposed < 4; transposed++) {
            Operand first = operand(a, (transposed & 1) != 0);
            Operand second = operand(b, (transposed & 2) != 0);
            double alpha = ALPHAS[trial % ALPHAS.length];
            double beta = BETAS[trial % BETAS.length];
            Matrix before = beta == 0 ? Matrix.full(m, n, Double.NaN) : random(m, n);
            Matrix expected = product.times(alpha);
            ColumnMajor result = ColumnMajor.of(before, gap());
            blas.gemm(alpha, first, second, beta, result);
            if (!result.holds(beta == 0 ? expected : expected.plus(before.times(beta)), bound(k))) {
                return false;
            }
            trial++;
        }
        return true;
    }

    /** y = op(A)·x + β·y. */
    private boolean multipliesVectors(int m, int n) {
        Matrix a = random(m, n);
        for (boolean transpose : new boolean[] {false, true}) {
            Matrix factor = transpose ? a.transpose() : a;
            Matrix x = random(factor.columns(), 1);
            double beta = trial % 2;
            Matrix before = beta == 0 ? Matrix.full(factor.rows(), 1, Double.NaN) : random(factor.rows(), 1);
            ColumnMajor result = ColumnMajor.of(before.transpose(), gap());
            Operand left = new Operand(ColumnMajor.of(a, gap()), transpose);
            blas.gemv(left, ColumnMajor.of(x.transpose(), gap()), beta, result);
            Matrix product = factor.dot(x);
            Matrix expected = beta == 0 ? product : product.plus(before);
            if (!result.holds(expected.transpose(), bound(factor.columns()))) {
                return false;
            }
            trial++;
        }
        return true;
    }

    /** y = α·x + y, and Σ xᵢ·yᵢ. */
    private boolean addsVectors(int n) {
        Matrix x = random(1, n);
        Matrix y = random(1, n);
        ColumnMajor spread = ColumnMajor.of(x, gap());
        ColumnMajor result = ColumnMajor.of(y, gap());
        double dot = blas.dot(spread, result);
        blas.axpy(-0.5, spread, result);
        trial++;
        return Math.abs(dot - x.times(y).sum()) <= bound(n) && result.holds(y.minus(x.times(0.5)), bound(1));
    }

    private Operand operand(Matrix matrix, boolean isTransposed) {
        return new Operand(ColumnMajor.of(isTransposed ? matrix.transpose() : matrix, gap()), isTransposed);
    }

    private double bound(int terms) {
        return SAFETY * (terms + 1) * blas.unitRoundoff();
    }

    private int gap() {
        return trial % 3;
    }

    /** Numbers in [−1, 1) that 32 bits can hold. */
    private Matrix random(int rows, int columns) {
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return Matrix.wrap(rows, columns, values);
    }
}
