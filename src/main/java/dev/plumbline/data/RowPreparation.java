package dev.plumbline.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Converts raw values to inputs, one value at a time. */
final class RowPreparation {
    private final List<InputColumn> columns;
    private final List<Map<String, Integer>> categories = new ArrayList<>(); // empty for a column of numbers
    private final int[] offsets; // for each column: its first input
    private final int width;
    private final Set<String> missing;

    RowPreparation(Preparation preparation) {
        columns = preparation.columns();
        missing = Set.copyOf(preparation.layout().missing());
        offsets = new int[columns.size()];
        int offset = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = offset;
            offset += columns.get(i).width();
            Map<String, Integer> index = new HashMap<>();
            if (columns.get(i) instanceof InputColumn.Category category) {
                category.categories().forEach(name -> index.put(name, index.size()));
            }
            categories.add(index);
        }
        width = offset;
    }

    /** The number of inputs of a row. */
    int width() {
        return width;
    }

    /**
     * Writes the inputs of a text.
     *
     * @param column the number of the raw column
     * @param into rows × inputs, initially 0
     * @param place the place of the row, for messages
     */
    void text(int column, char[] text, int offset, int length, double[] into, int row, Supplier<String> place)
            throws DataException {
        if (columns.get(column) instanceof InputColumn.Category) {
            category(column, new String(text, offset, length).strip(), into, row, place);
            return;
        }
        double value = Decimals.parse(text, offset, length);
        if (Double.isFinite(value)) {
            number(column, value, into, row, place);
            return;
        }
        String found = new String(text, offset, length).strip();
        if (!found.isEmpty() && !missing.contains(found)) {
            throw refused(
                    column,
                    place,
                    MessageNames.quote(found),
                    Double.isNaN(value) ? "a finite number" : "a finite number, of a size up to 1.8e308");
        }
        number(column, Double.NaN, into, row, place);
    }

    /** Writes the inputs of a number; NaN is a missing value. */
    void number(int column, double value, double[] into, int row, Supplier<String> place) throws DataException {
        if (!(columns.get(column) instanceof InputColumn.Number number)) {
            String text = Double.isNaN(value)
                    ? ""
                    : value == (long) value ? Long.toString((long) value) : Double.toString(value);
            category(column, text, into, row, place);
            return;
        }
        double present = Double.isNaN(value) ? number.fill().orElse(Double.NaN) : value;
        if (!Double.isFinite(present)) {
            boolean none = Double.isNaN(present);
            throw refused(column, place, none ? "nothing" : Double.toString(value), "a finite number");
        }
        double input = number.prepared(present);
        if (!Double.isFinite(input)) {
            throw refused(column, place, Double.toString(value), "a number that is finite after the scaling");
        }
        into[row * width + offsets[column]] = input;
    }

    private void category(int column, String text, double[] into, int row, Supplier<String> place)
            throws DataException {
        InputColumn.Category category = (InputColumn.Category) columns.get(column);
        Integer index = categories.get(column).get(text);
        if (index != null) {
            into[row * width + offsets[column] + index] = 1;
            return;
        }
        boolean isMissing = text.isEmpty() || missing.contains(text);
        if (isMissing && category.zeroIfMissing()) {
            return;
        }
        throw refused(
                column,
                place,
                text.isEmpty()
                        ? "nothing"
                        : MessageNames.quote(text) + MessageNames.didYouMean(text, category.categories()),
                MessageNames.list(category.categories()));
    }

    private DataException refused(int column, Supplier<String> place, String found, String allowed) {
        return new DataException(
                place.get() + ", column "
                        + MessageNames.quote(columns.get(column).name()) + ": found " + found,
                allowed);
    }
}
