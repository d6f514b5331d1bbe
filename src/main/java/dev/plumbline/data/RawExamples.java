package dev.plumbline.data;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.MissingValueRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Examples as they stand in their file, before any preparation.
 *
 * @param file in messages
 * @param columns the input columns
 * @param rows the number of examples
 * @param inputs rows × columns; a category as its number in the column's categories, a missing value as NaN. Whoever
 *     prepares the examples may overwrite it
 * @param targets rows × outputs
 * @param weights rows × 1
 * @param classes the names of the classes; empty where there are none
 * @param heldOut the rows that the file itself holds out
 * @param layout how the text was laid out
 * @param missing the rule for missing values
 * @param divideBy what every input is divided by where it is not scaled otherwise
 */
record RawExamples(
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
     * @param path its place in the specification
     * @param categories if it has texts
     */
    record Column(String name, String path, Optional<Categories> categories) {}

    /**
     * Examples of numbers without names.
     *
     * @param inputs those of the examples, which may be overwritten
     */
    static RawExamples of(Dataset examples, double[] inputs, String file) {
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

    /** The same, of a format whose numbers are divided. */
    RawExamples dividedBy(double number) {
        return new RawExamples(
                file, columns, rows, inputs, targets, weights, classes, heldOut, layout, missing, number);
    }

    /** The same with labels from 0 as the names of the classes. */
    RawExamples withClasses(int count) {
        List<String> labels = new ArrayList<>();
        for (int label = 0; label < count; label++) {
            labels.add(Integer.toString(label));
        }
        return new RawExamples(
                file, columns, rows, inputs, targets, weights, labels, heldOut, layout, missing, divideBy);
    }

    int width() {
        return columns.size();
    }
}
