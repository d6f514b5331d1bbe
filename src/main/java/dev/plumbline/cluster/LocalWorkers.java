package dev.plumbline.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/** Threads of this process. */
public final class LocalWorkers implements Workers {
    private final ExecutorService pool;

    /** As many threads as the machine has processors. */
    public LocalWorkers() {
        this(Runtime.getRuntime().availableProcessors());
    }

    /** This number of threads. */
    public LocalWorkers(int threads) {
        pool = Executors.newFixedThreadPool(threads, LocalWorkers::daemon);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "worker");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public <R extends Serializable> List<R> all(List<? extends Task<R>> tasks, LongConsumer done) {
        List<Future<R>> started = new ArrayList<>();
        for (Task<R> task : tasks) {
            started.add(pool.submit(task::call));
        }
        List<R> results = new ArrayList<>();
        for (Future<R> each : started) {
            results.add(resultOf(each));
            done.accept(results.size());
        }
        return results;
    }

    private static <R> R resultOf(Future<R> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
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
