package dev.plumbline.compare;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does one thing after the other beside what its owner does, and at most one at a time; or at once, where another thread
 * would not pay. What was done can be seen once {@link #join} has returned.
 */
final class Background implements AutoCloseable {
    /** Weights times examples of a batch from which on a step takes longer than to hand it to another thread. */
    private static final long LARGE_STEP = 100_000;

    private final @Nullable ExecutorService executor;
    private @Nullable Future<?> last;

    private Background(@Nullable ExecutorService executor) {
        this.executor = executor;
    }

    /** Whether the steps of an experiment are so large that it pays to take them in other threads. */
    static boolean pays(Experiment experiment) {
        NetworkSpec spec = experiment.spec();
        int examples = spec.training().batchSize().of(experiment.inputs().rows());
        return spec.parameters() * examples >= LARGE_STEP;
    }

    /** One that does everything at once. */
    static Background none() {
        return new Background(null);
    }

    /** One with a thread of its own, which keeps no process alive. */
    static Background thread(String name) {
        return new Background(Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        }));
    }

    /** Begins this; what was begun before must have been waited for. */
    void run(Runnable work) {
        if (executor == null) {
            work.run();
        } else {
            last = executor.submit(work);
        }
    }

    /**
     * Begins this as well, where a processor has nothing to do, and gives back what waits for what comes of it. The
     * reference's products are left to the same threads, so that there are never more of them at work than processors.
     */
    <T> Supplier<T> fork(Supplier<T> work) {
        if (executor == null) {
            T done = work.get();
            return () -> done;
        }
        return ForkJoinPool.commonPool().submit(work::get)::join;
    }

    /** Whether what was begun is done and can be seen, so that {@link #join} would return at once. */
    boolean isDone() {
        return last == null;
    }

    /** Waits until what was begun is done; what it threw is thrown here. */
    void join() {
        Future<?> awaited = last;
        if (awaited == null) {
            return;
        }
        last = null;
        try {
            awaited.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause(); // a Runnable throws nothing else
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while steps were compared");
        }
    }

    @Override
    public void close() {
        if (executor != null) {
            executor.shutdownNow();
        }
    }
}
