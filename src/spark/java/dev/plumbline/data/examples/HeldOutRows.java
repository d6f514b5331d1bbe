package dev.plumbline.data.examples;

import dev.plumbline.data.DataException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The held-out rows of each part: marked by a column, or drawn among the rows of each class. */
final class HeldOutRows implements Serializable {
    private static final long serialVersionUID = 1;

    private final ArrayList<BitSet> drawn =
            new ArrayList<>(); // by class; empty if rows are marked, or none is held out
    private final ArrayList<int[]> before = new ArrayList<>(); // by part, then by class: the rows of the parts before
    private final boolean stratified;

    /** The marked rows. */
    HeldOutRows() {
        stratified = false;
    }

    /**
     * Drawn rows.
     *
     * @param drawn for each class the numbers of the rows among those of the class
     * @param sizes by part, then by class: the number of rows
     */
    HeldOutRows(List<BitSet> drawn, List<int[]> sizes, boolean stratified) {
        this.drawn.addAll(drawn);
        this.stratified = stratified;
        int[] sum = new int[drawn.size()];
        for (int[] part : sizes) {
            before.add(sum.clone());
            for (int i = 0; i < part.length; i++) {
                sum[i] += part[i];
            }
        }
    }

    /** For each row of a part its class, or 0 for all if the rows are drawn among all. */
    static int[] classes(Table table, RawPart part, boolean stratified) throws DataException {
        return stratified && part.rows() > 0
                ? ExampleSplit.classes(table.examples(part).targets())
                : new int[part.rows()];
    }

    /** The held-out rows of a part. */
    BitSet of(int number, RawPart part, Table table) throws DataException {
        if (drawn.isEmpty()) {
            return part.heldOut();
        }
        BitSet heldOut = new BitSet();
        ExampleSplit.mark(
                classes(table, part, stratified), drawn, before.get(number).clone(), heldOut);
        return heldOut;
    }

    /** All other rows of a part. */
    BitSet training(int number, RawPart part, Table table) throws DataException {
        BitSet training = new BitSet();
        training.set(0, part.rows());
        training.andNot(of(number, part, table));
        return training;
    }
}
