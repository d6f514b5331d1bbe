package dev.plumbline.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;

/**
 * The numbers of an array as they stand in the file. No more of them is held than is asked for, so that an array may be
 * larger than the memory.
 */
class StreamedNumbers implements NumberReader {
    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final NpyHeader header;
    private final String where;
    private final NumberType type;
    private final byte[] chunk = new byte[CHUNK];
    private final ByteBuffer bytes;
    private int at; // of the next number in the chunk
    private int present; // bytes in the chunk
    private long done; // numbers

    /**
     * A reader.
     *
     * @param in begins with the first number
     * @param where the file, and the place in it
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

    /** The file, and the place in it, for messages. */
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
                    where + " goes on after the last number of shape " + NpyHeader.text(header.shape()), "one array");
        }
    }

    /** How many numbers there are in the chunk, which is filled where it is empty. */
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
            throw new DataException(where + " is damaged: " + e.getMessage(), "an undamaged archive");
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
                        where + ": found " + type.text(bytes, place),
                        type == NumberType.B1
                                ? "the bytes 0 and 1"
                                : "whole numbers that 64-bit floating point holds exactly, as all up to 2^53 are");
            }
            into[from + i] = value;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
