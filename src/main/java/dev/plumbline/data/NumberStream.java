package dev.plumbline.data;

import dev.plumbline.spec.error.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/** Reads and writes the numbers of an array as bytes, as in NPY and IDX files. */
final class NumberStream {
    private static final int CHUNK = 1 << 16;
    private static final int PART = 1 << 13;

    private NumberStream() {}

    /**
     * Reads all numbers of an array and checks that nothing follows them.
     *
     * @param where the file and the place in it
     */
    static NpyArray read(InputStream in, NpyHeader header, String where) throws IOException {
        return read(new StreamedNumbers(in, header, where));
    }

    /** Reads all numbers from a reader that is at the first one. */
    static NpyArray read(StreamedNumbers reader) throws IOException {
        NpyHeader header = reader.header();
        String shape = "shape " + NpyHeader.text(header.shape());
        double[] values = new double[MemoryLimit.check(header.numbers(), reader.where(), shape)];
        if (header.fortranOrder()) {
            Walk walk = new Walk(header);
            double[] part = new double[Math.min(PART, values.length)];
            for (int done = 0; done < values.length; ) {
                int count = Math.min(part.length, values.length - done);
                reader.read(part, count);
                for (int i = 0; i < count; i++) {
                    values[walk.next()] = part[i];
                }
                done += count;
            }
        } else {
            reader.read(values, values.length);
        }
        reader.end();
        return NpyArray.wrap(header, values);
    }

    /** Checks the number of bytes of an array before memory is allocated. */
    static void checkSize(NpyHeader header, long present, String where) throws DataException {
        long numbers = header.numbers();
        int size = header.type().size();
        // A division, because the product of the claimed lengths may exceed a long.
        if (numbers > present / size) {
            throw truncated(where, present, header);
        }
        if (numbers * size < present) {
            throw new DataException(
                    ErrorKind.DAMAGED_FILE,
                    where + " has " + MessageNames.count(present - numbers * size, "byte") + " after its last number",
                    "nothing after the numbers of shape " + NpyHeader.text(header.shape()));
        }
    }

    static DataException truncated(String where, long present, NpyHeader header) {
        return new DataException(
                ErrorKind.DAMAGED_FILE,
                String.format(
                        Locale.ROOT,
                        "%s is cut off: shape %s, but only %,d bytes",
                        where,
                        NpyHeader.text(header.shape()),
                        present),
                String.format(
                        Locale.ROOT, "%d bytes for each number", header.type().size()));
    }

    /** Writes all numbers of an array in its type and order. */
    static void write(OutputStream out, NpyArray array) throws IOException {
        NumberType type = array.header().type();
        double[] values = array.values();
        byte[] chunk = new byte[CHUNK];
        ByteBuffer bytes = ByteBuffer.wrap(chunk).order(array.header().byteOrder());
        Walk walk = new Walk(array.header());
        for (int done = 0; done < values.length; ) {
            int count = Math.min(CHUNK / type.size(), values.length - done);
            for (int i = 0; i < count; i++) {
                type.write(bytes, i * type.size(), values[walk.next()]);
            }
            out.write(chunk, 0, count * type.size());
            done += count;
        }
    }

    /** Enumerates the indices in C order of the numbers in the order of the file. */
    private static final class Walk {
        private final int[] lengths;
        private final int[] strides; // in C order: the distance of two neighbours along a dimension
        private final int[] indices;
        private int position;

        private Walk(NpyHeader header) {
            List<Integer> shape = header.fortranOrder() ? header.shape() : List.of((int) header.numbers());
            lengths = shape.stream().mapToInt(Integer::intValue).toArray();
            strides = new int[lengths.length];
            indices = new int[lengths.length];
            int stride = 1;
            for (int i = lengths.length - 1; i >= 0; i--) {
                strides[i] = stride;
                stride *= lengths[i];
            }
        }

        private int next() {
            int current = position;
            for (int i = 0; i < lengths.length; i++) {
                position += strides[i];
                if (++indices[i] < lengths[i]) {
                    break;
                }
                position -= indices[i] * strides[i];
                indices[i] = 0;
            }
            return current;
        }
    }
}
