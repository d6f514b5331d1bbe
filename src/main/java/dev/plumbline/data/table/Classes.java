package dev.plumbline.data.table;

import dev.plumbline.data.DataProblems;
import dev.plumbline.spec.error.ErrorKind;

/**
 * How an example's class becomes its target: 1 at its class and 0 elsewhere; with two classes and one output, 0 for the
 * first and 1 for the second.
 *
 * @param count the number of classes
 * @param outputs the number of elements of a target: {@code count}, or 1 for two classes
 */
public record Classes(int count, int outputs) {

    /** The classes for this number of outputs; if the numbers do not fit, adds a problem at {@code data.classes}. */
    public static Classes of(int count, int outputs, DataProblems findings) {
        boolean single = count == 2 && outputs == 1;
        if (!single && count != outputs) {
            findings.add(
                    ErrorKind.UNKNOWN_CATEGORY,
                    "data.classes",
                    "there are " + count + " classes for a last layer of `units: " + outputs + "`",
                    "as many classes as units, or two classes for one unit");
        }
        return new Classes(count, single ? 1 : count);
    }

    /** Writes the target of example {@code row} into an array of zeros. */
    public void write(double[] targets, int row, int index) {
        if (outputs == 1) {
            targets[row] = index;
        } else {
            targets[row * outputs + index] = 1;
        }
    }
}
