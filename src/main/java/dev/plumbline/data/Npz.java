package dev.plumbline.data;

import dev.plumbline.spec.error.ErrorKind;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's format of several named arrays, {@code .npz}: a zip archive of {@code .npy} files, as {@code np.savez} and
 * {@code np.savez_compressed} write it. An array is read on request; other files in the archive are never opened.
 *
 * <p>The memory is limited: an array uses at most the size in its header, which must match the size in the archive,
 * which must be possible for the compressed size; and at most the memory of this Java process.
 */
public final class Npz implements NamedArrays {
    private static final String SUFFIX = ".npy";

    /** Deflate expands one byte to at most 1032 (zlib's technical details: "Maximum Compression Factor"). */
    static final long LARGEST_EXPANSION = 1032;

    private final ZipFile zip;
    private final String name;
    private final Map<String, ZipEntry> entries;

    private Npz(ZipFile zip, String name, Map<String, ZipEntry> entries) {
        this.zip = zip;
        this.name = name;
        this.entries = entries;
    }

    /**
     * Opens an archive.
     *
     * @throws DataException if the file is not a zip archive, or if two of its arrays have the same name
     */
    public static Npz open(Path file) throws IOException {
        return open(new DataFile(file, file.toString()));
    }

    public static Npz open(DataFile file) throws IOException {
        ZipFile zip = zip(file);
        try {
            return new Npz(zip, file.name(), entries(zip, file.name()));
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static ZipFile zip(DataFile file) throws IOException {
        if (Files.exists(file.path()) && !Files.isRegularFile(file.path())) {
            throw new DataException(
                    ErrorKind.UNREADABLE_FILE,
                    file.name() + " is not a regular file",
                    "an archive of arrays, as np.savez writes it");
        }
        try {
            return new ZipFile(file.path().toFile());
        } catch (ZipException | EOFException e) {
            String problem = file.name()
                    + (Npy.hasMagic(file.path())
                            ? " is a single array (.npy)"
                            : isBegun(file.path())
                                    ? " is cut off: its table of contents is missing"
                                    : " is not a zip archive (" + e.getMessage() + ")");
            throw new DataException(
                    ErrorKind.WRONG_FORMAT, problem, "an archive of arrays by name, as np.savez writes it");
        }
    }

    /** Whether a file starts with the magic bytes of a zip archive. */
    private static boolean isBegun(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(4), new byte[] {'P', 'K', 3, 4});
        }
    }

    private static Map<String, ZipEntry> entries(ZipFile zip, String name) throws DataException {
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            if (entry.getName().endsWith(SUFFIX)) {
                String array = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
                if (entries.put(array, entry) != null) {
                    throw new DataException(
                            ErrorKind.DUPLICATE,
                            name + " has two arrays " + MessageNames.quote(array),
                            "one array of each name");
                }
            }
        }
        return entries;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    @Override
    public List<String> others() {
        return zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> !name.endsWith(SUFFIX))
                .toList();
    }

    @Override
    public NpyHeader header(String array) throws IOException {
        ZipEntry entry = entry(array);
        try (InputStream in = open(entry, array)) {
            return Npy.start(in, where(array)).header();
        } catch (ZipException | EOFException e) {
            throw damaged(array, e);
        }
    }

    @Override
    public NpyArray read(String array) throws IOException {
        try (StreamedNumbers reader = numbers(entry(array), array)) {
            return NumberStream.read(reader);
        }
    }

    @Override
    public NumberReader numbers(String array) throws IOException {
        return numbers(entry(array), array);
    }

    /**
     * A reader of the numbers of an array in C order. An array in Fortran order is read into memory as a whole, other
     * arrays in parts.
     */
    public NumberReader rowMajor(String array) throws IOException {
        StreamedNumbers numbers = numbers(entry(array), array);
        return Npy.rowMajor(numbers);
    }

    private StreamedNumbers numbers(ZipEntry entry, String array) throws IOException {
        long size = entry.getSize();
        if (size / LARGEST_EXPANSION > entry.getCompressedSize()) {
            throw new DataException(
                    ErrorKind.DAMAGED_FILE,
                    String.format(
                            Locale.ROOT,
                            "%s claims to be %,d bytes, compressed to %,d",
                            where(array),
                            size,
                            entry.getCompressedSize()),
                    "a size that compression can reach");
        }
        CRC32 checksum = new CRC32();
        InputStream in = new CheckedInputStream(open(entry, array), checksum);
        try {
            Npy.Start start = Npy.start(in, where(array));
            NumberStream.checkSize(start.header(), size - start.bytes(), where(array));
            return new StreamedNumbers(in, start.header(), where(array)) {
                @Override
                public void end() throws IOException {
                    super.end();
                    // Java's reader does not check it.
                    if (checksum.getValue() != entry.getCrc()) {
                        throw new DataException(
                                ErrorKind.DAMAGED_FILE,
                                Npz.this.where(array) + " is damaged: its checksum is wrong",
                                "an undamaged archive");
                    }
                }
            };
        } catch (ZipException | EOFException e) {
            in.close();
            throw damaged(array, e);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private InputStream open(ZipEntry entry, String array) throws IOException {
        try {
            return new BufferedInputStream(zip.getInputStream(entry));
        } catch (ZipException | EOFException e) {
            throw damaged(array, e);
        }
    }

    private ZipEntry entry(String array) throws DataException {
        ZipEntry entry = entries.get(array);
        if (entry == null) {
            throw new DataException(
                    ErrorKind.COLUMN_NOT_FOUND,
                    name + " has no array " + MessageNames.quote(array) + MessageNames.didYouMean(array, names()),
                    entries.isEmpty() ? "an archive with arrays" : MessageNames.list(names()));
        }
        return entry;
    }

    private DataException damaged(String array, IOException e) {
        return new DataException(
                ErrorKind.DAMAGED_FILE, where(array) + " is damaged: " + e.getMessage(), "an undamaged archive");
    }

    private String where(String array) {
        return name + ", array " + MessageNames.quote(array);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Writes arrays by name, uncompressed and without times: the same arrays give the same bytes. */
    public static void write(Path file, Map<String, NpyArray> arrays) throws IOException {
        try (OutputStream out = AtomicFile.open(file)) {
            write(out, arrays);
        }
    }

    /** Writes the archive to a stream, which stays open. */
    public static void write(OutputStream out, Map<String, NpyArray> arrays) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        // Uncompressed blocks of deflate, because the method STORED needs the checksum in advance.
        zip.setLevel(Deflater.NO_COMPRESSION);
        for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
            ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
            entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
            zip.putNextEntry(entry);
            Npy.write(zip, array.getValue());
            zip.closeEntry();
        }
        zip.finish();
    }
}
