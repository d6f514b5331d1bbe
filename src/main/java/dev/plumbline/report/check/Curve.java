package dev.plumbline.report.check;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A value per step, such as the loss. Neighbouring steps share a bin, so that the memory does not grow with the number
 * of steps.
 */
public final class Curve {
    private static final int MOST_BINS = 240;

    private final Bins bins;
    private final double[] sums;
    private final double[] lows;
    private final double[] highs;
    private final long[] counts;
    private long notFinite = -1;
    private OptionalDouble first = OptionalDouble.empty();
    private OptionalDouble last = OptionalDouble.empty();

    /** An empty curve for this number of steps. */
    Curve(long steps) {
        bins = Bins.of(steps, MOST_BINS);
        sums = new double[bins.count()];
        lows = new double[bins.count()];
        highs = new double[bins.count()];
        counts = new long[bins.count()];
    }

    /** Adds the value of a step. For values that are not finite, only the first step is recorded. */
    void add(long step, double value) {
        if (step < 0 || step >= bins.steps() || notFinite >= 0) {
            return;
        }
        if (!Double.isFinite(value)) {
            notFinite = step;
            return;
        }
        int bin = bins.of(step);
        lows[bin] = counts[bin] == 0 ? value : Math.min(lows[bin], value);
        highs[bin] = counts[bin] == 0 ? value : Math.max(highs[bin], value);
        sums[bin] += value;
        counts[bin]++;
        first = first.isPresent() ? first : OptionalDouble.of(value);
        last = OptionalDouble.of(value);
    }

    public Bins bins() {
        return bins;
    }

    /** The mean of a bin; empty if the bin is empty. */
    public OptionalDouble mean(int bin) {
        return counts[bin] == 0 ? OptionalDouble.empty() : OptionalDouble.of(sums[bin] / counts[bin]);
    }

    /** The smallest value of a bin that is not empty. */
    public double low(int bin) {
        return lows[bin];
    }

    /** The largest value of a bin that is not empty. */
    public double high(int bin) {
        return highs[bin];
    }

    /** The step in the middle of a bin. */
    public double middle(int bin) {
        return (bins.from(bin) + (double) bins.to(bin)) / 2;
    }

    /** The value of the first step. */
    public OptionalDouble first() {
        return first;
    }

    /** The value of the last step. */
    public OptionalDouble last() {
        return last;
    }

    /** The first step with a value that is not finite. */
    public OptionalLong notFinite() {
        return notFinite < 0 ? OptionalLong.empty() : OptionalLong.of(notFinite);
    }

    public boolean isEmpty() {
        return first.isEmpty();
    }
}
