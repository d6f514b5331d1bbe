package dev.plumbline.compare;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A daemon thread that executes tasks one after the other. */
final class BackgroundWorker implements AutoCloseable {
    private final ExecutorService executor;
    private @Nullable Thread worker; // none before something is begun

    /** One whose thread has this name. */
    BackgroundWorker(String name) {
        executor = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            worker = thread;
            return thread;
        });
    }

    /** Begins this, after all that was begun before; gives back what waits for it, and throws what it threw. */
    <T> Supplier<T> begin(Supplier<T> work) {
        Future<T> begun = executor.submit(work::get);
        return () -> result(begun);
    }

    /** Waits for what comes of it, and throws what it threw. */
    static <T> T result(Future<T> begun) {
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

    /** Waits until all that was begun is done. */
    void rest() {
        var unused = begin(() -> this).get();
    }

    /** Waits for what is being done, and begins nothing that was not begun. */
    @Override
    public void close() {
        executor.shutdownNow();
        boolean interrupted = Thread.interrupted(); // which does not make what is being done any shorter
        while (!executor.isTerminated() || worker != null && worker.isAlive()) {
            try {
                executor.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
                if (worker != null) {
                    worker.join(); // it ends a moment after the executor has
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
