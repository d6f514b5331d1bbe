package dev.plumbline.handrolled;

import dev.plumbline.data.NpyArray;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.subject.TraceWriter;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.yaml.YamlReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The program of the JVM of a {@link CodeSubject}: it runs the network, writes its trace, and judges nothing. */
final class CodeRecorder {
    /** The network file. */
    static final String NETWORK = "network.yaml";

    /** The examples and the initial weights. */
    static final String EXPERIMENT = "experiment.npz";

    /** The trace that this program writes. */
    static final String TRACE = "trace";

    /** The number of the call in progress. */
    static final String CALL = "call";

    /** The exit code if the memory is too small. */
    static final int OUT_OF_MEMORY = 99;

    private final Path directory;
    private final Experiment experiment;

    private CodeRecorder(Path directory) throws IOException {
        this.directory = directory;
        this.experiment = experiment(directory);
    }

    /**
     * Records a network.
     *
     * @param arguments the directory, the network as the user gave it, and the entries of its class path
     */
    public static void main(String[] arguments) {
        followParent();
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        int code = 0;
        try {
            List<Path> classpath =
                    Arrays.stream(arguments).skip(2).map(Path::of).toList();
            new CodeRecorder(Path.of(arguments[0])).record(arguments[1], classpath);
        } catch (OutOfMemoryError e) {
            code = OUT_OF_MEMORY;
        } catch (IOException | RuntimeException | Error e) {
            e.printStackTrace();
            code = 1;
        }
        // Nothing of the network runs after this: no thread, no shutdown hook, no process.
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        Runtime.getRuntime().halt(code);
    }

    /** Ends this process when its parent has ended, for instance by a signal that cannot be caught. */
    private static void followParent() {
        ProcessHandle.current()
                .parent()
                .ifPresent(parent ->
                        parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
    }

    private void record(String against, List<Path> classpath) throws IOException {
        CallNumber.Writer call = new CallNumber(directory.resolve(CALL)).writer();
        try (TraceWriter writer = new TraceWriter(experiment.steps(), Optional.of(directory.resolve(TRACE)))) {
            try {
                HandRolledSubject network = Networks.code(against, classpath);
                call.start();
                try (SubjectRun run = network.start(experiment)) {
                    writer.record(run, experiment, call::step);
                }
            } catch (SubjectFailedException e) {
                writer.fail(e);
            }
        }
    }

    /** The experiment of the parent: the same initial weights, and the same random numbers after them. */
    private static Experiment experiment(Path directory) throws IOException {
        NetworkSpec spec = YamlReader.read(Files.readString(directory.resolve(NETWORK)), NETWORK)
                .spec();
        try (Npz given = Npz.open(directory.resolve(EXPERIMENT))) {
            List<LayerWeights> weights = new ArrayList<>();
            for (int l = 1; l <= spec.layers().size(); l++) {
                Optional<NpyArray> bias = optional(given, "b" + l);
                weights.add(new LayerWeights(
                        given.read("W" + l).toMatrix(), bias.map(array -> Matrix.row(array.toRowMajor()))));
            }
            Map<String, Matrix> byName = new HashMap<>(LayerWeights.byName(weights));
            for (String draw : given.names()) {
                if (draw.equals("order") || draw.startsWith("mask")) {
                    byName.put(draw, given.read(draw).toMatrix());
                }
            }
            Optional<Matrix> exampleWeights = optional(given, "weights").map(NpyArray::toMatrix);
            Matrix inputs = given.read("X").toMatrix();
            return Experiment.of(spec, inputs, given.read("y").toMatrix(), exampleWeights, byName)
                    .startingFrom(weights);
        }
    }

    private static Optional<NpyArray> optional(Npz given, String array) throws IOException {
        return given.names().contains(array) ? Optional.of(given.read(array)) : Optional.empty();
    }
}
