package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.recording.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recordings as people write them with NumPy and without the recorder: what is wrong with the recording itself is said
 * before its numbers are accused.
 */
@Tag(Python.TAG)
class RecordedPythonTests {
    /** A right network, and functions that save what it has in ways that go wrong. One process writes them all. */
    private static final String SCRIPT = """
            import numpy as np

            def nonlin(x, deriv=False):
                return x * (1 - x) if deriv else 1 / (1 + np.exp(-x))

            X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
            y = np.array([[0, 1, 1, 0]]).T
            np.random.seed(1)
            syn0 = 2 * np.random.random((3, 5)) - 1
            syn1 = 2 * np.random.random((5, 1)) - 1
            names = "A1 A2 dZ1 dZ2 dW1 dW2 W1 W2 before1 before2 reused1 reused2".split()
            R = {name: [] for name in names}
            for _ in range(20):
                R["before1"].append(syn0.copy()), R["before2"].append(syn1.copy())
                R["reused1"].append(syn0), R["reused2"].append(syn1)
                l1 = nonlin(X.dot(syn0))
                l2 = nonlin(l1.dot(syn1))
                l2_delta = (l2 - y) * nonlin(l2, True)
                l1_delta = l2_delta.dot(syn1.T) * nonlin(l1, True)
                R["A1"].append(l1), R["A2"].append(l2), R["dZ1"].append(l1_delta), R["dZ2"].append(l2_delta)
                R["dW1"].append(X.T.dot(l1_delta)), R["dW2"].append(l1.T.dot(l2_delta))
                syn1 -= 0.5 * l1.T.dot(l2_delta)
                syn0 -= 0.5 * X.T.dot(l1_delta)
                R["W1"].append(syn0.copy()), R["W2"].append(syn1.copy())
            R = {name: np.array(each) for name, each in R.items()}
            W1, W2, A1, A2 = R["W1"], R["W2"], R["A1"], R["A2"]

            np.savez("right.npz", **{name: R[name] for name in "A1 A2 dZ1 dZ2 dW1 dW2 W1 W2".split()})
            np.savez("reused.npz", W1=R["reused1"], W2=R["reused2"])
            np.savez("fortran.npz", W1=np.asfortranarray(W1), W2=W2)
            np.savez("columns.npz", W1=[w.flatten("F").reshape(3, 5) for w in W1], W2=W2)
            np.savez("rows.npz", W1=[w.flatten().reshape(3, 5, order="F") for w in W1], W2=W2)
            np.savez("applied.npz", A1=A1, A2=A2, dW1=0.5 * R["dW1"], dW2=0.5 * R["dW2"], W1=W1, W2=W2)
            np.savez("early.npz", A1=A1, A2=A2, W1=R["before1"], W2=R["before2"])
            np.savez("late.npz", A1=A1[1:], A2=A2[1:], W1=W1[1:], W2=W2[1:])
            np.savez("single.npz", A1=A1.astype("f4"), A2=A2.astype("f4"), W1=W1.astype("f4"), W2=W2.astype("f4"))
            np.savez("objects.npz", W1=np.array([W1[0], W2[0]], dtype=object), W2=W2)
            np.savez("flat.npz", W1=W1.reshape(20, -1), W2=W2)
            np.savez("narrow.npz", W1=W1[:, :, :4], W2=W2)
            np.savez("few.npz", W1=W1[:19], W2=W2)
            open("cut.npz", "wb").write(open("right.npz", "rb").read()[:-200])
            W1_nan = W1.copy()
            W1_nan[7, 1, 2] = np.nan
            np.savez("nan.npz", W1=W1_nan, W2=W2)
            np.savez("names.npz", syn0=W1, l1=A1, l2_delta=R["dZ2"], W_2=W2)
            np.savez("unnamed.npz", W1, W2)
            np.savez("whole.npz", W1=W1.astype(int), W2=W2)
            """;

    @TempDir
    static Path directory;

    @BeforeAll
    static void record() throws IOException, InterruptedException {
        Python.require();
        Path script = Files.writeString(directory.resolve("record.py"), SCRIPT);
        Process process = new ProcessBuilder("python3", "-B", script.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), printed);
        String text = Files.readString(Path.of("configs/three-layer.yaml"))
                .replace("epochs: 60000", "epochs: 20")
                .replace("every: 10000", "every: 10")
                .replace("learning_rate: 1.0", "learning_rate: 0.5");
        Files.writeString(directory.resolve("net.yaml"), text);
    }

    /** The message about a recording, in one line. */
    private static String check(String recording, int code) {
        Console console = Console.run(
                "check",
                directory.resolve("net.yaml").toString(),
                "--no-dl4j",
                "--against",
                directory.resolve(recording + ".npz").toString());
        String all = console.out() + console.err();
        assertEquals(code, console.code(), recording + ": " + all);
        return all.replace(directory + "/", "").replaceAll("\\s+", " ");
    }

    private static void requireAll(int code, Map<String, String> said) {
        said.forEach((recording, expected) -> {
            String text = check(recording, code);
            assertTrue(text.contains(expected), recording + ": " + text);
        });
    }

    @Test
    void whatIsWrittenOtherwiseAgreesAndIsNamed() {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("right", "every step");
        said.put("fortran", "AGREES");
        said.put("columns", "written weights are recorded in column-major order, as in Fortran");
        said.put("rows", "written row-major weights are recorded as if they were column-major");
        said.put("applied", "written gradients are already multiplied by the learning rate");
        said.put("early", "written weights are recorded before the update of their step");
        requireAll(0, said);
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("reused", "array `W1` has the same numbers in each of its 20 steps: one array, changed in place");
        said.put("late", "correct network's second step: the recording starts a step late");
        said.put("objects", "array `W1` is an array of Python objects (dtype `|O`), which Plumbline does not unpickle");
        said.put("flat", "array `W1` has shape (20, 15); allowed: (steps, 3, 5), with the step as the first index");
        said.put("few", "19 in W1; 20 in W2; allowed: every array recorded in every step");
        said.put("cut", "cut.npz is cut off");
        said.put("unnamed", "array `arr_0` is not an array of a network with 2 layers; it has no name");
        said.put("whole", "array `W1` has integers");
        requireAll(2, said);
        String names = check("names", 2);
        assertTrue(
                names.contains("array `syn0` is not an array of a network with 2 layers; did you mean `W1`?"), names);
        assertTrue(names.contains("array `l1` is not an array of a network with 2 layers; did you mean `A1`?"), names);
        assertTrue(names.contains("`l2_delta` is not an array of a network with 2 layers; did you mean `dZ2`?"), names);
        assertTrue(names.contains("array `W_2` is not an array of a network with 2 layers; did you mean `W2`?"), names);
    }

    @Test
    void whatIsSeenOnlyInTheNumbersIsAFinding() {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("single", "If the network computes in 64 bits, record 64 bits");
        said.put(
                "narrow",
                "shape its shape is 3×4; expected 3×5 why the shape is wrong, so the values cannot be compared");
        said.put("nan", "step 7, layer 1, updated weights");
        requireAll(3, said);
        assertTrue(check("nan", 3).contains("why it is NaN or infinite, and every preceding value is finite"));
        assertTrue(check("single", 3).contains("why numbers have 32 bits instead of 64"));
    }
}
