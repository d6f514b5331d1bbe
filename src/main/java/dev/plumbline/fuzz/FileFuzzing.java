package dev.plumbline.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Tries readers on files, one after another: each file is read or refused, and neither takes long or much memory. */
public final class FileFuzzing {
    /** Of the processor, so that a busy machine is no fault. */
    static final double LONGEST_SECONDS = 2;

    /** All that is allocated, which is more than is ever held. */
    static final long MOST_BYTES = 300L << 20;

    /** A reader that takes so long waits for something that never comes. */
    private static final int PATIENCE_IN_SECONDS = 120;

    private final Path directory;
    private final Path kept;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private ExecutorService worker = worker();

    /**
     * Fuzzing in a directory.
     *
     * @param directory takes each file while it is tried
     * @param kept takes those on which a reader has a fault; it is made where there is one
     */
    public FileFuzzing(Path directory, Path kept) {
        this.directory = directory;
        this.kept = kept;
    }

    /** Follows how it goes on. */
    public interface Listener {
        /** So many files are done. */
        default void tried(long files) {}

        /** A reader has a fault. */
        default void failed(Fault fault) {}

        /** Whether to go on; asked between two files. */
        default boolean goesOn() {
            return true;
        }
    }

    /**
     * A file on which a reader has a fault.
     *
     * @param file where it is kept
     * @param message what the reader does
     */
    public record Fault(Path file, String message) {}

    /**
     * What came of it.
     *
     * @param seed of the files
     * @param planned how many files were to be tried; fewer were if it was stopped
     * @param read how many were read
     * @param refused how many were refused with an explanation
     * @param faults the others
     * @param longest the most seconds of the processor that one file took
     * @param most the most bytes that were allocated for one file
     * @param seconds how long all took
     */
    public record Result(
            long seed,
            long planned,
            long read,
            long refused,
            List<Fault> faults,
            double longest,
            long most,
            double seconds) {
        public Result {
            faults = List.copyOf(faults);
        }

        /** How many files were tried. */
        public long tried() {
            return read + refused + faults.size();
        }

        /** Whether files were tried, and each was read or refused. */
        public boolean isSound() {
            return tried() > 0 && faults.isEmpty();
        }
    }

    /** What one reading took. */
    private record Reading(boolean read, double seconds, long bytes) {}

    /** Tries so many files. */
    public Result run(long files, long seed, Supplier<Candidate> source, Listener listener) {
        long start = System.nanoTime();
        long read = 0;
        long refused = 0;
        double longest = 0;
        long most = 0;
        List<Fault> faults = new ArrayList<>();
        try {
            for (long i = 0; i < files && listener.goesOn(); i++) {
                Candidate candidate = source.get();
                Path file = Files.write(directory.resolve(seed + "-" + i + "-" + candidate.name()), candidate.bytes());
                Optional<String> problem;
                try {
                    Reading reading = reading(candidate, file);
                    longest = Math.max(longest, reading.seconds());
                    most = Math.max(most, reading.bytes());
                    problem = excess(reading);
                    if (problem.isEmpty()) {
                        read += reading.read() ? 1 : 0;
                        refused += reading.read() ? 0 : 1;
                    }
                } catch (ExecutionException e) {
                    problem = Optional.of(String.valueOf(e.getCause()));
                } catch (TimeoutException e) {
                    problem = Optional.of("did not end within " + PATIENCE_IN_SECONDS + " s");
                    worker.shutdownNow();
                    worker = worker();
                }
                if (problem.isPresent()) {
                    Path copy = Files.createDirectories(kept).resolve(String.valueOf(file.getFileName()));
                    Fault fault = new Fault(Files.move(file, copy, StandardCopyOption.REPLACE_EXISTING), problem.get());
                    faults.add(fault);
                    listener.failed(fault);
                } else {
                    Files.delete(file);
                }
                listener.tried(i + 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            worker.shutdownNow();
        }
        return new Result(seed, files, read, refused, faults, longest, most, (System.nanoTime() - start) / 1e9);
    }

    private static ExecutorService worker() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "file-fuzzing");
            thread.setDaemon(true); // a reader that never ends keeps nobody from ending
            return thread;
        });
    }

    private Reading reading(Candidate candidate, Path file)
            throws InterruptedException, ExecutionException, TimeoutException {
        Callable<Reading> task = () -> {
            long id = Thread.currentThread().getId();
            long bytes = threads.getThreadAllocatedBytes(id);
            long time = threads.getCurrentThreadCpuTime();
            boolean read = candidate.reader().reads(file);
            return new Reading(
                    read,
                    (threads.getCurrentThreadCpuTime() - time) / 1e9,
                    threads.getThreadAllocatedBytes(id) - bytes);
        };
        return worker.submit(task).get(PATIENCE_IN_SECONDS, TimeUnit.SECONDS);
    }

    private static Optional<String> excess(Reading reading) {
        if (reading.seconds() > LONGEST_SECONDS) {
            return Optional.of(String.format(Locale.ROOT, "took %.1f s of the processor", reading.seconds()));
        }
        if (reading.bytes() > MOST_BYTES) {
            return Optional.of("allocated " + (reading.bytes() >> 20) + " MB");
        }
        return Optional.empty();
    }
}
