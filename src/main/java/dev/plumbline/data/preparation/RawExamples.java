package dev.plumbline.data.preparation;

import dev.plumbline.data.Dataset;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.data.MissingValueRule;
import dev.plumbline.spec.data.Scaling;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Examples as in their file, before the preparation.
 *
 * @param file the name of the file in messages
 * @param columns the input columns
 * @param rows the number of examples
 * @param inputs rows × columns; a category as its number in the column's categories, a missing value as NaN. The
 *     preparation may overwrite it
 * @param targets rows × outputs
 * @param weights rows × 1
 * @param classes the names of the classes; empty if there are none
 * @param heldOut the rows that a column of the file marks as held out
 * @param layout the layout of the text
 * @param missing the rule for missing values
 * @param divideBy the divisor of every input that is not scaled otherwise
 */
public record RawExamples(
        String file,
        List<Column> columns,
        int rows,
        double[] inputs,
        Matrix targets,
        Optional<Matrix> weights,
        List<String> classes,
        Optional<BitSet> heldOut,
        CsvLayout layout,
        MissingValueRule missing,
        double divideBy) {

    /**
     * An input column.
     *
     * @param path the path in the specification
     * @param categories the categories, if the column is categorical
     */
    public record Column(String name, String path, Optional<Categories> categories) {}

    /**
     * Examples of numbers without names.
     *
     * @param inputs the inputs of the examples, which may be overwritten
     */
    public static RawExamples of(Dataset examples, double[] inputs, String file) {
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= examples.inputs().columns(); i++) {
            columns.add(new Column(Integer.toString(i), "data.inputs", Optional.empty()));
        }
        return new RawExamples(
                file,
                columns,
                examples.inputs().rows(),
                inputs,
                examples.targets(),
                examples.weights(),
                List.of(),
                Optional.empty(),
                new CsvLayout(",", false, List.of()),
                new MissingValueRule.Error(),
                1);
    }

    /** The columns and rules of a table without its rows; its row of targets is a placeholder. */
    public static RawExamples empty(
            String file,
            List<Column> columns,
            int targets,
            List<String> classes,
            CsvLayout layout,
            MissingValueRule missing) {
        Matrix nothing = Matrix.zeros(1, targets);
        return new RawExamples(
                file,
                columns,
                0,
                new double[0],
                nothing,
                Optional.empty(),
                List.copyOf(classes),
                Optional.empty(),
                layout,
                missing,
                1);
    }

    /** Returns the examples with a copy of the inputs, which a preparation may overwrite. */
    public RawExamples copied() {
        return new RawExamples(
                file, columns, rows, inputs.clone(), targets, weights, classes, heldOut, layout, missing, divideBy);
    }

    /** Returns the examples with another divisor of the inputs. */
    public RawExamples dividedBy(double number) {
        return new RawExamples(
                file, columns, rows, inputs, targets, weights, classes, heldOut, layout, missing, number);
    }

    /** Returns the examples with other targets, which are classes of these names. */
    public RawExamples with(Matrix others, List<String> names) {
        return new RawExamples(file, columns, rows, inputs, others, weights, names, heldOut, layout, missing, divideBy);
    }

    /** Returns the examples with the targets, or their logarithms, as the columns {@code target 1} and so on. */
    public RawExamples ofTargets(Scaling how) {
        List<Column> named = new ArrayList<>();
        for (int i = 1; i <= targets.columns(); i++) {
            named.add(new Column("target " + i, "data.targets", Optional.empty()));
        }
        return new RawExamples(
                file,
                named,
                rows,
                (how == Scaling.LOG ? targets.log() : targets).toRowMajor(),
                targets,
                weights,
                classes,
                heldOut,
                layout,
                new MissingValueRule.Error(),
                1);
    }

    /** Returns the examples with the labels 0, 1, … as the names of the classes. */
    public RawExamples withClasses(int count) {
        List<String> labels = new ArrayList<>();
        for (int label = 0; label < count; label++) {
            labels.add(Integer.toString(label));
        }
        return new RawExamples(
                file, columns, rows, inputs, targets, weights, labels, heldOut, layout, missing, divideBy);
    }

    public int width() {
        return columns.size();
    }
}
