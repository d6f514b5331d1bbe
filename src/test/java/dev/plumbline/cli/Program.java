package dev.plumbline.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the program in its own process. */
final class Program {
    private Program() {}

    /** Runs it to its end, in a directory, on a class path that has the tests' classes too. */
    static Console run(Path directory, String... arguments) {
        return run(directory, Map.of(), "exec \"$@\"", arguments);
    }

    /**
     * Runs the program with additional environment variables, started by a line of shell.
     *
     * @param line has the command as its arguments
     */
    static Console run(Path directory, Map<String, String> environment, String line, String... arguments) {
        try {
            Path out = Files.createTempFile("out", ".txt");
            Path err = Files.createTempFile("err", ".txt");
            List<String> command = new ArrayList<>(List.of("sh", "-c", line, "sh"));
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    "-Dfile.encoding=UTF-8",
                    "-Dstdout.encoding=UTF-8",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Plumbline.class.getName()));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            int code = process.waitFor();
            Console console = new Console(code, text(out), text(err));
            Files.delete(out);
            Files.delete(err);
            return console;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
