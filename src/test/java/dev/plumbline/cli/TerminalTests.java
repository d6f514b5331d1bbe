package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.cli.terminal.Progress;
import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TerminalTests {
    private static final String[] TRAIN = {"train", "--engine", "reference", ""};

    @TempDir
    private Path directory;

    private String[] train() {
        String[] arguments = TRAIN.clone();
        arguments[3] = Console.threeLayer(directory, 4).toString();
        return arguments;
    }

    @Test
    void coloursOnATerminalOnly() {
        String plain = Console.run(train()).out();
        String coloured = Console.runOnTerminal(Map.of(), train()).out();

        assertFalse(plain.contains("\u001b"));
        assertTrue(coloured.startsWith("\u001b[1mthree-layer\u001b[0m: 3 → 5 sigmoid"), coloured);
        assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
    }

    @Test
    void respectsNoColor() {
        assertEquals(
                Console.run(train()).out(),
                Console.runOnTerminal(Map.of("NO_COLOR", "1"), train()).out());
        assertEquals(
                Console.run(train()).out(),
                Console.runOnTerminal(Map.of("TERM", "dumb"), train()).out());
    }

    @Test
    void replacesCharactersThatTheEncodingLacks() {
        String out = Console.runIn(StandardCharsets.US_ASCII, train()).out();

        assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(out), out);
        assertTrue(out.startsWith("three-layer: 3 -> 5 sigmoid -> 1 sigmoid\n"), out);
    }

    @Test
    void leavesNoProgressBehind() {
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.ofTerminals(new PrintWriter(new StringWriter()), new PrintWriter(err), Map.of());
        terminal.progress("half");
        terminal.print("result\n");
        terminal.message("message");

        assertEquals("\r\u001b[Khalf\r\u001b[Kmessage\n", err.toString());
    }

    @Test
    void endsQuietlyWhenTheOutputIsClosed() {
        Writer closed = new Writer() {
            @Override
            public void write(char[] characters, int from, int length) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.ofWriters(new PrintWriter(closed), new PrintWriter(err), StandardCharsets.UTF_8);

        assertEquals(141, Plumbline.run(terminal, train()));
        assertEquals("", err.toString());
    }

    @Test
    void reportsAnInternalErrorInOneLine() {
        Console console = Console.check(failing(new IllegalStateException("two\nlines")), "check", train()[3]);

        assertEquals("error[E089]: internal error: two (--debug shows the stack trace)\n", console.err());
        assertEquals(1, console.code());
    }

    @Test
    void showsTheStackTraceOnRequest() {
        Console console = Console.check(failing(new IllegalStateException("oh")), "check", "--debug", train()[3]);

        assertTrue(console.err().startsWith("error[E089]: internal error: oh\n"), console.err());
        assertTrue(console.err().contains("\tat dev.plumbline.cli."), console.err());
        assertEquals(1, console.code());
    }

    @Test
    void reportsAnInternalErrorAsJson() {
        Console console = Console.check(failing(new IllegalStateException("oh")), "check", "--json", train()[3]);

        assertEquals("""
                {
                  "ok": false,
                  "problems": [
                    {
                      "code": "E089",
                      "file": null,
                      "line": null,
                      "column": null,
                      "message": "internal error: oh (--debug shows the stack trace)",
                      "hint": "",
                      "notes": []
                    }
                  ],
                  "more": 0
                }
                """, console.out());
        assertEquals("", console.err());
        assertEquals(1, console.code());
    }

    @Test
    void helpsWhenTheMemoryRunsOut() {
        Console console = Console.check(failing(new OutOfMemoryError("Java heap space")), "check", train()[3]);

        assertEquals(
                "error[E084]: out of memory (Java heap space); give Java more, for instance "
                        + "PLUMBLINE_JAVA_OPTS=-Xmx8g, or use smaller batches\n",
                console.err());
        assertEquals(1, console.code());
    }

    private static Engine failing(Throwable failure) {
        return new Engine() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public Run start(Experiment experiment) {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            }
        };
    }

    @Test
    void showsABarForALongTrainingAndTakesItAway() throws InterruptedException {
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.ofTerminals(new PrintWriter(new StringWriter()), new PrintWriter(err), Map.of());
        try (Progress progress = new Progress(terminal, "training", 100)) {
            for (int step : List.of(1, 50)) {
                Thread.sleep(1_100);
                progress.stepped(step);
            }
            Thread.sleep(500);
        }

        assertTrue(err.toString().contains("training  50 % "), err.toString());
        assertTrue(err.toString().endsWith("\r\u001b[K"), err.toString());
    }

    @Test
    void showsNothingForAShortTraining() {
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.ofTerminals(new PrintWriter(new StringWriter()), new PrintWriter(err), Map.of());
        try (Progress progress = new Progress(terminal, "training", 100)) {
            progress.stepped(100);
        }
        assertEquals("", err.toString());
    }

    @Test
    @EnabledOnOs(OS.LINUX) // has /dev/full
    void aFullOutputIsReportedInOneLine() {
        Path here = Path.of("").toAbsolutePath();
        for (String[] arguments : new String[][] {{"--help"}, {"--version"}, {"words", "adam"}}) {
            Console full = Program.run(here, Map.of(), "exec \"$@\" >/dev/full", arguments);
            assertEquals(1, full.code());
            assertEquals("error[E061]: the output cannot be written: No space left on device\n", full.err());
        }
        Console closed = Program.run(here, Map.of(), "{ \"$@\"; echo $? >&2; } | true", "--help");
        assertEquals("141\n", closed.err());
    }
}
