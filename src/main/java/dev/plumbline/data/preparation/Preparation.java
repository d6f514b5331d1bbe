package dev.plumbline.data.preparation;

import dev.plumbline.data.DataException;
import dev.plumbline.data.MessageNames;
import dev.plumbline.math.ColumnScaling;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Converts raw columns to the inputs of a network, and its outputs to classes or to the unit of the targets. It is
 * learned from the training part alone and stored with the model, so that a prediction prepares its rows exactly as the training did, to the bit.
 *
 * @param columns the raw columns, in the order of the inputs that they become
 * @param targets how the targets are scaled; empty if they are used unchanged
 * @param classes the names of the classes in the order of the outputs (two classes may share one output: ŷ ≥ ½ is the
 *     second); empty if the targets are numbers
 * @param layout the layout of the training's text
 */
public record Preparation(
        List<InputColumn> columns, Optional<ColumnScaling> targets, List<String> classes, CsvLayout layout) {
    /** @throws IllegalArgumentException if there is no column */
    public Preparation {
        columns = List.copyOf(columns);
        classes = List.copyOf(classes);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("cannot prepare rows without columns");
        }
    }

    /** Columns of numbers without names, used unchanged. */
    public static Preparation none(int columns) {
        List<InputColumn> numbers = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            numbers.add(new InputColumn.Number(Integer.toString(i)));
        }
        return ofUnnamed(numbers, Optional.empty());
    }

    /** Columns that are numbered, of a text without a header, and targets that are numbers. */
    public static Preparation ofUnnamed(List<InputColumn> columns, Optional<ColumnScaling> targets) {
        return new Preparation(columns, targets, List.of(), new CsvLayout(",", false, List.of()));
    }

    /** The number of inputs of the network. */
    public int width() {
        return columns.stream().mapToInt(InputColumn::width).sum();
    }

    /** The names of the inputs: {@code petal_length}, {@code colour=red}. */
    public List<String> inputs() {
        return columns.stream().flatMap(column -> column.inputs().stream()).toList();
    }

    /** Whether the inputs are the raw values. */
    public boolean isIdentity() {
        return columns.stream()
                .allMatch(column ->
                        column instanceof InputColumn.Number number && number.subtract() == 0 && number.divide() == 1);
    }

    /**
     * Converts raw rows of numbers to inputs.
     *
     * @param raw rows × columns; NaN is a missing value; not modified
     * @return rows × inputs
     * @throws DataException if there is another number of columns, or for the first invalid value, with its row and column
     */
    public Matrix apply(Matrix raw) throws DataException {
        if (raw.columns() != columns.size()) {
            throw new DataException(
                    ErrorKind.SIZE_MISMATCH,
                    "the rows have " + MessageNames.count(raw.columns(), "column") + ", and the network was trained on "
                            + columns.size() + ": " + MessageNames.list(names()),
                    "");
        }
        return new LearnedColumns(this).inputsOfNumbers(raw.toRowMajor(), row -> "row " + (row + 1));
    }

    /**
     * Converts raw rows of text to inputs.
     *
     * @param raw the texts of each row, one per column
     * @return rows × inputs
     * @throws DataException for the first invalid value, with its row and column
     */
    public Matrix apply(List<List<String>> raw) throws DataException {
        LearnedColumns learned = new LearnedColumns(this);
        double[] values = new double[raw.size() * columns.size()];
        for (int row = 0; row < raw.size(); row++) {
            List<String> texts = raw.get(row);
            String place = "row " + (row + 1);
            if (texts.size() != columns.size()) {
                throw new DataException(
                        ErrorKind.SIZE_MISMATCH,
                        place + ": " + MessageNames.count(texts.size(), "value"),
                        MessageNames.count(columns.size(), "value") + ": " + MessageNames.list(names()));
            }
            for (int column = 0; column < texts.size(); column++) {
                char[] text = texts.get(column).toCharArray();
                try {
                    values[row * texts.size() + column] = learned.text(column, text, 0, text.length);
                } catch (DataException e) {
                    throw learned.at(place, column, e);
                }
            }
        }
        return learned.inputs(values, raw.size());
    }

    /**
     * The targets of the training, from those in their unit.
     *
     * @param raw examples × outputs
     */
    public Matrix scaledTargets(Matrix raw) {
        return targets.map(scaling -> scaling.apply(raw)).orElse(raw);
    }

    /**
     * The outputs of the network in the unit of the targets.
     *
     * @param outputs examples × outputs
     */
    public Matrix inTargetUnit(Matrix outputs) {
        return targets.map(scaling -> scaling.undo(outputs)).orElse(outputs);
    }

    /** The names of the raw columns. */
    public List<String> names() {
        return columns.stream().map(InputColumn::name).toList();
    }

    /**
     * Converts to lists, maps, strings, numbers and booleans only, for JSON; {@link #fromMap} restores it to the bit.
     */
    public Map<String, Object> toMap() {
        return PreparationMaps.write(this);
    }

    /**
     * Reads the preparation from a map.
     *
     * @throws DataException if {@link #toMap} cannot have written the map
     */
    public static Preparation fromMap(Map<String, ?> map) throws DataException {
        return PreparationMaps.read(map);
    }
}
