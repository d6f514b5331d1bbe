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
 * One array of a recording: a tensor of every step. What has a row for every example stands step below step, because the
 * last batch of an epoch may be smaller; all else has the step as its first index. It stays in its file, and is read step
 * after step: a recording may be larger than the memory.
 */
final class RecordedTensor {
    private final RecordedName name;
    private final NpyHeader header;
    private final List<Integer> shape;
    private final Numbers numbers;
    private Survey survey = new Survey(false, false, new double[0]);

    /** From where its numbers come. */
    @FunctionalInterface
    interface Numbers {
        /** A reader that is at the first number, with the last index running fastest. */
        NumberReader open() throws IOException;
    }

    /**
     * What was seen of all its steps.
     *
     * @param isNothing whether every number is 0
     * @param isTheSame whether every step, of more than one, has the very same numbers
     * @param first the numbers of the first step
     */
    private record Survey(boolean isNothing, boolean isTheSame, double[] first) {}

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
    RecordedTensor as(List<Integer> other) {
        return new RecordedTensor(name, header, other, numbers);
    }

    RecordedName name() {
        return name;
    }

    List<Integer> shape() {
        return shape;
    }

    /** Whether it was recorded in 32 bits. */
    boolean isF32() {
        return header.dtype().endsWith("f4");
    }

    /** Whether it was recorded in whole numbers. */
    boolean isWhole() {
        return header.dtype().matches(".[iub]\\d");
    }

    /** Whether its rows are examples. */
    static boolean isPerExample(Quantity quantity) {
        return quantity == Quantity.PRE_ACTIVATION || quantity == Quantity.ACTIVATION || quantity == Quantity.DELTA;
    }

    /** Whether the step is its first index; rows of examples may also stand in one table. */
    boolean isStacked() {
        return !isPerExample(name.quantity()) || shape().size() == 3;
    }

    /** The length of its first index: steps where it is stacked, and else examples. */
    int length() {
        return shape().isEmpty() ? 1 : shape().get(0);
    }

    /** How many numbers there are for an index of the first dimension. */
    private int width() {
        int width = 1;
        for (int i = 1; i < shape().size(); i++) {
            width = Math.multiplyExact(width, shape().get(i));
        }
        return width;
    }

    /**
     * Goes through all its numbers once, so that what is damaged is found, and it is known whether anything moves.
     *
     * @param steps how many were recorded
     */
    void survey(int steps) throws IOException {
        long all = (long) length() * width();
        boolean isDivisible = steps > 0 && all % steps == 0;
        int ofStep = Math.toIntExact(isDivisible ? all / steps : Math.min(all, width()));
        double[] first = new double[ofStep];
        double[] next = new double[ofStep];
        boolean isNothing = true;
        boolean isTheSame = isDivisible && steps > 1;
        try (NumberReader reader = numbers.open()) {
            for (long done = 0; done < all; done += ofStep) {
                int count = (int) Math.min(ofStep, all - done);
                double[] into = done == 0 ? first : next;
                reader.read(into, count);
                isTheSame &= done == 0 || areEqual(first, next, count);
                isNothing &= isNothing && areZero(into, count);
            }
            reader.end();
        }
        survey = new Survey(isNothing, isTheSame, first);
    }

    /** NaN is not the same as anything. */
    private static boolean areEqual(double[] one, double[] other, int count) {
        for (int i = 0; i < count; i++) {
            if (one[i] != other[i]) {
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

    /** Whether every number of it is 0; known once it was surveyed. */
    boolean isNothing() {
        return survey.isNothing();
    }

    /** Whether every step, of more than one, has the very same numbers; known once it was surveyed. */
    boolean isTheSameInEveryStep() {
        return survey.isTheSame();
    }

    /** What has a step as its first index, as it is at the first; known once it was surveyed. */
    Matrix first() {
        return matrix(survey.first(), 1);
    }

    private Matrix matrix(double[] values, int rows) {
        int height = !isStacked() ? rows : shape().size() == 3 ? shape().get(1) : 1;
        return Matrix.wrap(height, values.length / height, values);
    }

    /** Its steps, from the first on. */
    Steps steps() throws IOException {
        return new Steps(numbers.open());
    }

    /** A reader of its steps. */
    final class Steps implements Closeable {
        private final NumberReader reader;

        private Steps(NumberReader reader) {
            this.reader = reader;
        }

        /** The tensor of the next step, as it was recorded; a one-dimensional one is a row, or with a row for every example a column. */
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
