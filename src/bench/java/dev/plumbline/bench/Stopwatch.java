package dev.plumbline.bench;

import java.util.Arrays;

/**
 * Times a loop: the median of many short stretches, after as long again to get warm. A stretch is as many steps as take ten
 * milliseconds, so that looking at the clock costs nothing, and what other programs take of a stretch spoils no other.
 */
final class Stopwatch {
    private static final long STRETCH = 10_000_000;

    private final long begin = System.nanoTime();
    private final long warm;
    private final long end;
    private long stretchBegin;
    private long steps;
    private long stepsOfAStretch = 1;
    private double[] times = new double[0];

    /** A stopwatch that is warm after these seconds and done after as many again. */
    Stopwatch(double seconds) {
        warm = begin + (long) (seconds * 1e9);
        end = warm + (long) (seconds * 1e9);
        stretchBegin = begin;
    }

    /** Whether to take another step; called before each. */
    boolean goesOn() {
        if (steps < stepsOfAStretch) {
            steps++;
            return true;
        }
        long now = System.nanoTime();
        long took = now - stretchBegin;
        if (took < STRETCH && stepsOfAStretch < (1 << 30)) {
            stepsOfAStretch *= 2;
        } else if (now > warm) {
            times = Arrays.copyOf(times, times.length + 1);
            times[times.length - 1] = took / 1e3 / steps;
        }
        steps = 1;
        stretchBegin = now;
        return now < end || times.length < 5;
    }

    /** The median time of a step. */
    double microseconds() {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
