package dev.plumbline.dl4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProductVerificationTests {

    /** Under every kernel, so also under one that the machine has set. */
    @Test
    void theKernelOfThisProcessIsRight() {
        assertEquals(Optional.empty(), ProductVerification.faultOfOpenBlas());
    }

    /** OpenBLAS with a fault. */
    abstract static class Faulty implements Blas {
        private final Blas right = F64;

        @Override
        public double unitRoundoff() {
            return right.unitRoundoff();
        }

        @Override
        public void gemm(
                boolean transposeA,
                boolean transposeB,
                int m,
                int n,
                int k,
                double alpha,
                double[] a,
                int lda,
                double[] b,
                int ldb,
                double beta,
                double[] c,
                int ldc) {
            right.gemm(transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
        }

        @Override
        public void gemv(
                boolean transpose,
                int m,
                int n,
                double[] a,
                int lda,
                double[] x,
                int xStep,
                double beta,
                double[] y,
                int yStep) {
            right.gemv(transpose, m, n, a, lda, x, xStep, beta, y, yStep);
        }

        @Override
        public void axpy(int n, double alpha, double[] x, int xStep, double[] y, int yStep) {
            right.axpy(n, alpha, x, xStep, y, yStep);
        }

        @Override
        public double dot(int n, double[] x, int xStep, double[] y, int yStep) {
            return right.dot(n, x, xStep, y, yStep);
        }
    }

    /** A fault in the product of matrices, after the right product. */
    private abstract static class FaultyProduct extends Faulty {
        abstract void spoil(int m, int n, int k, boolean transposed, double beta, double[] c, int ldc);

        @Override
        public void gemm(
                boolean transposeA,
                boolean transposeB,
                int m,
                int n,
                int k,
                double alpha,
                double[] a,
                int lda,
                double[] b,
                int ldb,
                double beta,
                double[] c,
                int ldc) {
            super.gemm(transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
            spoil(m, n, k, transposeA && transposeB, beta, c, ldc);
        }
    }

    static Stream<Faulty> faults() {
        return Stream.of(
                new FaultyProduct() { // the last column of an odd number
                    @Override
                    void spoil(int m, int n, int k, boolean transposed, double beta, double[] c, int ldc) {
                        c[(n - 1) * ldc] += n == 17 ? 1e-10 : 0;
                    }
                },
                new FaultyProduct() { // long sums
                    @Override
                    void spoil(int m, int n, int k, boolean transposed, double beta, double[] c, int ldc) {
                        c[0] += k > 512 ? 1e-9 : 0;
                    }
                },
                new FaultyProduct() { // one transposition
                    @Override
                    void spoil(int m, int n, int k, boolean transposed, double beta, double[] c, int ldc) {
                        c[0] = transposed ? -c[0] : c[0];
                    }
                },
                new FaultyProduct() { // the sum that is added to
                    @Override
                    void spoil(int m, int n, int k, boolean transposed, double beta, double[] c, int ldc) {
                        c[0] += beta == 0.25 ? 0.01 : 0;
                    }
                },
                new FaultyProduct() { // a memory that is not the result's
                    @Override
                    void spoil(int m, int n, int k, boolean transposed, double beta, double[] c, int ldc) {
                        if (ldc > m) {
                            c[m] = 0;
                        }
                    }
                },
                new FaultyProduct() { // sums in 32 bits
                    @Override
                    void spoil(int m, int n, int k, boolean transposed, double beta, double[] c, int ldc) {
                        c[0] = (float) c[0];
                    }
                },
                new FaultyProduct() { // NaN, which no comparison with a bound finds
                    @Override
                    void spoil(int m, int n, int k, boolean transposed, double beta, double[] c, int ldc) {
                        c[0] = m == 33 ? Double.NaN : c[0];
                    }
                },
                new Faulty() {
                    @Override
                    public void gemv(
                            boolean transpose,
                            int m,
                            int n,
                            double[] a,
                            int lda,
                            double[] x,
                            int xStep,
                            double beta,
                            double[] y,
                            int yStep) {
                        super.gemv(transpose, m, n, a, lda, x, xStep, beta, y, yStep);
                        y[0] += transpose ? 1e-10 : 0;
                    }
                },
                new Faulty() {
                    @Override
                    public void axpy(int n, double alpha, double[] x, int xStep, double[] y, int yStep) {
                        super.axpy(n, alpha, x, xStep, y, yStep);
                        y[(n - 1) * yStep] += n > 1 ? 1e-10 : 0;
                    }
                },
                new Faulty() {
                    @Override
                    public double dot(int n, double[] x, int xStep, double[] y, int yStep) {
                        return super.dot(n, x, xStep, y, yStep) + (xStep > 1 ? 1e-10 : 0);
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsFound(Faulty faulty) {
        assertTrue(new ProductVerification(faulty).fault().isPresent());
    }
}
