package dev.plumbline.dl4j.kernel;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Times the three products of a dense layer in a training step: XW of the forward pass, XᵀdZ of the gradient, dZWᵀ of the
 * layer before. For a small and a larger layer, in 64 and in 32 bits.
 */
public final class ProductTiming {
    /** The names of the times, in their order: of the small layer and the larger one. */
    public static final int TIMES = 4;

    private static final int[][] LAYERS = {{32, 100, 100}, {128, 392, 128}}; // examples, inputs, units
    private static final int[] REPETITIONS = {8, 1};

    private final DoublePointer[] doubles = new DoublePointer[3];
    private final FloatPointer[] floats = new FloatPointer[3];

    /** Allocates the matrices. */
    public ProductTiming() {
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = new DoublePointer(LARGEST);
            floats[i] = new FloatPointer(LARGEST);
            for (long j = 0; j < LARGEST; j++) {
                doubles[i].put(j, j % 7 - 3);
                floats[i].put(j, j % 7 - 3);
            }
        }
    }

    private static final long LARGEST = 392L * 128;

    /**
     * Computes all products once.
     *
     * @return billions of floating-point operations per second: of the small layer and the larger one in 64 bits, then in
     *     32 bits
     */
    public double[] gigaflops() {
        double[] rates = new double[TIMES];
        for (int layer = 0; layer < LAYERS.length; layer++) {
            int[] size = LAYERS[layer];
            double operations = 3 * 2.0 * size[0] * size[1] * size[2] * REPETITIONS[layer];
            for (int bits = 0; bits < 2; bits++) {
                long begun = System.nanoTime();
                for (int i = 0; i < REPETITIONS[layer]; i++) {
                    step(size[0], size[1], size[2], bits == 0);
                }
                rates[2 * bits + layer] = operations / (System.nanoTime() - begun);
            }
        }
        return rates;
    }

    private void step(int examples, int inputs, int units, boolean f64) {
        product(false, false, examples, units, inputs, f64);
        product(true, false, inputs, units, examples, f64);
        product(false, true, examples, inputs, units, f64);
    }

    private void product(boolean transposeA, boolean transposeB, int m, int n, int k, boolean f64) {
        int a = ColumnMajor.Operand.flag(transposeA);
        int b = ColumnMajor.Operand.flag(transposeB);
        int lda = transposeA ? k : m;
        int ldb = transposeB ? n : k;
        int order = openblas_nolapack.CblasColMajor;
        if (f64) {
            openblas_nolapack.cblas_dgemm(order, a, b, m, n, k, 1, doubles[0], lda, doubles[1], ldb, 0, doubles[2], m);
        } else {
            openblas_nolapack.cblas_sgemm(order, a, b, m, n, k, 1, floats[0], lda, floats[1], ldb, 0, floats[2], m);
        }
    }
}
