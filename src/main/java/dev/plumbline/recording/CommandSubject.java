package dev.plumbline.recording;

import dev.plumbline.spec.EditDistance;
import dev.plumbline.spec.Printable;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * A network that a command trains. It is given the experiment as a file, see {@link ExperimentArchive}, whose path is in the
 * environment as {@code PLUMBLINE_EXPERIMENT}, and is to leave a recording at {@code PLUMBLINE_RECORDING}.
 */
public final class CommandSubject implements Subject {
    /** Names the file that the experiment is in. */
    public static final String EXPERIMENT = "PLUMBLINE_EXPERIMENT";

    /** Names the file that the recording is to be written to. */
    public static final String RECORDING = "PLUMBLINE_RECORDING";

    /** How long a command may run by default. */
    public static final Duration TIMEOUT = Duration.ofHours(1);

    private static final int FEW_EDITS = 2;

    private final List<String> command;
    private final Consumer<String> echo;
    private final Duration timeout;
    private final Map<Experiment, RecordedSubject> recorded = new IdentityHashMap<>(); // the command runs once for each

    /**
     * The network of a command.
     *
     * @param command the program and its arguments
     * @param echo takes each line that it prints, as soon as it is printed
     */
    public CommandSubject(List<String> command, Consumer<String> echo) {
        this(command, echo, TIMEOUT);
    }

    /**
     * The same with a limit of its own.
     *
     * @param timeout after which it is ended, with all that it has started
     */
    public CommandSubject(List<String> command, Consumer<String> echo, Duration timeout) {
        this.command = List.copyOf(command);
        this.echo = echo;
        this.timeout = timeout;
    }

    /** The file that is run, or else the program. */
    @Override
    public String name() {
        return Printable.line(command.stream()
                .skip(1)
                .filter(word -> !word.startsWith("-") && new File(word).isFile())
                .findFirst()
                .map(word -> new File(word).getName())
                .orElseGet(() -> new File(command.get(0)).getName()));
    }

    /**
     * Runs the command to its end and reads what it recorded; asked again for the same experiment, it hands that out anew.
     *
     * @throws SubjectFailedException if it cannot be started, fails, or leaves no recording
     * @throws InvalidRecordingException with everything that is wrong with the recording
     */
    @Override
    public SubjectRun start(Experiment experiment) {
        RecordedSubject known = recorded.get(experiment);
        if (known == null) {
            known = new RecordedSubject(record(experiment));
            recorded.put(experiment, known);
        }
        return known.start(experiment);
    }

    private Recording record(Experiment experiment) {
        try {
            Path directory = TemporaryDirectory.directory();
            Path given = directory.resolve("experiment.npz");
            Path recording = directory.resolve("recording.npz");
            List.of(directory, given, recording).forEach(file -> file.toFile().deleteOnExit()); // the last one first
            try {
                ExperimentArchive.write(experiment, given);
                run(directory, given, recording);
                return RecordingReader.read(recording, experiment);
            } finally {
                delete(given, recording, directory);
            }
        } catch (IOException e) {
            throw new SubjectFailedException("writing the experiment for " + shown() + " failed: " + e.getMessage(), e);
        }
    }

    private void run(Path directory, Path given, Path recorded) throws IOException {
        RunningCommand running = new RunningCommand(start(given, recorded), echo);
        ShutdownHook kill = ShutdownHook.of("kill-command", () -> {
            running.end();
            delete(given, recorded, directory);
        });
        try {
            OptionalInt code = running.await(timeout);
            if (code.isEmpty()) {
                throw new SubjectFailedException(shown() + " did not end within " + timeout.toSeconds()
                        + " s, and was ended; --timeout gives it more");
            }
            check(code.getAsInt(), running.lastLines(), recorded);
        } catch (InterruptedException e) {
            running.end();
            Thread.currentThread().interrupt();
            throw new SubjectFailedException(shown() + " was interrupted", e);
        } finally {
            kill.cancel();
        }
    }

    /** What cannot be deleted while it is read from, as on Windows, is when the program ends. */
    private static void delete(Path... files) {
        for (Path file : files) {
            file.toFile().delete();
        }
    }

    private Process start(Path given, Path recorded) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put(EXPERIMENT, given.toString());
        environment.put(RECORDING, recorded.toString());
        environment.put("PYTHONUNBUFFERED", "1"); // or Python's lines would all come at the end
        try {
            Process process = builder.start();
            process.getOutputStream().close(); // there is nothing for it to read
            return process;
        } catch (IOException e) {
            throw new SubjectFailedException(unstarted(), e);
        }
    }

    private String unstarted() {
        String program = command.get(0);
        File file = new File(program);
        if (file.isDirectory()) {
            return "`" + program + "` is a directory, not a program";
        }
        if (file.isFile()) {
            return "`" + program + "` cannot be started: it is not an executable program";
        }
        if (program.contains("/") || program.contains(File.separator)) {
            return "there is no program `" + program + "`";
        }
        String hint = CommandWords.programs()
                .filter(near -> EditDistance.between(near, program) <= Math.min(FEW_EDITS, program.length() / 2))
                .min(Comparator.comparingInt((String near) -> EditDistance.between(near, program))
                        .thenComparing(Comparator.naturalOrder()))
                .map(near -> "; did you mean `" + near + "`?")
                .orElse("");
        return "there is no program `" + program + "` on the PATH" + hint;
    }

    private void check(int code, List<String> last, Path recorded) {
        if (code != 0) {
            String lines = last.isEmpty()
                    ? "\n  It printed nothing."
                    : "\n  Its last lines:"
                            + last.stream().map(line -> "\n    " + line).reduce("", String::concat);
            String failed = shown() + " ended with exit code " + code;
            throw last.isEmpty()
                    ? new SubjectFailedException(failed + lines)
                    : new SubjectFailedException(failed, lines);
        }
        if (!Files.isRegularFile(recorded)) {
            throw new SubjectFailedException(shown()
                    + " ended with exit code 0, but wrote no recording. It must write it to the file that the environment variable "
                    + RECORDING + " names, as save() of recorder.py does");
        }
    }

    private String shown() {
        return "`" + Printable.line(String.join(" ", command)) + "`";
    }
}
