package dev.plumbline.compare;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Experiment;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does one thing after the other beside what its owner does; or each at once, where another thread would not pay. What was
 * done can be seen once it, or a later one, has been waited for.
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

    /** One for the steps of an experiment. */
    static Background of(Experiment experiment, String name) {
        return pays(experiment) ? thread(name) : none();
    }

    /** One with a thread of its own, which keeps no process alive. */
    static Background thread(String name) {
        return new Background(Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        }));
    }

    /** Begins this, after all that was begun before; gives back what waits for it, and throws what it threw. */
    <T> Supplier<T> begin(Supplier<T> work) {
        if (executor == null) {
            T done = work.get();
            return () -> done;
        }
        Future<T> begun = executor.submit(work::get);
        last = begun;
        return () -> result(begun);
    }

    /** Begins what has no result. */
    void run(Runnable work) {
        begin(() -> {
            work.run();
            return this;
        });
    }

    /** Whether what was begun is done and can be seen, so that {@link #join} would return at once. */
    boolean isDone() {
        return last == null;
    }

    /** Waits until all that was begun is done; what the last of it threw is thrown here. */
    void join() {
        Future<?> awaited = last;
        last = null;
        if (awaited != null) {
            result(awaited);
        }
    }

    private static <T> T result(Future<T> begun) {
        try {
            return begun.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause(); // a Supplier throws nothing else
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while steps were compared");
        }
    }

    /** Waits for what is being done, and begins nothing that was not begun. */
    @Override
    public void close() {
        if (executor == null) {
            return;
        }
        executor.shutdownNow();
        try {
            executor.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
