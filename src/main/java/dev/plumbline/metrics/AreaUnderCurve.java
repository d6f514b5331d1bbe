package dev.plumbline.metrics;

import dev.plumbline.math.Matrix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;

/**
 * The area under the receiver operating characteristic: the probability that an example of the class has a larger output
 * than one of another class, where equal outputs count half (the Mann–Whitney statistic).
 */
public final class AreaUnderCurve {
    private AreaUnderCurve() {}

    /**
     * The area for one class.
     *
     * @param column of the outputs
     * @param belongs whether an example belongs to the class
     * @return NaN if all examples belong to the class, or none
     */
    static double of(Matrix outputs, int column, IntPredicate belongs) {
        int n = outputs.rows();
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> outputs.get(i, column)));
        double ranks = 0; // the sum of the ranks of the class's examples; equal outputs share their mean rank
        long inside = 0;
        for (int from = 0; from < n; ) {
            int to = from;
            int members = 0;
            double value = outputs.get(order[from], column);
            while (to < n && outputs.get(order[to], column) == value) {
                members += belongs.test(order[to]) ? 1 : 0;
                to++;
            }
            if (to == from) {
                return Double.NaN; // an output is NaN, which equals nothing
            }
            ranks += members * ((from + 1 + to) / 2.0);
            inside += members;
            from = to;
        }
        return of(ranks, inside, n - inside);
    }

    /**
     * The area by the ranks.
     *
     * @param ranks the sum of the ranks of the class's examples, counted from 1; equal outputs share their mean rank
     * @param inside the number of the class's examples
     * @param outside the number of all others
     * @return NaN if one of the numbers is 0
     */
    public static double of(double ranks, long inside, long outside) {
        return inside == 0 || outside == 0
                ? Double.NaN
                : (ranks - inside * (inside + 1) / 2.0) / ((double) inside * outside);
    }
}
