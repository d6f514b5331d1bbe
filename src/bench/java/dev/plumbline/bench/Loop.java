package dev.plumbline.bench;

import dev.plumbline.compare.Check;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * A process that takes steps of a workload in one way, and prints how long one takes: {@code Loop CONTENDER WORKLOAD SECONDS}.
 *
 * <p>Each way has a process of its own, because what ND4J and OpenMP are told holds for the whole of one.
 */
final class Loop {
    private static final int ENDLESS = Integer.MAX_VALUE;

    private Loop() {}

    /** What ends a check in the middle. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Measures, and prints a line of JSON. */
    public static void main(String[] arguments) throws IOException {
        Workload workload = Workload.parse(arguments[1]);
        Stopwatch watch = new Stopwatch(Double.parseDouble(arguments[2]));
        switch (arguments[0]) {
            case "train" -> steps(new Dl4jEngine(), Loop::train, workload, watch);
            case "plumbline" -> steps(new Dl4jEngine(), Run::step, workload, watch);
            case "reference" -> steps(new ReferenceEngine(), Run::step, workload, watch);
            case "check" -> check(workload, watch);
            case "plain" -> plain(workload, watch);
            case "memory" -> memory(workload, Long.parseLong(arguments[2]));
            default -> throw new IllegalArgumentException("no such contender: " + arguments[0]);
        }
        if (!arguments[0].equals("memory")) {
            System.out.printf(Locale.ROOT, "{\"microseconds\": %.6g}%n", watch.microseconds());
        }
        System.exit(0); // threads of DL4J's would keep it
    }

    private static void steps(Engine engine, BiConsumer<Run, Batch> step, Workload workload, Stopwatch watch) {
        Experiment experiment = workload.experiment(ENDLESS);
        Batch batch = experiment.batches().iterator().next();
        try (Run run = engine.start(experiment)) {
            while (watch.goesOn()) {
                step.accept(run, batch);
            }
        }
    }

    /** As the trainer does. */
    private static void train(Run run, Batch batch) {
        run.train(batch).ifPresent(failure -> {
            throw new IllegalStateException(failure.toString());
        });
    }

    /** Both lanes, every tensor of every step. */
    private static void check(Workload workload, Stopwatch watch) {
        try {
            new Check(new ReferenceEngine(), new Dl4jEngine()).run(workload.experiment(ENDLESS), new Check.Listener() {
                @Override
                public void stepped(long steps) {
                    if (!watch.goesOn()) {
                        throw new Enough();
                    }
                }
            });
        } catch (Enough e) {
            // What was measured is in the stopwatch.
        }
    }

    private static void plain(Workload workload, Stopwatch watch) {
        PlainDl4j plain = new PlainDl4j(workload);
        while (watch.goesOn()) {
            plain.fit();
        }
    }

    /** Prints the resident memory at every hundredth of so many steps, a line each. */
    private static void memory(Workload workload, long steps) throws IOException {
        Experiment experiment = workload.experiment(ENDLESS);
        Batch batch = experiment.batches().iterator().next();
        try (Run run = new Dl4jEngine().start(experiment)) {
            for (long step = 0; step <= steps; step++) {
                if (step % (steps / 100) == 0) {
                    System.out.println("{\"step\": " + step + ", \"kibibytes\": " + residentKibibytes() + "}");
                }
                run.step(batch);
            }
        }
    }

    private static long residentKibibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
