package dev.plumbline.model;

import dev.plumbline.data.DataException;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.trace.LayerWeights;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * DL4J's {@code coefficients.bin}: all weights and biases of a network in one row, as {@code Nd4j.write} writes an
 * array. First the shape information, then the numbers, each as: the allocation mode (text), the length (64 bits), the
 * type (text), the elements; all big endian, text as {@link DataOutputStream#writeUTF}. Layer after layer, W column by
 * column, then b.
 *
 * <p>The shape information of n numbers is: the rank 1, the length n, the stride 1, a number for the type, the element
 * stride 1, the order.
 */
final class Coefficients {
    private static final int MOST_SHAPE = 64; // elements of shape information
    private static final Map<String, Integer> SHAPES = Map.of("LONG", Long.BYTES, "INT", Integer.BYTES);
    private static final long FLOAT_FLAG = 1L << 13; // of libnd4j's ArrayOptions
    private static final long DOUBLE_FLAG = 1L << 14;
    private static final String MODE = "MIXED_DATA_TYPES";
    private static final Set<String> MODES = Set.of(MODE, "LONG_SHAPE", "DIRECT", "HEAP", "JAVACPP");

    private Coefficients() {}

    /** Writes the weights of a network. */
    static void write(OutputStream out, NetworkSpec spec, List<LayerWeights> weights) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        double[] flat = LayerWeights.flat(weights);
        boolean isDouble = spec.precision() == Precision.F64;
        long[] shape = {1, flat.length, 1, isDouble ? DOUBLE_FLAG : FLOAT_FLAG, 1, 'c'};
        data.writeUTF(MODE);
        data.writeLong(shape.length);
        data.writeUTF("LONG");
        for (long length : shape) {
            data.writeLong(length);
        }
        data.writeUTF(MODE);
        data.writeLong(flat.length);
        data.writeUTF(isDouble ? "DOUBLE" : "FLOAT");
        for (double weight : flat) {
            if (isDouble) {
                data.writeDouble(weight);
            } else {
                data.writeFloat((float) weight);
            }
        }
        data.flush();
    }

    /**
     * Reads the weights of a network.
     *
     * @throws DataException if they are not exactly the weights of the network
     */
    static List<LayerWeights> read(InputStream in, NetworkSpec spec, String name) throws IOException {
        DataInputStream data = new DataInputStream(in);
        try {
            double[] flat = readArray(data, spec.parameters(), "the weights and biases of its network", name);
            if (data.read() >= 0) {
                throw damaged(name, "more bytes follow its numbers");
            }
            return LayerWeights.split(flat, spec);
        } catch (EOFException e) {
            throw damaged(name, "it ends too early");
        } catch (UTFDataFormatException e) {
            throw damaged(name, "a text is not in modified UTF-8");
        }
    }

    /**
     * Reads the numbers of one row, as {@code Nd4j.write} writes it.
     *
     * @param length how many there must be
     * @param meaning their meaning in messages
     * @throws DataException if there is another number of them, or if one is not finite
     */
    static double[] readArray(DataInputStream data, long length, String meaning, String name) throws IOException {
        Header shape = Header.read(data, name);
        if (shape.length() > MOST_SHAPE || !SHAPES.containsKey(shape.type())) {
            throw damaged(name, "its shape is " + shape);
        }
        long inShape = checkShape(data, shape, name);
        Header numbers = Header.read(data, name);
        if (inShape != numbers.length()) {
            throw damaged(name, "its shape has " + inShape + " numbers");
        }
        if (numbers.length() != length) {
            throw new DataException(
                    ErrorKind.SIZE_MISMATCH,
                    String.format(Locale.ROOT, "%s has %,d numbers", name, numbers.length()),
                    String.format(Locale.ROOT, "%,d, %s", length, meaning));
        }
        return numbers(data, numbers, name);
    }

    /** The number of elements of a row. DL4J does not check it, and reads past the end if it is wrong. */
    private static long checkShape(DataInputStream data, Header header, String name) throws IOException {
        long[] shape = new long[(int) header.length()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = header.type().equals("LONG") ? data.readLong() : data.readInt();
        }
        boolean isVector = shape.length == 6 && shape[0] == 1 && shape[2] == 1;
        boolean isRow = shape.length == 8 && shape[0] == 2 && shape[1] == 1 && shape[4] == 1;
        if (!isVector && !isRow) {
            throw damaged(name, "its shape is not that of one row");
        }
        return isVector ? shape[1] : shape[2];
    }

    private static double[] numbers(DataInputStream data, Header header, String name) throws IOException {
        double[] flat = new double[(int) header.length()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = switch (header.type()) {
                case "DOUBLE" -> data.readDouble();
                case "FLOAT" -> data.readFloat();
                default ->
                    throw new DataException(
                            ErrorKind.WRONG_FORMAT,
                            name + " has numbers of the type " + Printable.line(header.type()),
                            "DOUBLE or FLOAT");
            };
            if (!Double.isFinite(flat[i])) {
                throw new DataException(
                        ErrorKind.NOT_FINITE, name + " has a number that is " + flat[i], "finite numbers");
            }
        }
        return flat;
    }

    /** The header before the elements of a buffer. */
    private record Header(long length, String type) {
        private static Header read(DataInputStream data, String name) throws IOException {
            if (!MODES.contains(data.readUTF())) {
                throw damaged(name, "it does not start like an array of DL4J");
            }
            return new Header(data.readLong(), data.readUTF());
        }

        @Override
        public String toString() {
            return length + " numbers of the type " + Printable.line(type);
        }
    }

    private static DataException damaged(String name, String what) {
        return new DataException(ErrorKind.DAMAGED_FILE, name + " is damaged: " + what, "an array as DL4J writes it");
    }
}
