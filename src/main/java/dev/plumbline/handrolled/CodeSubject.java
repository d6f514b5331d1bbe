package dev.plumbline.handrolled;

import dev.plumbline.recording.ExperimentArchive;
import dev.plumbline.recording.RecordingProcess;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.subject.RecordedTrace;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.yaml.YamlWriter;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A network in a class or a source file. It runs once, in a JVM of its own, which only records it: see {@link
 * CodeRecorder}. This process takes nothing but tensors from there, or the message of a failure; what the other process
 * prints, and which exit code it has, decides nothing.
 *
 * <p>This protects from mistakes, and from code that would like to pass a check; but the code runs with the rights of
 * the user.
 */
public final class CodeSubject implements Subject {
    /** A process that a signal ended has the exit code 128 plus the number of the signal. */
    private static final int SIGNAL = 128;

    private final String against;
    private final List<Path> classpath;
    private final String name;
    private final boolean inKotlin;
    private final Consumer<String> echo;
    private final Duration timeout;
    private final Map<Experiment, RecordedTrace> recorded = new IdentityHashMap<>(); // runs once for each experiment

    /**
     * The network that {@link Networks#code} loads.
     *
     * @param name its name in reports
     * @param timeout the time limit of each call of the network
     */
    CodeSubject(
            String against,
            List<Path> classpath,
            String name,
            boolean inKotlin,
            Consumer<String> echo,
            Duration timeout) {
        this.against = against;
        this.classpath = List.copyOf(classpath);
        this.name = Printable.line(name);
        this.inKotlin = inKotlin;
        this.echo = echo;
        this.timeout = timeout;
    }

    /** Whether its class was compiled from Kotlin. */
    public boolean isInKotlin() {
        return inKotlin;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isRecorded() {
        return true;
    }

    /** Only of a source file; a class has no lines of code. */
    @Override
    public List<Line> lines(Key.Place tensor) {
        return against.endsWith(".java") ? TapeCalls.lines(Path.of(against), tensor) : List.of();
    }

    /**
     * Runs the network and takes its trace; later calls with the same experiment read the same trace.
     *
     * @throws SubjectFailedException if the network cannot be loaded, fails, takes too long, or ends its process
     */
    @Override
    public SubjectRun start(Experiment experiment) {
        RecordedTrace trace = recorded.get(experiment);
        if (trace == null) {
            trace = record(experiment);
            recorded.put(experiment, trace);
        }
        return trace.start(experiment);
    }

    private RecordedTrace record(Experiment experiment) {
        try (RecordingProcess process = new RecordingProcess()) {
            Path directory = process.directory();
            ExperimentArchive.writeStart(experiment, directory.resolve(CodeRecorder.EXPERIMENT));
            Files.writeString(directory.resolve(CodeRecorder.NETWORK), YamlWriter.write(experiment.spec()));
            CallNumber call = CallNumber.create(directory.resolve(CodeRecorder.CALL));
            process.start(new ProcessBuilder(command(directory)), echo, StandardCharsets.UTF_8);
            OptionalInt code = process.await(timeout, call::progress);
            if (code.isEmpty()) {
                throw new SubjectFailedException(
                        ErrorKind.TIMEOUT,
                        name + " did not return from " + call.text(experiment.steps()) + " within "
                                + timeout.toSeconds() + " s, so Plumbline ended it; --timeout sets a longer limit");
            }
            process.lastLines(); // ends the echo
            if (code.getAsInt() != 0) {
                throw unfinished(code.getAsInt());
            }
            return RecordedTrace.take(directory.resolve(CodeRecorder.TRACE), name, experiment)
                    .orElseThrow(() -> unfinished(0));
        } catch (IOException e) {
            throw new SubjectFailedException(
                    ErrorKind.CODE_FAILED, "the JVM that runs " + name + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** The JVM has the options of this one, such as the size of its memory, except those of a debugger. */
    private List<String> command(Path directory) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib:jdwp") && !option.startsWith("-Xrunjdwp"))
                .forEach(command::add);
        String ours = Stream.of("java.class.path", "jdk.module.path")
                .map(path -> System.getProperty(path, ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("-cp", ours, CodeRecorder.class.getName(), directory.toString(), against));
        classpath.forEach(entry -> command.add(entry.toString()));
        return command;
    }

    private SubjectFailedException unfinished(int code) {
        if (code == CodeRecorder.OUT_OF_MEMORY) {
            return new SubjectFailedException(
                    ErrorKind.TOO_LITTLE_MEMORY,
                    name + " needs more memory than Java has, so there is no verdict; give it more, for instance"
                            + " PLUMBLINE_JAVA_OPTS=-Xmx8g, or use smaller batches");
        }
        return new SubjectFailedException(
                ErrorKind.CODE_FAILED,
                code > SIGNAL
                        ? "a signal ended the process of your network: " + (code - SIGNAL) + ", so there is no verdict"
                        : "your network ended the process with exit code " + code + ", so there is no verdict;"
                                + " it must not call System.exit or Runtime.halt");
    }
}
