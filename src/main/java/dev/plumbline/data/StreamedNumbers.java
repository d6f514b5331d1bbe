package dev.plumbline.data;

import dev.plumbline.spec.error.ErrorKind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;

/**
 * Reads the numbers of an array in the order of the file. It keeps only the requested numbers in memory, so an array
 * can be larger than the memory.
 */
class StreamedNumbers implements NumberReader {
    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final NpyHeader header;
    private final String where;
    private final NumberType type;
    private final byte[] chunk = new byte[CHUNK];
    private final ByteBuffer bytes;
    private int at; // the position of the next number in the chunk
    private int present; // the number of bytes in the chunk
    private long done; // the number of numbers read

    /**
     * Creates a reader.
     *
     * @param in the stream, at the first number
     * @param where the file and the place in it
     */
    StreamedNumbers(InputStream in, NpyHeader header, String where) {
        this.in = in;
        this.header = header;
        this.where = where;
        this.type = header.type();
        this.bytes = ByteBuffer.wrap(chunk).order(header.byteOrder());
    }

    @Override
    public final NpyHeader header() {
        return header;
    }

    /** The file and the place in it, for messages. */
    final String where() {
        return where;
    }

    @Override
    public final void read(double[] into, int numbers) throws IOException {
        for (int i = 0; i < numbers; ) {
            int count = Math.min(available(), numbers - i);
            take(into, i, count);
            at += count * type.size();
            done += count;
            i += count;
        }
    }

    @Override
    public final void skip(long count) throws IOException {
        for (long left = count; left > 0; ) {
            int now = (int) Math.min(available(), left);
            at += now * type.size();
            done += now;
            left -= now;
        }
    }

    @Override
    public void end() throws IOException {
        if (at < present || in.read() >= 0) {
            throw new DataException(
                    ErrorKind.DAMAGED_FILE,
                    where + " continues after the last number of shape " + NpyHeader.text(header.shape()),
                    "one array");
        }
    }

    /** The number of numbers in the chunk; fills an empty chunk. */
    private int available() throws IOException {
        if (at == present) {
            long left = header.numbers() - done;
            int wanted = (int) Math.min(CHUNK / type.size(), left) * type.size();
            at = 0;
            present = filled(wanted);
            if (present < wanted || wanted == 0) {
                throw NumberStream.truncated(where, done * type.size() + present, header);
            }
        }
        return (present - at) / type.size();
    }

    private int filled(int wanted) throws IOException {
        try {
            return in.readNBytes(chunk, 0, wanted);
        } catch (ZipException | EOFException e) {
            throw new DataException(
                    ErrorKind.DAMAGED_FILE, where + " is damaged: " + e.getMessage(), "an undamaged archive");
        }
    }

    private void take(double[] into, int from, int count) throws DataException {
        if (type == NumberType.F8) {
            bytes.position(at).limit(present);
            bytes.asDoubleBuffer().get(into, from, count);
            bytes.clear();
            return;
        }
        for (int i = 0; i < count; i++) {
            int place = at + i * type.size();
            double value = type.read(bytes, place);
            if (Double.isNaN(value) && type.isWhole()) {
                throw new DataException(
                        ErrorKind.WRONG_FORMAT,
                        where + ": found " + type.text(bytes, place),
                        type == NumberType.B1
                                ? "the bytes 0 and 1"
                                : "whole numbers that 64-bit floating point represents exactly, such as all up to "
                                        + "2^53");
            }
            into[from + i] = value;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
