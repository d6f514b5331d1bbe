package dev.plumbline.data;

import dev.plumbline.spec.error.ErrorKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * NumPy's format of one array, {@code .npy}: six bytes of magic, the version, the length of the header, the header, the
 * numbers. Versions 1.0, 2.0 and 3.0 are read, 1.0 is written. Source: numpy.lib.format.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64; // of the numbers in the file, as in NumPy
    private static final int LONGEST_HEADER = 1 << 16;

    private Npy() {}

    /**
     * Reads an array.
     *
     * @throws DataException if the file is not exactly one complete array of numbers
     */
    public static NpyArray read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(in, Files.size(file), file.toString());
        }
    }

    /**
     * A reader of the numbers of an array in C order. An array in Fortran order is read into memory as a whole, other
     * arrays in parts.
     */
    public static NumberReader rowMajor(Path file, String name) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            Start start = start(in, name);
            NumberStream.checkSize(start.header(), Files.size(file) - start.bytes(), name);
            return rowMajor(new StreamedNumbers(in, start.header(), name));
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /**
     * A reader of numbers without a header in front of them.
     *
     * @param where the file and the place in it
     */
    public static NumberReader numbers(InputStream in, NpyHeader header, String where) {
        return new StreamedNumbers(in, header, where);
    }

    /** A reader in C order from a reader that is at its first number. */
    static NumberReader rowMajor(StreamedNumbers numbers) throws IOException {
        if (!numbers.header().fortranOrder()) {
            return numbers;
        }
        try (numbers) {
            return NumberStream.read(numbers).numbers();
        }
    }

    /** Writes an array in its type and order. */
    public static void write(Path file, NpyArray array) throws IOException {
        try (OutputStream out = AtomicFile.open(file)) {
            write(out, array);
        }
    }

    /** Whether a file starts with the magic bytes of an array. */
    public static boolean hasMagic(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    /**
     * Reads an array.
     *
     * @param size the number of bytes, actual or claimed
     * @param where the file and, in an archive, the array
     */
    public static NpyArray read(InputStream in, long size, String where) throws IOException {
        Start start = start(in, where);
        NumberStream.checkSize(start.header(), size - start.bytes(), where);
        return NumberStream.read(in, start.header(), where);
    }

    /** Reads the part before the numbers; returns the header and the length in bytes. */
    record Start(NpyHeader header, long bytes) {}

    static Start start(InputStream in, String where) throws IOException {
        byte[] magic = in.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new DataException(
                    ErrorKind.WRONG_FORMAT,
                    where + " is not a NumPy array file",
                    "a file written by np.save, which begins with \\x93NUMPY");
        }
        byte[] version = whole(in, 2, where);
        boolean first = version[0] == 1;
        if (version[0] < 1 || version[0] > 3 || version[1] != 0) {
            throw new DataException(
                    ErrorKind.WRONG_FORMAT,
                    where + " is of format version " + Byte.toUnsignedInt(version[0]) + "."
                            + Byte.toUnsignedInt(version[1]),
                    "1.0, 2.0 and 3.0");
        }
        ByteBuffer lengthBytes =
                ByteBuffer.wrap(whole(in, first ? 2 : 4, where)).order(ByteOrder.LITTLE_ENDIAN);
        long length =
                first ? Short.toUnsignedInt(lengthBytes.getShort()) : Integer.toUnsignedLong(lengthBytes.getInt());
        if (length > LONGEST_HEADER) {
            throw new DataException(
                    ErrorKind.WRONG_FORMAT,
                    String.format(Locale.ROOT, "%s claims a header of %,d bytes", where, length),
                    String.format(Locale.ROOT, "at most %,d", LONGEST_HEADER));
        }
        Charset charset = version[0] == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        String text = new String(whole(in, (int) length, where), charset);
        return new Start(
                NpyHeaderParser.parse(text, where), MAGIC.length + version.length + lengthBytes.capacity() + length);
    }

    private static byte[] whole(InputStream in, int count, String where) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new DataException(ErrorKind.DAMAGED_FILE, where + " is cut off in its header", "a complete file");
        }
        return bytes;
    }

    static void write(OutputStream out, NpyArray array) throws IOException {
        writeHeader(out, array.header());
        NumberStream.write(out, array);
    }

    /** Writes the part before the numbers. */
    static void writeHeader(OutputStream out, NpyHeader header) throws IOException {
        int before = MAGIC.length + 2 + 2;
        String text = header.toPython();
        int unaligned = (before + text.length() + 1) % ALIGNMENT;
        String padded = text + " ".repeat((ALIGNMENT - unaligned) % ALIGNMENT) + "\n";
        ByteBuffer start = ByteBuffer.allocate(before + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
        start.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded.length());
        start.put(padded.getBytes(StandardCharsets.ISO_8859_1));
        out.write(start.array());
    }
}
