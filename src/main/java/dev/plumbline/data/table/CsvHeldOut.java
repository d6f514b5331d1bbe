package dev.plumbline.data.table;

import dev.plumbline.data.DataProblems;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.preparation.Categories;
import dev.plumbline.spec.data.Validation;
import dev.plumbline.spec.error.ErrorKind;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The held-out rows, as marked by a column of a CSV file. */
public final class CsvHeldOut {
    private static final int MOST_LISTED = 100;

    private final Optional<Validation> validation;
    private final String file;
    private final DataProblems findings;
    private final Categories others = new Categories();
    private final BitSet rows = new BitSet();
    private boolean isHeldOut;

    /** @param validation the validation with a column; empty if no column marks the held-out rows */
    public CsvHeldOut(Optional<Validation> validation, String file, DataProblems findings) {
        this.validation = validation.filter(held -> held.column().isPresent());
        this.file = file;
        this.findings = findings;
    }

    /** The name of the column. */
    public Optional<String> column() {
        return validation.flatMap(Validation::column);
    }

    /** Sets the value of the column in the current row. */
    void value(String text) {
        isHeldOut = validation.flatMap(Validation::value).filter(text::equals).isPresent();
        if (!isHeldOut && others.size() < MOST_LISTED) {
            others.number(text, 0);
        }
    }

    /** Records the current row with its number. */
    void row(int number) {
        if (isHeldOut) {
            rows.set(number);
        }
    }

    /** Some texts of the column in rows that are not held out. */
    public List<String> others() {
        return others.texts();
    }

    /** Adds the rows of a part that comes after these rows, which is another text of the same file. */
    public void addPart(int first, BitSet heldOut, List<String> othersOfPart) {
        heldOut.stream().forEach(row -> rows.set(first + row));
        othersOfPart.stream().filter(text -> others.size() < MOST_LISTED).forEach(text -> others.number(text, 0));
    }

    /** Adds the problems, after the last row. */
    public void finish(int count) {
        if (column().isEmpty() || findings.count() > 0) {
            return;
        }
        String value = MessageNames.quote(validation.flatMap(Validation::value).orElse(""));
        String name = MessageNames.quote(column().get());
        if (rows.isEmpty()) {
            findings.add(
                    ErrorKind.OUT_OF_RANGE,
                    "validation.value",
                    file + ": no row has " + value + " in the column " + name,
                    "a value of the column: " + MessageNames.list(others.texts()));
        } else if (rows.cardinality() == count) {
            findings.add(
                    ErrorKind.OUT_OF_RANGE,
                    "validation.value",
                    file + ": every row has " + value + " in the column " + name,
                    "a value that leaves rows for the training");
        }
    }

    /** The held-out rows; empty if no column marks them. */
    public Optional<BitSet> rows() {
        return column().isPresent() ? Optional.of(rows) : Optional.empty();
    }
}
