package dev.plumbline.data;

import dev.plumbline.math.Matrix;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads the rows of an array and prepares each. */
final class PreparedArray implements PreparedRows.Source {
    private final NumberReader numbers;
    private final Closeable archive;
    private final String name;
    private final RowPreparation rows;
    private final double[] raw; // of one row
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
        this.rows = new RowPreparation(preparation);
        this.raw = new double[preparation.columns().size()];
        List<Integer> shape = numbers.header().shape();
        long columns = shape.isEmpty() ? 0 : NpyHeader.numbers(shape.subList(1, shape.size()));
        if (columns != raw.length) {
            throw new DataException(
                    name + " has shape " + NpyHeader.text(shape),
                    "one row for each example, of " + MessageNames.count(raw.length, "number"));
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
        double[] inputs = new double[size * rows.width()];
        for (int row = 0; row < size; row++) {
            numbers.read(raw, raw.length);
            int index = done++;
            for (int column = 0; column < raw.length; column++) {
                rows.number(column, raw[column], inputs, row, () -> name + ", row " + index);
            }
        }
        return Optional.of(Matrix.wrap(size, rows.width(), inputs));
    }

    @Override
    public void close() throws IOException {
        try (archive) {
            numbers.close();
        }
    }
}
