package dev.plumbline.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads of this process. */
public final class LocalWorkers implements Workers {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final ExecutorService pool;

    /** As many threads as the machine has processors. */
    public LocalWorkers() {
        this(PROCESSORS);
    }

    /** At most this number of threads, and no more than the machine has processors. */
    public LocalWorkers(int most) {
        pool = Executors.newFixedThreadPool(Math.min(most, PROCESSORS), LocalWorkers::daemon);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "worker");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public <T extends Serializable, R extends Serializable> void each(
            Work<T, R> work, List<T> items, Results<R> results) {
        CompletionService<R> service = new ExecutorCompletionService<>(pool);
        Map<Future<R>, Integer> indices = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            T item = items.get(i);
            indices.put(service.submit(() -> work.on(item)), i);
        }
        Optional<Throwable> failure = Optional.empty();
        try {
            for (int left = items.size(); left > 0; left--) {
                Future<R> finished = service.take();
                if (finished.isCancelled()) {
                    continue;
                }
                try {
                    results.add(indices.getOrDefault(finished, -1), finished.get());
                } catch (ExecutionException e) {
                    failure = failure.or(() -> Optional.ofNullable(e.getCause()));
                    // What is running ends and counts; nothing else starts.
                    indices.keySet().forEach(running -> running.cancel(false));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        failure.ifPresent(LocalWorkers::raise);
    }

    private static void raise(Throwable cause) {
        if (cause instanceof RuntimeException failure) {
            throw failure;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("a task failed: " + cause, cause);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
