package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes in whole scripts: their lines, and the repairs of these. */
class ScriptMistakeTests {
    @TempDir
    Path directory;

    /** A network of two layers, trained with batches by Adam, with dropout. */
    private static final String BATCHES = """
            import numpy as np
            rng = np.random.default_rng(5)
            X = rng.normal(size=(60, 3))
            Y = (X[:, :1] * X[:, 1:2] > 0) * 1.0
            p = {"W1": rng.normal(size=(3, 8)), "b1": np.zeros(8), "W2": rng.normal(size=(8, 1)), "b2": np.zeros(1)}
            m = {k: np.zeros_like(v) for k, v in p.items()}
            s = {k: np.zeros_like(v) for k, v in p.items()}
            keep, lr, t = 0.75, 0.01, 0
            for epoch in range(6):
                order = rng.permutation(60)
                for at in range(0, 60, 20):
                    chosen = order[at:at + 20]
                    x, y = X[chosen], Y[chosen]
                    h = np.maximum(0, x @ p["W1"] + p["b1"])
                    mask = (rng.random(h.shape) < keep) / keep
                    h = h * mask
                    a = 1 / (1 + np.exp(-(h @ p["W2"] + p["b2"])))
                    d2 = (a - y) / len(x)
                    d1 = d2 @ p["W2"].T * mask * (h > 0)
                    g = {"W1": x.T @ d1, "b1": d1.sum(axis=0), "W2": h.T @ d2, "b2": d2.sum(axis=0)}
                    t += 1
                    for k in p:
                        m[k] = 0.9 * m[k] + 0.1 * g[k]
                        s[k] = 0.999 * s[k] + 0.001 * g[k] ** 2
                        p[k] -= lr * (m[k] / (1 - 0.9 ** t)) / (np.sqrt(s[k] / (1 - 0.999 ** t)) + 1e-8)
            """;

    /** Three layers, all examples in each step, with momentum and a learning rate that falls. */
    private static final String FALLING = """
            import numpy as np
            rng = np.random.RandomState(4)
            x = np.linspace(-1, 1, 30).reshape(-1, 1)
            y = np.sin(3 * x) + x ** 2
            W1, b1 = rng.randn(1, 6) * 2, rng.randn(6)
            W2, b2 = rng.randn(6, 6) * 0.5, np.zeros(6)
            W3, b3 = rng.randn(6, 1), np.zeros(1)
            v = [np.zeros_like(each) for each in (W1, b1, W2, b2, W3, b3)]
            eta0, decay, mu = 0.05, 5e-4, 0.9
            for n in range(60):
                eta = eta0 / (1.0 + decay * n)
                a1 = np.tanh(x @ W1 + b1)
                a2 = np.tanh(a1 @ W2 + b2)
                a3 = a2 @ W3 + b3
                loss = np.mean((a3 - y) ** 2)
                d3 = 2 * (a3 - y) / 30
                d2 = (d3 @ W3.T) * (1 - a2 ** 2)
                d1 = (d2 @ W2.T) * (1 - a1 ** 2)
                g = [x.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0), a2.T @ d3, d3.sum(axis=0)]
                for i, each in enumerate((W1, b1, W2, b2, W3, b3)):
                    v[i] = mu * v[i] - eta * g[i]
                    each += v[i]
            """;

    @Slow
    @Test
    void repairsAScriptThatStopsSoonerWhenItIsRight() throws IOException {
        String line = "dz1 = dh * (1 - h ** 2)";
        String script = Files.readString(Path.of("src/lab/scripts/right/f04.py"));
        assertRepaired(line, check(script, line, "dz1 = dh * (1 - np.tanh(h) ** 2)"));
    }

    /** Gradients whose norm is limited, of an output that no target is near to: it is meant to be linear. */
    @Test
    void repairsWhatIsClipped() {
        String script = """
                import numpy as np
                rng = np.random.default_rng(5)
                x = rng.normal(size=(24, 2))
                y, lr = 3 * x[:, :1] - x[:, 1:] ** 2, 0.1
                params = [(rng.normal(size=(2, 6)), np.zeros(6)), (rng.normal(size=(6, 1)), np.zeros(1))]

                def activations(x):
                    last = len(params) - 1
                    acts = [x]
                    for i, (w, b) in enumerate(params):
                        z = acts[-1] @ w + b
                        acts.append(z if i == last else np.tanh(z))
                    return acts

                for step in range(40):
                    acts = activations(x)
                    delta = 2 * (acts[-1] - y) / len(y)
                    grads = []
                    for i in (1, 0):
                        grads = [acts[i].T @ delta, delta.sum(axis=0)] + grads
                        delta = (delta @ params[i][0].T) * (1 - acts[i] ** 2)
                    norm = np.sqrt(sum(np.sum(g ** 2) for g in grads))
                    scale = min(1.0, 0.5 / norm)
                    params = [(w - lr * scale * grads[2 * i], b - lr * scale * grads[2 * i + 1]) for i, (w, b) in enumerate(params)]
                """;
        for (String steps : new String[] {"40", "15"}) { // in the first 30, the size of a gradient cannot be seen
            String right = check(script, "range(40)", "range(" + steps + ")");
            assertTrue(right.contains("AGREES") && right.contains("loss       squared_error, the mean"), right);
        }

        String line = "delta = 2 * (acts[-1] - y) / len(y)";
        assertRepaired("delta = 2 * (acts[2] - y) / x.shape[0]", check(script, line, line + " * (1 - acts[-1] ** 2)"));

        String out = check(script, "last = len(params) - 1", "last = len(params)");
        assertRepaired("acts.append(z if i == last - 1 else np.tanh(z))", out);
    }

    private String check(String script, String... replacements) {
        Console result = Console.run("check", write(script, replacements), "--fix");
        return result.out() + result.err();
    }

    private String withoutRepair(String script, String... replacements) {
        return Console.run("check", write(script, replacements)).out();
    }

    private String write(String script, String... replacements) {
        String text = script;
        for (int i = 0; i < replacements.length; i += 2) {
            assertTrue(text.contains(replacements[i]), replacements[i]);
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        return Console.write(directory, "train.py", text).toString();
    }

    /** The line of a repair, without its indentation. */
    static void assertRepaired(String line, String out) {
        assertTrue(out.contains("Repair, proven"), out);
        assertTrue(
                out.lines()
                        .anyMatch(each -> each.startsWith("+")
                                && each.substring(1).strip().equals(line)),
                out);
    }

    @Test
    void accusesNobodyWhoIsRight() {
        for (String script : new String[] {BATCHES, FALLING}) {
            String out = check(script);
            assertTrue(out.contains("AGREES"), out);
        }
    }

    /** Where only the linear part of Huber's loss shows at first, its deltas are those of an absolute error. */
    @Test
    void accusesNobodyOfALossThatLooksLikeAnotherAtFirst() {
        String out = check("""
                import numpy as np
                rng = np.random.default_rng(8)
                X = rng.normal(size=(40, 2)); Y = 30 + X[:, :1] + 0.1 * X[:, 1:] ** 2
                W1, b1, W2, b2 = rng.normal(size=(5, 2)), np.zeros((5, 1)), rng.normal(size=(1, 5)), np.zeros((1, 1))
                def huber_prime(error):
                    return np.where(np.abs(error) <= 0.5, error, 0.5 * np.sign(error))
                for epoch in range(30):
                    for i in rng.permutation(40):
                        x, y = X[i].reshape(-1, 1), Y[i].reshape(-1, 1)
                        h = np.tanh(W1 @ x + b1)
                        d2 = huber_prime(W2 @ h + b2 - y)
                        d1 = W2.T @ d2 * (1 - h ** 2)
                        W2 -= 0.1 * d2 @ h.T; b2 -= 0.1 * d2
                        W1 -= 0.1 * d1 @ x.T; b1 -= 0.1 * d1
                """);
        assertTrue(out.contains("INCOMPLETE"), out);
    }

    /** Gradients that are added have means of their own, and are clipped together. */
    @Test
    void accusesNobodyWhoAddsTheGradientsOfBatches() {
        String out = check("""
                import numpy as np
                rng = np.random.default_rng(9)
                X = rng.normal(size=(80, 2)); Y = np.sin(X[:, :1] * 3) * 4
                p = [rng.normal(size=(2, 6)), np.zeros(6), rng.normal(size=(6, 1)), np.zeros(1)]
                for epoch in range(20):
                    total = [np.zeros_like(each) for each in p]
                    for k in range(8):
                        x, y = X[10 * k:10 * k + 10], Y[10 * k:10 * k + 10]
                        h = np.tanh(x @ p[0] + p[1])
                        d2 = (h @ p[2] + p[3] - y) / len(x)
                        d1 = d2 @ p[2].T * (1 - h ** 2)
                        for sum, g in zip(total, (x.T @ d1, d1.sum(axis=0), h.T @ d2, d2.sum(axis=0))):
                            sum += g / 4
                        if k % 4 == 3:
                            norm = np.sqrt(np.sum([(g ** 2).sum() for g in total]))
                            rate = 0.1 * (1 + np.cos(epoch / 20)) * min(1, 1 / (norm + 1e-6))
                            for each, g in zip(p, total):
                                each -= rate * g
                            total = [np.zeros_like(each) for each in p]
                """);
        assertFalse(out.contains("DIFFERS"), out);
    }

    @Test
    void knowsALeakyRectifierBehindDropout() {
        String out = check(
                BATCHES,
                "h = np.maximum(0, x @ p[\"W1\"] + p[\"b1\"])",
                "z = x @ p[\"W1\"] + p[\"b1\"]\n        h = np.where(z > 0, z, 0.05 * z)",
                "(h > 0)",
                "np.where(z > 0, 1, 0.05)");
        assertTrue(out.contains("AGREES"), out);
        assertTrue(out.contains("alpha: 0.05"), out);
    }

    /** Adam's first updates barely show that gradients are too small. */
    @Slow
    @Test
    void repairsADropoutThatIsNotScaled() {
        String out = check(BATCHES, "(rng.random(h.shape) < keep) / keep", "rng.random(h.shape) < keep");
        assertRepaired("mask = (rng.random(h.shape) < keep) / keep", out);
    }

    /** The steps of the first epoch are right. */
    @Slow
    @Test
    void repairsWhatGoesWrongInALaterEpoch() {
        String means = BATCHES.lines()
                .filter(line -> line.startsWith("m = "))
                .findFirst()
                .orElseThrow();
        String out = check(BATCHES, means + "\n", "", "    order = ", "    " + means + "\n    order = ");
        assertTrue(out.contains("first goes wrong at step 3"), out);
        assertRepaired(means, out);
    }

    /** What makes the learning rate fall is no penalty that the script would lack: only the wrong layer is told. */
    @Slow
    @Test
    void followsALearningRateThatFallsBesideAMistake() {
        String out = check(FALLING, "a1.T @ d2", "a2.T @ d2");
        assertTrue(out.contains("first goes wrong at step 0, layer 2, updated weights"), out);
        assertFalse(out.contains("penalty"), out);
        assertFalse(out.contains("\n2. At"), out);
        assertTrue(out.contains("Repair, proven"), out);
    }

    /** As above, of a script that computes with plain numbers. */
    @Slow
    @Test
    void followsALearningRateOfPlainNumbersBesideAMistake() {
        String script = """
                import math, random
                random.seed(3)
                rows = [([random.uniform(-1, 1) for _ in range(3)], i % 2) for i in range(20)]
                net = [[[random.uniform(-1, 1) for _ in range(4)] for _ in range(n)] for n in (3, 3, 2)]
                for epoch in range(8):
                    rate = 0.3 / (1 + 0.2 * epoch)
                    for x, label in rows:
                        a = [x]
                        for l, layer in enumerate(net):
                            z = [w[3] + sum(w[i] * a[l][i] for i in range(3)) for w in layer]
                            a.append([math.tanh(s) if l < 2 else 1 / (1 + math.exp(-s)) for s in z])
                        d = [(a[3][k] - (label == k)) * a[3][k] * (1 - a[3][k]) for k in range(2)]
                        for l in (2, 1, 0):
                            below = []
                            for i in range(3):
                                error = 0.0
                                for k in range(len(d)):
                                    error += net[l][k][i] * d[k]
                                below.append(error * (1 - a[l][i] ** 2))
                            for k in range(len(d)):
                                for i in range(3):
                                    net[l][k][i] -= rate * d[k] * a[l][i]
                                net[l][k][3] -= rate * d[k]
                            d = below
                """;
        assertTrue(check(script).contains("AGREES"));
        String out = check(script, "error += net[l][k][i]", "error = net[l][k][i]");
        assertTrue(out.contains("first goes wrong at step 0, layer 2, delta"), out);
        assertFalse(out.contains("\n3. At"), out);
        assertRepaired("error += net[l][k][i] * d[k]", out);
    }

    @Slow
    @Test
    void repairsTheBiasOfAnotherLayer() {
        String out = check(
                FALLING,
                "b1 = rng.randn(1, 6) * 2, rng.randn(6)",
                "b1 = rng.randn(1, 6) * 2, np.zeros(6)",
                "a1 @ W2 + b2",
                "a1 @ W2 + b1");
        assertTrue(out.contains("Layers 1 and 2 add one and the same bias; see line 13."), out);
        assertRepaired("a2 = np.tanh(a1 @ W2 + b2)", out);
    }

    @Slow
    @Test
    void repairsABiasBehindTheActivation() {
        String out =
                check(BATCHES, "np.maximum(0, x @ p[\"W1\"] + p[\"b1\"])", "np.maximum(0, x @ p[\"W1\"]) + p[\"b1\"]");
        assertRepaired("h = np.maximum(0, x @ p[\"W1\"] + p[\"b1\"])", out);
    }

    /** Where all weights are 0, the units of a layer stay equal, or nothing is trained; other numbers of a bias are no repair. */
    @Slow
    @Test
    void repairsWeightsOfZero() {
        String out = check(
                FALLING,
                "rng.randn(1, 6) * 2, rng.randn(6)",
                "np.zeros((1, 6)), np.zeros(6)",
                "rng.randn(6, 6) * 0.5",
                "np.zeros((6, 6))",
                "rng.randn(6, 1)",
                "np.zeros((6, 1))");
        assertRepaired("W2, b2 = 0.1 * rng.standard_normal((6, 6)), np.zeros(6)", out);
        String apart = FALLING.replace(
                        "W1, b1 = rng.randn(1, 6) * 2, rng.randn(6)", "W1 = np.zeros((1, 6)); b1 = np.zeros(6)")
                .replace("W2, b2 = rng.randn(6, 6) * 0.5, np.zeros(6)", "W2 = np.zeros((6, 6)); b2 = np.zeros(6)")
                .replace("W3, b3 = rng.randn(6, 1), np.zeros(1)", "W3 = np.zeros((6, 1)); b3 = np.zeros(1)");
        assertRepaired("W2 = 0.1 * rng.standard_normal((6, 6)); b2 = np.zeros(6)", check(apart));
    }

    @Slow
    @Test
    void repairsALayerThatAListRepeats() {
        String script = """
                import numpy as np
                rng = np.random.default_rng(2)
                class Layer:
                    def __init__(self, n, m):
                        self.w, self.b = rng.normal(size=(n, m)) / 2, np.zeros(m)
                    def forward(self, x):
                        self.x = x
                        self.a = np.tanh(x @ self.w + self.b)
                        return self.a
                    def backward(self, g):
                        d = g * (1 - self.a ** 2)
                        below = d @ self.w.T
                        self.w -= 0.1 * self.x.T @ d
                        self.b -= 0.1 * d.sum(axis=0)
                        return below
                x = rng.normal(size=(12, 4)); y = np.tanh(x[:, :1])
                net = [Layer(4, 4) for _ in range(2)] + [Layer(4, 1)]
                for i in range(30):
                    a = x
                    for layer in net:
                        a = layer.forward(a)
                    g = (a - y) / 12
                    for layer in net[::-1]:
                        g = layer.backward(g)
                """;
        assertTrue(check(script).contains("AGREES"));
        String out = check(script, "[Layer(4, 4) for _ in range(2)]", "[Layer(4, 4)] * 2");

        assertRepaired("net = [Layer(4, 4) for _ in range(2)] + [Layer(4, 1)]", out);
        String late = check(script, "        below = d @ self.w.T\n", "", "return below", "return d @ self.w.T");
        assertRepaired("result = d @ self.w.T", late);
    }

    /** The updates are right, and hardly anybody means these targets. */
    @Slow
    @Test
    void notesTargetsThatNobodyMeans() {
        String one = withoutRepair(BATCHES, "Y[chosen]", "Y[:20] * 0 + 1");
        assertTrue(
                one.replaceAll("\\s+", " ")
                        .contains("All examples that it trains with have the same targets; see line"),
                one);
        assertRepaired(
                "x, y = X[chosen], Y[chosen]",
                check(BATCHES, "Y = (X", "Y = np.sort((X", "* 1.0", "* 1.0, axis=0)", "Y[chosen]", "Y[:20]"));
        String falling = withoutRepair(FALLING, "eta = eta0 / (1.0 + decay * n)", "eta = eta0 = eta0 / 2");
        assertTrue(
                falling.replaceAll("\\s+", " ").contains("the learning rate is less than a billionth of the first one"),
                falling);
    }

    /** What is indented too far, or not far enough, is another training, whose updates are right. */
    @Slow
    @Test
    void repairsStepsThatTakeOnlyTheLastBatch() {
        String updates = BATCHES.substring(BATCHES.indexOf("        t += 1"));
        String out = check(BATCHES, updates, updates.replace("\n    ", "\n").substring(4));
        assertTrue(
                out.replaceAll("\\s+", " ")
                        .contains("Each step computes the gradients of 3 batches, and uses only those of the last"),
                out);
        assertRepaired("for k in p:", out);
        String sum =
                FALLING.replace("    d2 = (d3", "    s = 0\n    for k in range(3):\n        s = s + d3\n    d2 = (d3");
        assertTrue(check(sum).contains("AGREES"));
    }

    /** The same in lists of numbers, where a call makes the updates. */
    @Slow
    @Test
    void repairsAnUpdateOfTheLastExampleOnly() {
        String script = """
                import math, random
                random.seed(3)
                DATA = [([0.0, 0.0], 0.1), ([0.0, 1.0], 0.9), ([1.0, 0.0], 0.8), ([1.0, 1.0], 0.2)]
                w = [random.uniform(-1, 1) for _ in range(3)]
                d = [0.0] * 3
                def forward(x):
                    return 1.0 / (1.0 + math.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
                def update(rate):
                    for k in range(3):
                        w[k] -= rate * d[k]
                for epoch in range(60):
                    error = 0.0
                    for x, y in DATA:
                        a = forward(x)
                        error += 0.5 * (a - y) ** 2
                        delta = (a - y) * a * (1 - a)
                        d[0], d[1], d[2] = delta * x[0], delta * x[1], delta
                        update(0.5)
                    if epoch % 20 == 0:
                        print(epoch, error)
                """;
        assertTrue(check(script).contains("AGREES"));
        String out = check(script, "        update(0.5)", "    update(0.5)");
        assertTrue(out.replaceAll("\\s+", " ").contains("uses only those of the last"), out);
        assertRepaired("update(0.5)", out);
    }

    /** The products of a hinge loss and of its penalty are none of a layer; whether its updates are right is not known. */
    @Slow
    @Test
    void accusesNoLossThatMultipliesOutputsAndTargets() {
        String script = """
                import random
                random.seed(3)
                DATA = [([random.gauss(0, 1), random.gauss(0, 1)], 0) for _ in range(30)]
                DATA = [(x, 1 if x[0] > x[1] else -1) for x, _ in DATA]
                w, b = [random.gauss(0, 1) for _ in range(2)], 0.0
                def times(one, two):
                    return one * two
                for k in range(80):
                    g, gb = [0.0, 0.0], 0.0
                    for x, y in DATA:
                        out = times(w[0], x[0]) + times(w[1], x[1]) + b
                        if 1 - y * out > 0:
                            g, gb = [gi - y * xi for gi, xi in zip(g, x)], gb - y
                    size = times(w[0], w[0]) + times(w[1], w[1])
                    w = [wi - 0.01 * (gi / 30 + 0.002 * wi) for wi, gi in zip(w, g)]
                    b = b - 0.01 * gb / 30
                """;
        String out = Console.run(
                        "check", Console.write(directory, "margin.py", script).toString())
                .toString();
        assertFalse(out.contains("DIFFERS"), out);
    }

    @Slow
    @Test
    void repairsCopiesThatNothingReads() {
        String out = check(
                BATCHES,
                "order = rng.permutation(60)",
                "order = rng.permutation(60)\n    Xs, Ys = X[order], Y[order]",
                "chosen = order[at:at + 20]\n        x, y = X[chosen], Y[chosen]",
                "x, y = X[at:at + 20], Y[at:at + 20]");
        assertTrue(out.contains("`Xs` is made of `X`, and nothing reads it"), out);
        assertRepaired("x, y = Xs[at:at + 20], Ys[at:at + 20]", out);
        String drawn = check(
                BATCHES,
                "x, y = X[chosen], Y[chosen]",
                "x, y = X[rng.integers(0, 60, 20)], Y[rng.integers(0, 60, 20)]");
        assertRepaired("x, y = X[i], Y[i]", drawn);
        String apart = check(
                BATCHES,
                "order = rng.permutation(60)",
                "order = rng.permutation(60)\n    Xs = X[order]\n    Ys = Y[rng.permutation(60)]",
                "chosen = order[at:at + 20]\n        x, y = X[chosen], Y[chosen]",
                "x, y = Xs[at:at + 20], Ys[at:at + 20]");
        assertRepaired("Ys = Y[order]", apart);
    }

    /** A softmax or sigmoid of outputs that have gone through one already. */
    @Slow
    @Test
    void repairsAnOutputThatIsActivatedTwice() {
        String script = """
                import numpy as np
                rng = np.random.default_rng(2)
                class Dense:
                    def __init__(self, n, m):
                        self.w, self.b = rng.normal(size=(n, m)), np.zeros(m)
                    def forward(self, x):
                        self.x = x
                        return x @ self.w + self.b
                    def backward(self, g):
                        self.dw, self.db = self.x.T @ g, g.sum(axis=0)
                        return g @ self.w.T
                class Tanh:
                    def forward(self, x):
                        self.a = np.tanh(x)
                        return self.a
                    def backward(self, g):
                        return g * (1 - self.a ** 2)
                def softmax(z):
                    e = np.exp(z - z.max(axis=1, keepdims=True))
                    return e / e.sum(axis=1, keepdims=True)
                class Softmax:
                    def forward(self, x):
                        return softmax(x)
                    def backward(self, g):
                        return g
                x = rng.normal(size=(30, 2)); y = np.eye(3)[np.argmax(x @ rng.normal(size=(2, 3)), axis=1)]
                layers = [Dense(2, 5), Tanh(), Dense(5, 3)]
                for i in range(40):
                    z = x
                    for layer in layers:
                        z = layer.forward(z)
                    g = (softmax(z) - y) / 30
                    for layer in layers[::-1]:
                        g = layer.backward(g)
                    for layer in layers:
                        if isinstance(layer, Dense):
                            layer.w -= 0.5 * layer.dw
                            layer.b -= 0.5 * layer.db
                """;
        assertTrue(check(script).contains("AGREES"));
        String out = check(script, "Dense(5, 3)]", "Dense(5, 3), Softmax()]");
        assertTrue(out.contains("the activation is applied twice"), out);
        assertRepaired("layers = [Dense(2, 5), Tanh(), Dense(5, 3)]", out);
    }

    /** Units that begin with the same weights stay equal, also where the weights are not 0. */
    @Test
    void notesUnitsThatStayEqual() {
        String same = withoutRepair(
                FALLING,
                "rng.randn(1, 6) * 2, rng.randn(6)",
                "np.full((1, 6), 0.3), np.ones(6)",
                "rng.randn(6, 6) * 0.5",
                "np.full((6, 6), 0.1)");
        assertTrue(
                same.replaceAll("\\s+", " ")
                        .contains(
                                "All units of layer 1 begin with the same weights, and stay equal; see lines 5, 6, 7."),
                same);
    }

    @Test
    void saysWhichLearningRateIsNothing() {
        String out = check("""
                import numpy as np
                rng = np.random.default_rng(1)
                x = rng.normal(size=(20, 3)); y = x @ np.array([[1.0], [-2.0], [0.5]])
                w = [rng.normal(size=(3, 4)), rng.normal(size=(4, 1))]
                v = [np.zeros_like(each) for each in w]
                for n in range(60):
                    eta = 0.05 * np.exp(-n * 2500.0)
                    ahead = [each + 0.9 * u for each, u in zip(w, v)]
                    h = np.tanh(x @ ahead[0])
                    d = (h @ ahead[1] - y) / 20
                    g = [x.T @ ((d @ ahead[1].T) * (1 - h ** 2)), h.T @ d]
                    v = [0.9 * u - eta * each for u, each in zip(v, g)]
                    w = [each + u for each, u in zip(w, v)]
                """);
        assertTrue(out.contains("`eta` is 0.05 at first, and then 0; see line 7"), out);
    }

    /** A copied line of another layer, with two names that are to be others; a constant in place of the other class. */
    @Slow
    @Test
    void repairsTwoNamesAtOnce() {
        assertRepaired("d1 = d2 @ W2.T * (1 - a1 ** 2)", check(FALLING, "d1 = (d2 @ W2.T)", "d1 = (d3 @ W3.T)"));
        // What divides by the outputs is meant as a cross-entropy, and not as a squared error.
        String entropy = check(BATCHES, "d2 = (a - y) / len(x)", "d2 = (-y / a + 1 / (1 - a)) * a * (1 - a) / len(x)");
        assertTrue(
                entropy.replaceAll("\\s+", " ")
                        .contains(
                                "Edit, proven: with it, the deltas of the outputs are those of a loss that is known,"),
                entropy);
        assertFalse(entropy.contains("+        d2 = (a - y) * a"), entropy);
    }

    /** An edit makes the updates those of the optimizer that is meant, and not of any. */
    @Slow
    @Test
    void repairsTheOptimizerThatIsMeant() {
        String out = check("""
                import numpy as np
                rng = np.random.default_rng(7)
                x = rng.normal(size=(10, 3)); t = x @ np.array([[1.0], [-2], [0.5]])
                w, h, lr, clip = rng.normal(size=(3, 1)), 0, 0.1, 0.5  # Adagrad
                for i in range(20):
                    g = x.T @ (x @ w - t)
                    n = np.linalg.norm(g)
                    if n > clip:
                        g = g * (clip / n)
                    h = g ** 2
                    w -= lr * g / (np.sqrt(h) + 1e-8)
                """);
        assertTrue(out.contains("Edit, proven"), out);
        assertTrue(out.contains("+    h += g ** 2\n"), out);
    }

    /** What makes the inputs of the layers that are understood is not compared. */
    /** Regression with outliers, and Huber's loss of each example. */
    private static final String HUBER = """
            import numpy as np
            rng = np.random.default_rng(8)
            X = rng.normal(size=(40, 2)); Y = X[:, :1] + 0.1 * X[:, 1:] ** 2
            Y[::2] += 9
            W1, b1, W2, b2 = rng.normal(size=(5, 2)), np.zeros((5, 1)), rng.normal(size=(1, 5)), np.zeros((1, 1))
            v = [np.zeros_like(each) for each in (W1, b1, W2, b2)]
            delta, lr, total = 0.5, 0.02, 0
            def huber(error):
                size = np.abs(error)
                return np.where(size <= delta, error ** 2 / 2, delta * (size - delta / 2)).sum()
            def huber_prime(error):
                return np.where(np.abs(error) <= delta, error, delta * np.sign(error))
            for epoch in range(3):
                for i in rng.permutation(40):
                    x, y = X[i].reshape(-1, 1), Y[i].reshape(-1, 1)
                    h = np.tanh(W1 @ x + b1)
                    error = W2 @ h + b2 - y
                    total += huber(error)
                    d2 = huber_prime(error)
                    d1 = W2.T @ d2 * (1 - h ** 2)
                    for at, (w, g) in enumerate(zip((W1, b1, W2, b2), (d1 @ x.T, d1, d2 @ h.T, d2))):
                        v[at] = 0.9 * v[at] + 0.1 * g
                        w -= lr * v[at]
            print(total)
            """;

    /** A mean of gradients makes steps of another size than the learning rate says, and is no mistake. */
    @Test
    void knowsHubersLoss() {
        String right = check(HUBER);
        assertTrue(right.contains("loss       huber, delta 0.5, the sum over the examples"), right);
        assertTrue(right.contains("AGREES"), right);
        String out = withoutRepair(HUBER.replace("error, delta * np.sign(error)", "error, np.sign(error)"));
        assertTrue(out.contains("loss       huber, delta 0.5, the sum over the examples"), out);
        assertTrue(out.contains("optimizer  momentum, learning rate 0.002, momentum 0.9"), out);
        assertTrue(out.contains("the delta is that of another loss"), out);
    }

    /** The first is a wrong tensor; the second, that nothing reads the targets in their new order, is none. */
    @Slow
    @Test
    void repairsAMistakeBesideAContradiction() {
        String out = check(
                BATCHES,
                "order = rng.permutation(60)",
                "order = rng.permutation(60)\n    Xs, Ys = X[order], Y[order]",
                "chosen = order[at:at + 20]\n        x, y = X[chosen], Y[chosen]",
                "x, y = Xs[at:at + 20], Y[at:at + 20]",
                "* mask * (h > 0)",
                "* mask * (h <= 0)");
        assertRepaired("d1 = d2 @ p[\"W2\"].T * mask * (h > 0)", out);
        assertRepaired("x, y = Xs[at:at + 20], Ys[at:at + 20]", out);
    }

    /** Two wrong tensors: of a bias the gradient, of another the update, which is forgotten. */
    @Slow
    @Test
    void repairsTwoMistakesAtOnce() {
        String updates = FALLING.replaceFirst("(?s)    for i, each in enumerate.*", "");
        for (String name : new String[] {"W1", "b1", "W2", "b2", "W3", "b3"}) {
            String g = "g[%d]"
                    .formatted(List.of("W1", "b1", "W2", "b2", "W3", "b3").indexOf(name));
            updates += "    v%s = mu * v%s - eta * %s\n".formatted(name, name, g);
        }
        updates = updates.replace("eta0, decay", "vW1, vb1, vW2, vb2, vW3, vb3 = v\neta0, decay");
        for (String name : new String[] {"W1", "b1", "W2", "W3", "b3"}) {
            updates += "    %s += v%s\n".formatted(name, name);
        }
        String out = check(updates, "d1.sum(axis=0), a1.T", "d1.mean(axis=0), a1.T");
        assertTrue(out.contains("d1.sum(axis=0), a1.T"), out);
        assertRepaired("b2 += vb2", out);
    }

    /** A layer that is used twice keeps the numbers of its second place; without it, the training stops earlier. */
    @Slow
    @Test
    void repairsALayerThatIsUsedTwice() {
        String out = check("""
                import numpy as np
                rng = np.random.default_rng(2)
                class Dense:
                    def __init__(self, n, m):
                        self.W, self.b = rng.normal(size=(n, m)) / n ** 0.5, np.zeros(m)
                    def forward(self, x):
                        self.x = x
                        return x @ self.W + self.b
                    def backward(self, d):
                        back = d @ self.W.T
                        self.W -= 0.1 * self.x.T @ d
                        self.b -= 0.1 * d.sum(axis=0)
                        return back
                class Tanh:
                    def forward(self, x):
                        self.out = np.tanh(x)
                        return self.out
                    def backward(self, d):
                        return d * (1 - self.out ** 2)
                X = rng.normal(size=(40, 2)); Y = X[:, :1] * X[:, 1:]
                class Network:
                    def __init__(self, *layers):
                        self.layers = layers
                    def forward(self, x):
                        for layer in self.layers:
                            x = layer.forward(x)
                        return x
                act = Tanh()
                net = Network(Dense(2, 8), act, Dense(8, 8), act, Dense(8, 1))
                for epoch in range(400):
                    d = (net.forward(X) - Y) / 40
                    if np.mean((40 * d) ** 2) < 0.05:
                        break
                    for layer in net.layers[::-1]:
                        d = layer.backward(d)
                """);
        assertTrue(out.contains("DIFFERS"), out);
        assertRepaired("net = Network(Dense(2, 8), Tanh(), Dense(8, 8), Tanh(), Dense(8, 1))", out);
    }

    @Slow
    @Test
    void repairsALearningRateThatIsAppliedTwice() {
        String out =
                check(FALLING, "eta = eta0 / (1.0 + decay * n)", "eta = eta0", "each += v[i]", "each += eta * v[i]");
        assertTrue(out.contains("the square of 0.05"), out);
        assertTrue(out.contains("Repair, proven: with it, what a note says is no longer so"), out);
        assertRepaired("each += v[i]", out);
    }

    /** Right updates with a rate that the script does not name. */
    @Test
    void repairsAMeanOverOtherExamples() {
        String all = FALLING.replace("y = np.sin", "m = 40\ny = np.sin")
                .replace("d3 = 2 * (a3 - y) / 30", "d3 = 2 * (a3 - y) / m");
        String out = check(all, "eta = eta0 / (1.0 + decay * n)", "eta = eta0");
        assertTrue(out.contains("DIFFERS"), out);
        assertRepaired("d3 = 2 * (a3 - y) / x.shape[0]", out);
    }

    @Test
    void saysThatALayerBelowIsNotUnderstood() {
        String out = check("""
                import numpy as np
                rng = np.random.default_rng(3)
                x, y = rng.normal(size=(20, 3)), rng.normal(size=(20, 1))
                flat = rng.normal(size=3 * 4 + 5)
                for i in range(20):
                    w, v = flat[:12].reshape(3, 4), flat[12:].reshape(5, 1)
                    w[:, 0] = 0
                    h = np.hstack([np.ones((20, 1)), np.tanh(x @ w)])
                    d = (h @ v - y) / 20
                    g = np.concatenate([(x.T @ (d @ v[1:].T * (1 - h[:, 1:] ** 2))).ravel(), (h.T @ d).ravel()])
                    flat = flat - 0.1 * g
                """);
        assertFalse(out.contains("AGREES"), out);
    }

    /** The numbers of the classes are subtracted from the outputs, which other targets of the same script are meant for. */
    @Test
    void repairsTargetsThatAreNoDistribution() {
        String out = check("""
                import numpy as np
                rng = np.random.default_rng(2)
                X = rng.normal(size=(3, 50)); Y = np.argmax(X, axis=0)
                W1, b1, W2, b2 = rng.normal(size=(6, 3)), np.zeros((6, 1)), rng.normal(size=(3, 6)), np.zeros((3, 1))
                for i in range(60):
                    T = np.zeros((3, 50)); T[Y, np.arange(50)] = 1
                    A1 = np.maximum(W1 @ X + b1, 0)
                    Z2 = W2 @ A1 + b2
                    A2 = np.exp(Z2) / np.sum(np.exp(Z2), axis=0)
                    dZ2 = A2 - Y
                    dZ1 = (W2.T @ dZ2) * (A1 > 0)
                    W2 -= 0.1 * dZ2 @ A1.T / 50; b2 -= 0.1 * dZ2.sum(axis=1, keepdims=True) / 50
                    W1 -= 0.1 * dZ1 @ X.T / 50; b1 -= 0.1 * dZ1.sum(axis=1, keepdims=True) / 50
                """);
        assertRepaired("dZ2 = A2 - T", out);
    }

    @Test
    void repairsMeansThatAreOneList() {
        String out = check(
                BATCHES,
                "m = {k: np.zeros_like(v) for k, v in p.items()}\ns = {k: np.zeros_like(v) for k, v in p.items()}",
                "m = s = {k: np.zeros_like(v) for k, v in p.items()}");
        assertTrue(out.contains("`m` and `s` are one and the same object"), out);
        assertRepaired("s = {k: np.zeros_like(v) for k, v in p.items()}", out);
    }

    /** A mean of absolute errors is printed, as in much that is taught, and the loss is another one. */
    @Test
    void repairsADerivativeThatTakesTheOutputForTheSum() {
        String out = check("""
                import numpy as np
                np.random.seed(1)
                X = np.random.uniform(-1, 1, (40, 2)); y = (X[:, :1] * X[:, 1:] > 0) * 1.0
                def nonlin(x, deriv=False):
                    if deriv:
                        s = 1 / (1 + np.exp(-x))
                        return s * (1 - s)
                    return 1 / (1 + np.exp(-x))
                syn0, syn1 = 2 * np.random.random((2, 5)) - 1, 2 * np.random.random((5, 1)) - 1
                for j in range(100):
                    l1 = nonlin(X @ syn0)
                    l2 = nonlin(l1 @ syn1)
                    error = y - l2
                    print(j, np.mean(np.abs(error)))
                    delta2 = error * nonlin(l2, True)
                    delta1 = (delta2 @ syn1.T) * nonlin(l1, True)
                    syn1 += l1.T @ delta2
                    syn0 += X.T @ delta1
                """);
        assertTrue(out.contains("half_squared_error"), out);
        assertTrue(out.contains("the slope's formula expects z, but gets the activation"), out);
        assertRepaired("delta2 = (y - l2) * l2 * (1 - l2)", out);
    }

    /** Most updates are wrong, so that it is only seen in those of the repair that the learning rate falls. */
    @Test
    void repairsAnUpdateThatComesTooEarlyWhileTheRateFalls() {
        String out = check("""
                import numpy as np
                rng = np.random.default_rng(5)
                X = rng.normal(size=(30, 2)); Y = np.sin(X.sum(axis=1, keepdims=True))
                W = [rng.normal(size=(2, 5)), rng.normal(size=(5, 4)), rng.normal(size=(4, 1))]
                rate = 0.05
                for epoch in range(5):
                    for x, y in zip(X, Y):
                        a = [x]
                        for w in W:
                            a.append(np.tanh(a[-1] @ w))
                        delta = (a[-1] - y) * (1 - a[-1] ** 2)
                        for i in (2, 1, 0):
                            grad = np.outer(a[i], delta)
                            W[i] -= rate * grad
                            delta = (W[i] @ delta) * (1 - a[i] ** 2)
                    rate *= 0.9
                """);
        assertRepaired("delta = (W[i] @ delta) * (1 - a[i] ** 2)", out);
    }

    /** With these corrections of the means, the steps look like those of a rate that falls. */
    @Test
    void takesNoWrongCorrectionOfAMeanForALearningRate() {
        String out = withoutRepair(BATCHES, "0.1 * g[k]", "0.001 * g[k]", "1 - 0.9 ** t", "1 - 0.999 ** t");
        assertFalse(out.contains("AGREES"), out);
    }

    /** A list of slices that are all the same one. */
    @Test
    void notesABatchThatIsTakenAgain() {
        String out = check("""
                import random
                import numpy as np
                random.seed(3); np.random.seed(3)
                data = [(x, np.array([[1.0], [0.0]]) * x.sum()) for x in np.random.randn(40, 2, 1)]
                w, v = np.random.randn(5, 2), np.random.randn(2, 5)
                for epoch in range(6):
                    random.shuffle(data)
                    for batch in [data[0:10] for k in range(0, 40, 10)]:
                        dw, dv = np.zeros_like(w), np.zeros_like(v)
                        for x, y in batch:
                            a = np.tanh(w @ x)
                            d = v @ a - y
                            dv += d @ a.T
                            dw += (v.T @ d) * (1 - a ** 2) @ x.T
                        w -= 0.05 / len(batch) * dw
                        v -= 0.05 / len(batch) * dv
                """);
        assertTrue(out.contains("Each batch is taken 4 times in a row"), out);
        assertRepaired("for batch in [data[k:k + 10] for k in range(0, 40, 10)]:", out);
    }

    /** Examples that are standardised, batches, and the best weights so far. */
    private static final String KEPT = """
            import numpy as np
            rng = np.random.RandomState(2)
            X = rng.randint(0, 9, (40, 2)).astype(float)
            y = (X[:, :1] > X[:, 1:]) * 1.0
            mean, std = X.mean(axis=0), X.std(axis=0)
            X = (X - mean) / std
            p = {"W": rng.randn(2, 4), "b": rng.randn(4), "V": rng.randn(4, 1)}
            best, kept = np.inf, None
            for epoch in range(6):
                for batch in [slice(k, k + 10) for k in range(0, 40, 10)]:
                    x, t = X[batch], y[batch]
                    h = np.tanh(x @ p["W"] + p["b"])
                    d = (h @ p["V"] - t) / len(x)
                    e = d @ p["V"].T * (1 - h ** 2)
                    for k, g in (("W", x.T @ e), ("b", e.sum(axis=0)), ("V", h.T @ d)):
                        p[k] -= 0.1 * g
                loss = ((np.tanh(X @ p["W"] + p["b"]) @ p["V"] - y) ** 2).mean()
                if loss < best:
                    best, best_p = loss, None
                    best_p = {k: v.copy() for k, v in p.items()}
            """;

    @Test
    void repairsWhatIsKeptWithoutACopy() {
        assertFalse(withoutRepair(KEPT).contains("is no copy of"));
        String out = check(KEPT, "{k: v.copy() for k, v in p.items()}", "dict(p)");
        assertTrue(out.contains("`best_p` is no copy of `p`, and changes with it; see line 20"), out);
        assertRepaired("best_p = {key: each.copy() for key, each in p.items()}", out);
    }

    @Test
    void repairsHowExamplesAreStandardised() {
        String precedence = check(KEPT, "(X - mean) / std", "X - mean / std");
        assertTrue(precedence.contains("Only `mean` is divided by `std`, and not the difference"), precedence);
        assertRepaired("X = (X - mean) / std", precedence);
        String cut = check(KEPT, ".astype(float)", "", "X = (X - mean) / std", "X[:] = (X - mean) / std");
        assertTrue(cut.replaceAll("\\s+", " ").contains("stored in an array of integers, and lose these"), cut);
        assertRepaired("X = rng.randint(0, 9, (40, 2)).astype(float)", cut);
    }

    /** Windows that slide over the examples by one. */
    @Test
    void repairsBatchesThatOverlap() {
        assertFalse(withoutRepair(KEPT).contains("of the batch before it"));
        String out = check(
                KEPT,
                "[slice(k, k + 10) for k in range(0, 40, 10)]",
                "[X[k:k + 10] for k in range(len(X) // 10)]",
                "x, t = X[batch], y[batch]",
                "x, t = batch, batch[:, :1] - batch[:, 1:]");
        assertTrue(out.contains("`k` counts batches, and each begins one example after the one"), out);
        assertRepaired("for batch in [X[k * 10:(k + 1) * 10] for k in range(len(X) // 10)]:", out);
        String other = check(
                KEPT,
                "[slice(k, k + 10) for k in range(0, 40, 10)]",
                "[X[k:k + 10] for k in range(len(X) - 30)]",
                "x, t = X[batch], y[batch]",
                "x, t = batch, batch[:, :1] - batch[:, 1:]");
        assertTrue(other.contains("Each batch has 9 of the 10 examples of the batch before it"), other);
    }

    /** The weights of classes are in the loss, and not in its derivative. */
    @Test
    void repairsWeightsOfClassesThatAreLeftOut() {
        String out = check("""
                import numpy as np
                rng = np.random.RandomState(3)
                X = rng.randn(60, 3)
                y = (X[:, :1] + 0.5 * X[:, 1:2] ** 2 > 1.1) * 1.0
                n, pos_weight = len(X), 2.5
                W1, b1, W2, b2 = rng.randn(3, 6) * 0.5, np.zeros((1, 6)), rng.randn(6, 1) * 0.5, np.zeros((1, 1))
                for epoch in range(20):
                    h = np.tanh(X @ W1 + b1)
                    p = 1 / (1 + np.exp(-(h @ W2 + b2)))
                    w = np.where(y == 1, pos_weight, 1.0)
                    loss = -np.mean(w * (y * np.log(p) + (1 - y) * np.log(1 - p)))
                    dz2 = (p - y) / n
                    dz1 = (dz2 @ W2.T) * (1 - h ** 2)
                    W2 -= 0.3 * (h.T @ dz2)
                    b2 -= 0.3 * dz2.sum(axis=0, keepdims=True)
                    W1 -= 0.3 * (X.T @ dz1)
                    b1 -= 0.3 * dz1.sum(axis=0, keepdims=True)
                """);
        assertTrue(out.contains("the weights of the examples are left out"), out);
        assertRepaired("dz2 = ((p - y) / n) * w", out);
    }

    /** The gradient is a sum and the loss a mean, beside the penalty of both. */
    @Test
    void repairsASumThatIsMeantAsAMeanBesideAPenalty() {
        String out = check("""
                import numpy as np
                rng = np.random.RandomState(3)
                X = rng.randn(60, 2)
                y = (X[:, 0] * X[:, 1] > 0) + (X[:, 0] > 1) * 1
                W1, b1, W2, b2 = rng.randn(2, 9) * 0.3, np.zeros(9), rng.randn(9, 3) * 0.3, np.zeros(3)
                p, learning_rate, reg = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, 0.02, 1e-2
                for step in range(20):
                    batch = rng.choice(60, 20)
                    N, x, t = 20, X[batch], y[batch]
                    h = np.maximum(0, x @ W1 + b1)
                    s = np.exp(h @ W2 + b2)
                    a = s / s.sum(axis=1, keepdims=True)
                    loss = -np.log(a[range(N), t]).mean() + reg * ((W1 * W1).sum() + (W2 * W2).sum())
                    d = a.copy()
                    d[range(N), t] -= 1
                    g = {"W2": h.T @ d + 2 * reg * W2, "b2": d.sum(axis=0)}
                    d = (d @ W2.T) * (h > 0)
                    g.update(W1=x.T @ d + 2 * reg * W1, b1=d.sum(axis=0))
                    for k in p:
                        p[k] -= learning_rate * g[k]
                """);
        assertTrue(
                out.replaceAll("\\s+", " ").contains("the gradient is summed over the batch, but the loss is a mean"),
                out);
        assertTrue(out.contains("Repair, proven"), out);
        assertFalse(out.contains("* N"), out);
    }

    @Test
    void repairsAVelocityThatIsNeverKept() {
        String out = check("""
                import numpy as np
                rng = np.random.default_rng(6)
                X = rng.normal(size=(40, 2)); Y = X[:, :1] * X[:, 1:]
                p = {"W1": rng.normal(size=(2, 5)), "b1": np.zeros(5), "W2": rng.normal(size=(5, 1)), "b2": np.zeros(1)}
                velocity = {k: np.zeros_like(w) for k, w in p.items()}
                best, momentum = np.inf, 0.9
                for epoch in range(60):
                    a = np.tanh(X @ p["W1"] + p["b1"])
                    e = a @ p["W2"] + p["b2"] - Y
                    loss = 0.5 * np.mean(e ** 2)
                    if loss > best:
                        break
                    best = loss
                    d = e / 40
                    h = (d @ p["W2"].T) * (1 - a ** 2)
                    g = {"W1": X.T @ h, "b1": h.sum(axis=0), "W2": a.T @ d, "b2": d.sum(axis=0)}
                    for k in p:
                        v = momentum * velocity[k] - 0.05 * g[k]
                        p[k] += v
                """);
        assertRepaired("velocity[k] = v", out);
    }

    /** Each example is kept in two lists, and what follows from it in none. */
    @Test
    void repairsAListThatKeepsTheSumInPlaceOfTheActivation() {
        String out = check("""
                import numpy as np
                rng = np.random.default_rng(7)
                X = rng.normal(size=(3, 30)); Y = 1 / (1 + np.exp(-X[:1] + X[1:2]))
                W, b = [rng.normal(size=(4, 3)), rng.normal(size=(1, 4))], [np.zeros((4, 1)), np.zeros((1, 1))]
                def sigmoid(z): return 1 / (1 + np.exp(-z))
                for epoch in range(40):
                    a, zs, activations = X, [], [X]
                    for w, c in zip(W, b):
                        z = w @ a + c
                        zs.append(z)
                        a = sigmoid(z)
                        activations.append(z)
                    delta = (activations[-1] - Y) * sigmoid(zs[-1]) * (1 - sigmoid(zs[-1])) / 30
                    below = (W[1].T @ delta) * sigmoid(zs[0]) * (1 - sigmoid(zs[0]))
                    W[1] -= delta @ activations[1].T; b[1] -= delta.sum(axis=1, keepdims=True)
                    W[0] -= below @ activations[0].T; b[0] -= below.sum(axis=1, keepdims=True)
                """);
        assertRepaired("activations.append(a)", out);
    }

    /** As many gradients are means as are sums; the loss that is computed says which are meant. */
    @Test
    void namesTheGradientsThatAreSumsBesideAPenalty() {
        String out = check("""
                import numpy as np
                rng = np.random.default_rng(8)
                X = rng.normal(size=(2, 50)); Y = (X[:1] > X[1:]) * 1.0
                W1, b1, W2, b2 = rng.normal(size=(5, 2)), np.zeros((5, 1)), rng.normal(size=(1, 5)), np.zeros((1, 1))
                learning_rate, lambd, m = 0.1, 0.2, X.shape[1]
                for i in range(40):
                    A1 = np.tanh(W1 @ X + b1)
                    A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
                    cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m + lambd / (2 * m) * (np.sum(W1 ** 2) + np.sum(W2 ** 2))
                    dZ2 = A2 - Y
                    dZ1 = (W2.T @ dZ2) * (1 - A1 ** 2)
                    dW2, db2 = dZ2 @ A1.T / m + lambd / m * W2, np.sum(dZ2, axis=1, keepdims=True)
                    dW1, db1 = dZ1 @ X.T / m + lambd / m * W1, np.sum(dZ1, axis=1, keepdims=True)
                    W2 -= learning_rate * dW2; b2 -= learning_rate * db2
                    W1 -= learning_rate * dW1; b1 -= learning_rate * db1
                """);
        assertTrue(out.contains("the mean over the examples; L2 penalty 0.004"), out);
        assertTrue(out.contains("the gradient is summed over the batch, but the loss is a mean"), out);
        assertTrue(out.contains("Repair, proven"), out);
    }

    private static final String MARGINS = """
            import numpy as np
            rng = np.random.default_rng(4)
            X = rng.normal(size=(60, 3))
            y = np.where(X[:, :1] - 0.5 * X[:, 1:2] ** 2 + X[:, 2:] > 0, 1.0, -1.0)
            W1, b1, W2, b2 = rng.normal(size=(3, 6)) * 0.5, np.zeros(6), rng.normal(size=(6, 1)) * 0.5, np.zeros(1)
            lr = 0.1
            for epoch in range(60):
                h = np.tanh(X @ W1 + b1)
                score = h @ W2 + b2
                margin = 1.0 - y * score
                loss = np.maximum(0.0, margin).mean()
                dscore = np.where(margin > 0, -y, 0.0) / len(X)
                dz = (dscore @ W2.T) * (1 - h ** 2)
                W2 -= lr * (h.T @ dscore)
                b2 -= lr * dscore.sum(axis=0)
                W1 -= lr * (X.T @ dz)
                b1 -= lr * dz.sum(axis=0)
            """;

    @Slow
    @Test
    void knowsAHingeLoss() {
        String right = withoutRepair(MARGINS);
        assertTrue(right.contains("AGREES") && right.contains("loss       hinge, the mean"), right);
        String squared = withoutRepair(
                MARGINS,
                "np.maximum(0.0, margin)",
                "(np.maximum(0.0, margin) ** 2)",
                "np.where(margin > 0, -y, 0.0)",
                "-2 * y * np.maximum(0.0, margin)");
        assertTrue(squared.contains("AGREES") && squared.contains("squared_hinge, the mean"), squared);

        String out = check(MARGINS, "margin > 0, -y", "margin > 0, y");
        assertTrue(out.contains("the error has the wrong sign"), out);
        assertTrue(out.contains("Repair, proven"), out);
        // The mean over 60 counts is a constant times another one for a while.
        assertTrue(check(MARGINS, "margin > 0, -y", "margin < 0, -y").contains("Repair, proven"));
    }

    /** A loss of margins that is no hinge is not taken for one. */
    @Test
    void accusesNoLogisticLossOfMargins() {
        String out = withoutRepair(
                MARGINS,
                "margin = 1.0 - y * score",
                "margin = y * score",
                "np.maximum(0.0, margin).mean()",
                "np.log1p(np.exp(-margin)).mean()",
                "np.where(margin > 0, -y, 0.0) / len(X)",
                "-y / (1 + np.exp(margin)) / len(X)");
        assertFalse(out.contains("DIFFERS"), out);
        String exponential = withoutRepair(
                MARGINS,
                "margin = 1.0 - y * score",
                "margin = y * score",
                "np.maximum(0.0, margin).mean()",
                "np.exp(-margin).mean()",
                "np.where(margin > 0, -y, 0.0) / len(X)",
                "-y * np.exp(-margin) / len(X)");
        assertTrue(exponential.contains("INCOMPLETE"), exponential);
    }

    /** As long as no margin is reached, its half is half the squared error; and a unit that is off has a bias of 0, which does not change. */
    @Slow
    @Test
    void knowsHalfASquaredHingeLoss() {
        String out = withoutRepair(
                MARGINS,
                "np.maximum(0.0, margin).mean()",
                "0.5 * (np.maximum(0.0, margin) ** 2).mean()",
                "np.where(margin > 0, -y, 0.0)",
                "-y * np.maximum(0.0, margin)",
                "np.tanh(X @ W1 + b1)",
                "np.maximum(0, X @ W1 + b1)",
                "(1 - h ** 2)",
                "(h > 0)",
                "rng.normal(size=(6, 1)) * 0.5",
                "rng.normal(size=(6, 1)) * 0.01");
        assertTrue(out.contains("AGREES") && out.contains("half those of squared_hinge"), out);
    }

    /** Of one example and its label, in lists of numbers and as a number of NumPy. */
    @Test
    void knowsAHingeLossOfSingleExamples() {
        String script = """
                import numpy as np
                rs = np.random.RandomState(11)
                points = rs.randn(40, 2)
                labels = np.where(points.sum(axis=1) > 0.2, 1, -1)
                W1, b1, W2, b2 = 0.6 * rs.randn(4, 2), np.zeros(4), 0.6 * rs.randn(4), 0.0
                eta = 0.02
                for epoch in range(5):
                    for x, label in zip(points, labels):
                        h = np.maximum(W1.dot(x) + b1, 0)
                        f = W2.dot(h) + b2
                        cost = max(0, 1 - label * f)
                        df = -label if label * f < 1 else 0
                        d1 = df * W2 * (h > 0)
                        W2 = W2 - eta * df * h
                        b2 = b2 - eta * df
                        W1 = W1 - eta * np.outer(d1, x)
                        b1 = b1 - eta * d1
                """;
        String out = withoutRepair(script);
        assertTrue(out.contains("AGREES") && out.contains("loss       hinge"), out);
    }

    /** No network file says such a training; each part of it is right. */
    @Test
    void accusesNoBiasesWithoutTheMomentumOfWeights() {
        String out = withoutRepair("""
                import numpy as np
                rng = np.random.default_rng(6)
                X = rng.normal(size=(40, 2)); Y = X[:, :1] * X[:, 1:]
                W1, b1, W2, b2 = rng.normal(size=(2, 5)), np.zeros(5), rng.normal(size=(5, 1)), np.zeros(1)
                v1, v2 = np.zeros((2, 5)), np.zeros((5, 1))
                momentum, rate = 0.9, 0.05
                for epoch in range(60):
                    a = np.tanh(X @ W1 + b1)
                    d2 = (a @ W2 + b2 - Y) / 40
                    d1 = (d2 @ W2.T) * (1 - a ** 2)
                    v2 = momentum * v2 - rate * (a.T @ d2)
                    v1 = momentum * v1 - rate * (X.T @ d1)
                    W2 += v2; W1 += v1
                    b2 -= rate * d2.sum(axis=0)
                    b1 -= rate * d1.sum(axis=0)
                """);
        assertTrue(out.contains("INCOMPLETE"), out);
        assertTrue(out.replaceAll("\\s+", " ").contains("its biases plain gradient descent"), out);
    }

    /** The evaluation and the slope say which activation is meant. */
    @Slow
    @Test
    void repairsAForwardPassWithoutTheActivationOfTheEvaluation() {
        String out = check("""
                import numpy as np
                np.random.seed(2)
                X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]); y = np.array([[0.1, 0.8, 0.9, 0.3]]).T
                def nonlin(x, deriv=False):
                    return x * (1 - x) if deriv else 1 / (1 + np.exp(-x))
                W0, W1, W2 = [2 * np.random.random(shape) - 1 for shape in ((3, 5), (5, 4), (4, 1))]
                rate = 0.5
                for it in range(60):
                    l1 = nonlin(X.dot(W0))
                    l2 = l1.dot(W1)
                    l3 = nonlin(l2.dot(W2))
                    error = y - l3
                    d3 = error * nonlin(l3, deriv=True)
                    d2 = d3.dot(W2.T) * nonlin(l2, deriv=True)
                    d1 = d2.dot(W1.T) * nonlin(l1, deriv=True)
                    W2 += rate * l2.T.dot(d3)
                    W1 += rate * l1.T.dot(d2)
                    W0 += rate * X.T.dot(d1)
                shown = nonlin(nonlin(nonlin(X.dot(W0)).dot(W1)).dot(W2))
                print(0.5 * np.sum((y - shown) ** 2))
                """);
        assertRepaired("l2 = nonlin(l1.dot(W1))", out);
    }

    /** Two hidden layers are one object, and the right script has other initial weights. */
    @Slow
    @Test
    void repairsALayerThatStandsTwiceInAList() {
        String out = check("""
                import numpy as np
                rng = np.random.default_rng(5)
                class Dense:
                    def __init__(self, n, m):
                        self.W, self.b = rng.normal(size=(n, m)) / np.sqrt(n), np.zeros(m)
                    def forward(self, x):
                        self.x, self.a = x, np.tanh(x @ self.W + self.b)
                        return self.a
                    def backward(self, g):
                        d = g * (1 - self.a ** 2)
                        below = d @ self.W.T
                        self.W -= 0.1 * self.x.T @ d
                        self.b -= 0.1 * d.sum(axis=0)
                        return below
                layers = [Dense(2, 6)] + [Dense(6, 6)] * 2 + [Dense(6, 1)]
                X = rng.normal(size=(30, 2)); Y = np.tanh(X[:, :1] * X[:, 1:])
                for step in range(40):
                    out = X
                    for layer in layers:
                        out = layer.forward(out)
                    g = (out - Y) / 30
                    for layer in reversed(layers):
                        g = layer.backward(g)
                """);
        assertRepaired("layers = [Dense(2, 6)] + [Dense(6, 6) for _ in range(2)] + [Dense(6, 1)]", out);
    }

    @Slow
    @Test
    void repairsGradientsThatArePackedInAnotherOrder() {
        String out = check("""
                import numpy as np
                rng = np.random.default_rng(9)
                X = rng.normal(size=(30, 2)); Y = X[:, :1] * X[:, 1:]
                def pack(parts): return np.concatenate([each.ravel() for each in parts])
                def unpack(t): return t[:8].reshape(2, 4), t[8:12], t[12:16].reshape(4, 1), t[16:]
                theta, rate = pack([rng.normal(size=(2, 4)), np.zeros(4), rng.normal(size=(4, 1)), np.zeros(1)]), 0.1
                def gradient(theta):
                    W1, b1, W2, b2 = unpack(theta)
                    a = np.tanh(X @ W1 + b1)
                    d2 = (a @ W2 + b2 - Y) / len(X)
                    d1 = (d2 @ W2.T) * (1 - a ** 2)
                    gW2, gb2, gW1, gb1 = a.T @ d2, d2.sum(axis=0), X.T @ d1, d1.sum(axis=0)
                    return pack([gW1, gW2, gb1, gb2])
                for step in range(50):
                    theta = theta - rate * gradient(theta)
                """);
        assertRepaired("return pack([gW1, gb1, gW2, gb2])", out);
    }

    @Slow
    @Test
    void repairsADerivativeThatALayerKeeps() {
        String out = check("""
                import numpy as np
                rng = np.random.default_rng(10)
                X = rng.normal(size=(30, 2)); Y = X[:, :1] * X[:, 1:]
                def tanh(z): return np.tanh(z), lambda z: 1 - np.tanh(z) ** 2
                def linear(z): return z, np.ones_like
                def layer(n, m, f): return {"W": rng.normal(size=(n, m)), "b": np.zeros(m), "f": f}
                layers, rate = [layer(2, 5, tanh), layer(5, 1, linear)], 0.1
                for step in range(50):
                    a = X
                    for l in layers:
                        l["x"], l["z"] = a, a @ l["W"] + l["b"]
                        a, l["df"] = l["f"](l["z"])
                    d = (a - Y) / len(X)
                    for l in reversed(layers):
                        dz = d
                        d = dz @ l["W"].T
                        l["W"] -= rate * l["x"].T @ dz
                        l["b"] -= rate * dz.sum(axis=0)
                """);
        assertRepaired("dz = d * l['df'](l[\"z\"])", out);
    }

    @Slow
    @Test
    void repairsAHuberSlopeWithoutItsSign() {
        String script = """
                import numpy as np
                rng = np.random.default_rng(12)
                X = rng.normal(size=(40, 2)); Y = 3 * X[:, :1] * X[:, 1:]
                W1, b1, W2, b2 = rng.normal(size=(2, 6)), np.zeros(6), rng.normal(size=(6, 1)), np.zeros(1)
                rate, delta = 0.05, 0.5
                for step in range(50):
                    a = np.tanh(X @ W1 + b1)
                    r = a @ W2 + b2 - Y
                    small = np.abs(r) <= delta
                    huber = np.where(small, 0.5 * r ** 2, delta * (np.abs(r) - 0.5 * delta)).mean()
                    d2 = np.where(small, r, delta) / len(X)
                    d1 = (d2 @ W2.T) * (1 - a ** 2)
                    W2 -= rate * a.T @ d2; b2 -= rate * d2.sum(axis=0)
                    W1 -= rate * X.T @ d1; b1 -= rate * d1.sum(axis=0)
                """;
        assertRepaired("d2 = np.where(small, r, delta * np.sign(r)) / len(X)", check(script));
    }

    /** Weights without the column of the bias are a part of a part of the vector; and the penalty has no name. */
    @Test
    void followsWeightsThatOneVectorHoldsColumnByColumn() {
        String script = """
                import numpy as np
                rng = np.random.default_rng(13)
                X = rng.normal(size=(20, 2)); Y = (X[:, :1] > X[:, 1:]) * 1.0
                flat = rng.normal(size=5 * 3 + 6)
                def parts(flat):
                    return flat[:15].reshape((5, 3), order="F"), flat[15:].reshape((1, 6), order="F")
                v = np.zeros(21)
                for step in range(20):
                    W1, W2 = parts(flat)
                    a1 = np.hstack([np.ones((20, 1)), X])
                    h = 1 / (1 + np.exp(-a1 @ W1.T))
                    a2 = np.hstack([np.ones((20, 1)), h])
                    p = 1 / (1 + np.exp(-a2 @ W2.T))
                    loss = -np.mean(Y * np.log(p) + (1 - Y) * np.log(1 - p)) + 0.05 * (np.sum(W1[:, 1:] ** 2) + np.sum(W2[:, 1:] ** 2))
                    g1, g2 = np.zeros(W1.shape), np.zeros(W2.shape)
                    for t in range(20):
                        d2 = p[t] - Y[t]
                        d1 = W2[:, 1:].T @ d2 * h[t] * (1 - h[t])
                        g1 = g1 + np.outer(d1, a1[t]); g2 = g2 + np.outer(d2, a2[t])
                    g1, g2 = g1 / 20, g2 / 20
                    g1[:, 1:] = g1[:, 1:] + 0.1 * W1[:, 1:]; g2[:, 1:] = g2[:, 1:] + 0.1 * W2[:, 1:]
                    v = 0.8 * v - 0.3 * np.concatenate([g1.ravel(order="F"), g2.ravel(order="F")])
                    flat = flat + v
                """;
        String out = withoutRepair(script);
        assertTrue(out.contains("AGREES") && out.contains("L2 penalty 0.1\n"), out);
        String list = script.replace(
                        "flat = rng.normal(size=5 * 3 + 6)",
                        "flat = [rng.normal(size=(5, 3)), rng.normal(size=(1, 6))]")
                .replaceAll("return flat.*", "return flat")
                .replace("v = np.zeros(21)", "v = [0, 0]")
                .replaceAll(" v = 0.8.*", " v = [0.8 * a - 0.3 * g for a, g in zip(v, (g1, g2))]")
                .replace("flat = flat + v", "flat = [w + a for w, a in zip(flat, v)]");
        out = withoutRepair(list);
        assertTrue(out.contains("AGREES") && out.contains("L2 penalty 0.1\n"), out);
    }

    /** Gradients that are set back in each step, without the count that divides them: no optimizer is shown to be right. */
    @Test
    void repairsACountThatIsNotSetBack() {
        String script = """
                import numpy as np
                rng = np.random.default_rng(3)
                X = rng.normal(size=(40, 2)); Y = (X[:, :1] * X[:, 1:] > 0) * 1.0
                class Net:
                    def __init__(self):
                        self.p = [rng.normal(size=(2, 6)), np.zeros(6), rng.normal(size=(6, 1)), np.zeros(1)]
                        self.clear()
                    def clear(self):
                        self.g = [np.zeros_like(p) for p in self.p]
                        self.seen = 0
                    def add(self, x, y):
                        h = np.tanh(x @ self.p[0] + self.p[1])
                        d2 = 1 / (1 + np.exp(-(h @ self.p[2] + self.p[3]))) - y
                        d1 = d2 @ self.p[2].T * (1 - h ** 2)
                        for g, own in zip(self.g, (x.T @ d1, d1.sum(axis=0), h.T @ d2, d2.sum(axis=0))):
                            g += own
                        self.seen += len(x)
                    def step(self, lr):
                        for p, g in zip(self.p, self.g):
                            p -= lr * g / self.seen
                net = Net()
                for epoch in range(30):
                    order = rng.permutation(40)
                    for k in range(4):
                        rows = order[10 * k:10 * k + 10]
                        net.add(X[rows], Y[rows])
                        if k % 2 == 1:
                            net.step(0.3)
                            net.clear()
                """;
        assertTrue(check(script).contains("AGREES"));
        String forgotten = check(script.replaceFirst(" +net.clear\\(\\)\n$", ""));
        assertTrue(forgotten.contains("Edit, proven") && forgotten.contains("+            net.clear()\n"), forgotten);
        String out = check(script, "            net.clear()", "            for g in net.g: g *= 0");
        assertTrue(out.contains("`self.seen` divides"), out);
        assertRepaired("net.clear()", out);
    }

    /** A velocity that takes part of the gradient, with a rate that falls, of examples in columns. */
    private static final String COLUMNS = """
            import numpy as np
            rng = np.random.default_rng(9)
            X = rng.normal(size=(3, 80)); Y = np.eye(3)[:, X.argmax(axis=0)]
            params = [rng.normal(size=(6, 3)), np.zeros((6, 1)), rng.normal(size=(3, 6)), np.zeros((3, 1))]
            def train(rate, beta):
                velocity = [np.zeros_like(p) for p in params]
                for epoch in range(12):
                    if epoch % 4 == 3:
                        rate = rate * 0.5
                    order = rng.permutation(80)
                    for k in range(0, 80, 20):
                        chosen = order[k:k + 20]
                        x, y = X[:, chosen], Y[:, chosen]
                        h = np.tanh(params[0] @ x + params[1])
                        z = params[2] @ h + params[3]
                        a = np.exp(z) / np.exp(z).sum(axis=0)
                        d2 = a - y
                        d1 = params[2].T @ d2 * (1 - h ** 2)
                        db1 = d1.sum(axis=1, keepdims=True) / 20
                        grads = [d1 @ x.T / 20, db1, d2 @ h.T / 20, d2.sum(axis=1, keepdims=True) / 20]
                        for i in range(4):
                            velocity[i] = beta * velocity[i] + (1 - beta) * grads[i]
                            params[i] = params[i] - rate * velocity[i]
            train(rate=0.4, beta=0.9)
            """;

    /** Beside a wrong bias, the steps of the other tensors show a rate that falls, times what the velocity takes of the gradient. */
    @Test
    void followsARateThatFallsBesideAWrongBias() {
        assertTrue(withoutRepair(COLUMNS).contains("AGREES"));
        String out = check(COLUMNS, "d1.sum(axis=1, keepdims=True)", "d1.sum()");
        assertFalse(out.contains("layer 2, updated"), out);
        assertRepaired("db1 = d1.sum(axis=1, keepdims=True) / 20", out);
    }

    @Slow
    @Test
    void repairsAVelocityThatKeepsWhatItShouldTake() {
        String line = "velocity[i] = beta * velocity[i] + (1 - beta) * grads[i]";
        String out = check(COLUMNS, line, "velocity[i] = (1 - beta) * velocity[i] + beta * grads[i]");
        assertTrue(out.contains("The script names the momentum 0.9, but its velocity keeps 0.1"), out);
        assertRepaired(line, out);
    }

    @Slow
    @Test
    void repairsTargetsThatAreNotChosenAsTheInputsAre() {
        String out = check(COLUMNS, "Y[:, chosen]", "Y[:, k:k + 20]");
        assertRepaired("x, y = X[:, chosen], Y[:, chosen]", out);
    }

    /** The other sign of its gradient, which would be wrong then, makes the same steps. */
    @Slow
    @Test
    void repairsTheSignOfOneVelocity() throws IOException {
        String line = "self.W1 += self.vW1";
        String script = Files.readString(Path.of("src/lab/scripts/right/ap02.py"));
        assertRepaired(line, check(script, line, "self.W1 -= self.vW1", "X, Y, 3000", "X, Y, 60"));
    }

    /** The gradients are set back once for all epochs, by a call. */
    @Slow
    @Test
    void repairsACallThatSetsBackTooSeldom() {
        String script = """
                import numpy as np
                rng = np.random.default_rng(3)
                X = rng.normal(size=(30, 2)); Y = X[:, :1] * X[:, 1:]
                class Layer:
                    def __init__(self, n, m):
                        self.w, self.b = rng.normal(size=(n, m)), np.zeros(m)
                    def zero_grad(self):
                        self.gw = np.zeros_like(self.w)
                        self.gb = np.zeros_like(self.b)
                    def add(self, x, d):
                        self.gw += x.T @ d
                        self.gb += d.sum(axis=0)
                        return d @ self.w.T
                layers = [Layer(2, 6), Layer(6, 1)]
                for epoch in range(40):
                    for layer in layers:
                        layer.zero_grad()
                    h = np.tanh(X @ layers[0].w + layers[0].b)
                    d = (h @ layers[1].w + layers[1].b - Y) / 30
                    layers[0].add(X, layers[1].add(h, d) * (1 - h ** 2))
                    for layer in layers:
                        layer.w -= 0.1 * layer.gw
                        layer.b -= 0.1 * layer.gb
                """;
        String loop = "for epoch in range(40):\n", reset = "    for layer in layers:\n        layer.zero_grad()\n";
        assertTrue(script.contains(loop + reset));
        String once = "for layer in layers:\n    layer.zero_grad()\n" + loop;
        assertRepaired("layer.zero_grad()", check(script, loop + reset, once));
    }

    /** The loss has an L1 penalty, and the updates beside the mistake its signs. */
    @Test
    void repairsASumOfGradientsBesideAPenaltyOfSigns() {
        String line = "gw = [g + own for g, own in zip(gw, more)]";
        String script = """
                import numpy as np
                rng = np.random.default_rng(6)
                data = [(x, float(x[0, 0] * x[1, 0] > 0)) for x in rng.uniform(-1, 1, size=(60, 2, 1))]
                weights = [rng.normal(size=(6, 2)), rng.normal(size=(1, 6))]
                def gradients(x, y):
                    h = np.tanh(weights[0] @ x)
                    d = 1 / (1 + np.exp(-weights[1] @ h)) - y
                    return [weights[1].T @ d * (1 - h ** 2) @ x.T, d @ h.T]
                def train(weights, eta, lmbda, n):
                    for k in range(0, n, 10):
                        gw = [np.zeros_like(w) for w in weights]
                        for x, y in data[k:k + 10]:
                            more = gradients(x, y)
                            gw = [g + own for g, own in zip(gw, more)]
                        weights[:] = [w - eta * (lmbda / n) * np.sign(w) - (eta / 10) * g for w, g in zip(weights, gw)]
                for epoch in range(8):
                    train(weights, 0.3, 0.05, len(data))
                """;
        assertTrue(withoutRepair(script).contains("L1 penalty"));
        String out = check(script, line, "gw = [own for g, own in zip(gw, more)]");
        assertTrue(out.contains("Edit, proven") && out.contains("+            " + line), out);
    }
}
