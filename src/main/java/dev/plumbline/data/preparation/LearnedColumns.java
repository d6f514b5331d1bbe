package dev.plumbline.data.preparation;

import dev.plumbline.data.DataException;
import dev.plumbline.data.MessageNames;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.data.MissingValueRule;
import dev.plumbline.spec.error.ErrorKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The columns of a learned preparation, for one use: reads raw values, and makes inputs of them. A raw value is a number, the
 * place of a category among the learned ones, or NaN if it is missing. Refusals name the value; the caller adds its place.
 */
public final class LearnedColumns {
    private final Preparation preparation;
    private final List<RawExamples.Column> columns = new ArrayList<>();
    private final Set<String> missing;

    public LearnedColumns(Preparation preparation) {
        this.preparation = preparation;
        this.missing = Set.copyOf(preparation.layout().missing());
        for (InputColumn column : preparation.columns()) {
            Optional<Categories> categories = Optional.empty();
            if (column instanceof InputColumn.Category category) {
                categories = Optional.of(new Categories(category.categories()));
            }
            columns.add(new RawExamples.Column(column.name(), "data.inputs", categories));
        }
    }

    /** The categories of a column; empty for a column of numbers. */
    public Optional<Categories> categories(int column) {
        return columns.get(column).categories();
    }

    /** The raw value of a text. */
    public double text(int column, char[] text, int offset, int length) throws DataException {
        if (preparation.columns().get(column) instanceof InputColumn.Category category) {
            return category(column, category, new String(text, offset, length).strip());
        }
        double value = Decimals.parse(text, offset, length);
        if (!Double.isFinite(value)) {
            String entry = new String(text, offset, length).strip();
            if (!entry.isEmpty() && !missing.contains(entry)) {
                throw new DataException(
                        ErrorKind.ofCell(entry, value), MessageNames.quote(entry), Decimals.allowedFor(entry, value));
            }
            value = Double.NaN;
        }
        return number(column, value);
    }

    /** The raw value of a number; NaN is a missing value. */
    double number(int column, double value) throws DataException {
        if (!(preparation.columns().get(column) instanceof InputColumn.Number number)) {
            String whole = value == (long) value ? Long.toString((long) value) : Double.toString(value);
            return category(
                    column, (InputColumn.Category) preparation.columns().get(column), Double.isNaN(value) ? "" : whole);
        }
        double present = Double.isNaN(value) ? number.fill().orElse(value) : value;
        if (!Double.isFinite(present)) {
            throw new DataException(
                    ErrorKind.ofCell("", present),
                    Double.isNaN(present) ? "nothing" : Double.toString(value),
                    "a finite number");
        }
        if (!Double.isFinite(number.prepared(present))) {
            throw new DataException(
                    ErrorKind.NOT_FINITE, Double.toString(value), "a number that is finite after the scaling");
        }
        return value;
    }

    private double category(int column, InputColumn.Category category, String text) throws DataException {
        int place = categories(column).orElseThrow().find(text);
        if (place >= 0) {
            return place;
        }
        if (category.zeroIfMissing() && (text.isEmpty() || missing.contains(text))) {
            return Double.NaN;
        }
        throw new DataException(
                ErrorKind.UNKNOWN_CATEGORY,
                unknown(text, category.categories()),
                MessageNames.list(category.categories()));
    }

    /** The part of a message that names a text which is none of the learned categories. */
    static String unknown(String text, List<String> categories) {
        return text.isEmpty()
                ? "nothing"
                : MessageNames.quote(text) + ", which no row of the training part has"
                        + MessageNames.didYouMean(text, categories);
    }

    /** The same refusal, with the row and the column of the value. */
    DataException at(String row, int column, DataException refusal) {
        String name = MessageNames.quote(columns.get(column).name());
        return new DataException(
                refusal.kind(), row + ", column " + name + ": found " + refusal.found(), refusal.allowed());
    }

    /**
     * The inputs of numbers as they are in an array.
     *
     * @param numbers rows × columns; overwritten
     * @param place the place of a row in messages, from its number, counted from 0
     * @return rows × inputs
     */
    public Matrix inputsOfNumbers(double[] numbers, IntFunction<String> place) throws DataException {
        int width = columns.size();
        for (int i = 0; i < numbers.length; i++) {
            try {
                numbers[i] = number(i % width, numbers[i]);
            } catch (DataException e) {
                throw at(place.apply(i / width), i % width, e);
            }
        }
        return inputs(numbers, numbers.length / width);
    }

    /**
     * The inputs of raw values.
     *
     * @param values rows × columns; may be overwritten
     * @return rows × inputs
     */
    Matrix inputs(double[] values, int rows) throws DataException {
        RawExamples raw = new RawExamples(
                "the rows",
                columns,
                rows,
                values,
                Matrix.zeros(rows, 1),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                preparation.layout(),
                new MissingValueRule.Error(),
                1);
        BitSet everyRow = new BitSet();
        everyRow.set(0, rows);
        return PreparedExamples.inputs(raw, everyRow, preparation);
    }
}
