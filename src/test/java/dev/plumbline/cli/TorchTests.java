package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.recording.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training loops in PyTorch, as people write them, recorded without a change in one process. Right ones agree; a wrong one
 * differs, with the cause in the comment of its first line; the others are refused with the name that is in theirs.
 */
@Tag(Python.TORCH)
class TorchTests {
    private static final Path SCRIPTS = Path.of("src/test/resources/torch");
    private static final String INTERPRETER = "plumbline.interpreter";

    @TempDir
    private static Path recorded;

    private static String python = "";

    @BeforeAll
    static void recordAll() throws IOException, InterruptedException {
        python = Python.with("torch");
        System.setProperty(INTERPRETER, python);
        ProcessBuilder command =
                new ProcessBuilder(python, SCRIPTS.resolve("record.py").toString(), recorded.toString());
        command.environment().put("OMP_NUM_THREADS", "1");
        command.redirectErrorStream(true).redirectOutput(recorded.resolve("printed").toFile());
        assertEquals(0, command.start().waitFor(), () -> text(recorded.resolve("printed")));
    }

    @AfterAll
    static void forget() {
        System.clearProperty(INTERPRETER);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Stream<DynamicTest> each(String kind, ThrowingCheck check) throws IOException {
        List<Path> scripts;
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            scripts = files.filter(file -> String.valueOf(file.getFileName()).startsWith(kind))
                    .sorted()
                    .toList();
        }
        assertTrue(scripts.size() >= 8, scripts::toString);
        return scripts.stream().map(script -> {
            String name = String.valueOf(script.getFileName()).replace(".py", "");
            return DynamicTest.dynamicTest(name, () -> check.of(recorded.resolve(name), comment(script)));
        });
    }

    private interface ThrowingCheck {
        void of(Path directory, String comment) throws IOException;
    }

    private static String comment(Path script) throws IOException {
        String first = Files.readAllLines(script).get(0);
        return first.substring(first.indexOf('#') + 1).strip();
    }

    private static Console check(Path directory) {
        Path network = directory.resolve("network.yaml");
        assertTrue(Files.exists(network), () -> text(directory.resolve("not-understood.txt")));
        return Console.run(
                "check",
                network.toString(),
                "--against",
                directory.resolve("recording.npz").toString(),
                "--no-dl4j");
    }

    @TestFactory
    Stream<DynamicTest> rightLoopsAgree() throws IOException {
        return each("right", (directory, comment) -> {
            Console console = check(directory);
            assertEquals(0, console.code(), () -> console.out() + console.err());
        });
    }

    @TestFactory
    Stream<DynamicTest> wrongLoopsDiffer() throws IOException {
        return each("wrong", (directory, comment) -> {
            Console console = check(directory);
            assertEquals(3, console.code(), () -> console.out() + console.err());
            String report = console.out().replaceAll("\\s+", " ");
            assertTrue(report.contains(comment), () -> comment + "\n" + console.out());
        });
    }

    @TestFactory
    Stream<DynamicTest> whatIsNotUnderstoodIsNamed() throws IOException {
        return each("refused", (directory, comment) -> {
            String reason = text(directory.resolve("not-understood.txt"));
            assertTrue(reason.contains(comment), reason);
        });
    }

    @Test
    void thePageShowsWhatItPrints() throws IOException {
        String page = Files.readString(Path.of("src/docs/pytorch.md"));
        String begin = "$ ./plumbline check ";
        String shown = page.substring(page.indexOf(begin) + begin.length(), page.indexOf("…"));
        String script = shown.lines().findFirst().orElseThrow();
        Console console = Console.run("check", script);
        assertEquals(
                shown.substring(script.length() + 1), console.out().substring(0, shown.length() - script.length() - 1));
    }

    @Test
    void scriptsWithoutATrainingAreRefused(@TempDir Path directory) {
        Path script = Console.write(directory, "net.py", "import torch\n\nprint(torch.zeros(3).sum())\n");
        Console console = Console.run("check", script.toString());
        assertAll(
                () -> assertEquals(2, console.code()),
                () -> assertTrue(console.err().contains("error[E054]: the training of "), console::err),
                () -> assertTrue(console.err().contains("no dense layer is trained"), console::err));
    }
}
