package dev.plumbline.cli.terminal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Shows that work is in progress: a progress line on a terminal, otherwise a message at intervals. */
public final class ActivityIndicator implements AutoCloseable {
    private static final Duration ON_TERMINALS = Duration.ofSeconds(1);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);

    private final Terminal terminal;
    private final Supplier<Optional<String>> line;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "waiting");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Starts an indicator of work of unknown duration.
     *
     * @param what the work in progress, such as "training net.py"
     */
    public ActivityIndicator(Terminal terminal, String what) {
        this(terminal, elapsed(what), ON_TERMINALS);
    }

    /**
     * Starts an indicator with lines of its own.
     *
     * @param line the present line, if there is anything to show
     * @param onTerminals the interval between two progress lines
     */
    ActivityIndicator(Terminal terminal, Supplier<Optional<String>> line, Duration onTerminals) {
        this(
                terminal,
                line,
                terminal.showsProgress() ? ON_TERMINALS : ELSEWHERE,
                terminal.showsProgress() ? onTerminals : ELSEWHERE);
    }

    /** With another interval, for tests. */
    ActivityIndicator(Terminal terminal, String what, Duration every) {
        this(terminal, elapsed(what), every, every);
    }

    private ActivityIndicator(Terminal terminal, Supplier<Optional<String>> line, Duration first, Duration every) {
        this.terminal = terminal;
        this.line = line;
        clock.scheduleAtFixedRate(this::show, first.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Supplier<Optional<String>> elapsed(String what) {
        long start = System.nanoTime();
        return () -> Optional.of(
                "plumbline: " + what + ", " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s");
    }

    private synchronized void show() {
        if (!clock.isShutdown()) {
            line.get().ifPresent(terminal.showsProgress() ? terminal::progress : terminal::message);
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
