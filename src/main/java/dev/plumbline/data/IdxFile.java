package dev.plumbline.data;

import dev.plumbline.spec.error.ErrorKind;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The file format of MNIST: two zero bytes, the type of the numbers, the number of dimensions, each length in four
 * bytes, the numbers; all in big endian, and often gzipped. Source: yann.lecun.com/exdb/mnist, "THE IDX FILE FORMAT".
 */
public final class IdxFile {
    private static final Map<Integer, String> DTYPES =
            Map.of(0x08, "|u1", 0x09, "|i1", 0x0B, ">i2", 0x0C, ">i4", 0x0D, ">f4", 0x0E, ">f8");

    private IdxFile() {}

    /** Reads the array, with the corresponding dtype of NumPy. */
    public static NpyArray read(DataFile file) throws IOException {
        long size = Files.size(file.path());
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file.path()))) {
            if (!isGzip(in)) {
                return read(in, size, file.name());
            }
            try (InputStream unzipped = new BufferedInputStream(new GZIPInputStream(in))) {
                return readUnzipped(unzipped, size, file.name());
            } catch (ZipException | EOFException e) {
                throw new DataException(
                        ErrorKind.DAMAGED_FILE, file.name() + " is damaged: " + e.getMessage(), "a complete gzip file");
            }
        }
    }

    /** Reads the shape and type of the array, without its numbers. */
    public static NpyHeader header(DataFile file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file.path()))) {
            return header(isGzip(in) ? new GZIPInputStream(in) : in, file.name());
        }
    }

    private static NpyArray read(InputStream in, long size, String where) throws IOException {
        NpyHeader header = header(in, where);
        NumberStream.checkSize(header, size - start(header), where);
        return NumberStream.read(in, header, where);
    }

    /** The uncompressed length is known only at the end, but compression limits it. */
    private static NpyArray readUnzipped(InputStream in, long compressed, String where) throws IOException {
        NpyHeader header = header(in, where);
        long longest = compressed * Npz.LARGEST_EXPANSION;
        if (header.numbers() > longest / header.type().size()) {
            throw new DataException(
                    ErrorKind.DAMAGED_FILE,
                    String.format(
                            Locale.ROOT,
                            "%s claims shape %s in %,d compressed bytes",
                            where,
                            NpyHeader.text(header.shape()),
                            compressed),
                    "a size that compression can reach");
        }
        return NumberStream.read(in, header, where);
    }

    private static int start(NpyHeader header) {
        return 4 + 4 * header.shape().size();
    }

    private static NpyHeader header(InputStream in, String where) throws IOException {
        byte[] magic = whole(in, 4, where);
        String dtype = DTYPES.get(Byte.toUnsignedInt(magic[2]));
        if (magic[0] != 0 || magic[1] != 0 || dtype == null) {
            throw new DataException(
                    ErrorKind.WRONG_FORMAT,
                    String.format(
                            Locale.ROOT,
                            "%s begins with the bytes %02x %02x %02x %02x",
                            where,
                            magic[0],
                            magic[1],
                            magic[2],
                            magic[3]),
                    "an IDX file: 00 00, then the type 08, 09, 0b, 0c, 0d or 0e, then the number of dimensions");
        }
        int dimensions = Byte.toUnsignedInt(magic[3]);
        if (dimensions == 0 || dimensions > 64) {
            throw new DataException(
                    ErrorKind.WRONG_FORMAT, where + " has " + dimensions + " dimensions", "1 to 64 dimensions");
        }
        ByteBuffer lengths = ByteBuffer.wrap(whole(in, 4 * dimensions, where));
        List<Integer> shape = new ArrayList<>();
        while (lengths.hasRemaining()) {
            int length = lengths.getInt();
            if (length < 0) {
                throw new DataException(
                        ErrorKind.TOO_LARGE,
                        where + " has a dimension of length " + Integer.toUnsignedString(length),
                        "at most " + Integer.MAX_VALUE);
            }
            shape.add(length);
        }
        return new NpyHeader(shape, dtype, false);
    }

    private static byte[] whole(InputStream in, int count, String where) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new DataException(ErrorKind.DAMAGED_FILE, where + " is cut off in its header", "a complete IDX file");
        }
        return bytes;
    }

    private static boolean isGzip(InputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip;
    }
}
