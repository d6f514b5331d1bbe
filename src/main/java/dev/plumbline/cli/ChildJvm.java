package dev.plumbline.cli;

import dev.plumbline.recording.ShutdownHook;
import dev.plumbline.recording.TemporaryDirectory;
import dev.plumbline.trace.SubjectFailedException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A second JVM for a command line that runs code of the user's: {@code System.exit} and {@code Runtime.halt} end it, and
 * must not end the check with 0. The second JVM runs the whole command line, and at its end writes the exit code to a file.
 * Only what stands there counts: a process that ends without it has no verdict.
 *
 * <p>This protects from mistakes, not from malice: the code runs with the rights of the user.
 */
final class ChildJvm {
    /** Names the file for the exit code, in the second JVM. */
    private static final String FILE = "plumbline.child.exit";

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** A process that was ended by a signal has 128 and the number of the signal. */
    private static final int SIGNAL = 128;

    private final List<String> arguments;

    private ChildJvm(String... arguments) {
        this.arguments = List.of(arguments);
    }

    /** One for this command line, unless this process is the second already. */
    static Optional<ChildJvm> of(String... arguments) {
        return isHere() ? Optional.empty() : Optional.of(new ChildJvm(arguments));
    }

    /** Whether this process is the second. */
    static boolean isHere() {
        return System.getProperty(FILE) != null;
    }

    /** Hands the exit code to the first JVM, if this is the second. */
    static void handBack(int code) {
        String file = System.getProperty(FILE);
        if (file != null) {
            try {
                Files.writeString(Path.of(file), Integer.toString(code));
            } catch (IOException e) {
                return; // the first JVM finds nothing, and says so
            }
        }
    }

    /** Ends this process, if it is the second, when the first has ended, as by a signal that cannot be caught. */
    static void followParent() {
        if (isHere()) {
            ProcessHandle.current()
                    .parent()
                    .ifPresent(parent ->
                            parent.onExit().thenRun(() -> Runtime.getRuntime().halt(ExitCode.FAULT)));
        }
    }

    /**
     * Runs the command line to its end.
     *
     * @return its exit code
     * @throws SubjectFailedException if the process ended before Plumbline was done
     */
    int run() {
        try {
            Path directory = TemporaryDirectory.directory();
            try {
                Path told = Files.createFile(directory.resolve("exit"));
                int ended = ended(directory, told);
                return told(told).orElseThrow(() -> new SubjectFailedException(unfinished(ended)));
            } finally {
                TemporaryDirectory.delete(directory);
            }
        } catch (IOException e) {
            throw new SubjectFailedException("cannot start the JVM that runs your network: " + e.getMessage(), e);
        }
    }

    private int ended(Path directory, Path told) throws IOException {
        Process process = new ProcessBuilder(command(told)).inheritIO().start();
        ShutdownHook end = ShutdownHook.of("end-child", () -> {
            end(process);
            TemporaryDirectory.delete(directory);
        });
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(process);
            throw new SubjectFailedException("the check was interrupted", e);
        } finally {
            end.cancel();
        }
    }

    private List<String> command(Path told) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib:jdwp") && !option.startsWith("-Xrunjdwp"))
                .forEach(command::add);
        command.add("-D" + FILE + "=" + told);
        command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), Plumbline.class.getName()));
        command.addAll(arguments);
        return command;
    }

    /** What it does when it is told to end, such as writing reports, has its time. */
    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    private static OptionalInt told(Path file) throws IOException {
        String text = Files.readString(file);
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    private static String unfinished(int code) {
        return code > SIGNAL
                ? "a signal ended the process of your network: " + (code - SIGNAL) + ", so there is no verdict"
                : "your network ended the process with exit code " + code + ", so there is no verdict;"
                        + " it must not call System.exit or Runtime.halt";
    }
}
