package dev.plumbline.data.table;

import dev.plumbline.data.DataProblems;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.preparation.Categories;
import dev.plumbline.data.preparation.Decimals;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts in a target column of numbers. A few texts are mistakes in the file, reported with their places. If most rows
 * have a text and there are at least two distinct ones, the column has class names, which is reported as one problem.
 */
final class TextTargets {
    private static final int MOST_LISTED = 6;

    private final ColumnUses uses;
    private final DataProblems findings;
    private final Categories texts = new Categories();
    private final List<Problem> first = new ArrayList<>();
    private long count; // rows with a text
    private boolean isGood = true;

    TextTargets(ColumnUses uses, DataProblems findings) {
        this.uses = uses;
        this.findings = findings;
    }

    /** Starts a row. */
    void begin() {
        isGood = true;
    }

    /** Whether no target of the current row is a text. */
    boolean isGood() {
        return isGood;
    }

    /** Accepts a text in place of a number if it may be a class name. */
    boolean takes(String cell, double value, String place, String path) {
        if (uses.targets().size() > 1 || cell.isEmpty() || Double.isInfinite(value)) {
            return false;
        }
        isGood = false;
        count++;
        if (texts.size() < MOST_LISTED) {
            texts.number(cell, 0);
        }
        if (first.size() < DataProblems.SHOWN) {
            first.add(new Problem(
                    ErrorKind.NOT_A_NUMBER,
                    path,
                    place + ": found " + MessageNames.quote(cell),
                    Decimals.allowedFor(cell, value)));
        }
        return true;
    }

    /** Adds the problems, after the last row. */
    void finish(long goodRows) {
        if (count == 0) {
            return;
        }
        if (count <= goodRows || texts.size() < 2) {
            first.forEach(
                    problem -> findings.add(problem.kind(), problem.path(), problem.message(), problem.allowed()));
            findings.addUncollected(count - first.size());
            return;
        }
        Problem example = first.get(0);
        List<String> names = Categories.sorted(texts.texts());
        boolean isWhole = names.size() < MOST_LISTED;
        findings.add(
                example.kind(),
                example.path(),
                example.message() + ", and a text in " + MessageNames.count(count, "row")
                        + "; a target that names a class needs `classes`",
                "`classes: infer`" + (isWhole ? ", or `classes: [" + String.join(", ", names) + "]`" : ""));
    }
}
