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

/** Tests readers: they must read or refuse each file within limits of time and memory. */
public final class FileFuzzing {
    /** The limit of processor time, which does not depend on the load of the machine. */
    static final double LONGEST_SECONDS = 2;

    /** The limit of all allocations together, which is more than the memory in use at any time. */
    static final long MOST_BYTES = 300L << 20;

    /** The wall-clock time after which a reader counts as blocked. */
    private static final int TIMEOUT_SECONDS = 120;

    private final Path directory;
    private final Path kept;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private ExecutorService worker = worker();

    /**
     * Fuzzing in a directory.
     *
     * @param directory the directory of the file under test
     * @param kept the directory for files on which a reader fails; created at the first failure
     */
    public FileFuzzing(Path directory, Path kept) {
        this.directory = directory;
        this.kept = kept;
    }

    /** Observes the progress. */
    public interface Listener {
        /** This number of files is done. */
        default void tried(long files) {}

        /** Returns whether to continue; called between two files. */
        default boolean goesOn() {
            return true;
        }
    }

    /**
     * A file on which a reader fails.
     *
     * @param file the path of the kept file
     * @param message a description of the failure
     */
    public record Fault(Path file, String message) {}

    /**
     * The result.
     *
     * @param seed the seed of the files
     * @param planned the number of files to try; fewer are tried if the listener stops the run
     * @param read the number of files read
     * @param refused the number of files refused with an explanation
     * @param faults the files on which a reader failed
     * @param longest the largest processor time for one file, in seconds
     * @param most the largest number of bytes allocated for one file
     * @param seconds the duration
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

        /** The number of files tried. */
        public long tried() {
            return read + refused + faults.size();
        }

        /** Whether at least one file was tried and all were read or refused. */
        public boolean isSound() {
            return tried() > 0 && faults.isEmpty();
        }
    }

    /** The result and the cost of reading one file. */
    private record Reading(boolean read, double seconds, long bytes) {}

    /** Tries this number of files. */
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
                    problem = Optional.of("did not end within " + TIMEOUT_SECONDS + " s");
                    worker.shutdownNow();
                    worker = worker();
                }
                if (problem.isPresent()) {
                    Path copy = Files.createDirectories(kept).resolve(String.valueOf(file.getFileName()));
                    faults.add(new Fault(Files.move(file, copy, StandardCopyOption.REPLACE_EXISTING), problem.get()));
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
            thread.setDaemon(true); // a blocked reader must not keep the JVM running
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
        return worker.submit(task).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private static Optional<String> excess(Reading reading) {
        if (reading.seconds() > LONGEST_SECONDS) {
            return Optional.of(String.format(Locale.ROOT, "took %.1f s of processor time", reading.seconds()));
        }
        if (reading.bytes() > MOST_BYTES) {
            return Optional.of("allocated " + (reading.bytes() >> 20) + " MB");
        }
        return Optional.empty();
    }
}
