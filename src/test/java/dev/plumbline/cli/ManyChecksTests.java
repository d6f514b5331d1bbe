package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.plumbline.recording.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/** Many networks in one command: a row for each. */
class ManyChecksTests {
    private static final String EXERCISE = """
            inputs: 3
            layers:
              - dense: { units: 4, activation: sigmoid, bias: false }
              - dense: { units: 1, activation: sigmoid, bias: false }
            init: { uniform: { low: -1, high: 1 } }
            loss: half_squared_error
            reduction: sum
            training: { optimizer: { sgd: { learning_rate: 1 } }, batch_size: all, epochs: 20, shuffle: false }
            data:
              inputs: [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
              targets: [[0], [1], [1], [0]]
            """;

    private static final String SOLUTION = """
            import numpy as np
            X = np.loadtxt("data.csv", delimiter=",")
            y = np.array([[0, 1, 1, 0]]).T
            np.random.seed(1)
            syn0 = 2 * np.random.random((3, 4)) - 1
            syn1 = 2 * np.random.random((4, 1)) - 1
            for j in range(20):
                l1 = 1 / (1 + np.exp(-(np.dot(X, syn0))))
                l2 = 1 / (1 + np.exp(-(np.dot(l1, syn1))))
                l2_delta = (y - l2) * (l2 * (1 - l2))
                l1_delta = l2_delta.dot(syn1.T) * (l1 * (1 - l1))
                syn1 += l1.T.dot(l2_delta)
                syn0 += X.T.dot(l1_delta)
            """;

    @TempDir
    private Path directory;

    private Path exercise = Path.of("");

    @BeforeEach
    void write() throws IOException {
        exercise = Console.write(directory, "xor.yaml", EXERCISE);
        Console.write(directory, "data.csv", "0,0,1\n0,1,1\n1,0,1\n1,1,1\n");
        Files.createDirectory(directory.resolve("work"));
    }

    private void submit(String name, String script) {
        Console.write(directory.resolve("work"), name, script);
    }

    private String work(String pattern) {
        return directory.resolve("work").resolve(pattern).toString();
    }

    @Test
    @Tag(Python.TAG)
    void comparesEachScriptWithTheExercise() throws Exception {
        Python.require();
        submit("ada.py", SOLUTION + "np.savetxt('ada.csv', syn0)\n");
        submit("bob.py", SOLUTION.replace(" * (l1 * (1 - l1))", " * l1"));
        submit("carol.py", SOLUTION.replace("4)", "5)").replace("(4,", "(5,"));
        submit("dave.py", SOLUTION.replace(" * (l2 * (1 - l2))", ""));
        submit("eve.py", SOLUTION.replace("+= ", "+= 0.1 * ").replace("seed(1)", "seed(2)"));
        submit("frank.py", SOLUTION.replace("l2_delta.dot", "l3_delta.dot"));
        submit("grace.py", "raise SystemExit(0)\n");
        Path junit = directory.resolve("out.xml");
        Console console =
                Console.run("check", exercise.toString(), "--against", work("*.py"), "--junit", junit.toString());
        assertEquals("""
                ada.py    AGREES
                bob.py    DIFFERS         step 0, layer 1, delta, line 11: one of the two
                                          factors of the sigmoid's slope a (1 - a) is left out
                carol.py  DIFFERS         another network: 5 hidden units, not 4
                dave.py   DIFFERS         another network: loss binary cross entropy, not half
                                          squared error; by the loss of xor.yaml, step 0, layer
                                          2, delta, line 10: the slope of the activation is left
                                          out
                eve.py    DIFFERS         another network: learning rate 0.1, not 1
                frank.py  did not run     line 11: NameError: name 'l3_delta' is not defined
                grace.py  not understood  no number is multiplied, then changed by a sum or a
                                          difference, and multiplied again

                frank.py
                  Traceback (most recent call last):
                """, console.out().substring(0, console.out().indexOf("    File")));
        assertTrue(console.out().contains("""
                7 networks: 1 AGREES, 4 DIFFERS, 1 not understood, 1 did not run
                Of 5 checked, 5 train on the examples of xor.yaml, and 3 from its initial
                weights.
                """), console::out);
        assertEquals(3, console.code());
        assertFalse(Files.exists(directory.resolve("work/ada.csv")));
        Element suite = (Element) DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(junit.toFile())
                .getElementsByTagName("testsuite")
                .item(0);
        List<String> counts = List.of("tests", "failures", "errors", "skipped");
        assertEquals(
                List.of("7", "4", "1", "1"),
                counts.stream().map(suite::getAttribute).toList());
    }

    @Test
    @Tag(Python.TAG)
    @EnabledOnOs(OS.LINUX)
    void endsAScriptAtItsLimitsWithAllThatItStarted() throws IOException, InterruptedException {
        Python.require();
        Path child = directory.resolve("child");
        submit(
                "forks.py",
                "import os, time\np = os.fork()\nif p: open('" + child
                        + "', 'w').write(str(p))\nwhile True: time.sleep(1)\n");
        submit("grows.py", "x = bytearray(1 << 40)\n");
        submit("vanishes.py", "import os, shutil\nshutil.rmtree(os.getcwd())\nos._exit(0)\n");
        Console console = Console.run("check", work("*.py"), "--timeout", "3", "--json");
        assertEquals(2, console.code(), console::err);
        List<String> outcomes =
                JsonParser.parseString(console.out()).getAsJsonObject().getAsJsonArray("networks").asList().stream()
                        .map(row -> row.getAsJsonObject().get("outcome").getAsString() + ": "
                                + row.getAsJsonObject().get("reason").getAsString())
                        .toList();
        assertEquals(
                List.of(
                        "too_slow: not done after # s",
                        "failed: line 1: MemoryError",
                        "failed: ended Python itself, as os._exit does, or deleted what was recorded"),
                outcomes);
        long pid = Long.parseLong(Files.readString(child));
        assertTrue(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        assertTrue(Files.exists(directory.resolve("work/vanishes.py")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x*.py | E001 | matches no file that ends in .py",
                "*.py --jobs 0 | E072 | `--jobs` must be at least 1",
                "*.py --html out.html | E073 | `--html` shows a single network",
                "*.py --fix | E073 | `--fix` takes a single script",
                "*.py ../xor.yaml | E073 | several FILEs must be Python scripts",
                "a.py --jobs 2 | E073 | `--jobs` has no effect on a single network",
            })
    void refusesWhatCannotBeMeant(String words, String code, String message) {
        submit("a.py", "");
        submit("b.py", "");
        String[] arguments = ("check " + words).split(" ");
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = arguments[i].matches(".*\\.(py|yaml|html)") ? work(arguments[i]) : arguments[i];
        }
        Console console = Console.run(arguments);
        assertEquals(2, console.code(), console::out);
        assertTrue(console.err().startsWith("error[" + code + "]: "), console::err);
        assertTrue(console.err().contains(message), console::err);
    }
}
