package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.recording.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private static final List<String> SCAFFOLDS = List.of("""
            name: regression
            layers:
              - dense: { units: 5, activation: { leaky_relu: { alpha: 0.2 } } }
              - dense: { units: 2, activation: identity, bias: false }
            init: glorot_uniform
            loss: mean_squared_error
            reduction: sum
            training: { optimizer: { adam: { learning_rate: 0.01, epsilon_on: corrected } }, batch_size: 2, epochs: 6, shuffle: true }
            data: { inputs: [[1, 2, 3], [3, 1, 2], [2, -1, 0.5]], targets: [[1, 0], [0.5, 2], [1, -1]] }
            """, """
            name: classes
            layers:
              - dense: { units: 6, activation: swish, dropout: { drop_probability: 0.3 } }
              - dense: { units: 2, activation: softmax, dropout: { drop_probability: 0.2 } }
            init: he_normal
            loss: categorical_cross_entropy
            reduction: mean
            precision: f32
            training: { optimizer: { nesterov: { learning_rate: 0.1 } }, batch_size: all, epochs: 6 }
            data: { inputs: [[1, 2, 3], [3, 1, 2], [2, -1, 0.5]], targets: [[1, 0], [0, 1], [1, 0]] }
            """, """
            name: outliers
            layers: [{ dense: { units: 2, activation: tanh } }]
            init: glorot_uniform
            loss: { mean_huber: { delta: 0.6 } }
            reduction: sum
            training: { optimizer: { sgd: { learning_rate: 0.01 } }, batch_size: 2, epochs: 6 }
            data: { inputs: [[1, 2, 3], [3, 1, 2], [2, -1, 0.5]], targets: [[1, 0], [9, 0.2], [1, -8]] }
            """);

    private static String python = "";

    @BeforeAll
    static void recordAll() throws IOException, InterruptedException {
        python = Python.with("torch");
        System.setProperty(INTERPRETER, python);
        Files.writeString(
                recorded.resolve("torchrecorder.py"),
                Console.run("recorder", "--language", "pytorch").out());
        List<String> command =
                new ArrayList<>(List.of(python, SCRIPTS.resolve("record.py").toString(), recorded.toString()));
        for (String network : SCAFFOLDS) {
            command.add(scaffold(network));
        }
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().put("OMP_NUM_THREADS", "1");
        process.redirectErrorStream(true)
                .redirectOutput(recorded.resolve("printed").toFile());
        assertEquals(0, process.start().waitFor(), () -> text(recorded.resolve("printed")));
    }

    /** Writes a network as a training loop; returns its path. */
    private static String scaffold(String network) {
        Path folder = recorded.resolve("scaffolds");
        Path file = Console.write(recorded, "network" + Math.abs(network.hashCode()) + ".yaml", network);
        Console written = Console.run("scaffold", file.toString(), "--language", "pytorch", "-o", folder.toString());
        assertEquals(0, written.code(), written::err);
        String script = written.out().lines().findFirst().orElseThrow().substring("wrote ".length());
        String archive = script.replace(".py", ".npz");
        assertEquals(
                0, Console.run("experiment", file.toString(), "-o", archive).code());
        return script;
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

    @Test
    void theRecorderOfThePageRecordsALoopThatAgrees() {
        Console console = check(recorded.resolve("recording"));
        assertEquals(0, console.code(), () -> console.out() + console.err());
    }

    @TestFactory
    Stream<DynamicTest> scaffoldsAgree() {
        return Stream.of("regression_net", "classes_net", "outliers_net")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Console console = check(recorded.resolve(name));
                    assertEquals(0, console.code(), () -> console.out() + console.err());
                }));
    }

    @Test
    void scaffoldsRefuseWhatPyTorchComputesInAnotherWay(@TempDir Path directory) {
        Path file = Console.write(
                directory,
                "net.yaml",
                SCAFFOLDS.get(0).replace(", epsilon_on: corrected", "").replace("identity", "gelu"));
        Console console = Console.run("scaffold", file.toString(), "--language", "pytorch");
        assertAll(
                () -> assertEquals(2, console.code()),
                () -> assertTrue(console.err().contains("`adam` as it is here"), console::err),
                () -> assertTrue(console.err().contains("the word `gelu`"), console::err));
    }

    @TestFactory
    Stream<DynamicTest> wrongLoopsDiffer() throws IOException {
        return each("wrong", (directory, comment) -> {
            Console console = check(directory);
            assertEquals(3, console.code(), () -> console.out() + console.err());
            String report =
                    text(directory.resolve("understood.json")) + console.out().replaceAll("\\s+", " ");
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

    /** An exception of the script is the script's, though hooks call its modules. */
    @Test
    void saysWhereAScriptFails(@TempDir Path directory) {
        Path script = Console.write(
                directory,
                "shapes.py",
                "import torch\nmodel = torch.nn.Sequential(torch.nn.Linear(3, 2))\nmodel(torch.ones(4, 5))\n");
        String err = Console.run("check", script.toString()).err();
        assertTrue(err.contains("mat1 and mat2 shapes cannot be multiplied"), err);
        assertTrue(err.contains("error[E052]"), err);
    }

    @Test
    void thePageShowsWhatItPrints() throws IOException {
        String page = Files.readString(Path.of("src/docs/pytorch.md"));
        String begin = "$ ./plumbline check ";
        String shown = page.substring(page.indexOf(begin) + begin.length(), page.indexOf("…"));
        String script = shown.lines().findFirst().orElseThrow();
        String out = rounded(Console.run("check", script).out());
        String expected = rounded(shown.substring(script.length() + 1));
        assertEquals(expected, out.substring(0, Math.min(out.length(), expected.length())));
    }

    /** Numbers of 32 bits have other last digits on other processors. */
    private static String rounded(String text) {
        return text.replaceAll("(\\d\\.\\d{3})\\d+", "$1");
    }
}
