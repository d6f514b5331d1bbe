package dev.plumbline.cli.terminal;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows that work of unknown duration is in progress: a progress line on a terminal, otherwise a message at intervals.
 */
public final class ActivityIndicator implements AutoCloseable {
    private static final Duration ON_TERMINALS = Duration.ofSeconds(1);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);

    private final Terminal terminal;
    private final String what;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "waiting");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Starts the indicator.
     *
     * @param what the work in progress, such as "training net.py"
     */
    public ActivityIndicator(Terminal terminal, String what) {
        this(terminal, what, terminal.showsProgress() ? ON_TERMINALS : ELSEWHERE);
    }

    /** With another interval, for tests. */
    ActivityIndicator(Terminal terminal, String what, Duration every) {
        this.terminal = terminal;
        this.what = what;
        clock.scheduleAtFixedRate(this::show, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void show() {
        if (clock.isShutdown()) {
            return;
        }
        String line = "plumbline: " + what + ", " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s";
        if (terminal.showsProgress()) {
            terminal.progress(line);
        } else {
            terminal.message(line);
        }
    }

    /** Stops the indicator. */
    public synchronized void end() {
        clock.shutdownNow();
        terminal.clearProgress();
    }

    @Override
    public void close() {
        end();
    }
}
