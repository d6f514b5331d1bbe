package dev.plumbline;

import java.util.List;
import java.util.function.Predicate;

/** A part of many similar cases, so that a build takes minutes; with {@code -Dplumbline.slow=required} it is all of them. */
public final class Sample {
    private static final boolean IS_WHOLE = "required".equals(System.getProperty("plumbline.slow"));

    /** The golden ratio of 2^64: its multiples are spread evenly, and have no period in common with loops over words. */
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private Sample() {}

    /** The number of cases to draw at random. */
    public static int size(int small, int whole) {
        return IS_WHOLE ? whole : small;
    }

    /** About one case in n, always the same ones, or all. */
    public static <T> List<T> of(List<T> cases, int n) {
        return cases.stream().filter(oneIn(n)).toList();
    }

    /** Takes about one in n of the cases that it is asked about in turn, the first among them, or all. */
    public static <T> Predicate<T> oneIn(int n) {
        long[] number = {0};
        return each -> IS_WHOLE || Long.remainderUnsigned(number[0]++ * GOLDEN_RATIO >>> 32, n) == 0;
    }
}
