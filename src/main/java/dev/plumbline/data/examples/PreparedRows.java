package dev.plumbline.data.examples;

import dev.plumbline.data.DataException;
import dev.plumbline.data.DataFile;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.Npy;
import dev.plumbline.data.Npz;
import dev.plumbline.data.NumberReader;
import dev.plumbline.data.TextFile;
import dev.plumbline.data.preparation.CsvLayout;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.error.ErrorKind;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Rows for a prediction, without targets: read block by block and prepared as in the training. Only one block is in
 * memory, so a file can be larger than the memory. Order of use: {@link #next} until it is empty, close.
 */
public final class PreparedRows implements Closeable {
    private static final byte[] ZIP = {'P', 'K'};

    private final Source source;

    private PreparedRows(Source source) {
        this.source = source;
    }

    /** Reads rows in sequence. */
    interface Source extends Closeable {
        /** The inputs of the next rows: fewer than wanted at the end, and empty after it. */
        Optional<Matrix> next(int wanted) throws IOException;
    }

    /**
     * The rows of a file: a NumPy array ({@code .npy}) or an archive with the array {@code inputs} or with only one
     * array, recognized by their first bytes; any other file is CSV with the layout of the training data.
     *
     * @param name the name of the file in messages
     * @throws DataException if it does not have the columns that the network needs
     */
    public static PreparedRows open(Path file, String name, Preparation preparation) throws IOException {
        Optional<String> elsewhere = DataFile.onlyOnSpark(name);
        if (elsewhere.isPresent()) {
            throw new DataException(ErrorKind.UNREADABLE_FILE, elsewhere.get(), DataFile.ALLOWED_HERE);
        }
        if (Npy.hasMagic(file)) {
            return npy(file, name, preparation);
        }
        if (hasMagic(file)) {
            Npz archive = Npz.open(new DataFile(file, name));
            try {
                boolean isOnly = archive.names().size() == 1;
                return npz(archive, name, isOnly ? archive.names().iterator().next() : "inputs", preparation);
            } catch (IOException | RuntimeException e) {
                archive.close();
                throw e;
            }
        }
        return csv(
                Files.newInputStream(file),
                Optional.of(() -> Files.newInputStream(file)),
                name,
                preparation,
                preparation.layout());
    }

    private static boolean hasMagic(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        }
    }

    /**
     * The rows of CSV text in UTF-8. With a header, columns are found by name and others are skipped; without a header,
     * the columns are the inputs in their order, or all columns of the training data.
     *
     * @param in the text, closed with the rows
     */
    public static PreparedRows csv(InputStream in, String name, Preparation preparation, CsvLayout layout)
            throws IOException {
        return csv(in, Optional.empty(), name, preparation, layout);
    }

    private static PreparedRows csv(
            InputStream in, Optional<TextFile.Opening> again, String name, Preparation preparation, CsvLayout layout)
            throws IOException {
        return new PreparedRows(new PreparedCsv(new BufferedInputStream(in), again, name, 0, preparation, layout));
    }

    /** The rows of a NumPy array in a file. */
    private static PreparedRows npy(Path file, String name, Preparation preparation) throws IOException {
        return of(Npy.rowMajor(file, name), () -> {}, name, preparation);
    }

    private static PreparedRows npz(Npz archive, String name, String array, Preparation preparation)
            throws IOException {
        return of(archive.rowMajor(array), archive, name + ", array " + MessageNames.quote(array), preparation);
    }

    private static PreparedRows of(NumberReader numbers, Closeable archive, String name, Preparation preparation)
            throws IOException {
        try {
            return new PreparedRows(new PreparedArray(numbers, archive, name, preparation));
        } catch (DataException e) {
            numbers.close();
            throw e;
        }
    }

    /**
     * Reads and prepares the next rows: as many as requested, fewer at the end, and empty after the end.
     *
     * @return rows × inputs
     * @throws DataException for the first invalid value, with its row and column
     */
    public Optional<Matrix> next(int most) throws IOException {
        return source.next(most);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
