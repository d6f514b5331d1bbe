package dev.plumbline.compare.run;

import java.util.function.Supplier;

/** Adds up durations. */
public final class Stopwatch {
    private long nanoseconds;

    public <T> T measure(Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        nanoseconds += System.nanoTime() - start;
        return result;
    }

    public void measure(Runnable work) {
        measure(() -> {
            work.run();
            return work;
        });
    }

    public double seconds() {
        return nanoseconds / 1e9;
    }
}
