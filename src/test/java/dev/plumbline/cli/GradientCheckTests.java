package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.recording.Python;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts whose networks no network file can describe: their gradients are compared with numerical derivatives. */
class GradientCheckTests {
    /** A recurrent network, which sends its delta back through time. */
    private static final String RECURRENT = """
            import numpy as np
            rng = np.random.default_rng(1)
            X, T = rng.normal(size=(5, 8, 3)), rng.normal(size=(8, 2))
            Wx, Wh, Wo = rng.normal(size=(3, 4)), 0.5 * rng.normal(size=(4, 4)), rng.normal(size=(4, 2))
            b = np.zeros(4)
            for step in range(30):
                h, past = np.zeros((8, 4)), []
                for x in X:
                    past.append(h)
                    h = np.tanh(x @ Wx + h @ Wh + b)
                e = h @ Wo - T
                loss = 0.5 * np.sum(e ** 2) / 8
                dWo, dWx, dWh, db = h.T @ e / 8, np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
                dh = e @ Wo.T / 8
                for x, before in zip(X[::-1], past[::-1]):
                    dz = dh * (1 - h ** 2)
                    dWx += x.T @ dz
                    dWh += before.T @ dz
                    db += dz.sum(axis=0)
                    dh = dz @ Wh.T
                    h = before
                Wo -= 0.1 * dWo
                Wx -= 0.1 * dWx
                Wh -= 0.1 * dWh
                b -= 0.1 * db
            """;

    /** A layer that is normalized by the means over its examples; no loss is computed. */
    private static final String NORMALIZED = """
            import numpy as np
            rng = np.random.default_rng(3)
            x, t = rng.normal(size=(20, 3)), rng.normal(size=(20, 2))
            w, v, b = rng.normal(size=(3, 4)), rng.normal(size=(4, 2)), np.zeros(2)
            for i in range(20):
                z = x @ w
                s = z.std(axis=0)
                n = (z - z.mean(axis=0)) / s
                a = np.maximum(n, 0)
                d = a @ v + b - t
                dv = a.T @ d
                dn = d @ v.T * (n > 0)
                dz = (dn - dn.mean(axis=0) - n * (dn * n).mean(axis=0)) / s
                v -= 0.01 * dv
                b -= 0.01 * d.sum(axis=0)
                w -= 0.01 * (x.T @ dz)
            """;

    /** Layers that are added to what they are given. */
    private static final String RESIDUAL = """
            import numpy as np
            rng = np.random.default_rng(4)
            x, t = rng.normal(size=(20, 3)), rng.normal(size=(20, 2))
            p = [0.5 * rng.normal(size=size) for size in ((3, 3), (3, 3), (3, 3), (3, 2))]
            b = np.zeros(2)
            for i in range(20):
                hs = [x]
                for w in p[:3]:
                    hs.append(hs[-1] + np.tanh(hs[-1] @ w))
                d = (hs[-1] @ p[3] + b - t) / 20
                g, db = [hs[-1].T @ d], d.sum(axis=0)
                d = d @ p[3].T
                for w, h, before in zip(p[2::-1], hs[:0:-1], hs[-2::-1]):
                    dz = d * (1 - (h - before) ** 2)
                    g.insert(0, before.T @ dz)
                    d = d + dz @ w.T
                for w, each in zip(p, g):
                    w -= 0.1 * each
                b -= 0.1 * db
            """;

    @TempDir
    private Path directory;

    @BeforeAll
    static void python() throws IOException, InterruptedException {
        Python.require();
    }

    private Console check(String text, String... options) {
        String script = Console.write(directory, "net.py", text).toString();
        String[] arguments = new String[options.length + 2];
        arguments[0] = "check";
        arguments[1] = script;
        System.arraycopy(options, 0, arguments, 2, options.length);
        return Console.run(arguments);
    }

    @Test
    void findsRightGradientsOfARecurrentNetwork() {
        Console console = check(RECURRENT);
        assertTrue(
                console.out().startsWith("INCOMPLETE: 4 of 4 gradients of net.py are the derivatives of its loss\n"),
                console::out);
        assertTrue(console.out().contains("net.py:12:5\n"), console::out); // the loss
        assertEquals(3, console.code());
    }

    /** Its two products look like two layers, whose activations are others. */
    @Test
    void accusesNoRecurrentNetworkThatLooksLikeADenseOne() {
        String text = RECURRENT.replace(" + b)", ")").replace("    b -= 0.1 * db\n", "");
        Console console = check(text);
        assertTrue(console.out().startsWith("INCOMPLETE: 3 of 3 gradients"), console::out);
        Console withoutLoss = check(text.replace("    loss = 0.5 * np.sum(e ** 2) / 8\n", ""));
        assertTrue(withoutLoss.out().startsWith("INCOMPLETE: 3 of 3 gradients"), withoutLoss::out);
    }

    /** No array has the gradient of `Wo` alone, only with the learning rate, which comes first. */
    @Test
    void accusesNoGradientThatIsMultipliedWithTheRateInItsProduct() {
        Console console = check(RECURRENT
                .replace("e = h @ Wo - T", "last, e = h, h @ Wo - T")
                .replace("Wo -= 0.1 * dWo", "Wo -= 0.1 * last.T @ e / 8")
                .replace("dWo, dWx, dWh, db = h.T @ e / 8, ", "dWx, dWh, db = "));
        assertTrue(console.out().startsWith("INCOMPLETE: 3 of 4 gradients"), console::out);
        assertTrue(console.out().contains("unknown     `Wo`"), console::out);
    }

    @Test
    void namesTheWeightsAndWhereTheirGradientsGoWrong() {
        Console console = check(RECURRENT.replace("dh = dz @ Wh.T", "dh = dz @ Wh"));
        assertTrue(console.out().startsWith("DIFFERS: 3 of 4 gradients of net.py are not"), console::out);
        assertTrue(console.out().contains("agree       `Wo`\n"), console::out);
        String suspects = console.out().substring(console.out().indexOf("Where the first of them goes wrong"));
        assertTrue(suspects.contains("dh = dz @ Wh\n"), console::out);
        assertFalse(suspects.contains("e = h @ Wo - T"), console::out);
        assertEquals(3, console.code());
    }

    @Test
    void repairsThem() {
        Console console = check(RECURRENT.replace("dz = dh * (1 - h ** 2)", "dz = dh * (1 - h)"), "--fix");
        assertTrue(
                console.out().contains("\nRepair, proven: with it, all gradients that are compared are right"),
                console::out);
        assertTrue(console.out().contains("+        dz = dh * (1 - h ** 2)\n"), console::out);
    }

    @Test
    void repairsAFactorThatIsLeftOut() {
        Console factor = check(NORMALIZED.replace("(dn * n).mean", "dn.mean"), "--fix");
        assertTrue(
                factor.out().contains("\n+    dz = (dn - dn.mean(axis=0) - n * (dn * n).mean(axis=0)) / s\n"),
                factor::out);
    }

    /** No loss is computed, so that the delta of the outputs is taken as it is. */
    @Test
    void takesADeltaWhereNoLossIsComputed() {
        Console console = check(NORMALIZED);
        assertTrue(console.out().startsWith("INCOMPLETE: 3 of 3 gradients of net.py are what follows"), console::out);
    }

    /** What is sent back through most layers is wrong, and it only follows from the delta that is right. */
    @Test
    void findsWrongGradientsThatAreMostOfThem() {
        Console right = check(RESIDUAL);
        assertTrue(right.out().startsWith("INCOMPLETE: 5 of 5 gradients"), right::out);
        Console wrong = check(RESIDUAL.replace("(h - before) ** 2", "h ** 2"));
        assertTrue(wrong.out().startsWith("DIFFERS: 3 of 5 gradients"), wrong::out);
        assertTrue(wrong.out().contains("dz = d * (1 - h ** 2)\n"), wrong::out);
        // A penalty of the hidden units is sent back too, which is no part of that loss.
        Console penalized = check(RESIDUAL.replace("d = d @ p[3].T", "d = d @ p[3].T + 0.1 * hs[-1]"));
        assertFalse(penalized.out().contains("DIFFERS"), penalized::out);
    }

    /** The second network has a loss of its own, which is computed after the first one is updated. */
    @Test
    void accusesNoNetworkThatIsTrainedOnAnotherLoss() {
        Console console = check("""
                import numpy as np
                rng = np.random.default_rng(2)
                A, B, C, D = (rng.normal(size=size) for size in ((2, 6), (6, 1), (1, 6), (6, 2)))
                def sigmoid(z): return 1 / (1 + np.exp(-z))
                for step in range(30):
                    x, z = rng.normal(size=(20, 2)) + 1, rng.normal(size=(20, 1))
                    g = np.tanh(z @ C)
                    f = g @ D
                    hx, hf = np.tanh(x @ A), np.tanh(f @ A)
                    px, pf = sigmoid(hx @ B), sigmoid(hf @ B)
                    loss = -np.mean(np.log(px) + np.log(1 - pf))
                    dx, df = (px - 1) / 20, pf / 20
                    dB = hx.T @ dx + hf.T @ df
                    dA = x.T @ (dx @ B.T * (1 - hx ** 2)) + f.T @ (df @ B.T * (1 - hf ** 2))
                    A -= 0.1 * dA
                    B -= 0.1 * dB
                    hf = np.tanh(f @ A)
                    pf = sigmoid(hf @ B)
                    loss = -np.mean(np.log(pf))
                    dg = ((pf - 1) / 20 @ B.T * (1 - hf ** 2)) @ A.T
                    dD = g.T @ dg
                    dC = z.T @ (dg @ D.T * (1 - g ** 2))
                    C -= 0.1 * dC
                    D -= 0.1 * dD
                """);
        assertFalse(console.out().contains("DIFFERS"), console::out);
    }

    @Test
    void printsJson() {
        Console console = check(RECURRENT.replace("dh * (1 - h ** 2)", "dh"), "--json");
        JsonObject json = JsonParser.parseString(console.out()).getAsJsonObject();
        assertEquals("differs", json.get("verdict").getAsString());
        JsonObject gradients = json.getAsJsonObject("gradients");
        assertEquals(12, gradients.getAsJsonObject("loss").get("number").getAsInt());
        assertEquals(4, gradients.getAsJsonArray("weights").size());
    }

    /** A script that trains nothing, and one without NumPy, are answered as before. */
    @Test
    void saysNothingOfOtherScripts() {
        assertTrue(check("import numpy as np\nx = np.ones((3, 3)) @ np.ones((3, 3))\n")
                .err()
                .contains("error[E054]"));
    }
}
