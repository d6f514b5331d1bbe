package dev.plumbline.model;

import dev.plumbline.data.DataException;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The files of a model. They are read into memory and never unpacked to the disk; the size of each is limited, and its
 * checksum must be right.
 */
final class ModelArchive implements Closeable {
    private final ZipFile zip;
    private final Path file;
    private final Map<String, ZipEntry> entries;

    private ModelArchive(ZipFile zip, Path file, Map<String, ZipEntry> entries) {
        this.zip = zip;
        this.file = file;
        this.entries = entries;
    }

    /**
     * Opens a model.
     *
     * @throws DataException if it is not a zip archive, or if two of its files have the same name
     */
    static ModelArchive open(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new DataException(
                    ErrorKind.UNREADABLE_FILE,
                    file + " is not a regular file",
                    "a model, as `plumbline train --run` writes it");
        }
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException | EOFException e) {
            throw new DataException(
                    ErrorKind.NOT_A_MODEL,
                    file + " is not a model: it is not a zip archive",
                    "a model, as `plumbline train --run` writes it");
        }
        try {
            Map<String, ZipEntry> entries = new LinkedHashMap<>();
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entries.put(entry.getName(), entry) != null) {
                    throw new DataException(
                            ErrorKind.DUPLICATE,
                            file + " has two files `" + Printable.line(entry.getName()) + "`",
                            "one of each name");
                }
            }
            return new ModelArchive(zip, file, entries);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    @FunctionalInterface
    interface Reading<T> {
        T from(InputStream in) throws IOException;
    }

    /** Whether the archive has a file of this name. */
    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** The name of a file of the archive in messages. */
    String nameOf(String name) {
        return file + ", " + name;
    }

    /** Reads a text of the archive, in UTF-8. */
    String text(String name, long most) throws IOException {
        return read(name, most, in -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }

    /**
     * Reads a complete file of the archive.
     *
     * @param most the maximum number of bytes
     * @throws DataException if it is missing, larger or damaged
     */
    <T> T read(String name, long most, Reading<T> reading) throws IOException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new DataException(
                    ErrorKind.NOT_A_MODEL,
                    file + " has no file " + name,
                    "a model, as `plumbline train --run` writes it");
        }
        if (entry.getSize() > most) {
            throw new DataException(
                    ErrorKind.TOO_LARGE,
                    String.format(Locale.ROOT, "%s is %,d bytes long", nameOf(name), entry.getSize()),
                    String.format(Locale.ROOT, "at most %,d", most));
        }
        CRC32 checksum = new CRC32();
        try (InputStream in = new CheckedInputStream(
                new Limited(new BufferedInputStream(zip.getInputStream(entry)), most), checksum)) {
            T read = reading.from(in);
            in.transferTo(OutputStream.nullOutputStream());
            if (checksum.getValue() != entry.getCrc()) {
                throw new DataException(
                        ErrorKind.DAMAGED_FILE,
                        nameOf(name) + " is damaged: its checksum is wrong",
                        "an undamaged model");
            }
            return read;
        } catch (ZipException | EOFException e) {
            throw new DataException(
                    ErrorKind.DAMAGED_FILE, nameOf(name) + " is damaged: " + e.getMessage(), "an undamaged model");
        }
    }

    /** A stream that fails if it is longer than the size in the archive. */
    private static final class Limited extends FilterInputStream {
        private long left;

        private Limited(InputStream in, long most) {
            super(in);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws ZipException {
            left -= read;
            if (left < 0) {
                throw new ZipException("it is longer than its size in the archive");
            }
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
