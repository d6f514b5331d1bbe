package dev.plumbline.data.preparation;

import dev.plumbline.data.DataException;
import dev.plumbline.data.DataProblems;
import dev.plumbline.data.Dataset;
import dev.plumbline.data.MemoryLimit;
import dev.plumbline.data.MessageNames;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.error.ErrorKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Examples that are ready for the network.
 *
 * @param training the training part
 * @param validation the held-out part
 * @param preparation how both were prepared
 */
public record PreparedExamples(Dataset training, Optional<Dataset> validation, Preparation preparation) {

    /**
     * Prepares some rows of raw examples. If all rows are used and each column is one input, the raw numbers are
     * overwritten instead of copied.
     *
     * @throws DataException if the numbers do not fit in memory
     */
    public static Dataset prepare(RawExamples raw, BitSet rows, Preparation preparation) throws DataException {
        Matrix inputs = inputs(raw, rows, preparation);
        boolean isWhole = inputs.rows() == raw.rows();
        return new Dataset(
                inputs,
                preparation.scaledTargets(isWhole ? raw.targets() : take(raw.targets(), rows)),
                raw.weights().map(weights -> isWhole ? weights : take(weights, rows)));
    }

    /** The inputs alone, as {@link #prepare} makes them, of rows that may have no targets. */
    public static Matrix inputs(RawExamples raw, BitSet rows, Preparation preparation) throws DataException {
        int count = rows.cardinality();
        int width = preparation.width();
        boolean inPlace = count == raw.rows()
                && width == raw.width()
                && raw.columns().stream().allMatch(column -> column.categories().isEmpty());
        double[] inputs = inPlace
                ? raw.inputs()
                : new double
                        [MemoryLimit.check((long) count * width, raw.file(), count + " rows of " + width + " inputs")];
        numbers(raw, rows, preparation, inputs);
        int offset = 0;
        for (int column = 0; column < raw.width(); column++) {
            if (preparation.columns().get(column) instanceof InputColumn.Category category) {
                oneHot(raw, rows, column, category, inputs, offset, width);
            }
            offset += preparation.columns().get(column).width();
        }
        return Matrix.wrap(count, width, inputs);
    }

    /** Writes the columns of numbers, row by row, the order in memory. */
    private static void numbers(RawExamples raw, BitSet rows, Preparation preparation, double[] inputs) {
        InputColumn.Number[] columns = new InputColumn.Number[raw.width()];
        int[] offsets = new int[raw.width()];
        int count = 0;
        int[] numbers = new int[raw.width()]; // the raw columns that are numbers
        int offset = 0;
        for (int column = 0; column < raw.width(); column++) {
            if (preparation.columns().get(column) instanceof InputColumn.Number number) {
                columns[count] = number;
                offsets[count] = offset;
                numbers[count++] = column;
            }
            offset += preparation.columns().get(column).width();
        }
        int start = 0;
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
            for (int i = 0; i < count; i++) {
                double value = raw.inputs()[row * raw.width() + numbers[i]];
                inputs[start + offsets[i]] = columns[i].prepared(
                        Double.isNaN(value) ? columns[i].fill().orElse(value) : value);
            }
            start += offset;
        }
    }

    /** Adds problems for the categories of examples that the preparation does not have. */
    public static void checkCategories(RawExamples raw, Preparation preparation, DataProblems findings) {
        for (int i = 0; i < raw.width(); i++) {
            RawExamples.Column column = raw.columns().get(i);
            if (column.categories().isPresent()
                    && preparation.columns().get(i) instanceof InputColumn.Category learned) {
                List<String> texts = column.categories().get().texts();
                for (int number = 0; number < texts.size(); number++) {
                    if (!learned.categories().contains(texts.get(number))) {
                        findings.add(
                                ErrorKind.UNKNOWN_CATEGORY,
                                column.path(),
                                raw.file() + ":" + column.categories().get().line(number) + ", column "
                                        + MessageNames.quote(column.name()) + ": found "
                                        + LearnedColumns.unknown(texts.get(number), learned.categories()),
                                MessageNames.list(learned.categories()));
                    }
                }
            }
        }
    }

    private static void oneHot(
            RawExamples raw,
            BitSet rows,
            int column,
            InputColumn.Category category,
            double[] inputs,
            int offset,
            int width) {
        List<String> texts =
                raw.columns().get(column).categories().map(Categories::texts).orElse(List.of());
        List<Integer> places = new ArrayList<>();
        texts.forEach(text -> places.add(category.categories().indexOf(text)));
        int at = offset;
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
            double number = raw.inputs()[row * raw.width() + column];
            if (!Double.isNaN(number) && places.get((int) number) >= 0) {
                inputs[at + places.get((int) number)] = 1;
            }
            at += width;
        }
    }

    private static Matrix take(Matrix from, BitSet rows) {
        return from.take(rows.stream().toArray());
    }
}
