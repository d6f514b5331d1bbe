package dev.plumbline.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.DataSource;
import dev.plumbline.spec.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the fields of a CSV file as they are found and puts each number where it belongs at once, so that no more is held
 * than the result. The first line, which names the columns, is passed over; then each line is an example.
 */
final class CsvRows extends AbstractBaseCsvCallbackHandler<Boolean> {
    private static final int MOST_UNKNOWN_CLASSES = 100;

    private final DataSource.Csv source;
    private final String file;
    private final CsvColumns columns;
    private final Classes classes;
    private final DataProblems findings;
    private final Map<String, Integer> classIndex = new HashMap<>();
    private final Map<String, Unknown> unknownClasses = new LinkedHashMap<>();

    private final int inputWidth;
    private final int targetWidth;
    private final int capacity; // in rows: as many as there can be without a problem
    private final double[] inputs; // capacity × inputWidth
    private final double[] targets; // capacity × targetWidth
    private final double[] weights; // capacity, or none
    private int rows; // without a problem; the next row is written behind them
    private boolean named;

    private final List<Problem> problemsOfRow = new ArrayList<>();
    private long unseenOfRow;
    private String classOfRow = "";

    /** A name that is no class: where it stands first, and in how many rows. */
    private record Unknown(String place, long rows) {}

    CsvRows(
            DataSource.Csv source,
            String file,
            CsvSize size,
            CsvColumns columns,
            Classes classes,
            DataProblems findings)
            throws DataException {
        this.source = source;
        this.file = file;
        this.columns = columns;
        this.classes = classes;
        this.findings = findings;
        for (int i = 0; i < source.classes().size(); i++) {
            classIndex.putIfAbsent(source.classes().get(i), i);
        }
        inputWidth = source.inputs().size();
        targetWidth = classIndex.isEmpty() ? source.targets().size() : classes.outputs();
        long most = size.mostRows(columns.count(), inputWidth + source.targets().size());
        inputs = new double[MemoryLimit.check(most * inputWidth, file, most + " rows of " + inputWidth + " inputs")];
        targets =
                new double[MemoryLimit.check(most * targetWidth, file, most + " rows of " + targetWidth + " targets")];
        weights = new double[source.isWeighted() ? MemoryLimit.check(most, file, most + " weights") : 0];
        capacity = (int) most;
    }

    @Override
    protected void handleBegin(long line) {
        problemsOfRow.clear();
        unseenOfRow = 0;
    }

    @Override
    protected void handleField(int column, char[] text, int offset, int length, boolean quoted) {
        if (!named || column >= columns.count()) {
            return;
        }
        int input = columns.input(column);
        int target = columns.target(column);
        if (columns.isWeight(column)) {
            number("data.weights", 0, column, text, offset, length, weights, 1);
        }
        if (input >= 0) {
            number("data.inputs", input, column, text, offset, length, inputs, inputWidth);
        } else if (target >= 0 && !classIndex.isEmpty()) {
            classOfRow = new String(text, offset, length).strip();
        } else if (target >= 0) {
            number("data.targets", target, column, text, offset, length, targets, targetWidth);
        }
    }

    private void number(
            String path, int index, int column, char[] text, int offset, int length, double[] into, int width) {
        double value = Decimals.parse(text, offset, length);
        if (!Double.isFinite(value)) {
            bad(
                    path.equals("data.weights") ? path : path + "[" + index + "]",
                    column,
                    new String(text, offset, length).strip(),
                    value);
        } else if (rows < capacity) {
            into[rows * width + index] = value;
        }
    }

    private void bad(String path, int column, String found, double value) {
        if (findings.isFull() || problemsOfRow.size() > DataProblems.SHOWN) {
            unseenOfRow++;
            return;
        }
        problemsOfRow.add(new Problem(
                path,
                place(column) + ": found " + (found.isEmpty() ? "nothing" : MessageNames.quote(found)),
                Double.isNaN(value) ? "a finite number" : "a finite number, of a size up to 1.8e308"));
    }

    @Override
    protected Boolean buildRecord() {
        if (getRecordType() == RecordType.EMPTY) {
            return false;
        }
        if (!named) {
            named = true;
            return true;
        }
        if (getFieldCount() != columns.count()) {
            // What else seems wrong in it is only out of its column.
            findings.add(
                    "data.file",
                    line() + ": " + MessageNames.count(getFieldCount(), "value") + " where the first line names "
                            + MessageNames.count(columns.count(), "column"),
                    MessageNames.count(columns.count(), "value") + ", separated by "
                            + MessageNames.quote(source.delimiter()));
            return false;
        }
        problemsOfRow.forEach(problem -> findings.add(problem.path(), problem.message(), problem.allowed()));
        findings.addUnseen(unseenOfRow);
        boolean good = problemsOfRow.isEmpty() && unseenOfRow == 0;
        if (!classIndex.isEmpty()) {
            good &= classify(good);
        }
        rows += good ? 1 : 0;
        return good;
    }

    /** Writes the target if the row is good so far, and says whether its class is one. */
    private boolean classify(boolean good) {
        Integer index = classIndex.get(classOfRow);
        if (index == null) {
            if (unknownClasses.size() < MOST_UNKNOWN_CLASSES || unknownClasses.containsKey(classOfRow)) {
                unknownClasses.merge(
                        classOfRow,
                        new Unknown(
                                line() + ", column "
                                        + MessageNames.quote(source.targets().get(0)),
                                1),
                        (first, again) -> new Unknown(first.place(), first.rows() + 1));
            } else {
                findings.addUnseen(1);
            }
            return false;
        }
        if (good && rows < capacity) {
            classes.write(targets, rows, index);
        }
        return true;
    }

    private String line() {
        return file + ":" + getStartingLineNumber();
    }

    private String place(int column) {
        return line() + ", column " + MessageNames.quote(columns.name(column));
    }

    /** The line at which the row began that was read last. */
    long lastLine() {
        return getStartingLineNumber();
    }

    /** Adds what is known only at the end: the names that are no classes, and that there are no rows. */
    void finish() {
        unknownClasses.forEach((name, unknown) -> findings.add(
                "data.targets[0]",
                unknown.place() + ": found " + (name.isEmpty() ? "nothing" : MessageNames.quote(name))
                        + (unknown.rows() > 1 ? ", in " + unknown.rows() + " rows" : "")
                        + MessageNames.didYouMean(name, source.classes()),
                MessageNames.list(source.classes())));
        if (rows == 0 && findings.count() == 0) {
            findings.add("data.file", file + " names its columns and has no rows", "at least one row");
        }
    }

    /** The rows without a problem. */
    Dataset dataset() {
        return new Dataset(
                Matrix.wrap(rows, inputWidth, cut(inputs, rows * inputWidth)),
                Matrix.wrap(rows, targetWidth, cut(targets, rows * targetWidth)),
                source.isWeighted() ? Optional.of(Matrix.wrap(rows, 1, cut(weights, rows))) : Optional.empty());
    }

    private static double[] cut(double[] values, int length) {
        return values.length == length ? values : Arrays.copyOf(values, length);
    }
}
