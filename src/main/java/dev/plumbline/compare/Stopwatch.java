package dev.plumbline.compare;

import java.util.function.Supplier;

/** Adds up durations. */
final class Stopwatch {
    private long nanoseconds;

    <T> T measure(Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        nanoseconds += System.nanoTime() - start;
        return result;
    }

    void measure(Runnable work) {
        measure(() -> {
            work.run();
            return work;
        });
    }

    double seconds() {
        return nanoseconds / 1e9;
    }
}
