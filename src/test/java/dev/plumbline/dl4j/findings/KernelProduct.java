package dev.plumbline.dl4j.findings;

import java.util.Arrays;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Multiplies two matrices of 256 × 256 in 64 bits, and prints a hash of the bits and the median of the time in microseconds;
 * in a separate process, because OpenBLAS chooses its kernel when it is loaded.
 */
final class KernelProduct {
    private static final int SIZE = 256;

    private KernelProduct() {}

    public static void main(String[] arguments) {
        Random random = new Random(1);
        double[] values = random.doubles((long) SIZE * SIZE, -1, 1).toArray();
        INDArray a = Nd4j.createFromArray(values).castTo(DataType.DOUBLE).reshape(SIZE, SIZE);
        INDArray product = a.mmul(a);
        long[] times = new long[21];
        for (int i = 0; i < times.length; i++) {
            long begun = System.nanoTime();
            a.mmuli(a, product);
            times[i] = System.nanoTime() - begun;
        }
        Arrays.sort(times);
        System.out.println(
                "bits " + Arrays.hashCode(product.data().asDouble()) + " time " + times[times.length / 2] / 1000);
    }
}
