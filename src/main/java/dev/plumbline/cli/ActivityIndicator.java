package dev.plumbline.cli;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows that work of unknown duration is in progress: a line of progress on a terminal, and elsewhere a message
 * now and then.
 */
final class ActivityIndicator implements AutoCloseable {
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
     * Begins to wait.
     *
     * @param what goes on, such as "training net.py"
     */
    ActivityIndicator(Terminal terminal, String what) {
        this(terminal, what, terminal.showsProgress() ? ON_TERMINALS : ELSEWHERE);
    }

    /** For tests that do not wait so long. */
    ActivityIndicator(Terminal terminal, String what, Duration every) {
        this.terminal = terminal;
        this.what = what;
        clock.scheduleAtFixedRate(this::tell, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void tell() {
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

    /** It is over. */
    synchronized void end() {
        clock.shutdownNow();
        terminal.clearProgress();
    }

    @Override
    public void close() {
        end();
    }
}
