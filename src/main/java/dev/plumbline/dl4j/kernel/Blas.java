package dev.plumbline.dl4j.kernel;

import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * The operations of BLAS that a training on DL4J uses. Matrices are stored column by column; {@code ld} is the distance of
 * two columns. op(A) is A, or Aᵀ if {@code transposeA}.
 */
interface Blas {
    /** OpenBLAS in 64 bits. */
    Blas F64 = new OpenBlas64();

    /** OpenBLAS in 32 bits; the arrays are rounded to it before, and hold its results. */
    Blas F32 = new OpenBlas32();

    /** The largest relative error of one rounding. */
    double unitRoundoff();

    /** C ← α·op(A)·op(B) + β·C, with op(A) of m × k and op(B) of k × n. C is not read if β is 0. */
    void gemm(
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
            int ldc);

    /** y ← op(A)·x + β·y, with A of m × n. */
    void gemv(
            boolean transpose,
            int m,
            int n,
            double[] a,
            int lda,
            double[] x,
            int xStep,
            double beta,
            double[] y,
            int yStep);

    /** y ← α·x + y. */
    void axpy(int n, double alpha, double[] x, int xStep, double[] y, int yStep);

    /** Σ xᵢ·yᵢ. */
    double dot(int n, double[] x, int xStep, double[] y, int yStep);

    static int flag(boolean transpose) {
        return transpose ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
    }

    /** OpenBLAS in 64 bits. */
    final class OpenBlas64 implements Blas {
        private OpenBlas64() {}

        @Override
        public double unitRoundoff() {
            return 0x1p-53;
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
            openblas_nolapack.cblas_dgemm(
                    openblas_nolapack.CblasColMajor,
                    flag(transposeA),
                    flag(transposeB),
                    m,
                    n,
                    k,
                    alpha,
                    a,
                    lda,
                    b,
                    ldb,
                    beta,
                    c,
                    ldc);
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
            openblas_nolapack.cblas_dgemv(
                    openblas_nolapack.CblasColMajor, flag(transpose), m, n, 1, a, lda, x, xStep, beta, y, yStep);
        }

        @Override
        public void axpy(int n, double alpha, double[] x, int xStep, double[] y, int yStep) {
            openblas_nolapack.cblas_daxpy(n, alpha, x, xStep, y, yStep);
        }

        @Override
        public double dot(int n, double[] x, int xStep, double[] y, int yStep) {
            return openblas_nolapack.cblas_ddot(n, x, xStep, y, yStep);
        }
    }

    /** OpenBLAS in 32 bits. */
    final class OpenBlas32 implements Blas {
        private OpenBlas32() {}

        @Override
        public double unitRoundoff() {
            return 0x1p-24;
        }

        private static float[] floats(double[] values) {
            float[] floats = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                floats[i] = (float) values[i];
            }
            return floats;
        }

        private static void copy(float[] from, double[] to) {
            for (int i = 0; i < from.length; i++) {
                to[i] = from[i];
            }
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
            float[] result = floats(c);
            openblas_nolapack.cblas_sgemm(
                    openblas_nolapack.CblasColMajor,
                    flag(transposeA),
                    flag(transposeB),
                    m,
                    n,
                    k,
                    (float) alpha,
                    floats(a),
                    lda,
                    floats(b),
                    ldb,
                    (float) beta,
                    result,
                    ldc);
            copy(result, c);
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
            float[] result = floats(y);
            openblas_nolapack.cblas_sgemv(
                    openblas_nolapack.CblasColMajor,
                    flag(transpose),
                    m,
                    n,
                    1,
                    floats(a),
                    lda,
                    floats(x),
                    xStep,
                    (float) beta,
                    result,
                    yStep);
            copy(result, y);
        }

        @Override
        public void axpy(int n, double alpha, double[] x, int xStep, double[] y, int yStep) {
            float[] result = floats(y);
            openblas_nolapack.cblas_saxpy(n, (float) alpha, floats(x), xStep, result, yStep);
            copy(result, y);
        }

        @Override
        public double dot(int n, double[] x, int xStep, double[] y, int yStep) {
            return openblas_nolapack.cblas_sdot(n, floats(x), xStep, floats(y), yStep);
        }
    }
}
