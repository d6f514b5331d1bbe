package dev.plumbline.data.examples;

import dev.plumbline.data.DataProblems;
import dev.plumbline.data.preparation.RawExamples;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.data.Validation;
import dev.plumbline.spec.error.ErrorKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Draws the held-out examples; {@link Validation} has the equivalent calls of NumPy. */
final class ExampleSplit {
    private ExampleSplit() {}

    /**
     * The held-out rows.
     *
     * @param seed the seed of the network
     */
    static BitSet draw(RawExamples raw, Validation validation, long seed, DataProblems findings) {
        int[] classes = validation.stratified() ? classes(raw.targets()) : new int[raw.rows()];
        int[] sizes =
                new int[validation.stratified() ? Math.max(2, raw.targets().columns()) : 1];
        for (int classNumber : classes) {
            sizes[classNumber]++;
        }
        List<BitSet> drawn = draw(sizes, raw.rows(), raw.file(), validation, seed, findings);
        BitSet heldOut = new BitSet();
        if (!drawn.isEmpty()) {
            mark(classes, drawn, new int[sizes.length], heldOut);
        }
        return heldOut;
    }

    /**
     * Marks the rows that were drawn.
     *
     * @param classes the class of each row
     * @param drawn for each class the drawn ones of its rows
     * @param before for each class the number of its rows before these; counts on
     */
    static void mark(int[] classes, List<BitSet> drawn, int[] before, BitSet heldOut) {
        for (int row = 0; row < classes.length; row++) {
            if (drawn.get(classes[row]).get(before[classes[row]]++)) {
                heldOut.set(row);
            }
        }
    }

    /**
     * For each class the numbers of its held-out rows, counted among the rows of the class; empty if there are problems.
     *
     * @param sizes the number of rows of each class, or of all if the validation is not stratified
     * @param rows the number of all rows; if these are not all in a class, the targets are not classes
     * @param file the name of the file in messages
     * @param seed the seed of the network
     */
    static List<BitSet> draw(
            int[] sizes, int rows, String file, Validation validation, long seed, DataProblems findings) {
        double share = validation.share().orElseThrow();
        if (rows < 2) {
            findings.add(
                    ErrorKind.EMPTY_INPUT, "validation.share", file + " has only one example", "at least two examples");
            return List.of();
        }
        if (IntStream.of(sizes).sum() < rows) {
            findings.add(
                    ErrorKind.INVALID_COMBINATION,
                    "validation.stratified",
                    "`stratified` needs classes, but the targets are not classes",
                    "`stratified: false`, or targets with a single 1 each or of 0 and 1");
            return List.of();
        }
        NumpyRandom random = new NumpyRandom(validation.seed().orElse(seed));
        List<BitSet> drawn = new ArrayList<>();
        for (int size : sizes) {
            int least = validation.stratified() ? 0 : 1;
            drawn.add(draw(random, size, Math.max(least, Math.min(size - 1, count(share, size)))));
        }
        if (drawn.stream().allMatch(BitSet::isEmpty)) {
            findings.add(
                    ErrorKind.OUT_OF_RANGE,
                    "validation.share",
                    "`share` is " + share + ", which is not one example of any class",
                    "a share that is at least half an example of some class");
            return List.of();
        }
        return drawn;
    }

    /** {@code int(share * n + 0.5)}. */
    private static int count(double share, int examples) {
        return (int) (share * examples + 0.5);
    }

    private static BitSet draw(NumpyRandom random, int size, int count) {
        BitSet drawn = new BitSet();
        if (size > 0) {
            int[] order = random.permutation(size);
            for (int i = 0; i < count; i++) {
                drawn.set(order[i]);
            }
        }
        return drawn;
    }

    /** The class of each row; no class at all if the targets are not classes. */
    static int[] classes(Matrix targets) {
        int width = targets.columns();
        int[] classes = new int[targets.rows()];
        for (int row = 0; row < targets.rows(); row++) {
            int ones = 0;
            int at = 0;
            for (int column = 0; column < width; column++) {
                double target = targets.get(row, column);
                if (target == 1) {
                    ones++;
                    at = column;
                } else if (target != 0) {
                    return new int[0];
                }
            }
            if (width > 1 && ones != 1) {
                return new int[0];
            }
            classes[row] = width == 1 ? ones : at;
        }
        return classes;
    }
}
