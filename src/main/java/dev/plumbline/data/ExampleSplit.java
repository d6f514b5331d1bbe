package dev.plumbline.data;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Validation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Draws the held-out examples; {@link Validation} has the equivalent calls of NumPy. */
final class ExampleSplit {
    private ExampleSplit() {}

    /**
     * The held-out rows.
     *
     * @param seed the seed of the network
     */
    static BitSet draw(RawExamples raw, Validation validation, long seed, DataProblems findings) {
        NumpyRandom random = new NumpyRandom(validation.seed().orElse(seed));
        double share = validation.share().orElseThrow();
        BitSet heldOut = new BitSet();
        if (raw.rows() < 2) {
            findings.add("validation.share", raw.file() + " has only one example", "at least two examples");
            return heldOut;
        }
        if (!validation.stratified()) {
            int count = Math.max(1, Math.min(raw.rows() - 1, count(share, raw.rows())));
            draw(random, all(raw.rows()), count, heldOut);
            return heldOut;
        }
        List<List<Integer>> classes = classes(raw.targets());
        if (classes.isEmpty()) {
            findings.add(
                    "validation.stratified",
                    "`stratified` needs classes, but the targets are not classes",
                    "`stratified: false`, or targets with a single 1 each or of 0 and 1");
            return heldOut;
        }
        for (List<Integer> rows : classes) {
            draw(random, rows, Math.min(rows.size() - 1, count(share, rows.size())), heldOut);
        }
        if (heldOut.isEmpty()) {
            findings.add(
                    "validation.share",
                    "`share` is " + share + ", which is not one example of any class",
                    "a share that is at least half an example of some class");
        }
        return heldOut;
    }

    /** {@code int(share * n + 0.5)}. */
    private static int count(double share, int examples) {
        return (int) (share * examples + 0.5);
    }

    private static List<Integer> all(int rows) {
        List<Integer> all = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            all.add(row);
        }
        return all;
    }

    private static void draw(NumpyRandom random, List<Integer> rows, int count, BitSet heldOut) {
        if (rows.isEmpty()) {
            return;
        }
        int[] order = random.permutation(rows.size());
        for (int i = 0; i < count; i++) {
            heldOut.set(rows.get(order[i]));
        }
    }

    /** The rows of each class; empty if the targets are not classes. */
    private static List<List<Integer>> classes(Matrix targets) {
        int width = targets.columns();
        List<List<Integer>> classes = new ArrayList<>();
        for (int i = 0; i < Math.max(2, width); i++) {
            classes.add(new ArrayList<>());
        }
        for (int row = 0; row < targets.rows(); row++) {
            int ones = 0;
            int at = 0;
            for (int column = 0; column < width; column++) {
                double target = targets.get(row, column);
                if (target == 1) {
                    ones++;
                    at = column;
                } else if (target != 0) {
                    return List.of();
                }
            }
            if (width > 1 && ones != 1) {
                return List.of();
            }
            classes.get(width == 1 ? ones : at).add(row);
        }
        return classes;
    }
}
