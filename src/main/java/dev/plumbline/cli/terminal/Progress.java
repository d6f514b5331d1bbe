package dev.plumbline.cli.terminal;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of a training: a bar on a terminal, which is removed at the end, otherwise a line at intervals.
 * Short trainings show nothing.
 */
public final class Progress implements AutoCloseable {
    private static final long SECOND = 1_000_000_000L;
    private static final long BETWEEN_LINES = 10 * SECOND;

    /** The interval at which the bar is drawn. */
    private static final int MILLISECONDS = 200;

    private static final int WIDTH = 79;
    private static final int LONGEST_BAR = 20;

    private final Terminal terminal;
    private final String verb;
    private final String unit;
    private final long steps;
    private final long start = System.nanoTime();
    private long lastLine = start;
    private @Nullable ProgressBar bar;

    public Progress(Terminal terminal, String verb, long steps) {
        this(terminal, verb, "step", steps);
    }

    /** Shows progress in other units than steps. */
    public Progress(Terminal terminal, String verb, String unit, long steps) {
        this.terminal = terminal;
        this.verb = verb;
        this.unit = unit;
        this.steps = steps;
    }

    /** Updates the number of steps that are done. */
    public void stepped(long done) {
        if (bar != null) {
            bar.stepTo(done);
            return;
        }
        long now = System.nanoTime();
        if (terminal.showsProgress() && now - start > SECOND) {
            bar = newBar(done);
        } else if (!terminal.showsProgress() && now - lastLine > BETWEEN_LINES) {
            lastLine = now;
            terminal.message(String.format(
                    Locale.ROOT, "plumbline: %s, %s %,d of %,d, %d%%", verb, unit, done, steps, 100 * done / steps));
        }
    }

    private ProgressBar newBar(long done) {
        return new ProgressBarBuilder()
                .setTaskName(verb)
                .setInitialMax(steps)
                .startsFrom(done, java.time.Duration.ofNanos(System.nanoTime() - start))
                .setRenderer(this::line)
                .setUpdateIntervalMillis(MILLISECONDS)
                .setMaxRenderedLength(WIDTH)
                .setConsumer(new Line())
                .build();
    }

    /** "training  45 % ████▌     27,000 of 60,000 steps, 3,000/s, 0:00:11 left". */
    private String line(ProgressState state, int width) {
        double share = Math.min(1, state.getNormalizedProgress());
        double seconds = Math.max(1e-3, state.getTotalElapsed().toMillis() / 1e3);
        double speed = state.getCurrent() / seconds;
        long left = speed > 0 ? Math.round((state.getMax() - state.getCurrent()) / speed) : 0;
        String numbers = String.format(
                Locale.ROOT,
                " %,d of %,d %ss, %,.0f/s, %d:%02d:%02d left",
                state.getCurrent(),
                state.getMax(),
                unit,
                speed,
                left / 3600,
                left / 60 % 60,
                left % 60);
        String name = String.format(Locale.ROOT, "%s %3.0f %% ", state.getTaskName(), 100 * share);
        int bar = Math.max(0, Math.min(LONGEST_BAR, width - name.length() - numbers.length()));
        int full = (int) Math.round(share * bar);
        return name + "█".repeat(full) + "░".repeat(bar - full) + numbers;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
        terminal.clearProgress();
    }

    /** Writes the bar to the progress line of the terminal. */
    private final class Line implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return WIDTH;
        }

        @Override
        public void accept(String rendered) {
            terminal.progress(rendered.strip());
        }

        @Override
        public void close() {
            terminal.clearProgress();
        }
    }
}
