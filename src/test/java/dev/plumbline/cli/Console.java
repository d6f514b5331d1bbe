package dev.plumbline.cli;

import dev.plumbline.cli.check.CheckCommand;
import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.cli.terminal.Verb;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The output of a command line and its exit code. Times, which differ from run to run, are masked.
 *
 * @param code the exit code
 * @param out the output
 * @param err the error stream
 */
record Console(int code, String out, String err) {

    /** Runs a command line as in a pipe. */
    static Console run(String... arguments) {
        return runIn(StandardCharsets.UTF_8, arguments);
    }

    /** Runs a command line that has these verbs. */
    static Console run(List<? extends Verb> verbs, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.ofWriters(new PrintWriter(out), new PrintWriter(err), StandardCharsets.UTF_8);
        return new Console(Plumbline.run(terminal, verbs, arguments), masked(out), masked(err));
    }

    /** Runs with an output encoding that has only some characters. */
    static Console runIn(Charset charset, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.ofWriters(new PrintWriter(out), new PrintWriter(err), charset);
        return new Console(Plumbline.run(terminal, arguments), masked(out), masked(err));
    }

    /** Runs a command line as on a terminal. */
    static Console runOnTerminal(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.ofTerminals(new PrintWriter(out), new PrintWriter(err), environment);
        return new Console(Plumbline.run(terminal, arguments), masked(out), masked(err));
    }

    /** Runs {@code check} with another engine in DL4J's place. */
    static Console check(dev.plumbline.trace.Engine engine, String... arguments) {
        return run(List.of(new CheckCommand(engine)), arguments);
    }

    private static String masked(StringWriter text) {
        return text.toString().replaceAll("\\b\\d+(\\.\\d+)? (ms|s)\\b", "# s");
    }

    /** A network file of the tutorial's three-layer network, with this number of epochs. */
    static Path threeLayer(Path directory, int epochs) {
        return write(
                directory,
                "three-layer.yaml",
                config("three-layer.yaml")
                        .replace("epochs: 60000", "epochs: " + epochs)
                        .replace("every: 10000", "every: " + Math.max(1, epochs / 2)));
    }

    /** The text of a file in configs/. */
    static String config(String name) {
        return read(Path.of("configs", name));
    }

    /** The text of a file. */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file. */
    static Path write(Path directory, String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
