package dev.plumbline.report.check;

/**
 * Groups of neighbouring steps, so that the memory of a report does not grow with the number of steps.
 *
 * @param steps the number of steps, at least 1
 * @param width the number of steps per bin
 */
public record Bins(long steps, long width) {
    /** As few steps per bin as possible, with at most this many bins. */
    public static Bins of(long steps, int most) {
        long atLeastOne = Math.max(1, steps);
        return new Bins(atLeastOne, (atLeastOne + most - 1) / most);
    }

    public int count() {
        return Math.toIntExact((steps + width - 1) / width);
    }

    /** The first step of a bin. */
    public long from(int bin) {
        return bin * width;
    }

    /** The last step of a bin. */
    public long to(int bin) {
        return Math.min(steps, (bin + 1) * width) - 1;
    }

    /** The bin of a step; a step before the first belongs to the first bin, one after the last to the last bin. */
    public int of(long step) {
        return Math.toIntExact(Math.max(0, Math.min(step, steps - 1)) / width);
    }
}
