package dev.plumbline.cli.describe;

import dev.plumbline.backend.Kernel;
import dev.plumbline.backend.KernelTrial;
import dev.plumbline.dl4j.kernel.LoadedKernel;
import dev.plumbline.dl4j.kernel.ProductTiming;
import dev.plumbline.dl4j.kernel.ProductVerification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A kernel of OpenBLAS in a process of its own, since a process has one kernel, and one that does not fit the processor may
 * end it. The process prints its kernel and {@value #RIGHT} or what it computed wrong; then, for each line that it reads,
 * the times of the products.
 */
final class KernelProcess implements AutoCloseable {
    private static final String RIGHT = "right";
    private static final Duration PATIENCE = Duration.ofMinutes(1); // the first start may be beside much other work

    private final Process process;
    private final Duration patience;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<double[]> rounds = new ArrayList<>();
    private Optional<Kernel> kernel;
    private Optional<String> fault = Optional.empty();

    /** Runs in that process. */
    static final class Trial {
        private Trial() {}

        /** Verifies and times the kernel that the environment chooses. */
        public static void main(String[] arguments) throws IOException {
            print(LoadedKernel.here().map(Kernel::title).orElse("none"));
            print(ProductVerification.faultOfOpenBlas().orElse(RIGHT));
            ProductTiming timing = new ProductTiming();
            while (System.in.read() >= 0) {
                print(String.join(
                        " ",
                        Arrays.stream(timing.gigaflops())
                                .mapToObj(Double::toString)
                                .toList()));
            }
        }

        private static void print(String line) {
            System.out.println(line);
            System.out.flush();
        }
    }

    private KernelProcess(Process process, Optional<Kernel> kernel, Duration patience) {
        this.process = process;
        this.patience = patience;
        this.kernel = kernel;
        Thread reading = new Thread(this::read, "kernel-output");
        reading.setDaemon(true);
        reading.start();
    }

    /** Starts a process with a kernel, or with OpenBLAS's own choice. */
    static KernelProcess start(Optional<Kernel> kernel) throws IOException {
        return start(kernel, command(), PATIENCE);
    }

    /** Starts a command that speaks as {@link Trial} does. */
    static KernelProcess start(Optional<Kernel> kernel, List<String> command, Duration patience) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove(Kernel.VARIABLE);
        kernel.ifPresent(selected -> builder.environment().put(Kernel.VARIABLE, selected.title()));
        builder.environment().put("OMP_NUM_THREADS", "1");
        return new KernelProcess(builder.start(), kernel, patience);
    }

    private static List<String> command() {
        Stream<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option ->
                        Stream.of("-agentlib", "-XX:ArchiveClasses", "-Xlog").noneMatch(option::startsWith));
        return Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        options,
                        // A kernel may end the process; that is no reason for a report. Java logs to the output.
                        Stream.of("-XX:+SuppressFatalErrorMessage", "-XX:TieredStopAtLevel=1", "-Xlog:disable"),
                        Stream.of("-cp", System.getProperty("java.class.path"), Trial.class.getName()))
                .flatMap(part -> part)
                .toList();
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // The process has ended, which the next line shows.
        }
        lines.add("");
    }

    /** Waits for the verification. */
    KernelProcess verify() {
        Optional<Kernel> loaded = Kernel.named(line());
        if (fault.isPresent()) {
            return this;
        }
        if (kernel.isPresent() && !kernel.equals(loaded)) {
            fault = Optional.of("OpenBLAS does not have it");
            return this;
        }
        kernel = loaded;
        String answer = line();
        if (fault.isEmpty() && !answer.equals(RIGHT)) {
            fault = Optional.of(answer + " is wrong");
        }
        return this;
    }

    /** The kernel; empty if OpenBLAS has not told its choice. */
    Optional<Kernel> kernel() {
        return kernel;
    }

    /** Times all products once, unless the kernel has a fault. */
    void time() {
        if (fault.isPresent()) {
            return;
        }
        try {
            OutputStream in = process.getOutputStream();
            in.write('\n');
            in.flush();
            String line = line();
            if (fault.isEmpty()) {
                rounds.add(Arrays.stream(line.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray());
            }
        } catch (IOException e) {
            fault = Optional.of("its process ended without a result");
        }
    }

    /** The result: the median of the rounds. */
    Optional<KernelTrial> trial() {
        return kernel.map(measured -> new KernelTrial(measured, fault.isPresent() ? List.of() : medians(), fault));
    }

    private List<Double> medians() {
        return IntStream.range(0, ProductTiming.TIMES)
                .mapToObj(i ->
                        rounds.stream().map(round -> round[i]).sorted().toList().get(rounds.size() / 2))
                .toList();
    }

    /** The next line; an empty one, and a fault, if there is none. */
    private String line() {
        try {
            String line = lines.poll(patience.toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                fault = Optional.of("no result after " + patience.toSeconds() + " s");
                return "";
            }
            if (line.isEmpty()) {
                fault = Optional.of("its process ended without a result");
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fault = Optional.of("interrupted");
            return "";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
