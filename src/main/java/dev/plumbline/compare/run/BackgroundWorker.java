package dev.plumbline.compare.run;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A daemon thread that executes tasks one after the other. */
public final class BackgroundWorker implements AutoCloseable {
    private final ExecutorService executor;
    private @Nullable Thread worker; // null until the first task

    /** A worker whose thread has this name. */
    public BackgroundWorker(String name) {
        executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            worker = thread;
            return thread;
        });
    }

    /**
     * Submits a task, which starts after all earlier ones. The returned supplier waits for the result and throws the
     * task's exception.
     */
    public <T> Supplier<T> submit(Supplier<T> task) {
        Future<T> future = executor.submit(task::get);
        return () -> result(future);
    }

    /** Waits for the result and throws the task's exception. */
    public static <T> T result(Future<T> future) {
        try {
            return future.get();
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

    /** Waits until all submitted tasks are done. */
    public void awaitAll() {
        var unused = submit(() -> this).get();
    }

    /** Waits for the running task. Tasks that have not started are dropped. */
    @Override
    public void close() {
        executor.shutdownNow();
        boolean interrupted = Thread.interrupted(); // an interrupt does not stop the running task
        while (!executor.isTerminated() || worker != null && worker.isAlive()) {
            try {
                executor.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
                if (worker != null) {
                    worker.join(); // the thread ends a moment after the executor
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
