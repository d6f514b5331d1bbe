package dev.plumbline.recording;

import dev.plumbline.data.NpyHeader;
import dev.plumbline.data.NumberReader;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Quantity;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * One array of a recording: a tensor of every step. Arrays with a row for every example have the rows of all steps one
 * below the other, because the last batch of an epoch may be smaller; in all others the step is the first index. The
 * array is read from its file step by step, because a recording may be larger than the memory.
 */
final class RecordedTensor {
    private final RecordedName name;
    private final NpyHeader header;
    private final List<Integer> shape;
    private final Numbers numbers;
    private Survey survey = new Survey(false, false, new double[0]);

    /** The source of the numbers. */
    @FunctionalInterface
    interface Numbers {
        /** A reader at the first number; the last index runs fastest. */
        NumberReader open() throws IOException;
    }

    /**
     * The result of reading all steps once.
     *
     * @param isZero whether every number is 0
     * @param isTheSame whether all steps, at least two, have the same numbers
     * @param first the numbers of the first step
     */
    private record Survey(boolean isZero, boolean isTheSame, double[] first) {}

    RecordedTensor(RecordedName name, NpyHeader header, Numbers numbers) {
        this(name, header, header.shape(), numbers);
    }

    private RecordedTensor(RecordedName name, NpyHeader header, List<Integer> shape, Numbers numbers) {
        this.name = name;
        this.header = header;
        this.shape = shape;
        this.numbers = numbers;
    }

    /** The same numbers in another shape. */
    RecordedTensor as(List<Integer> shape) {
        return new RecordedTensor(name, header, shape, numbers);
    }

    RecordedName name() {
        return name;
    }

    List<Integer> shape() {
        return shape;
    }

    /** Whether the numbers have 32 bits. */
    boolean isF32() {
        return header.dtype().endsWith("f4");
    }

    /** Whether the numbers are integers. */
    boolean isWhole() {
        return header.dtype().matches(".[iub]\\d");
    }

    /** Whether its rows are examples. */
    static boolean isPerExample(Quantity quantity) {
        return quantity == Quantity.PRE_ACTIVATION || quantity == Quantity.ACTIVATION || quantity == Quantity.DELTA;
    }

    /** Whether the step is the first index; rows of examples may also be in one table. */
    boolean isStacked() {
        return !isPerExample(name.quantity()) || shape().size() == 3;
    }

    /** The length of the first index: steps if it is stacked, otherwise examples. */
    int length() {
        return shape().isEmpty() ? 1 : shape().get(0);
    }

    /** The number of elements for each index of the first dimension. */
    private int width() {
        int width = 1;
        for (int i = 1; i < shape().size(); i++) {
            width = Math.multiplyExact(width, shape().get(i));
        }
        return width;
    }

    /**
     * Reads all numbers once, to find damage and to know whether they change.
     *
     * @param steps the number of recorded steps
     */
    void survey(int steps) throws IOException {
        long size = (long) length() * width();
        boolean isDivisible = steps > 0 && size % steps == 0;
        int ofStep = Math.toIntExact(isDivisible ? size / steps : Math.min(size, width()));
        double[] first = new double[ofStep];
        double[] next = new double[ofStep];
        boolean isZero = true;
        boolean isTheSame = isDivisible && steps > 1;
        try (NumberReader reader = numbers.open()) {
            for (long done = 0; done < size; done += ofStep) {
                int count = (int) Math.min(ofStep, size - done);
                double[] into = done == 0 ? first : next;
                reader.read(into, count);
                isTheSame &= done == 0 || areEqual(first, next, count);
                isZero &= isZero && areZero(into, count);
            }
            reader.end();
        }
        survey = new Survey(isZero, isTheSame, first);
    }

    /** NaN is not equal to anything. */
    private static boolean areEqual(double[] first, double[] second, int count) {
        for (int i = 0; i < count; i++) {
            if (first[i] != second[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean areZero(double[] values, int count) {
        for (int i = 0; i < count; i++) {
            if (values[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether every number is 0; known after the survey. */
    boolean isZero() {
        return survey.isZero();
    }

    /** Whether all steps, at least two, have the same numbers; known after the survey. */
    boolean isTheSameInEveryStep() {
        return survey.isTheSame();
    }

    /** The tensor of the first step, if the step is the first index; known after the survey. */
    Matrix first() {
        return matrix(survey.first(), 1);
    }

    private Matrix matrix(double[] values, int rows) {
        int height = !isStacked() ? rows : shape().size() == 3 ? shape().get(1) : 1;
        return Matrix.wrap(height, values.length / height, values);
    }

    /** The steps, starting with the first. */
    Steps steps() throws IOException {
        return new Steps(numbers.open());
    }

    /** A reader of the steps. */
    final class Steps implements Closeable {
        private final NumberReader reader;

        private Steps(NumberReader reader) {
            this.reader = reader;
        }

        /** The recorded tensor of the next step. A vector is a row, or a column if it has a number for every example. */
        Matrix next(Batch batch) throws IOException {
            int rows = isStacked() ? 1 : batch.size();
            double[] values = new double[Math.multiplyExact(rows, width())];
            reader.read(values, values.length);
            return matrix(values, rows);
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
