package dev.plumbline.recording;

import dev.plumbline.spec.vocabulary.Printable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A running command. It ends when its process ends, even if a child process still holds its output open. Its output is
 * read in another thread, in lines of limited length.
 */
final class RunningCommand {
    private static final int LAST_LINES = 10;
    private static final int LONGEST_LINE = 2_000; // characters; the rest of a line is dropped
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    /**
     * The time to wait for the last output, which is usually there at once. A remaining process that keeps the output
     * open is not waited for.
     */
    private static final Duration WAIT_FOR_OUTPUT = Duration.ofSeconds(2);

    /** The time between SIGTERM and SIGKILL. */
    private static final Duration WAIT_FOR_END = Duration.ofSeconds(3);

    private final Process process;
    private final Consumer<String> echo;
    private final Charset charset;
    private final Deque<String> last = new ArrayDeque<>();
    private final Set<ProcessHandle> descendants = new LinkedHashSet<>();
    private final Thread reading = new Thread(this::read, "command-output");
    private boolean isOver;

    /**
     * Watches a command that was just started.
     *
     * @param echo receives each line that the command prints, as soon as it is printed, without control characters
     */
    RunningCommand(Process process, Consumer<String> echo, Charset charset) {
        this.process = process;
        this.echo = echo;
        this.charset = charset;
        reading.setDaemon(true);
        reading.start();
    }

    /** The exit code; empty if the progress did not change within this time and the command was ended. */
    OptionalInt await(Duration timeout, LongSupplier progress) throws InterruptedException {
        long begun = System.nanoTime();
        long before = progress.getAsLong();
        remember();
        while (!process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            remember();
            long now = progress.getAsLong();
            if (now != before) {
                before = now;
                begun = System.nanoTime();
            } else if (System.nanoTime() - begun > timeout.toNanos()) {
                end();
                return OptionalInt.empty();
            }
        }
        reading.join(WAIT_FOR_OUTPUT.toMillis());
        return OptionalInt.of(process.exitValue());
    }

    /** Remembers descendants, because processes whose parent ends are no longer listed as such. */
    private synchronized void remember() {
        process.descendants().forEach(descendants::add);
        descendants.removeIf(descendant -> !descendant.isAlive());
    }

    /** Ends the command, if it still runs, and all processes that it started, by force if necessary. */
    void end() {
        remember();
        List<ProcessHandle> processes;
        synchronized (this) {
            if (process.isAlive()) {
                descendants.add(process.toHandle());
            }
            processes = List.copyOf(descendants);
        }
        processes.forEach(ProcessHandle::destroy);
        long begun = System.nanoTime();
        while (processes.stream().anyMatch(ProcessHandle::isAlive)
                && System.nanoTime() - begun < WAIT_FOR_END.toNanos()) {
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        remember();
        processes.forEach(ProcessHandle::destroyForcibly);
        synchronized (this) {
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** The last printed lines. Later output is not echoed. */
    List<String> lastLines() {
        synchronized (last) {
            isOver = true;
            return List.copyOf(last);
        }
    }

    private void read() {
        try (Reader output = new InputStreamReader(process.getInputStream(), charset)) {
            StringBuilder line = new StringBuilder();
            char[] read = new char[1 << 13];
            for (int count = output.read(read); count >= 0; count = output.read(read)) {
                for (int i = 0; i < count; i++) {
                    if (read[i] == '\n') {
                        take(line);
                    } else if (line.length() <= LONGEST_LINE) {
                        line.append(read[i]);
                    }
                }
            }
            if (line.length() > 0) {
                take(line);
            }
        } catch (IOException e) {
            return; // the stream closes when the process ends
        }
    }

    private void take(StringBuilder line) {
        if (line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        String text =
                Printable.lines(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line.toString());
        line.setLength(0);
        synchronized (last) {
            if (isOver) {
                return;
            }
            last.addLast(text);
            if (last.size() > LAST_LINES) {
                last.removeFirst();
            }
            echo.accept(text);
        }
    }
}
