package dev.plumbline.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.DataSource;
import dev.plumbline.spec.MissingValueRule;
import dev.plumbline.spec.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Receives the fields of a CSV file from the parser and writes each number directly into the result, so that no other
 * copy exists. It skips the header; then each line is an example. A category is stored as its number in the order of
 * the file, a missing value as NaN.
 */
final class CsvRows extends AbstractBaseCsvCallbackHandler<Boolean> {
    private final DataSource.Csv source;
    private final String file;
    private final CsvPart part;
    private final CsvColumns columns;
    private final CsvClasses classes;
    private final CsvHeldOut heldOut;
    private final DataProblems findings;
    private final boolean mayBeMissing;
    private final Set<String> missingMarks;
    private final Map<Integer, Categories> categories = new TreeMap<>(); // by column of the file
    private final TextTargets textTargets;
    private final boolean isClassRead; // not if its column is missing or an input, which is reported

    private final int inputWidth;
    private final int targetWidth;
    private final int capacity; // in rows: the maximum number of valid rows
    private final double[] inputs; // capacity × inputWidth
    private final double[] targets; // capacity × targetWidth; classes as their numbers
    private final double[] weights; // capacity, or none
    private int rows; // the number of valid rows; the next row is written after them
    private boolean begun;

    private final List<Problem> problemsOfRow = new ArrayList<>();
    private long unseenOfRow;
    private String classOfRow = "";

    CsvRows(
            DataSource.Csv source,
            String file,
            CsvPart part,
            CsvSize size,
            CsvColumns columns,
            CsvClasses classes,
            CsvHeldOut heldOut,
            DataProblems findings)
            throws DataException {
        this.source = source;
        this.file = file;
        this.part = part;
        this.columns = columns;
        this.classes = classes;
        this.heldOut = heldOut;
        this.findings = findings;
        this.begun = !part.header();
        this.mayBeMissing = !(source.missing() instanceof MissingValueRule.Error);
        this.missingMarks = new HashSet<>(source.missingMarks());
        this.textTargets = new TextTargets(source, findings);
        isClassRead = IntStream.range(0, columns.count())
                .anyMatch(column -> columns.target(column) >= 0 && columns.input(column) < 0);
        inputWidth = columns.ofInputs().size();
        targetWidth = columns.targets();
        long most = size.mostRows(columns.count(), (mayBeMissing ? 0 : inputWidth) + targetWidth, part.header());
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
        textTargets.begin();
    }

    @Override
    protected void handleField(int column, char[] text, int offset, int length, boolean quoted) {
        if (!begun || column >= columns.count()) {
            return;
        }
        int input = columns.input(column);
        int target = columns.target(column);
        if (columns.isWeight(column)) {
            number("data.weights", 0, column, text, offset, length, weights, 1);
        }
        if (columns.marksHeldOut(column)) {
            heldOut.value(new String(text, offset, length).strip());
        }
        if (input >= 0 && columns.isCategorical(column)) {
            category(column, input, new String(text, offset, length).strip());
        } else if (input >= 0) {
            number(columns.path(column), input, column, text, offset, length, inputs, inputWidth);
        } else if (target >= 0 && classes.areNamed()) {
            classOfRow = new String(text, offset, length).strip();
        } else if (target >= 0) {
            number(columns.path(column), target, column, text, offset, length, targets, targetWidth);
        }
    }

    private void number(
            String path, int index, int column, char[] text, int offset, int length, double[] into, int width) {
        double value = Decimals.parse(text, offset, length);
        if (!Double.isFinite(value)) {
            String found = new String(text, offset, length).strip();
            if (into == inputs && isMissing(found)) {
                value = Double.NaN;
            } else if (into == targets && textTargets.takes(found, value, place(column), path)) {
                return;
            } else {
                bad(path, column, found, value, into == inputs);
                return;
            }
        }
        if (rows < capacity) {
            into[rows * width + index] = value;
        }
    }

    private boolean isMissing(String text) {
        return mayBeMissing && (text.isEmpty() || missingMarks.contains(text));
    }

    private void category(int column, int input, String text) {
        double number = Double.NaN;
        if (!isMissing(text)) {
            number = text.isEmpty() ? -1 : categories(column).number(text, lastLine());
            if (number < 0) {
                problem(
                        columns.path(column),
                        place(column) + ": found "
                                + (text.isEmpty() ? "nothing" : MessageNames.quote(text) + ", one category too many"),
                        text.isEmpty() ? "a category" : "at most " + Categories.MOST + " categories");
                return;
            }
        }
        if (rows < capacity) {
            inputs[rows * inputWidth + input] = number;
        }
    }

    private Categories categories(int column) {
        return categories.computeIfAbsent(column, each -> new Categories());
    }

    private void bad(String path, int column, String found, double value, boolean isInput) {
        String number = Double.isNaN(value) ? "a finite number" : "a finite number, of a size up to 1.8e308";
        problem(
                path,
                place(column) + ": found " + (found.isEmpty() ? "nothing" : MessageNames.quote(found)),
                isInput && Double.isNaN(value) ? number + orRule(columns.name(column), found) : number);
    }

    /** What the file can say about an input that is not a number. */
    private static String orRule(String column, String found) {
        if (found.isEmpty()) {
            return ", or a rule for missing values, such as `missing: median`";
        }
        if (CsvProfile.MARKS.contains(found)) {
            return ", or `missing: median` with `missing_marks: [\"" + found + "\"]`";
        }
        return ", or `categorical: [" + MessageNames.bare(column) + "]` if the column has texts";
    }

    private void problem(String path, String message, String allowed) {
        if (findings.isFull() || problemsOfRow.size() > DataProblems.SHOWN) {
            unseenOfRow++;
        } else {
            problemsOfRow.add(new Problem(path, message, allowed));
        }
    }

    @Override
    protected Boolean buildRecord() {
        if (getRecordType() == RecordType.EMPTY) {
            return false;
        }
        if (!begun) {
            begun = true;
            return true;
        }
        if (getFieldCount() != columns.count()) {
            // Other problems of this row would only come from shifted columns.
            boolean named = source.header();
            findings.add(
                    "data.file",
                    line() + ": " + MessageNames.count(getFieldCount(), "value") + " where the first line "
                            + (named ? "names " : "has ")
                            + MessageNames.count(columns.count(), named ? "column" : "value"),
                    MessageNames.count(columns.count(), "value") + ", separated by "
                            + MessageNames.quote(source.delimiter()));
            return false;
        }
        problemsOfRow.forEach(problem -> findings.add(problem.path(), problem.message(), problem.allowed()));
        findings.addUncollected(unseenOfRow);
        boolean good = problemsOfRow.isEmpty() && unseenOfRow == 0 && textTargets.isGood();
        if (classes.areNamed() && isClassRead) {
            int number = classes.number(classOfRow, lastLine());
            good &= number >= 0;
            if (good && rows < capacity) {
                targets[rows] = number;
            }
        }
        if (good) {
            heldOut.row(rows);
            rows++;
        }
        return good;
    }

    private String line() {
        return file + ":" + lastLine();
    }

    private String place(int column) {
        String name = columns.name(column);
        return line() + ", column " + (source.header() ? MessageNames.quote(name) : name);
    }

    /** The line where the last row started. */
    long lastLine() {
        return part.linesBefore() + getStartingLineNumber();
    }

    /**
     * Adds the problems that are known only at the end: unknown class names, targets that are texts, and a file without
     * rows.
     */
    void finish() {
        finishRows();
        if (findings.count() == 0) {
            classes.finish();
        }
        if (rows == 0 && findings.count() == 0) {
            findings.add("data.file", emptiness(file, source), "at least one row");
        }
        heldOut.finish(rows);
    }

    /** Adds the problems of these rows that are known only after the last one. */
    void finishRows() {
        textTargets.finish(rows);
        classes.finishRows();
    }

    /** The message about a table without rows. */
    static String emptiness(String file, DataSource.Csv source) {
        return source.header() ? file + " has a header and no rows" : file + " has no rows";
    }

    /** The number of valid rows. */
    int count() {
        return rows;
    }

    /** The valid rows. */
    RawExamples examples() throws DataException {
        RawExamples numbers = numbers();
        return classes.areNamed() ? numbers.with(classes.targets(targets, rows), classes.names()) : numbers;
    }

    /** The valid rows; a target that is a class is the number of its class in the order of the file. */
    RawExamples numbers() {
        List<RawExamples.Column> raw = new ArrayList<>();
        for (int column : columns.ofInputs()) {
            raw.add(new RawExamples.Column(
                    columns.name(column),
                    columns.path(column),
                    columns.isCategorical(column) ? Optional.of(categories(column)) : Optional.empty()));
        }
        return new RawExamples(
                file,
                raw,
                rows,
                cut(inputs, rows * inputWidth),
                Matrix.wrap(rows, targetWidth, cut(targets, rows * targetWidth)),
                source.isWeighted() ? Optional.of(Matrix.wrap(rows, 1, cut(weights, rows))) : Optional.empty(),
                List.of(),
                heldOut.rows(),
                layout(source),
                source.missing(),
                1);
    }

    static CsvLayout layout(DataSource.Csv source) {
        return new CsvLayout(source.delimiter(), source.header(), source.missingMarks());
    }

    private static double[] cut(double[] values, int length) {
        return values.length == length ? values : Arrays.copyOf(values, length);
    }
}
