package dev.plumbline.bench;

import dev.plumbline.backend.Kernel;
import dev.plumbline.spec.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One way to take a step.
 *
 * @param name what the table calls it
 * @param command what is run, but for the workload and the seconds, which come last
 * @param environment what is set for it
 * @param precision the only one that it calculates in, if it is built for one
 */
record Contender(String name, List<String> command, Map<String, String> environment, Optional<Precision> precision) {
    static final String PLAIN = "DL4J, fit, its defaults";
    static final String PLUMBLINE = "Plumbline on DL4J";
    static final String NUMPY = "NumPy, 1 thread";

    Contender {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    Contender(String name, List<String> command, Map<String, String> environment) {
        this(name, command, environment, Optional.empty());
    }

    /** All that this machine has. All of DL4J's but the first have the kernel of the machine. */
    static List<Contender> all(Path sources, Path scratch, Machine machine) throws IOException, InterruptedException {
        List<Contender> all = new ArrayList<>();
        List<String> tuned = List.of("-XX:+UseSerialGC", "-Dplumbline.tuning=true");
        Map<String, String> oneThread = Map.of("OMP_NUM_THREADS", "1", Kernel.VARIABLE, machine.kernel());
        all.add(new Contender(PLAIN, loop(List.of(), "plain"), Map.of()));
        for (int threads = 1; threads <= Runtime.getRuntime().availableProcessors(); threads *= 2) {
            String name = "DL4J, fit, " + threads + (threads == 1 ? " thread" : " threads");
            all.add(new Contender(
                    name,
                    loop(List.of(), "plain"),
                    Map.of("OMP_NUM_THREADS", Integer.toString(threads), Kernel.VARIABLE, machine.kernel())));
        }
        all.add(new Contender("Plumbline, train", loop(tuned, "train"), oneThread));
        all.add(new Contender(PLUMBLINE, loop(tuned, "plumbline"), oneThread));
        all.add(new Contender("Plumbline, check", loop(tuned, "check"), oneThread));
        all.add(new Contender("the reference", loop(tuned, "reference"), oneThread));
        String python = sources.resolve("python/loop.py").toString();
        Map<String, String> oneThreadEach =
                Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1", "MKL_NUM_THREADS", "1");
        if (succeeds("python3", "-c", "import numpy")) {
            all.add(new Contender(NUMPY, List.of("python3", python, "numpy"), oneThreadEach));
        }
        if (succeeds("python3", "-c", "import torch")) {
            all.add(new Contender("PyTorch, 1 thread", List.of("python3", python, "torch"), oneThreadEach));
        }
        for (Precision precision : Precision.values()) {
            String program = scratch.resolve("loop-" + precision).toString();
            String real = precision == Precision.F64 ? "-DREAL=double" : "-DREAL=float";
            String source = sources.resolve("c/loop.c").toString();
            if (succeeds("gcc", "-O3", "-march=native", "-ffast-math", real, "-o", program, source, "-lm")) {
                all.add(new Contender("C, plain loops", List.of(program), Map.of(), Optional.of(precision)));
            }
        }
        return all;
    }

    /** Whether it can take the workload's precision. */
    boolean takes(Workload workload) {
        return precision.map(workload.precision()::equals).orElse(true);
    }

    static List<String> loop(List<String> flags, String contender) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.nd4j.log.initialization=false",
                "-cp",
                System.getProperty("java.class.path"),
                Loop.class.getName(),
                contender));
        return command;
    }

    /** What the process prints, for a workload. */
    String run(Workload workload, String seconds) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(command);
        whole.add(workload.toString());
        whole.add(seconds);
        Path messages = Files.createTempFile("plumbline-bench", ".txt");
        ProcessBuilder builder = new ProcessBuilder(whole).redirectError(messages.toFile());
        builder.environment().keySet().removeAll(List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(name + " failed on " + workload + ": " + Files.readString(messages));
        }
        Files.delete(messages);
        return printed.strip();
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }
}
