package dev.plumbline.data;

import dev.plumbline.math.Matrix;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A NumPy array: its numbers, with the shape, type and order of the file. The numbers are stored exactly as doubles, in
 * C order (the last index varies fastest), independent of the order in the file.
 */
public final class NpyArray {
    private final NpyHeader header;
    private final double[] values;

    private NpyArray(NpyHeader header, double[] values) {
        this.header = header;
        this.values = values;
    }

    /** Creates an array without a copy, for readers that pass a new array. */
    static NpyArray wrap(NpyHeader header, double[] values) {
        return new NpyArray(header, values);
    }

    /** A matrix as an array of 64-bit numbers, rows × columns. */
    public static NpyArray of(Matrix matrix) {
        return new NpyArray(new NpyHeader(List.of(matrix.rows(), matrix.columns()), "<f8", false), matrix.toRowMajor());
    }

    /** An array of 64-bit numbers of any shape. */
    public static NpyArray of(List<Integer> shape, double... values) {
        return of(new NpyHeader(shape, "<f8", false), values);
    }

    /**
     * An array of any shape, type and order.
     *
     * @param values the numbers in C order, independent of the order in the file
     * @throws IllegalArgumentException if the number of values does not match the shape, or if the type does not
     *     represent a value exactly
     */
    public static NpyArray of(NpyHeader header, double... values) {
        if (header.numbers() != values.length) {
            throw new IllegalArgumentException(
                    "cannot fill " + NpyHeader.text(header.shape()) + " with " + values.length + " values");
        }
        NumberType type = header.type();
        ByteBuffer bytes = ByteBuffer.allocate(type.size());
        for (double value : values) {
            type.write(bytes, 0, value);
            double held = type.read(bytes, 0);
            if (held != value && (type.isWhole() || !Double.isNaN(held) || !Double.isNaN(value))) {
                throw new IllegalArgumentException("cannot hold " + value + " as " + header.dtype());
            }
        }
        return new NpyArray(header, values.clone());
    }

    /** The shape, type and order. */
    public NpyHeader header() {
        return header;
    }

    /** The length in each dimension; empty for a single number. */
    public List<Integer> shape() {
        return header.shape();
    }

    /** The type of number as NumPy writes it, such as {@code <f8}. */
    public String dtype() {
        return header.dtype();
    }

    /** Whether the first index varies fastest in the file, instead of the last. */
    public boolean fortranOrder() {
        return header.fortranOrder();
    }

    /** The number of elements. */
    public int size() {
        return values.length;
    }

    /** The element at these indices, one per dimension. */
    public double get(int... indices) {
        List<Integer> shape = shape();
        if (indices.length != shape.size()) {
            throw new IllegalArgumentException(
                    "cannot take " + indices.length + " indices of an array of shape " + NpyHeader.text(shape));
        }
        int position = 0;
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= shape.get(i)) {
                throw new IllegalArgumentException("cannot take index " + indices[i] + " in dimension " + i
                        + " of an array of shape " + NpyHeader.text(shape));
            }
            position = position * shape.get(i) + indices[i];
        }
        return values[position];
    }

    /** A copy of the numbers in C order: the last index varies fastest. */
    public double[] toRowMajor() {
        return values.clone();
    }

    /** A reader of the numbers in C order, without a copy. */
    public NumberReader numbers() {
        return new Held();
    }

    /** The numbers without a copy, for code that only reads them or that alone uses the array. */
    public double[] values() {
        return values;
    }

    /**
     * The array as a matrix rows × rest: (60000, 28, 28) becomes 60000×784, (5,) a column 5×1, () a 1×1. The matrix
     * shares the numbers of the array.
     */
    public Matrix toMatrix() {
        int rows = shape().isEmpty() ? 1 : shape().get(0);
        long columns = NpyHeader.numbers(shape().isEmpty() ? List.of() : shape().subList(1, shape().size()));
        if (columns > Integer.MAX_VALUE) { // Possible if another length is 0.
            throw new IllegalArgumentException("cannot make a matrix of shape " + NpyHeader.text(shape()));
        }
        return Matrix.wrap(rows, (int) columns, values);
    }

    /** Shape and type, without the numbers. */
    @Override
    public String toString() {
        return header.toString();
    }

    /** Reads the numbers in memory. */
    private final class Held implements NumberReader {
        private int next;

        @Override
        public NpyHeader header() {
            return header;
        }

        @Override
        public void read(double[] into, int numbers) {
            System.arraycopy(values, next, into, 0, numbers);
            next += numbers;
        }

        @Override
        public void skip(long numbers) {
            next += Math.toIntExact(numbers);
        }

        @Override
        public void end() {
            // The numbers were checked when they were read.
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
