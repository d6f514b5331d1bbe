package dev.plumbline.data.examples;

import dev.plumbline.data.DataException;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.NpyHeader;
import dev.plumbline.data.NumberReader;
import dev.plumbline.data.preparation.LearnedColumns;
import dev.plumbline.data.preparation.Preparation;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.error.ErrorKind;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads the rows of an array and prepares each. */
final class PreparedArray implements PreparedRows.Source {
    private final NumberReader numbers;
    private final Closeable archive;
    private final String name;
    private final LearnedColumns columns;
    private final int width; // numbers of a row
    private final int count;
    private int done;

    /**
     * Creates a reader.
     *
     * @param archive the archive, closed with the reader
     * @param name the file and, in an archive, the array
     */
    PreparedArray(NumberReader numbers, Closeable archive, String name, Preparation preparation) throws DataException {
        this.numbers = numbers;
        this.archive = archive;
        this.name = name;
        this.columns = new LearnedColumns(preparation);
        this.width = preparation.columns().size();
        List<Integer> shape = numbers.header().shape();
        long numbersOfRow = shape.isEmpty() ? 0 : NpyHeader.numbers(shape.subList(1, shape.size()));
        if (numbersOfRow != width) {
            throw new DataException(
                    ErrorKind.SIZE_MISMATCH,
                    name + " has shape " + NpyHeader.text(shape),
                    "one row for each example, of " + MessageNames.count(width, "number"));
        }
        count = shape.get(0);
    }

    @Override
    public Optional<Matrix> next(int wanted) throws IOException {
        int size = Math.min(wanted, count - done);
        if (size == 0) {
            numbers.end();
            return Optional.empty();
        }
        double[] values = new double[size * width];
        numbers.read(values, values.length);
        int before = done;
        done += size;
        return Optional.of(columns.inputsOfNumbers(values, row -> name + ", row " + (before + row)));
    }

    @Override
    public void close() throws IOException {
        try (archive) {
            numbers.close();
        }
    }
}
