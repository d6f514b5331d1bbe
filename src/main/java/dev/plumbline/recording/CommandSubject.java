package dev.plumbline.recording;

import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A network that a command trains. The command reads the experiment from a file, see {@link ExperimentArchive}, whose
 * path is in the environment variable {@code PLUMBLINE_EXPERIMENT}, and writes its recording to the path in {@code
 * PLUMBLINE_RECORDING}.
 */
public final class CommandSubject implements Subject {
    /** The environment variable with the path of the experiment. */
    public static final String EXPERIMENT = "PLUMBLINE_EXPERIMENT";

    /** The environment variable with the path of the recording. */
    public static final String RECORDING = "PLUMBLINE_RECORDING";

    /** The default time limit of a command. */
    public static final Duration TIMEOUT = Duration.ofHours(1);

    private final List<String> command;
    private final Consumer<String> echo;
    private final Duration timeout;
    private final Map<Experiment, RecordedSubject> recorded =
            new IdentityHashMap<>(); // the command runs once for each experiment

    /**
     * The network of a command.
     *
     * @param command the program and its arguments
     * @param echo receives each line that the command prints, as soon as it is printed
     */
    public CommandSubject(List<String> command, Consumer<String> echo) {
        this(command, echo, TIMEOUT);
    }

    /**
     * The network of a command with a time limit.
     *
     * @param timeout the limit, after which the command is ended with all processes that it started
     */
    public CommandSubject(List<String> command, Consumer<String> echo, Duration timeout) {
        this.command = List.copyOf(command);
        this.echo = echo;
        this.timeout = timeout;
    }

    /** The name of the file that the command runs, or of the program. */
    @Override
    public String name() {
        return Printable.line(command.stream()
                .skip(1)
                .filter(word -> !word.startsWith("-") && new File(word).isFile())
                .findFirst()
                .map(word -> new File(word).getName())
                .orElseGet(() -> new File(command.get(0)).getName()));
    }

    @Override
    public boolean isRecorded() {
        return true;
    }

    /**
     * Runs the command and reads its recording; later calls with the same experiment return the same recording.
     *
     * @throws SubjectFailedException if the command cannot be started, fails, or writes no recording
     * @throws InvalidRecordingException with all defects of the recording
     */
    @Override
    public SubjectRun start(Experiment experiment) {
        RecordedSubject subject = recorded.get(experiment);
        if (subject == null) {
            subject = new RecordedSubject(record(experiment));
            recorded.put(experiment, subject);
        }
        return subject.start(experiment);
    }

    private Recording record(Experiment experiment) {
        CommandRun run = new CommandRun(String.join(" ", command), command, echo, timeout);
        try (RecordingProcess process = new RecordingProcess()) {
            Path given = process.directory().resolve("experiment.npz");
            Path recording = process.directory().resolve("recording.npz");
            ExperimentArchive.write(experiment, given);
            run.in(process, Map.of(EXPERIMENT, given.toString(), RECORDING, recording.toString()));
            if (!Files.isRegularFile(recording)) {
                throw new SubjectFailedException(
                        ErrorKind.EMPTY_RECORDING,
                        run.quoted()
                                + " ended with exit code 0, but wrote no recording. It must write it to the file that the"
                                + " environment variable "
                                + RECORDING + " names, as save() of recorder.py does");
            }
            return RecordingReader.read(recording, "the recording of " + name(), experiment);
        } catch (IOException e) {
            throw new SubjectFailedException(
                    ErrorKind.NOT_WRITABLE,
                    "writing the experiment for " + run.quoted() + " failed: " + e.getMessage(),
                    e);
        }
    }
}
