package dev.plumbline.cluster;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads of this process, as many as the machine has processors. */
public final class LocalWorkers implements Workers {
    private final ExecutorService pool =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), LocalWorkers::daemon);

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
        try {
            for (int i = 0; i < items.size(); i++) {
                Future<R> finished = service.take();
                results.add(indices.getOrDefault(finished, -1), finished.get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a task failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
