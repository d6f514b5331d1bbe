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
 * A second JVM for a command line that runs the user's code: if that code calls {@code System.exit} or {@code
 * Runtime.halt}, the check must not end with 0. The second JVM runs the whole command line and finally writes the exit
 * code to a file. Only the code in the file counts; a process that ends without writing it has no verdict.
 *
 * <p>This protects from mistakes, not from malice: the code runs with the rights of the user.
 */
final class ChildJvm {
    /** Names the file for the exit code, in the second JVM. */
    private static final String FILE = "plumbline.child.exit";

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** A process that a signal ended has the exit code 128 plus the number of the signal. */
    private static final int SIGNAL = 128;

    private final List<String> arguments;

    private ChildJvm(String... arguments) {
        this.arguments = List.of(arguments);
    }

    /** A child for this command line; empty if this process is already the child. */
    static Optional<ChildJvm> of(String... arguments) {
        return isHere() ? Optional.empty() : Optional.of(new ChildJvm(arguments));
    }

    /** Whether this process is the child. */
    static boolean isHere() {
        return System.getProperty(FILE) != null;
    }

    /** Passes the exit code to the parent JVM, if this process is the child. */
    static void handBack(int code) {
        String file = System.getProperty(FILE);
        if (file != null) {
            try {
                Files.writeString(Path.of(file), Integer.toString(code));
            } catch (IOException e) {
                return; // the parent finds no exit code and reports that
            }
        }
    }

    /**
     * If this process is the child, ends it when the parent has ended, for instance by a signal that cannot be caught.
     */
    static void followParent() {
        if (isHere()) {
            ProcessHandle.current()
                    .parent()
                    .ifPresent(parent ->
                            parent.onExit().thenRun(() -> Runtime.getRuntime().halt(ExitCode.FAULT)));
        }
    }

    /**
     * Runs the command line.
     *
     * @return its exit code
     * @throws SubjectFailedException if the process ended without an exit code of Plumbline
     */
    int run() {
        try {
            Path directory = TemporaryDirectory.directory();
            try {
                Path codeFile = Files.createFile(directory.resolve("exit"));
                int code = execute(directory, codeFile);
                return exitCode(codeFile).orElseThrow(() -> new SubjectFailedException(unfinished(code)));
            } finally {
                TemporaryDirectory.delete(directory);
            }
        } catch (IOException e) {
            throw new SubjectFailedException("cannot start the JVM that runs your network: " + e.getMessage(), e);
        }
    }

    private int execute(Path directory, Path codeFile) throws IOException {
        Process process = new ProcessBuilder(command(codeFile)).inheritIO().start();
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

    private List<String> command(Path codeFile) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib:jdwp") && !option.startsWith("-Xrunjdwp"))
                .forEach(command::add);
        command.add("-D" + FILE + "=" + codeFile);
        command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), Plumbline.class.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Ends the process, and gives it time to write its reports. */
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

    private static OptionalInt exitCode(Path file) throws IOException {
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
