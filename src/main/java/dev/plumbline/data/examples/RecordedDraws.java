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
import java.util.Optional;

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
        if (spec.data().order().isPresent()) {
            ofSize("order", "data.order", epochs, examples, problems).ifPresent(order -> checkOrder(order, problems));
        }
        for (int layer = 1; spec.data().masks().isPresent() && layer <= spec.layers().size(); layer++) {
            if (spec.layers().get(layer - 1).dropout().isPresent()) {
                int ofLayer = layer;
                ofSize("mask" + layer, "data.masks", (long) epochs * examples, spec.inputsOf(layer - 1), problems)
                        .ifPresent(mask -> checkMask(mask, ofLayer, problems));
            }
        }
        return problems;
    }

    private Optional<Matrix> ofSize(String name, String path, long rows, int columns, List<Problem> problems) {
        Optional<Matrix> array = Optional.ofNullable(arrays.get(name));
        Optional<Matrix> fitting = array.filter(each -> each.rows() == rows && each.columns() == columns);
        if (fitting.isEmpty()) {
            String meaning = name.equals("order") ? "epochs × examples" : "examples of all steps × inputs of the layer";
            problems.add(new Problem(
                    ErrorKind.SIZE_MISMATCH,
                    path,
                    "`" + name + "` is " + array.map(Matrix::shape).orElse("missing") + " for a training of " + rows + "×"
                            + columns + ", " + meaning,
                    "an array of " + rows + "×" + columns));
        }
        return fitting;
    }

    private static void checkMask(Matrix mask, int layer, List<Problem> problems) {
        if (Arrays.stream(mask.toRowMajor()).anyMatch(value -> value * (1 - value) != 0)) {
            problems.add(new Problem(
                    ErrorKind.OUT_OF_RANGE,
                    "data.masks",
                    "the masks of layer " + layer + " have other numbers than 0 and 1",
                    "1 for an input that is kept, 0 for one that is dropped"));
        }
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
