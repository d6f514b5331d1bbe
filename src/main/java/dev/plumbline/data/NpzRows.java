package dev.plumbline.data;

import dev.plumbline.math.Matrix;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An {@code .npz} with one array that is written row by row. The header comes first and contains the number of rows,
 * which is known only at the end, so the numbers are kept in a temporary file. Order of use: add, close.
 */
public final class NpzRows implements Closeable {
    private final OutputStream out;
    private final String array;
    private final int columns;
    private final PartFile part;
    private final DataOutputStream numbers;
    private int rows;

    /**
     * Starts an archive.
     *
     * @param out the target, closed at the end
     * @param array the name of the array
     */
    public NpzRows(OutputStream out, String array, int columns) throws IOException {
        this.out = out;
        this.array = array;
        this.columns = columns;
        this.part = PartFile.in(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
        this.numbers = new DataOutputStream(AtomicFile.open(part.path()));
    }

    /** Adds rows. */
    public void add(Matrix matrix) throws IOException {
        for (double value : matrix.toRowMajor()) {
            numbers.writeLong(Long.reverseBytes(Double.doubleToRawLongBits(value))); // little endian
        }
        rows += matrix.rows();
    }

    /** Writes the archive. */
    @Override
    public void close() throws IOException {
        try (part;
                ZipOutputStream zip = new ZipOutputStream(out)) {
            numbers.close();
            ZipEntry entry = new ZipEntry(array + ".npy");
            entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
            zip.putNextEntry(entry);
            Npy.writeHeader(zip, new NpyHeader(List.of(rows, columns), "<f8", false));
            Files.copy(part.path(), zip);
            zip.closeEntry();
        }
    }
}
