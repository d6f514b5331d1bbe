package dev.plumbline.data.table;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.RecordType;
import dev.plumbline.data.DataException;
import dev.plumbline.data.DataProblems;
import dev.plumbline.data.MemoryLimit;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.preparation.Categories;
import dev.plumbline.data.preparation.Decimals;
import dev.plumbline.data.preparation.LearnedColumns;
import dev.plumbline.data.preparation.RawExamples;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.data.ColumnSelection;
import dev.plumbline.spec.data.MissingValueRule;
import dev.plumbline.spec.data.Prepare;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Problem;
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
 * Receives the fields of CSV text from the parser and writes each number directly into the result, so that no other copy
 * exists. The first line tells the columns; then each line is a row. A category is stored as its number in the order of
 * the file, or in that of the learned preparation, a missing value as NaN. Training, evaluation and prediction read their
 * rows with it.
 */
public final class CsvRows extends AbstractBaseCsvCallbackHandler<Boolean> {
    /** The number of rows for which memory is allocated. */
    public interface Limit {
        /**
         * The maximum number of rows.
         *
         * @param columns the number of values in a row
         * @param used the number of values that must not be empty
         * @param header whether the first line is no row
         */
        long mostRows(int columns, int used, boolean header);
    }

    private final CsvReading reading;
    private final ColumnUses uses;
    private final CsvClasses classes;
    private final CsvHeldOut heldOut;
    private final DataProblems findings;
    private final Limit limit;
    private final boolean mayBeMissing;
    private final Set<String> missingMarks;
    private final Map<Integer, Categories> categories = new TreeMap<>(); // by column of the file
    private final TextTargets textTargets;

    private final List<char[]> firstLine = new ArrayList<>();
    private CsvColumns columns;
    private boolean hasColumns;
    private boolean isReadable = true; // not if a column is missing, so that the values of others may be wrong
    private boolean isClassRead; // not if its column is missing or an input, which is reported
    private Optional<DataException> failure = Optional.empty(); // of the first line
    private boolean skipsLine;
    private Optional<LearnedColumns> learned = Optional.empty();

    private int inputWidth;
    private int targetWidth;
    private int capacity; // in rows: the maximum number of valid rows
    private double[] inputs = {}; // capacity × inputWidth
    private double[] targets = {}; // capacity × targetWidth; classes as their numbers
    private double[] weights = {}; // capacity, or none
    private int rows; // the number of valid rows; the next row is written after them

    private final List<Problem> problemsOfRow = new ArrayList<>();
    private long unseenOfRow;
    private String classOfRow = "";

    /** Rows whose columns the first line of the text tells. */
    public CsvRows(CsvReading reading, Limit limit) {
        this.reading = reading;
        this.uses = reading.uses();
        this.classes = reading.classes();
        this.heldOut = reading.heldOut();
        this.findings = reading.findings();
        this.limit = limit;
        this.mayBeMissing = !(uses.missing() instanceof MissingValueRule.Error);
        this.missingMarks = new HashSet<>(uses.layout().missing());
        this.textTargets = new TextTargets(uses, findings);
        this.columns = CsvColumns.none(uses, findings);
    }

    /** Rows of these columns; a first line of names in the text is skipped. */
    public CsvRows(CsvReading reading, Limit limit, CsvColumns columns) throws DataException {
        this(reading, limit);
        skipsLine = reading.part().header();
        begin(columns);
    }

    private void begin(CsvColumns header) throws DataException {
        columns = header;
        hasColumns = true;
        isReadable = findings.count() == 0
                || reading.learned().isEmpty() && !(uses.inputs() instanceof ColumnSelection.Rest);
        isClassRead = IntStream.range(0, columns.count())
                .anyMatch(column -> columns.target(column) >= 0 && columns.input(column) < 0);
        inputWidth = columns.ofInputs().size();
        targetWidth = columns.targets();
        if (isReadable) {
            learned = reading.learned().map(LearnedColumns::new);
            learned.ifPresent(preparation -> IntStream.range(0, inputWidth)
                    .forEach(input -> preparation
                            .categories(input)
                            .ifPresent(
                                    texts -> categories.put(columns.ofInputs().get(input), texts))));
        }
        clear();
    }

    /** Forgets the rows, whose arrays are not used again. */
    public void clear() throws DataException {
        long most = limit.mostRows(
                columns.count(),
                (mayBeMissing || learned.isPresent() ? 0 : inputWidth) + targetWidth,
                reading.part().header());
        String file = reading.file();
        inputs = new double[MemoryLimit.check(most * inputWidth, file, most + " rows of " + inputWidth + " inputs")];
        targets =
                new double[MemoryLimit.check(most * targetWidth, file, most + " rows of " + targetWidth + " targets")];
        weights = new double[uses.weights().isPresent() ? MemoryLimit.check(most, file, most + " weights") : 0];
        capacity = (int) most;
        rows = 0;
    }

    @Override
    protected void handleBegin(long line) {
        problemsOfRow.clear();
        unseenOfRow = 0;
        textTargets.begin();
    }

    @Override
    protected void handleField(int column, char[] text, int offset, int length, boolean quoted) {
        if (!hasColumns) {
            firstLine.add(Arrays.copyOfRange(text, offset, offset + length));
        } else if (isReadable && !skipsLine && column < columns.count()) {
            field(column, text, offset, length);
        }
    }

    private void field(int column, char[] text, int offset, int length) {
        int input = columns.input(column);
        int target = columns.target(column);
        if (columns.isWeight(column)) {
            number("data.weights", 0, column, text, offset, length, weights, 1);
        }
        if (columns.marksHeldOut(column)) {
            heldOut.value(new String(text, offset, length).strip());
        }
        if (input >= 0 && learned.isPresent()) {
            learned(learned.get(), column, input, text, offset, length);
        } else if (input >= 0 && columns.isCategorical(column)) {
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
            String cell = new String(text, offset, length).strip();
            if (into == inputs && isMissing(cell)) {
                value = Double.NaN;
            } else if (into == targets && textTargets.takes(cell, value, place(column), path)) {
                return;
            } else {
                bad(path, column, cell, value, into == inputs);
                return;
            }
        }
        if (into == targets && uses.logTargets() && value <= 0) {
            String cell = MessageNames.quote(new String(text, offset, length).strip());
            problem(ErrorKind.OUT_OF_RANGE, path, place(column) + ": found " + cell, Prepare.ABOVE_0);
        } else if (rows < capacity) {
            into[rows * width + index] = value;
        }
    }

    private void learned(LearnedColumns preparation, int column, int input, char[] text, int offset, int length) {
        try {
            double value = preparation.text(input, text, offset, length);
            if (rows < capacity) {
                inputs[rows * inputWidth + input] = value;
            }
        } catch (DataException e) {
            problem(e.kind(), columns.path(column), place(column) + ": found " + e.found(), e.allowed());
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
                        text.isEmpty() ? ErrorKind.MISSING_VALUE : ErrorKind.UNKNOWN_CATEGORY,
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
        return categories.computeIfAbsent(column, key -> new Categories());
    }

    private void bad(String path, int column, String cell, double value, boolean isInput) {
        String number = Decimals.allowedFor(cell, value);
        problem(
                ErrorKind.ofCell(cell, value),
                path,
                place(column) + ": found " + (cell.isEmpty() ? "nothing" : MessageNames.quote(cell)),
                isInput && Double.isNaN(value) && !Decimals.hasComma(cell)
                        ? number + orRule(columns.name(column), cell)
                        : number);
    }

    /** What the file can say about an input that is not a number. */
    private static String orRule(String column, String cell) {
        if (cell.isEmpty()) {
            return ", or a rule for missing values, such as `missing: median`";
        }
        if (CsvProfile.MARKS.contains(cell)) {
            return ", or `missing: median` with `missing_marks: [\"" + cell + "\"]`";
        }
        return ", or `categorical: [" + MessageNames.bare(column) + "]` if the column has texts";
    }

    private void problem(ErrorKind kind, String path, String message, String allowed) {
        if (findings.isFull() || problemsOfRow.size() > DataProblems.SHOWN) {
            unseenOfRow++;
        } else {
            problemsOfRow.add(new Problem(kind, path, message, allowed));
        }
    }

    @Override
    protected Boolean buildRecord() {
        if (getRecordType() == RecordType.EMPTY) {
            return false;
        }
        if (skipsLine) {
            skipsLine = false;
            return false;
        }
        if (!hasColumns) {
            beginWithFirstLine();
            if (uses.header()) {
                return false;
            }
        }
        if (!isReadable) {
            return false;
        }
        if (getFieldCount() != columns.count()) {
            // Other problems of this row would only come from shifted columns.
            DataException ragged =
                    CsvText.ragged(line(), getFieldCount(), columns.names(), uses.header(), uses.delimiter());
            findings.add(ragged.kind(), "data.file", ragged.found(), ragged.allowed());
            return false;
        }
        problemsOfRow.forEach(
                problem -> findings.add(problem.kind(), problem.path(), problem.message(), problem.allowed()));
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

    private void beginWithFirstLine() {
        try {
            List<String> names = uses.header()
                    ? firstLine.stream().map(text -> new String(text).strip()).toList()
                    : reading.namesWithoutHeader(firstLine.size(), line());
            begin(CsvColumns.find(uses, names, line(), heldOut.column(), findings));
            for (int column = 0; isReadable && !uses.header() && column < columns.count(); column++) {
                field(column, firstLine.get(column), 0, firstLine.get(column).length);
            }
        } catch (DataException e) {
            failure = Optional.of(e); // the parser would wrap an exception
            isReadable = false;
        }
    }

    /** Whether the columns are known and complete, so that reading further rows makes sense. */
    public boolean isReadable() {
        return isReadable;
    }

    /** @throws DataException if there was no line, or not one of the expected length */
    public void requireFirstLine() throws DataException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (!hasColumns) {
            throw withoutLines(reading.file(), uses.header());
        }
    }

    /** The problem of an empty file. */
    public static DataException withoutLines(String file, boolean header) {
        return new DataException(
                ErrorKind.EMPTY_INPUT,
                file + " is empty",
                header ? "a first line that names the columns, then rows" : "rows");
    }

    private String line() {
        return reading.file() + ":" + lastLine();
    }

    private String place(int column) {
        return line() + ", column " + CsvText.name(columns.name(column), uses.header());
    }

    /** The problem of the value that was being read. */
    public DataException malformed(CsvParseException e) {
        int column = getFieldCount();
        return CsvText.malformed(
                hasColumns && column < columns.count() ? place(column) : line() + ", column " + (column + 1), e);
    }

    /** The line where the last row started. */
    public long lastLine() {
        return reading.part().linesBefore() + getStartingLineNumber();
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
            findings.add(
                    ErrorKind.EMPTY_INPUT, "data.file", emptiness(reading.file(), uses.header()), "at least one row");
        }
        heldOut.finish(rows);
    }

    /** Adds the problems of these rows that are known only after the last one. */
    public void finishRows() {
        textTargets.finish(rows);
        classes.finishRows();
    }

    /** The message about a table without rows. */
    public static String emptiness(String file, boolean header) {
        return header ? file + " has a header and no rows" : file + " has no rows";
    }

    /** The number of valid rows. */
    public int count() {
        return rows;
    }

    /** The valid rows. */
    RawExamples examples() throws DataException {
        RawExamples numbers = numbers();
        return classes.areNamed() ? numbers.with(classes.targets(targets, rows), classes.names()) : numbers;
    }

    /** The valid rows; a target that is a class is the number of its class in the order of the file. */
    public RawExamples numbers() {
        List<RawExamples.Column> raw = new ArrayList<>();
        for (int column : columns.ofInputs()) {
            raw.add(new RawExamples.Column(
                    columns.name(column),
                    columns.path(column),
                    columns.isCategorical(column) ? Optional.of(categories(column)) : Optional.empty()));
        }
        return new RawExamples(
                reading.file(),
                raw,
                rows,
                cut(inputs, rows * inputWidth),
                targetWidth == 0
                        ? Matrix.zeros(rows, 1) // a prediction has none
                        : Matrix.wrap(rows, targetWidth, cut(targets, rows * targetWidth)),
                uses.weights().isPresent() ? Optional.of(Matrix.wrap(rows, 1, cut(weights, rows))) : Optional.empty(),
                List.of(),
                heldOut.rows(),
                uses.layout(),
                uses.missing(),
                1);
    }

    private static double[] cut(double[] values, int length) {
        return values.length == length ? values : Arrays.copyOf(values, length);
    }
}
