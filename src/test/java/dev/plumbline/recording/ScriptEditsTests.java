package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The small edits of scripts, which are made in a process of their own: one that fails would hide all others. */
class ScriptEditsTests {
    private static final String EDITS = """
            import sys
            from around import mended
            from edits import edits
            from sources import Source
            for name in sys.argv[1:]:
                source = Source(open(name).read())
                found = edits(source, {each.lineno: 0 for each in source.statements()})
                if len(found) < 100:
                    print(f"{name} has only {len(found)} edits")
                list(mended(source))
            """;

    private static final String OFFERED = """
            import sys
            from edits import edits
            from sources import Source
            text, lines, *expected = sys.stdin.read().split("\\n---\\n")
            found = [each.source for each in edits(Source(text), {int(line): 0 for line in lines.split()})]
            for each in expected:
                if not any(each in own for own in found):
                    print("not offered:", each)
            """;

    /** Whether each of some texts of lines is among the edits of a script. */
    private static void assertOffers(String text, String lines, String... expected)
            throws IOException, InterruptedException {
        String input = text + "\n---\n" + lines + "\n---\n" + String.join("\n---\n", expected);
        assertEquals("", ScriptModules.run(OFFERED, input, List.of()));
    }

    @Test
    void readsWhatNothingReads() throws IOException, InterruptedException {
        assertOffers("""
                for step in range(9):
                    v = mu * v - lr * g
                    w = w - lr * g
                for k in p:
                    u[k] = mu * u[k] + g[k]
                    p[k] -= lr * g[k]
                """, "3 6", "    w = w + v", "    p[k] -= lr * u[k]");
    }

    /** In a list too, the derivative is that of an element, and not of the output. */
    @Test
    void takesTheSlopeOfAnElement() throws IOException, InterruptedException {
        assertOffers("""
                def learn(x):
                    hid, out = forward(x)
                    d_hid = [d * w[j] * out * (1 - out) for j in range(4)]
                    for j in range(4):
                        w[j] -= d * hid[j]
                """, "3", "[d * w[j] * hid[j] * (1 - hid[j]) for j in range(4)]");
    }

    /** A mask that is kept and never read belongs to the delta of its layer. */
    @Test
    void readsAListThatNothingReads() throws IOException, InterruptedException {
        assertOffers("""
                class Net:
                    def forward(self, x):
                        self.masks.append(mask)
                    def backward(self, delta):
                        for l in range(3, 0, -1):
                            delta = delta @ self.W[l].T
                            delta = delta * (self.z[l - 1] > 0)
                """, "6 7", "delta * self.masks[l - 1] * (self.z[l - 1] > 0)");
    }

    @Test
    void updatesABiasBesideItsWeights() throws IOException, InterruptedException {
        assertOffers("""
                class Unit:
                    def total(self, x):
                        return self.bias + sum(w * each for w, each in zip(self.weights, x))
                def learn(layer, x, lr):
                    for unit in layer:
                        for k in range(len(x)):
                            unit.weights[k] -= lr * unit.delta * x[k]
                """, "7", "        unit.bias -= lr * unit.delta");
    }

    @Test
    void updatesInALoopOfItsOwn() throws IOException, InterruptedException {
        assertOffers("""
                for i in reversed(range(3)):
                    deltas(i)
                    update(i, rate)
                return loss
                """, "3", "    deltas(i)\nfor i in reversed(range(3)):\n    update(i, rate)\nreturn loss");
    }

    @Test
    void readsOtherPlacesOfTheSameArrays() throws IOException, InterruptedException {
        assertOffers(
                """
                loss = l1 * (np.sum(np.abs(W1[:, 1:])) + np.sum(np.abs(W2[:, 1:])))
                out, other = cache["A3"], cache["A2"]
                delta = cache["Z3"] - y
                for k in range(2):
                    o[k] = sum(w[k * hidden + j] * h[j] for j in range(hidden))
                for j in range(hidden):
                    for k in range(2):
                        s += d[k] * w[j * 2 + k]
                dW1 = dW1 + l1 * np.abs(W1)
                dW2 = dW2 + l1 * np.abs(W2)
                if is_l2:
                    dW1 = dW1 + l1 * W1
                    dW2 = dW2 + l1 * W2
                flat = np.concatenate([dW1.ravel(), dW2.ravel()])
                both = np.concatenate([W1.ravel(order='F'), W2.ravel(order='F')])
                dx[x <= 0] = slope
                """,
                "3 8 9 12 14 16",
                "delta = cache[\"A3\"] - y",
                "        s += d[k] * w[k * hidden + j]",
                "dW1 = dW1 + l1 * np.sign(W1)\ndW2 = dW2 + l1 * np.sign(W2)",
                "    dW1[:, 1:] = dW1[:, 1:] + l1 * W1[:, 1:]\n    dW2[:, 1:] = dW2[:, 1:] + l1 * W2[:, 1:]",
                "flat = np.concatenate([dW1.ravel(order='F'), dW2.ravel(order='F')])",
                "dx[x <= 0] *= slope");
    }

    /** Every 40th script of the lab, and one whose edits failed once. */
    @Slow
    @Test
    void areFoundForEveryScript() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>(List.of("src/lab/scripts/right/g06.py"));
        int[] number = {0};
        try (Stream<Path> scripts = Files.list(Path.of("src/lab/scripts/right"))) {
            scripts.sorted()
                    .filter(script -> number[0]++ % 40 == 0)
                    .map(Path::toString)
                    .forEach(names::add);
        }
        assertEquals("", ScriptModules.run(EDITS, "", names));
    }
}
