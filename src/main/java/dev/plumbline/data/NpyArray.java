package dev.plumbline.data;

import dev.plumbline.math.Matrix;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An array of NumPy's: numbers, with the shape, type and order that it has in its file. The numbers are held as doubles,
 * each exactly, in C order (the last index runs fastest) whatever the order in the file.
 */
public final class NpyArray {
    private final NpyHeader header;
    private final double[] values;

    private NpyArray(NpyHeader header, double[] values) {
        this.header = header;
        this.values = values;
    }

    /** Not copied: for readers, which hand over what they have just filled. */
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
     * @param values in C order, whatever the order in the file is to be
     * @throws IllegalArgumentException if there are not as many values as the shape asks for, or if the type does not
     *     hold one of them exactly
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

    /** Shape, type and order together. */
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

    /** Whether the first index runs fastest in the file, instead of the last. */
    public boolean fortranOrder() {
        return header.fortranOrder();
    }

    /** How many numbers there are. */
    public int size() {
        return values.length;
    }

    /** The number at these indices, one for each dimension. */
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

    /** A copy of the numbers in C order: the last index runs fastest. */
    public double[] toRowMajor() {
        return values.clone();
    }

    /** A reader of the numbers in C order; it shares them. */
    public NumberReader numbers() {
        return new Held();
    }

    /** Without a copy: for writers, which only read. */
    double[] values() {
        return values;
    }

    /**
     * The numbers as rows × rest: of shape (60000, 28, 28) comes 60000×784, of (5,) a column 5×1, of () a 1×1. The
     * matrix shares this array's numbers.
     */
    public Matrix toMatrix() {
        int rows = shape().isEmpty() ? 1 : shape().get(0);
        long columns = NpyHeader.numbers(shape().isEmpty() ? List.of() : shape().subList(1, shape().size()));
        if (columns > Integer.MAX_VALUE) { // Possible where another length is 0.
            throw new IllegalArgumentException("cannot make a matrix of shape " + NpyHeader.text(shape()));
        }
        return Matrix.wrap(rows, (int) columns, values);
    }

    /** Shape and type, without the numbers. */
    @Override
    public String toString() {
        return header.toString();
    }

    /** The numbers as they are held. */
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
            // They were asked when they were read.
        }

        @Override
        public void close() {
            // There is nothing to give back.
        }
    }
}
