package dev.plumbline.dl4j.findings;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Prints a sum of many numbers, in a separate process, because ND4J reads the number of threads only at its start. */
final class LongSum {
    private LongSum() {}

    public static void main(String[] arguments) {
        INDArray numbers = Nd4j.arange(1, 500_000).castTo(DataType.DOUBLE).rdiv(1);
        System.out.print(numbers.sumNumber().doubleValue());
    }
}
