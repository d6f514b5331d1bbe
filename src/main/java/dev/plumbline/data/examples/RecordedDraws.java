package dev.plumbline.data.examples;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Checks the order of the examples and the dropout masks of a file.
 *
 * @param examples the number of training examples
 * @param arrays the arrays of the file: {@code order}, and {@code mask1} of the first layer
 */
record RecordedDraws(NetworkSpec spec, int examples, Map<String, Matrix> arrays) {

    /** The problems of arrays of another size, that are no permutations, or no zeros and ones. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        int epochs = spec.training().epochs();
        if (spec.data().order().isPresent() && hasSize("order", "data.order", epochs, examples, problems)) {
            checkOrder(array("order"), problems);
        }
        for (int layer = 1;
                spec.data().masks().isPresent() && layer <= spec.layers().size();
                layer++) {
            String name = "mask" + layer;
            int width = spec.inputsOf(layer - 1);
            if (spec.layers().get(layer - 1).dropout().isPresent()
                    && hasSize(name, "data.masks", (long) epochs * examples, width, problems)
                    && Arrays.stream(array(name).toRowMajor()).anyMatch(value -> value * (1 - value) != 0)) {
                problems.add(new Problem(
                        ErrorKind.OUT_OF_RANGE,
                        "data.masks",
                        "the masks of layer " + layer + " have other numbers than 0 and 1",
                        "1 for an input that is kept, 0 for one that is dropped"));
            }
        }
        return problems;
    }

    private Matrix array(String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    private boolean hasSize(String name, String path, long rows, int columns, List<Problem> problems) {
        Matrix array = array(name);
        boolean isRight = array.rows() == rows && array.columns() == columns;
        if (!isRight) {
            String meaning = name.equals("order") ? "epochs × examples" : "examples of all steps × inputs of the layer";
            problems.add(new Problem(
                    ErrorKind.SIZE_MISMATCH,
                    path,
                    "`" + name + "` is " + array.shape() + " for a training of " + rows + "×" + columns + ", "
                            + meaning,
                    "an array of " + rows + "×" + columns));
        }
        return isRight;
    }

    private void checkOrder(Matrix order, List<Problem> problems) {
        for (int epoch = 0; epoch < order.rows(); epoch++) {
            BitSet used = new BitSet();
            for (double row : order.rowRange(epoch, epoch + 1).toRowMajor()) {
                boolean isNumber = row >= 0 && row < examples && row == Math.rint(row);
                if (!isNumber || used.get((int) row)) {
                    String example = row == Math.rint(row) ? String.valueOf((long) row) : String.valueOf(row);
                    String what = (isNumber ? "twice the example " : "the example ") + example;
                    problems.add(new Problem(
                            ErrorKind.OUT_OF_RANGE,
                            "data.order",
                            "the order of epoch " + epoch + " has " + what,
                            "each number from 0 to " + (examples - 1) + " once"));
                    return;
                }
                used.set((int) row);
            }
        }
    }
}
