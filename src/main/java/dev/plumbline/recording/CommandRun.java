package dev.plumbline.recording;

import dev.plumbline.backend.Kernel;
import dev.plumbline.backend.KernelSource;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.NearMiss;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.trace.SubjectFailedException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * A command that trains a network, and its run in a process of its own.
 *
 * @param name the command in messages
 * @param command the program and its arguments
 * @param echo receives each line that the command prints, as soon as it is printed
 * @param timeout the limit, after which the command is ended with all processes that it started
 */
record CommandRun(String name, List<String> command, Consumer<String> echo, Duration timeout) {
    /**
     * Runs the command to its end.
     *
     * @param variables environment variables for it
     * @throws SubjectFailedException if it cannot be started, fails or takes too long
     */
    void in(RecordingProcess process, Map<String, String> variables) {
        in(process, Path.of(""), variables);
    }

    /** The same in another directory than the current one. */
    void in(RecordingProcess process, Path directory, Map<String, String> variables) {
        start(process, directory, variables);
        OptionalInt code = process.await(timeout, () -> 0);
        if (code.isEmpty()) {
            throw new SubjectFailedException(
                    ErrorKind.TIMEOUT,
                    quoted() + " did not end within " + timeout.toSeconds()
                            + " s and was ended; --timeout sets another limit");
        }
        check(code.getAsInt(), process.lastLines());
    }

    private void start(RecordingProcess process, Path directory, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder(command);
        if (!directory.toString().isEmpty()) {
            builder.directory(directory.toFile());
        }
        Map<String, String> environment = builder.environment();
        environment.putAll(variables);
        environment.put("PYTHONUNBUFFERED", "1"); // otherwise Python prints everything at the end
        if (KernelSource.here() == KernelSource.PLUMBLINE) {
            environment.remove(Kernel.VARIABLE); // chosen for DL4J's OpenBLAS; NumPy has one of its own
        }
        Charset charset = Charset.forName(
                System.getProperty("native.encoding", Charset.defaultCharset().name()));
        try {
            process.start(builder, echo, charset);
        } catch (IOException e) {
            throw new SubjectFailedException(ErrorKind.CODE_NOT_FOUND, unstarted(), e);
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
        String hint = NearMiss.of(program, CommandWords.programs().sorted().toList())
                .map(near -> "; did you mean `" + near + "`?")
                .orElse("");
        return "there is no program `" + program + "` on the PATH" + hint;
    }

    private void check(int code, List<String> last) {
        if (code != 0) {
            String lines = last.isEmpty()
                    ? "\n  It printed nothing."
                    : "\n  Its last lines:"
                            + last.stream().map(line -> "\n    " + line).reduce("", String::concat);
            String failed = quoted() + " ended with exit code " + code;
            throw last.isEmpty()
                    ? new SubjectFailedException(ErrorKind.CODE_FAILED, failed + lines)
                    : new SubjectFailedException(ErrorKind.CODE_FAILED, failed, lines);
        }
    }

    /** The command as messages show it. */
    String quoted() {
        return "`" + Printable.line(name) + "`";
    }
}
