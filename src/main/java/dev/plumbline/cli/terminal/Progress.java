package dev.plumbline.cli.terminal;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Shows the progress of a training: a bar on a terminal, which is removed at the end, otherwise a line at intervals.
 * Short trainings show nothing.
 */
public final class Progress implements AutoCloseable {
    private static final Duration BETWEEN_BARS = Duration.ofMillis(200);
    private static final int WIDTH = 79;
    private static final int LONGEST_BAR = 20;

    private final Terminal terminal;
    private final String verb;
    private final String unit;
    private final long steps;
    private final long start = System.nanoTime();
    private final ActivityIndicator indicator;
    private volatile long done;

    public Progress(Terminal terminal, String verb, long steps) {
        this(terminal, verb, "step", steps);
    }

    /** Shows progress in other units than steps. */
    public Progress(Terminal terminal, String verb, String unit, long steps) {
        this.terminal = terminal;
        this.verb = verb;
        this.unit = unit;
        this.steps = steps;
        this.indicator = new ActivityIndicator(terminal, this::line, BETWEEN_BARS);
    }

    /** Updates the number of steps that are done. */
    public void stepped(long now) {
        done = now;
    }

    private Optional<String> line() {
        long now = done;
        if (now == 0) {
            return Optional.empty();
        }
        return Optional.of(
                terminal.showsProgress()
                        ? bar(now)
                        : String.format(
                                Locale.ROOT,
                                "plumbline: %s, %s %,d of %,d, %d%%",
                                verb,
                                unit,
                                now,
                                steps,
                                100 * now / steps));
    }

    /** "training  45 % ████▌     27,000 of 60,000 steps, 3,000/s, 0:00:11 left". */
    private String bar(long now) {
        double share = Math.min(1, (double) now / steps);
        double seconds = Math.max(1e-3, (System.nanoTime() - start) / 1e9);
        double speed = now / seconds;
        long left = Math.round((steps - now) / speed);
        String numbers = String.format(
                Locale.ROOT,
                " %,d of %,d %ss, %,.0f/s, %d:%02d:%02d left",
                now,
                steps,
                unit,
                speed,
                left / 3600,
                left / 60 % 60,
                left % 60);
        String name = String.format(Locale.ROOT, "%s %3.0f %% ", verb, 100 * share);
        int width = Math.max(0, Math.min(LONGEST_BAR, WIDTH - name.length() - numbers.length()));
        int full = (int) Math.round(share * width);
        return name + "█".repeat(full) + "░".repeat(width - full) + numbers;
    }

    @Override
    public void close() {
        indicator.close();
    }
}
