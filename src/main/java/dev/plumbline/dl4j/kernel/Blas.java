package dev.plumbline.dl4j.kernel;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_daxpy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_ddot;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemv;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sdot;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;

import dev.plumbline.dl4j.kernel.ColumnMajor.Operand;

/** The operations of BLAS that a training on DL4J uses. */
interface Blas {
    /** OpenBLAS in 64 bits. */
    Blas F64 = new OpenBlas64();

    /** OpenBLAS in 32 bits; the numbers are rounded to it before, and the result is written back. */
    Blas F32 = new OpenBlas32();

    /** The largest relative error of one rounding. */
    double unitRoundoff();

    /** C ← α·A·B + β·C. C is not read if β is 0. */
    void gemm(double alpha, Operand a, Operand b, double beta, ColumnMajor c);

    /** y ← A·x + β·y. */
    void gemv(Operand a, ColumnMajor x, double beta, ColumnMajor y);

    /** y ← α·x + y. */
    void axpy(double alpha, ColumnMajor x, ColumnMajor y);

    /** Σ xᵢ·yᵢ. */
    double dot(ColumnMajor x, ColumnMajor y);

    /** OpenBLAS in 64 bits. */
    final class OpenBlas64 implements Blas {
        private OpenBlas64() {}

        @Override
        public double unitRoundoff() {
            return 0x1p-53;
        }

        @Override
        public void gemm(double alpha, Operand a, Operand b, double beta, ColumnMajor c) {
            int m = c.rows();
            int n = c.columns();
            double[] first = a.values();
            double[] second = b.values();
            cblas_dgemm(
                    CblasColMajor,
                    a.flag(),
                    b.flag(),
                    m,
                    n,
                    a.terms(),
                    alpha,
                    first,
                    a.distance(),
                    second,
                    b.distance(),
                    beta,
                    c.values(),
                    c.distance());
        }

        @Override
        public void gemv(Operand a, ColumnMajor x, double beta, ColumnMajor y) {
            int m = a.matrix().rows();
            int n = a.matrix().columns();
            cblas_dgemv(
                    CblasColMajor,
                    a.flag(),
                    m,
                    n,
                    1,
                    a.values(),
                    a.distance(),
                    x.values(),
                    x.distance(),
                    beta,
                    y.values(),
                    y.distance());
        }

        @Override
        public void axpy(double alpha, ColumnMajor x, ColumnMajor y) {
            cblas_daxpy(x.columns(), alpha, x.values(), x.distance(), y.values(), y.distance());
        }

        @Override
        public double dot(ColumnMajor x, ColumnMajor y) {
            return cblas_ddot(x.columns(), x.values(), x.distance(), y.values(), y.distance());
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
        public void gemm(double alpha, Operand a, Operand b, double beta, ColumnMajor c) {
            int m = c.rows();
            int n = c.columns();
            float[] first = floats(a.values());
            float[] second = floats(b.values());
            float[] result = floats(c.values());
            cblas_sgemm(
                    CblasColMajor,
                    a.flag(),
                    b.flag(),
                    m,
                    n,
                    a.terms(),
                    (float) alpha,
                    first,
                    a.distance(),
                    second,
                    b.distance(),
                    (float) beta,
                    result,
                    c.distance());
            copy(result, c.values());
        }

        @Override
        public void gemv(Operand a, ColumnMajor x, double beta, ColumnMajor y) {
            int m = a.matrix().rows();
            int n = a.matrix().columns();
            float[] result = floats(y.values());
            cblas_sgemv(
                    CblasColMajor,
                    a.flag(),
                    m,
                    n,
                    1,
                    floats(a.values()),
                    a.distance(),
                    floats(x.values()),
                    x.distance(),
                    (float) beta,
                    result,
                    y.distance());
            copy(result, y.values());
        }

        @Override
        public void axpy(double alpha, ColumnMajor x, ColumnMajor y) {
            float[] result = floats(y.values());
            cblas_saxpy(x.columns(), (float) alpha, floats(x.values()), x.distance(), result, y.distance());
            copy(result, y.values());
        }

        @Override
        public double dot(ColumnMajor x, ColumnMajor y) {
            return cblas_sdot(x.columns(), floats(x.values()), x.distance(), floats(y.values()), y.distance());
        }
    }
}
