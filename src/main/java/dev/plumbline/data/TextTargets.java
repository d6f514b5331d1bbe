package dev.plumbline.data;

import dev.plumbline.spec.DataSource;
import dev.plumbline.spec.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts in a target column of numbers. A few are mistakes in the file, each with its place; where most rows have one, the
 * column names classes, of which there are two at least, and one problem says so.
 */
final class TextTargets {
    private static final int MOST_LISTED = 6;

    private final DataSource.Csv source;
    private final DataProblems findings;
    private final Categories texts = new Categories();
    private final List<Problem> first = new ArrayList<>();
    private long count; // rows
    private boolean isGood = true;

    TextTargets(DataSource.Csv source, DataProblems findings) {
        this.source = source;
        this.findings = findings;
    }

    /** A row begins. */
    void begin() {
        isGood = true;
    }

    /** Whether the row that was read has no text as its target. */
    boolean isGood() {
        return isGood;
    }

    /** Takes a text in place of a number where it may be a class. */
    boolean takes(String found, double value, String place, String path) {
        if (source.targets().size() > 1 || found.isEmpty() || Double.isInfinite(value)) {
            return false;
        }
        isGood = false;
        count++;
        if (texts.size() < MOST_LISTED) {
            texts.number(found, 0);
        }
        if (first.size() < DataProblems.SHOWN) {
            first.add(new Problem(path, place + ": found " + MessageNames.quote(found), "a finite number"));
        }
        return true;
    }

    /** Adds the problems, after the last row. */
    void finish(long goodRows) {
        if (count == 0) {
            return;
        }
        if (count <= goodRows || texts.size() < 2) {
            first.forEach(problem -> findings.add(problem.path(), problem.message(), problem.allowed()));
            findings.addUnseen(count - first.size());
            return;
        }
        Problem one = first.get(0);
        List<String> names = Categories.sorted(texts.texts());
        boolean isWhole = names.size() < MOST_LISTED;
        findings.add(
                one.path(),
                one.message() + ", and a text in " + MessageNames.count(count, "row")
                        + "; a target that names a class needs `classes`",
                "`classes: infer`" + (isWhole ? ", or `classes: [" + String.join(", ", names) + "]`" : ""));
    }
}
