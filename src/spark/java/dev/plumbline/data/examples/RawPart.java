package dev.plumbline.data.examples;

import dev.plumbline.data.DataException;
import dev.plumbline.data.DataProblems;
import dev.plumbline.data.preparation.Categories;
import dev.plumbline.data.preparation.RawExamples;
import dev.plumbline.data.table.Classes;
import dev.plumbline.data.table.CsvClasses;
import dev.plumbline.data.table.CsvHeldOut;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.error.ErrorKind;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The rows of a part of a table as they were read, before the preparation: what {@link RawExamples} has, as plain arrays. */
public final class RawPart implements Serializable {
    private static final long serialVersionUID = 1;

    private final PartProblems problems;
    private final int rows;
    private final double[] inputs; // rows × columns; a category as its number among the part's texts
    private final double[] targets; // rows × targets; a class as its number among the part's texts
    private final double[] weights;
    private final ArrayList<Texts> categories = new ArrayList<>(); // of each column; no text for a column of numbers
    private final ArrayList<String> classes;
    private final BitSet heldOut;
    private final ArrayList<String> others;

    /** The distinct texts of a column, each with the first line that has it. */
    private record Texts(ArrayList<String> texts, ArrayList<Long> lines) implements Serializable {
        static Texts of(Optional<Categories> categories) {
            Texts all = new Texts(new ArrayList<>(), new ArrayList<>());
            categories.ifPresent(each -> {
                all.texts.addAll(each.texts());
                for (int number = 0; number < each.size(); number++) {
                    all.lines.add(each.line(number));
                }
            });
            return all;
        }

        /** Adds the texts to those of parts before; false if there are too many. */
        boolean addTo(Categories categories) {
            boolean fit = true;
            for (int number = 0; number < texts.size(); number++) {
                fit &= categories.number(texts.get(number), lines.get(number)) >= 0;
            }
            return fit;
        }
    }

    /** A part without a row, or with problems. */
    RawPart(DataProblems findings, CsvHeldOut heldOut) {
        problems = new PartProblems(findings);
        rows = 0;
        inputs = new double[0];
        targets = new double[0];
        weights = new double[0];
        classes = new ArrayList<>();
        this.heldOut = new BitSet();
        others = new ArrayList<>(heldOut.others());
    }

    /**
     * A part.
     *
     * @param raw targets that are classes by number
     * @param classes the texts of these numbers
     */
    RawPart(RawExamples raw, List<String> classes, CsvHeldOut heldOut) {
        problems = new PartProblems(new DataProblems());
        rows = raw.rows();
        inputs = raw.inputs();
        targets = raw.targets().toRowMajor();
        weights = raw.weights().map(Matrix::toRowMajor).orElse(new double[0]);
        raw.columns().forEach(column -> categories.add(Texts.of(column.categories())));
        this.classes = new ArrayList<>(classes);
        this.heldOut = heldOut.rows().orElseGet(BitSet::new);
        others = new ArrayList<>(heldOut.others());
    }

    /** The same without the arrays of the rows, which stay where they are. */
    RawPart summary() {
        return new RawPart(this);
    }

    private RawPart(RawPart other) {
        problems = other.problems;
        rows = other.rows;
        inputs = new double[0];
        targets = new double[0];
        weights = new double[0];
        categories.addAll(other.categories);
        classes = other.classes;
        heldOut = other.heldOut;
        others = other.others;
    }

    PartProblems problems() {
        return problems;
    }

    int rows() {
        return rows;
    }

    ArrayList<String> classes() {
        return classes;
    }

    /** Adds the marked rows to those of the parts before. */
    void addHeldOut(CsvHeldOut all, int first) {
        all.addPart(first, heldOut, others);
    }

    BitSet heldOut() {
        return heldOut;
    }

    /** Adds the categories of a column to those of the parts before; false if there are too many. */
    boolean addCategories(int column, Categories all) {
        return rows == 0 || categories.get(column).addTo(all);
    }

    /**
     * The examples of this part.
     *
     * @param whole the columns, classes and rules of the whole table
     * @param places how a class becomes a target; empty if the targets are numbers
     */
    RawExamples examples(RawExamples whole, Optional<Classes> places) throws DataException {
        List<RawExamples.Column> columns = new ArrayList<>();
        for (int i = 0; i < whole.width(); i++) {
            RawExamples.Column column = whole.columns().get(i);
            Categories own = new Categories();
            addCategories(i, own);
            columns.add(new RawExamples.Column(
                    column.name(), column.path(), column.categories().map(all -> own)));
        }
        Matrix answers = places.isPresent()
                ? CsvClasses.targets(targets, rows, classes, whole.classes(), places.get(), whole.file())
                : Matrix.wrap(rows, targets.length / rows, targets);
        return new RawExamples(
                whole.file(),
                columns,
                rows,
                inputs,
                answers,
                weights.length == 0 ? Optional.empty() : Optional.of(Matrix.wrap(rows, 1, weights)),
                whole.classes(),
                Optional.of(heldOut),
                whole.layout(),
                whole.missing(),
                whole.divideBy());
    }

    /** Adds a problem for each negative weight. */
    void checkWeights(String file, DataProblems findings) {
        for (int row = 0; row < weights.length; row++) {
            if (weights[row] < 0) {
                findings.add(
                        ErrorKind.OUT_OF_RANGE,
                        "data.weights",
                        file + ": found " + weights[row],
                        "a finite number of at least 0");
            }
        }
    }

    /** Whether any weight is above 0. */
    boolean counts() {
        return Arrays.stream(weights).anyMatch(weight -> weight > 0);
    }
}
