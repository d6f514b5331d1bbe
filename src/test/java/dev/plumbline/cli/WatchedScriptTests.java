package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.Slow;
import dev.plumbline.recording.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scripts as people write them, in twenty styles, run unmodified: the network is found, right ones agree, and the finding
 * of a wrong one shows its wrong line. {@code networks.json} has the layers of each and the line of its mistake; if the cause is elsewhere,
 * such as in a counter, that of the first wrong tensor.
 */
@Tag(Python.TAG)
class WatchedScriptTests {
    private static final Path SCRIPTS = Path.of("src/test/resources/scripts");

    /** Right scripts by others that an earlier version accused. */
    private static final Set<String> ACCUSED = Set.of("m03.py", "n07.py", "y08.py", "y10.py", "y12.py", "z10.py");

    @TempDir
    private Path directory;

    @BeforeAll
    static void python() throws IOException, InterruptedException {
        Python.require();
    }

    private static Console check(String script, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("check", SCRIPTS.resolve(script).toString()));
        arguments.addAll(List.of(options));
        return Console.run(arguments.toArray(String[]::new));
    }

    private static Stream<JsonObject> networks() throws IOException {
        JsonArray all = JsonParser.parseString(Files.readString(SCRIPTS.resolve("networks.json")))
                .getAsJsonArray();
        return all.asList().stream().map(JsonElement::getAsJsonObject);
    }

    /** Every sixth script; {@code src/lab/scripts} measures others. */
    @Slow
    @TestFactory
    Stream<DynamicTest> findsTheNetworkOfEachScriptAndTheLineOfItsMistake() throws IOException {
        int[] number = {0};
        return networks()
                .filter(network -> number[0]++ % 6 == 0)
                .map(network -> DynamicTest.dynamicTest(network.get("script").getAsString(), () -> {
                    Console console = check(network.get("script").getAsString(), "--json");
                    assertTrue(console.out().startsWith("{"), console::err);
                    JsonObject json = JsonParser.parseString(console.out()).getAsJsonObject();
                    JsonArray findings = json.getAsJsonArray("findings");
                    boolean isWrong = network.has("line") || network.has("missing");
                    assertEquals(
                            isWrong ? "differs" : "agrees", json.get("verdict").getAsString(), console::out);
                    assertEquals(network.get("layers").getAsString(), layers(json));
                    if (network.has("line")) {
                        List<Integer> lines = lines(findings);
                        assertTrue(lines.contains(network.get("line").getAsInt()), lines::toString);
                    }
                    if (network.has("note")) {
                        assertTrue(json.get("notes")
                                .toString()
                                .contains(network.get("note").getAsString()));
                    }
                }));
    }

    /** Right scripts by others: every 110th, and those that were accused once; {@code src/lab/scripts/measure.py} checks all. */
    @Slow
    @TestFactory
    Stream<DynamicTest> accusesNoRightScript() throws IOException {
        int[] number = {0};
        try (Stream<Path> files = Files.list(Path.of("src/lab/scripts/right"))) {
            List<Path> sample = files.sorted()
                    .filter(file -> number[0]++ % 110 == 0
                            || ACCUSED.contains(file.getFileName().toString()))
                    .toList();
            return sample.stream()
                    .map(file -> DynamicTest.dynamicTest(file.toString(), () -> {
                        Console console = Console.run("check", file.toString());
                        assertFalse(console.out().contains("DIFFERS"), console::out);
                    }));
        }
    }

    /** "5 sigmoid → 1 sigmoid", of the inferred network. */
    private static String layers(JsonObject json) {
        return json.getAsJsonObject("network").getAsJsonArray("layers").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(layer -> layer.get("units").getAsInt() + " "
                        + layer.get("activation").toString().replace("\"", ""))
                .collect(Collectors.joining(" → "));
    }

    @Test
    void tellsWhatTheElevenLinesTrain() {
        Path script = Console.write(directory, "net.py", """
                import numpy as np
                X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
                y = np.array([[0, 1, 1, 0]]).T
                np.random.seed(1)
                syn0 = 2 * np.random.random((3, 4)) - 1
                syn1 = 2 * np.random.random((4, 1)) - 1
                for j in range(50):
                    l1 = 1 / (1 + np.exp(-(np.dot(X, syn0))))
                    l2 = 1 / (1 + np.exp(-(np.dot(l1, syn1))))
                    l2_delta = (y - l2) * (l2 * (1 - l2))
                    l1_delta = l2_delta.dot(syn1.T) * l1
                    syn1 += l1.T.dot(l2_delta)
                    syn0 += X.T.dot(l1_delta)
                """);
        Console console = Console.run("check", script.toString());
        assertEquals(3, console.code(), console::err);
        for (String part : List.of(
                "What net.py trains\n  layers     3 inputs → 4 sigmoid → 1 sigmoid; no bias\n",
                "  steps      50 steps of all 4 examples\n",
                "DIFFERS: net.py first goes wrong at step 0, layer 1, delta\n",
                "net.py:11:5\n              l1_delta = l2_delta.dot(syn1.T) * l1\n",
                "  write     l1_delta = l2_delta.dot(syn1.T) * l1 * (1 - l1)\n")) {
            assertTrue(console.out().contains(part), console::out);
        }
    }

    @Test
    void thePageShowsWhatItPrints() throws IOException {
        String page = Files.readString(Path.of("src/docs/scripts.md"));
        String begin = "$ ./plumbline check ";
        String shown = page.substring(page.indexOf(begin) + begin.length(), page.indexOf("…"));
        String script = shown.lines().findFirst().orElseThrow();
        Console console = Console.run("check", script);
        assertEquals(
                shown.substring(script.length() + 1), console.out().substring(0, shown.length() - script.length() - 1));
    }

    @Test
    void runsANotebook() {
        Path notebook = Console.write(directory, "net.ipynb", """
                {"cells": [{"cell_type": "markdown", "source": ["# A neuron"]},
                 {"cell_type": "code", "source": ["%matplotlib inline\\n", "import numpy as np\\n",
                  "x = np.array([[1.0, 2], [3, 4], [5, 7]]); t = np.array([[1.0], [2], [3]])"]},
                 {"cell_type": "code", "source": "w = np.zeros((2, 1))\\nfor i in range(9):\\n    w -= 0.01 * x.T @ (x @ w - t)"}]}
                """);
        Console console = Console.run("check", notebook.toString());
        assertEquals(0, console.code(), console.out() + console.err());
        assertTrue(console.out().contains("2 inputs → 1 identity; no bias"), console::out);
    }

    @Test
    void writesTheNetworkThatItFound() {
        Path kept = directory.resolve("kept");
        assertEquals(0, check("eleven-lines-1.py", "--keep", kept.toString()).code());
        Path file = kept.resolve("network.yaml");
        assertEquals(0, Console.run("validate", file.toString()).code());
        Path recording = kept.resolve("recording.npz");
        Console again = Console.run("check", file.toString(), "--against", recording.toString(), "--no-dl4j");
        assertEquals(0, again.code(), again::out);
    }

    private static final String NEURON = """
            import numpy as np
            rng = np.random.default_rng(7)
            x = rng.normal(size=(10, 3)); t = x @ np.array([[1.0], [-2], [0.5]])
            w = rng.normal(size=(3, 1))
            for i in range(20):
                %s
            """;

    /** The output for a neuron whose step has these lines. */
    private String neuron(int code, String... lines) {
        Path script = Console.write(directory, "neuron.py", NEURON.formatted(String.join("\n    ", lines)));
        Console console = Console.run("check", script.toString());
        assertEquals(code, console.code(), console.out() + console.err());
        return console.out() + console.err();
    }

    @Test
    void findsALearningRateThatChanges() {
        assertTrue(neuron(0, "lr = 0.1 / (1 + 0.2 * i)", "w = w - lr * x.T @ (x @ w - t) / 10")
                .contains("learning rate 0.1, in the end 0.0208333"));
        assertTrue(
                neuron(0, "w -= (0.05 if i < 8 else 0.01) * x.T @ (x @ w - t)").contains("in the end 0.01"));
    }

    @Test
    void findsAPenaltyBesideAnyOptimizer() {
        String lasso = neuron(0, "lr, lam = 0.05, 0.01", "w = w - lr * (x.T @ (x @ w - t) / 10 + lam * np.sign(w))");
        assertTrue(lasso.contains("; L1 penalty 0.01\n  optimizer  sgd, learning rate 0.05"), lasso);
        String scaled = neuron(
                0,
                "lr, reg = 0.02, 0.01",
                "g = x.T @ (x @ w - t) / 10 + reg * w",
                "c = (0 if i == 0 else 0.9 * c) + 0.1 * g * g",
                "w = w - lr * g / (np.sqrt(c) + 1e-8)");
        assertTrue(scaled.contains("; L2 penalty 0.01\n  optimizer  rmsprop, learning rate 0.02"), scaled);
        String decayed = neuron(
                0,
                "lr, weight_decay = 0.02, 0.05",
                "g = x.T @ (x @ w - t) / 10",
                "c = (0 if i == 0 else c) + g * g",
                "w = w - lr * weight_decay * w - lr * g / (np.sqrt(c) + 1e-8)");
        assertTrue(decayed.contains("; weight decay 0.05\n  optimizer  adagrad, learning rate 0.02"), decayed);
    }

    /** As the penalty of a sum, what the updates do would be right. */
    @Test
    void takesThePenaltyFromTheLoss() {
        String out = Console.run(
                        "check",
                        columns(
                                        "    dZ2 = A2 - Y",
                                        "    cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m"
                                                + " + reg / 2 * (np.sum(W1 ** 2) + np.sum(W2 ** 2))\n    dZ2 = A2 - Y",
                                        "m = X.shape[1]",
                                        "m = X.shape[1]; reg = 0.1",
                                        "W1 -= 0.5 * dW1",
                                        "W1 -= 0.5 * (dW1 + reg * W1 / m)",
                                        "W2 -= 0.5 * dW2",
                                        "W2 -= 0.5 * (dW2 + reg * W2 / m)")
                                .toString())
                .out();
        assertTrue(out.contains("DIFFERS"), out);
        assertTrue(out.contains("the mean over the examples; L2 penalty 0.1\n"), out);
        assertTrue(out.contains("The penalty is the one in the loss that the script computes."), out);
    }

    /** Two ways to write a step in more than one pass. */
    @Test
    void findsALookAheadAndGradientsThatAreAddedUp() {
        String ahead = neuron(
                0,
                "lr, mu = 0.01, 0.9",
                "v = np.zeros((3, 1)) if i == 0 else v",
                "a = w + mu * v",
                "v = mu * v - lr * x.T @ (x @ a - t)",
                "w = w + v");
        assertTrue(ahead.contains("nesterov, learning rate 0.01, momentum 0.9\n  steps      19 steps"), ahead);
        String added = neuron(
                0,
                "g = np.zeros((3, 1))",
                "for a in (slice(0, 5), slice(5, 10)):",
                "    g += x[a].T @ (x[a] @ w - t[a]) / 10",
                "w -= 0.1 * g");
        assertTrue(added.contains("20 steps of all 10 examples"), added);
    }

    /** The bias is the last row of the weights, and has no penalty. */
    @Test
    void findsABiasInAColumnOfOnes() {
        String ones = neuron(
                0,
                "z = np.c_[x[:, :2], np.ones(10)]",
                "lam = 0.1",
                "g = z.T @ (z @ w - t) / 10",
                "g[:-1] += lam * w[:-1]",
                "w = w - 0.1 * g");
        assertTrue(ones.contains("2 inputs → 1 identity\n"), ones);
        assertTrue(ones.contains("; L2 penalty 0.1\n"), ones);
    }

    /** The loss may be the sum of fourth powers, and nothing is compared with a training of another one. */
    @Test
    void findsTheOptimizerBesideALossThatItDoesNotKnow() {
        String open = neuron(
                3,
                "lr = 0.02",
                "d = (x @ w - t) ** 3 / 10",
                "g = x.T @ d",
                "c = (0 if i == 0 else c) + g * g",
                "w = w - lr * g / (np.sqrt(c) + 1e-8)");
        assertTrue(open.contains("adagrad, learning rate 0.02"), open);
        assertTrue(open.contains("INCOMPLETE, so agreement is not shown"), open);
        assertTrue(open.contains("not recorded: loss, dZ; weights and biases"), open);
        assertFalse(open.contains("free run"), open);
    }

    @Test
    void findsClippedGradients() {
        assertTrue(neuron(0, "g = np.clip(x.T @ (x @ w - t), -0.5, 0.5)", "w -= 0.1 * g")
                .contains("gradients clipped to 0.5, by the value"));
    }

    @Test
    void comparesTheGradientsOfUpdatesThatItCannotFollow() {
        String clipped = neuron(
                3, "g = x.T @ (x @ w - t)", "norm = np.linalg.norm(g) ** 2", "w -= 0.1 * g * min(1, 0.5 / norm)");
        assertTrue(clipped.contains("INCOMPLETE"), clipped);
        assertTrue(clipped.contains("not compared: it clips gradients"), clipped);
        String outside = neuron(
                0,
                "g = x.T @ (x @ w - t) / 10",
                "v = g if i == 0 else 0.9 * v + g",
                "lr = 0.1 if i < 9 else 0.02",
                "w -= lr * v");
        outside = outside.replaceAll("\\s+", " ");
        assertTrue(outside.contains("momentum 0.9, learning rate on velocity, in the end 0.02"), outside);
        String wrong = neuron(
                3,
                "e = x @ w - t",
                "loss = 0.5 * np.sum(e ** 2)",
                "g = x.T @ (e * (1 - e))",
                "norm = np.linalg.norm(g) ** 2",
                "w -= 0.1 * g * min(1, 0.5 / norm)");
        assertTrue(wrong.contains("DIFFERS: neuron.py first goes wrong at step 0, layer 1, delta"), wrong);
    }

    /** Gradients are right; Lion's updates are in no vocabulary, and so are no mistake. */
    @Test
    void doesNotAccuseAnOptimizerThatIsNotKnown() {
        String lion = neuron(
                3,
                "lr = 0.01",
                "g = x.T @ (x @ w - t)",
                "m = 0 * g if i == 0 else m",
                "w -= lr * np.sign(0.9 * m + 0.1 * g)",
                "m = 0.99 * m + 0.01 * g");
        assertTrue(lion.contains("INCOMPLETE"), lion);
        assertTrue(lion.contains("optimizer  unknown; compared with"), lion);
        assertTrue(lion.contains("dW of every step; not recorded: loss; weights"), lion);
        String wrong = neuron(
                3,
                "lr = 0.01",
                "e = x @ w - t",
                "loss = 0.5 * np.sum(e ** 2)",
                "g = x.T @ (e * (1 - e))",
                "w -= lr * np.sign(g)");
        assertTrue(wrong.contains("DIFFERS: neuron.py first goes wrong at step 0, layer 1, delta"), wrong);
    }

    /** Two learning rates with names are no mistake; a part of the learning rate, or the rate of another matrix alone, is one. */
    @Test
    void findsTheLearningRateOfEachLayer() {
        String named = twoLayers(0, "rates = [0.2, 0.2, 0.05, 0.05]", "p -= rates[k] * g");
        assertTrue(named.contains("optimizer  sgd, learning rate 0.2, of layer 2 0.05"), named);
        String momentum = twoLayers(
                0,
                "eta1, eta2, mu, v = 0.2, 0.05, 0.9, [0, 0, 0, 0]",
                "v[k] = mu * v[k] - (eta1 if k < 2 else eta2) * g",
                "p += v[k]");
        assertTrue(momentum.contains("momentum, learning rate 0.2, momentum 0.9, of layer 2 0.05"), momentum);
        String ofBiases = twoLayers(3, "rates = [0.2, 0.1, 0.2, 0.1]", "p -= rates[k] * g");
        assertTrue(ofBiases.contains("not compared: weights and biases of one layer have other"), ofBiases);
        String unnamed = twoLayers(3, "lr = 0.2", "p -= lr * g / (1 if k < 2 else 12)");
        assertTrue(
                unnamed.contains("DIFFERS: layers.py first goes wrong at step 0, layer 2, updated weights"), unnamed);
    }

    /** All biases follow plain descent, and the weights a rule that no network file has. */
    @Test
    void doesNotAccuseAnotherRuleForWeights() {
        String centered = twoLayers(3, "lr = 0.2", "p -= lr * (g - g.mean(axis=0) if k % 2 == 0 else g)");
        assertTrue(centered.contains("INCOMPLETE"), centered);
        assertTrue(centered.contains("optimizer  unknown; compared with sgd, learning rate 0.2"), centered);
    }

    /** A warm-up, a fall to 0, clipped gradients and the decay of AdamW, all at once. */
    @Test
    void followsALearningRateThatFallsToZero() {
        String adam = twoLayers(
                0,
                "wd, clip, beta1, beta2, eps, m, v = 0.01, 0.05, 0.9, 0.99, 1e-8, [0] * 4, [0] * 4  # AdamW",
                "lr = 0.01 * (step + 1) / 10 if step < 10 else 0.01 * (29 - step) / 20",
                "g = np.clip(g, -clip, clip)",
                "m[k] = beta1 * m[k] + (1 - beta1) * g",
                "v[k] = beta2 * v[k] + (1 - beta2) * g * g",
                "p -= lr * (wd * p if k % 2 == 0 else 0)",
                "p -= lr * m[k] / (1 - beta1 ** (step + 1)) / (np.sqrt(v[k] / (1 - beta2 ** (step + 1))) + eps)");
        String found = adam.replaceAll("\\s+", " ");
        for (String part : List.of("weight decay 0.01", "in the end 0 (", "gradients clipped to 0.05, by the value")) {
            assertTrue(found.contains(part), adam);
        }
    }

    private String twoLayers(int code, String first, String... update) {
        Path script = Console.write(directory, "layers.py", """
                import numpy as np

                rng = np.random.RandomState(3)
                X, n = rng.randn(12, 4), 12
                y = (X[:, :1] * X[:, 1:2] > 0) * 1.0
                W1, b1, W2, b2 = rng.randn(4, 6) * 0.5, np.zeros(6), rng.randn(6, 1) * 0.5, np.zeros(1)
                %s
                for step in range(30):
                    h = np.tanh(X @ W1 + b1)
                    out = 1 / (1 + np.exp(-(h @ W2 + b2)))
                    loss = -np.mean(y * np.log(out) + (1 - y) * np.log(1 - out))
                    d2 = (out - y) / n
                    d1 = d2 @ W2.T * (1 - h ** 2)
                    dW1, dW2 = X.T @ d1, h.T @ d2
                    grads = [dW1, d1.sum(axis=0), dW2, d2.sum(axis=0)]
                    for k, (p, g) in enumerate(zip([W1, b1, W2, b2], grads)):
                        %s
                """.formatted(first, String.join("\n        ", update)));
        Console console = Console.run("check", script.toString());
        assertEquals(code, console.code(), console.out() + console.err());
        return console.out() + console.err();
    }

    /** A decay that multiplies the weights before the gradient is subtracted. */
    @Test
    void findsWeightsThatDecay() {
        String decayed =
                neuron(0, "lr, lmbda = 0.1, 0.5", "w = (1 - lr * lmbda / 10) * w - lr / 10 * (x.T @ (x @ w - t))");
        assertTrue(decayed.contains("L2 penalty 0.05"), decayed);
    }

    /** The penalty is found though its gradient is subtracted; and a rate of each step is not written into one line. */
    @Test
    void findsAPenaltyWithTheWrongSign() {
        String wrong =
                twoLayers(3, "lr, lmbda = 0.2, 0.05", "p -= lr / (1 + step) * (g - lmbda * p if k % 2 == 0 else g)");
        assertTrue(wrong.contains("L2 penalty 0.05"), wrong);
        assertTrue(wrong.contains("the penalty on large weights has the wrong sign"), wrong);
        assertTrue(wrong.contains("rate = rates[step]  # the table of the network file\n"), wrong);
    }

    /** Constants that the script does not name are found with all their digits. */
    @Test
    void accusesNobodyOfConstantsWithoutNames() {
        String momentum = neuron(
                0, "v = 0 * w if i == 0 else v", "v = 12 / 13 * v - 0.03 / 7 * (x.T @ (x @ w - t) / 10)", "w = w + v");
        assertTrue(momentum.replaceAll("\\s+", " ").contains("momentum 0.92307692"), momentum);
        String penalty = neuron(0, "w = w - 0.1 / 7 * (x.T @ (x @ w - t) / 10 + 31 / 47 * w)");
        assertTrue(penalty.replaceAll("\\s+", " ").contains("L2 penalty 0.6595744"), penalty);
        String decayed = neuron(0, "w = w - 0.4 / (3 + 0.1 * i) * (x.T @ (x @ w - t) / 10)");
        assertTrue(decayed.contains("sgd, learning rate 0.1333"), decayed);
        String tiny = neuron(0, "lr = 0.01 * 0.3 ** i", "w = w - lr * (x.T @ (x @ w - t))");
        assertTrue(tiny.contains("in the end"), tiny);
    }

    @Test
    void showsWhatTheLinesUse() {
        String used = neuron(3, "lr, j = -0.01, [0, 1, 2]", "g = x[:, j].T @ (x @ w - t)", "w -= lr * g");
        assertTrue(used.replaceAll("\\s+", " ").contains("neuron.py:6:5 lr, j = -0.01, [0, 1, 2] "), used);
    }

    @Test
    void findsExamplesWhoseGradientsAreAdded() {
        assertTrue(neuron(
                        0,
                        "g = 0 * w",
                        "for k in range(10):",
                        "    g = g + (t[k] - x[k] @ w) * x[k][:, None]",
                        "w = w + 0.1 * g / 10")
                .contains("20 steps of all 10 examples"));
        assertTrue(neuron(
                        0,
                        "e = []",
                        "for k in range(10):",
                        "    e.append(x[k] @ w - t[k])",
                        "w -= 0.1 * x.T @ np.vstack(e)")
                .contains("20 steps of all 10 examples"));
    }

    /** What is computed for a report before the training, of the same examples and weights, is no step of it. */
    @Test
    void takesThePassesOfTheTrainingAndNotThoseOfAReport() {
        Path script = Console.write(directory, "reported.py", """
                import numpy as np
                rng = np.random.default_rng(3)
                data = [(rng.normal(size=(3, 1)), rng.normal(size=(1, 1))) for _ in range(12)]
                W = [rng.normal(size=(4, 3)), rng.normal(size=(1, 4))]
                def predict(x):
                    return W[1] @ np.tanh(W[0] @ x)
                print(sum((predict(x) - y) ** 2 for x, y in data))
                for epoch in range(5):
                    for k in range(0, 12, 4):
                        G = [0 * w for w in W]
                        for x, y in data[k : k + 4]:
                            h = np.tanh(W[0] @ x)
                            d = W[1] @ h - y
                            G = [G[0] + (W[1].T * d * (1 - h * h)) @ x.T, G[1] + d @ h.T]
                        W = [w - 0.1 * g for w, g in zip(W, G)]
                """);
        String out = Console.run("check", script.toString()).out();
        assertTrue(out.contains("AGREES"), out);
        assertTrue(out.contains("15 steps of 4 examples"), out);
    }

    /** A loss that has no name in the script: its deltas are taken as they are. Of wrong deltas, the loss is one that is known. */
    @Test
    void accusesNobodyOfALossThatIsNotKnown() {
        String[] regression = {
            "(X[:1] * X[1:2] > 0) * 1.0", "np.sin(X[:1])", "1 / (1 + np.exp(-(W2 @ A1 + b2)))", "W2 @ A1 + b2"
        };
        Stream<String> huber = Stream.of("A2 - Y", "np.clip(A2 - Y, -0.5, 0.5)");
        String right = Console.run("check", columns(with(regression, huber)).toString())
                .out();
        assertTrue(right.contains("INCOMPLETE, so agreement is not shown"), right);
        assertTrue(right.contains("compared  5 of 5 steps"), right);
        assertTrue(right.contains("loss       none that is known"), right);
        assertFalse(right.contains("Loss over all examples"), right);
        Stream<String> wrong = Stream.of("A2 - Y", "(A2 - Y) * A2");
        String out = Console.run("check", columns(with(regression, wrong)).toString())
                .out();
        assertTrue(out.contains("first goes wrong at step 0, layer 2, delta"), out);
    }

    /** The cross-entropy of classes that count differently, and log-cosh, whose derivative is no activation. */
    @Test
    void accusesNobodyOfWeightsOfClasses() {
        String weighted = Console.run(
                        "check",
                        columns("A2 - Y", "A2 * (1 - Y) - 3 * Y * (1 - A2)").toString())
                .out();
        assertTrue(weighted.contains("INCOMPLETE, so agreement is not shown"), weighted);
        assertTrue(weighted.contains("compared  5 of 5 steps"), weighted);
        String[] regression = {
            "(X[:1] * X[1:2] > 0) * 1.0", "np.sin(X[:1])", "1 / (1 + np.exp(-(W2 @ A1 + b2)))", "W2 @ A1 + b2"
        };
        Stream<String> logCosh = Stream.of("A2 - Y", "np.tanh(A2 - Y)");
        String out = Console.run("check", columns(with(regression, logCosh)).toString())
                .out();
        assertTrue(out.contains("tanh → 1 identity"), out);
        assertTrue(out.contains("INCOMPLETE, so agreement is not shown"), out);
    }

    /** Of a weighted mean, which no network file can say. */
    @ParameterizedTest
    @CsvSource({"'np.where(z1 > 0, 1.0, slope)', INCOMPLETE", "(z1 > 0), DIFFERS"})
    void comparesTheLayersBelowASoftmaxWhoseLossIsNotKnown(String slope, String verdict) throws IOException {
        String script = Files.readString(Path.of("src/lab/scripts/right/f10.py"));
        assertTrue(script.contains("np.where(z1 > 0, 1.0, slope)"), script);
        String text = script.replace("np.where(z1 > 0, 1.0, slope)", slope);
        String out = Console.run(
                        "check", Console.write(directory, "weighted.py", text).toString())
                .out();
        assertTrue(out.contains("16 { leaky_relu: { alpha: 0.1 } } → 3 identity"), out);
        assertTrue(out.contains("\n" + verdict), out);
        assertEquals(verdict.equals("DIFFERS"), out.contains("At step 0, layer 1, delta"), out);
    }

    /** With a rate that falls to 0, dropout and weight decay. */
    @Test
    void comparesTheLayersBelowSmoothedLabels() {
        String out = Console.run("check", "src/lab/scripts/right/g08.py").out();
        assertTrue(out.contains("weight decay 0.01"), out);
        assertTrue(out.contains("compared  500 of 500 steps"), out);
        assertFalse(out.contains("DIFFERS"), out);
    }

    /** Where z is exactly 0, the slope of either side is right, and their mean; where it is not 0, only one is. */
    @ParameterizedTest
    @CsvSource({"z >= 0, AGREES", "'np.heaviside(z, 0.5)', AGREES", "z > -0.1, DIFFERS"})
    void acceptsEitherSlopeAtAKink(String slope, String verdict) throws IOException {
        String out = Console.run("check", kinked(slope).toString()).out();
        assertTrue(out.contains(verdict + ": kinked.py"), out);
        assertEquals(verdict.equals("AGREES"), out.replaceAll("\\s+", " ").contains("both are right"), out);
    }

    private Path kinked(String slope) throws IOException {
        return Files.writeString(directory.resolve("kinked.py"), """
                import numpy as np
                np.random.seed(0)
                X = (np.random.rand(40, 6) > 0.5) * 1.0
                X[:5] = 0  # z is 0 there
                y = (X.sum(axis=1, keepdims=True) > 2.5) * 1.0
                W1, b1 = np.random.randn(6, 8), np.zeros(8)
                W2, b2 = np.random.randn(8, 1), np.zeros(1)
                for i in range(30):
                    z = X @ W1 + b1
                    h = np.maximum(0, z)
                    p = 1 / (1 + np.exp(-(h @ W2 + b2)))
                    d2 = (p - y) / len(X)
                    d1 = d2 @ W2.T * (SLOPE)
                    W2 -= 0.5 * (h.T @ d2)
                    b2 -= 0.5 * d2.sum(axis=0)
                    W1 -= 0.5 * (X.T @ d1)
                    b1 -= 0.5 * d1.sum(axis=0)
                """.replace("SLOPE", slope));
    }

    /** The updates of a rate that falls without end have no digits in the weights. */
    @Test
    void accusesNobodyOfALearningRateThatFallsToNothing() {
        String out = neuron(0, "lr = 0.1 * 0.1 ** i", "w -= lr * x.T @ (x @ w - t)");
        assertTrue(out.contains("learning rate 0.1, in the end 1e-20"), out);
        assertFalse(out.contains("other learning rates"), out);
    }

    /** In batches of 4, 4 and 2 examples. */
    @Test
    void dividesThePenaltyByTheSizeOfEachBatch() {
        String step = "m = len(a); w -= 0.1 * (a.T @ (a @ w - b) / m + lam / m * w)";
        String[] lines = {"lam = 0.5", "for k in range(0, 10, 4):", "    a, b = x[k:k + 4], t[k:k + 4]", "    " + step};
        String out = neuron(0, lines);
        assertTrue(out.contains("L2 penalty 0.5,\n             divided by the size of each batch"), out);
        assertTrue(out.contains("AGREES"), out);
        assertTrue(out.contains("compared  60 of 60 steps"), out);

        step = "m = len(a); w -= 0.1 * (a.T @ (a @ w - b) / m + lam / 4 * w)";
        lines[3] = "    " + step;
        out = neuron(0, lines);
        assertTrue(out.contains("L2 penalty 0.125"), out);
        assertFalse(out.contains("divided by the size"), out);
        assertTrue(out.contains("AGREES"), out);
    }

    @Test
    void notesAPenaltyOfTheLossThatIsNotThatOfTheUpdates() {
        String update = "w -= 0.01 * (x.T @ (x @ w - t) + lam * w)";
        String loss = "lam = 0.02; loss = 0.5 * np.sum((x @ w - t) ** 2) + %s * np.sum(w ** 2)";
        assertFalse(neuron(0, loss.formatted("lam / 2"), update).contains("penalty of the script's loss"));
        String out = neuron(0, loss.formatted("lam"), update).replaceAll("\\s+", " ");
        assertTrue(out.contains("The penalty of the script's loss is 2 times that of its updates; see line"), out);
    }

    /** The loss is computed of all examples, by the forward pass of the training, and the updates are of batches. */
    @ParameterizedTest
    @CsvSource({
        "lam * np.sign(w), is an L1 one, lam * w",
        "2 * lam * w,      is 2 times that, lam * w",
        "lam * w,          is 0.5 times that, 2 * lam * w"
    })
    void repairsAPenaltyThatIsNotThatOfTheLossOfAllExamples(String right, String note, String wrong) {
        String size = right.contains("sign") ? "np.abs(w)" : right.startsWith("2") ? "w ** 2" : "w ** 2 / 2";
        String text = """
                import numpy as np
                rng = np.random.default_rng(3)
                x = rng.normal(size=(40, 3))
                t = (x[:, :1] > x[:, 1:2]) * 1.0
                w = rng.normal(size=(3, 1))
                lam = 0.01

                def forward(x):
                    return 1 / (1 + np.exp(-(x @ w)))

                def cost(a):
                    return -np.mean(t * np.log(a) + (1 - t) * np.log(1 - a)) + lam * np.sum(SIZE)

                for epoch in range(6):
                    for k in range(0, 40, 8):
                        dw = x[k:k + 8].T @ (forward(x[k:k + 8]) - t[k:k + 8]) / 8 + GRADIENT
                        w = w - 0.3 * dw
                    print(cost(forward(x)))
                """.replace("SIZE", size);
        Path script = Console.write(directory, "net.py", text.replace("GRADIENT", right));
        Console console = Console.run("check", script.toString());
        assertEquals(0, console.code(), console.out() + console.err());
        assertFalse(console.out().contains("penalty of the script's loss"), console.out());

        script = Console.write(directory, "net.py", text.replace("GRADIENT", wrong));
        String out = Console.run("check", script.toString(), "--fix").out();
        assertTrue(out.contains("The penalty of the script's loss " + note), out);
        assertTrue(out.contains("Repair, proven"), out);
        assertTrue(out.contains("+        dw = x[k:k + 8].T @ (forward(x[k:k + 8]) - t[k:k + 8]) / 8 + " + right), out);
    }

    /** A penalty that the loss has of the first layer alone. */
    @Test
    void accusesNobodyOfAPenaltyOfOneLayer() {
        Path script = Console.write(directory, "net.py", """
                import numpy as np
                rng = np.random.default_rng(6)
                x = rng.normal(size=(30, 4))
                y = np.tanh(x[:, :1] - x[:, 2:3])
                V, W, rate, lam = 0.4 * rng.normal(size=(4, 5)), 0.4 * rng.normal(size=(5, 1)), 0.1, 0.005
                for epoch in range(40):
                    h = np.tanh(x @ V)
                    a = h @ W
                    loss = np.sum((a - y) ** 2) / 60 + lam * np.sum(np.abs(V))
                    d2 = (a - y) / 30
                    d1 = d2 @ W.T * (1 - h ** 2)
                    W = W - rate * h.T @ d2
                    V = V - rate * (x.T @ d1 + lam * np.sign(V))
                    print(loss)
                """);
        Console console = Console.run("check", script.toString());
        assertEquals(3, console.code(), console.out() + console.err());
        String out = console.out().replaceAll("\\s+", " ");
        assertTrue(out.contains("its loss has a penalty of the weights of some layers alone"), out);
    }

    /** Penalties are numbers of the formulas, and no loss shows them: of the weights, of the biases too, two kinds at once, and of one layer. */
    @Test
    void findsThePenaltiesInFormulas() {
        String[] adam = {
            "m[k] = 0.9 * m[k] + 0.1 * g",
            "v[k] = 0.999 * v[k] + 0.001 * g ** 2",
            "p -= 0.02 * m[k] / (1 - 0.9 ** (step + 1)) / (np.sqrt(v[k] / (1 - 0.999 ** (step + 1))) + 1e-8)"
        };
        String weights =
                twoLayers(0, "m, v = [0] * 4, [0] * 4", with("g = g + (0.002 * p if k % 2 == 0 else 0)", adam));
        assertTrue(weights.contains("L2 penalty 0.002"), weights);
        String[] momentum = {"v[k] = 0.9 * v[k] - 0.2 * g", "p += v[k]"};
        String all = twoLayers(0, "v = [0] * 4", with("g = g + 0.5 * 0.03 * p", momentum));
        assertTrue(all.replaceAll("\\s+", " ").contains("L2 penalty 0.015; L2 penalty of biases 0.015"), all);
        String both = twoLayers(
                0, "v = [0] * 4", with("g = g + (0.01 * np.sign(p) + 0.02 * p if k % 2 == 0 else 0)", momentum));
        assertTrue(both.replaceAll("\\s+", " ").contains("L1 penalty 0.01; L2 penalty 0.02"), both);
        String decayed = twoLayers(0, "m, v = [0] * 4, [0] * 4", with("p *= 0.999 if k % 2 == 0 else 1", adam));
        assertTrue(decayed.contains("weight decay 0.05"), decayed);
        String one = twoLayers(3, "v = [0] * 4", with("g = g + (0.01 * p if k == 0 else 0)", momentum));
        assertTrue(
                one.replaceAll("\\s+", " ").contains("not compared: the updates of some layers alone have a penalty"),
                one);
        twoLayers(3, "v = [0] * 4", with("g = g + (0.01 * p * p if k % 2 == 0 else 0)", momentum));
    }

    /** A ratio of two kinds, whose names speak of no penalty; a rate with restarts; and a convention that no network file has. */
    @Test
    void accusesNobodyOfPenaltiesInPartsNorOfRatesWithRestartsNorOfAnotherPlaceOfEpsilon() {
        String ratio = twoLayers(
                0,
                "v, shrink, mix = [0] * 4, 0.04, 0.25",
                "g = g + (shrink * (mix * np.sign(p) + (1 - mix) * p) if k % 2 == 0 else 0)",
                "v[k] = 0.9 * v[k] - 0.2 * g",
                "p += v[k]");
        assertTrue(ratio.replaceAll("\\s+", " ").contains("L1 penalty 0.01; L2 penalty 0.03"), ratio);
        String restarted =
                neuron(0, "w = w - (0.01 + 0.05 * (1 + np.cos(np.pi * (i % 10) / 10))) * (x.T @ (x @ w - t) / 10)");
        assertTrue(restarted.contains("optimizer  sgd, learning rate 0.11, in the end"), restarted);
        String inside = twoLayers(3, "s = [0] * 4", "s[k] = s[k] + g * g", "p -= 0.1 * g / np.sqrt(s[k] + 1e-4)");
        assertTrue(inside.contains("not compared: its optimizer adds epsilon inside the root"), inside);
    }

    /** Counts whose rate is the exponential of the output: no loss of a network file has these deltas, whether the script computes it or not. */
    @ParameterizedTest
    @ValueSource(strings = {"np.mean(np.exp(x @ w) - t * (x @ w))", "0"})
    void accusesNobodyOfALossOfCounts(String loss) {
        String out = neuron(
                3,
                "t = np.round(np.exp(x[:, :1] - 0.3))",
                "f = x @ w",
                "loss = " + loss,
                "d = np.exp(f) - t",
                "w = w - 0.01 * x.T @ d");
        assertFalse(out.contains("DIFFERS"), out);
    }

    /** Nadam, as Dozat wrote it: no optimizer of a network file. Nothing is compared with a guess. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"np.mean((y - t) ** 2) / 2 + l2 * np.sum(w ** 2) / 2; (y - t) / len(x)", "0; 2 * (y - t) / len(x)"
            })
    void accusesNobodyOfAnOptimizerThatItDoesNotKnow(String loss, String delta) {
        String out = neuron(
                3,
                "if i == 0: m, v, l2 = 0 * w, 0 * w, 0.01",
                "y = x @ w",
                "loss = " + loss,
                "d = " + delta,
                "g = x.T @ d + l2 * w",
                "m = 0.9 * m + 0.1 * g",
                "v = 0.999 * v + 0.001 * g * g",
                "n = 0.9 * m / (1 - 0.9 ** (i + 2)) + 0.1 * g / (1 - 0.9 ** (i + 1))",
                "w = w - 0.01 * n / (np.sqrt(v / (1 - 0.999 ** (i + 1))) + 1e-8)");
        assertTrue(out.contains("INCOMPLETE") && out.contains("The deltas are right, and"), out);
        assertFalse(out.contains("free run") || out.contains("Loss over all examples"), out);
    }

    /** The rates are those of the updates, and the name of the steps is that of no rate. */
    @Test
    void takesTheRatesOfAWarmUpThatNoNameHas() {
        String out = neuron(
                0, "step, warmup = i, 20", "w = w - 0.3 * min(1, (step + 1) / warmup) * (x.T @ (x @ w - t) / len(x))");
        assertTrue(out.contains("learning rate 0.015, in the end 0.3"), out);
        assertFalse(out.contains("the script names"), out);
    }

    /** A penalty of activations is in the deltas of the hidden layer, and in no network file. */
    @ParameterizedTest
    @CsvSource({"0.01, 4 of 4 gradients", "0.02, 'first goes wrong at step 0, layer 1, delta'"})
    void comparesDeltasWithTheLossBeforeItAccusesThem(String factor, String said) {
        Path script = Console.write(directory, "sparse.py", """
                import numpy as np
                r = np.random.RandomState(3)
                data = r.rand(4, 8)[r.randint(0, 4, 60)] * 0.9 + 0.05 * r.rand(60, 8)
                V, c, U, b = r.randn(8, 4) * 0.3, np.zeros(4), r.randn(4, 8) * 0.3, np.zeros(8)
                for epoch in range(20):
                    code = 1 / (1 + np.exp(-(data @ V + c)))
                    made = 1 / (1 + np.exp(-(code @ U + b)))
                    loss = 0.5 * np.sum((made - data) ** 2) / len(data) + 0.01 * np.sum(np.abs(code)) / len(data)
                    out = (made - data) * made * (1 - made) / len(data)
                    hidden = (out @ U.T + FACTOR * np.sign(code) / len(data)) * code * (1 - code)
                    U -= 0.2 * code.T @ out
                    b -= 0.2 * out.sum(axis=0)
                    V -= 0.2 * data.T @ hidden
                    c -= 0.2 * hidden.sum(axis=0)
                """.replace("FACTOR", factor));
        String out = Console.run("check", script.toString()).out();
        assertTrue(out.contains(said), out);
    }

    /** Gradients in lists are not seen: whether they, or the updates, are wrong is not known. */
    @Test
    void accusesNobodyOfUpdatesWhoseGradientsItDoesNotSee() {
        Path script = Console.write(directory, "clipped.py", """
                import math, random
                random.seed(4)
                points = [[random.uniform(-1, 1) for _ in range(3)] for _ in range(12)]
                wanted = [2 * p[0] - p[1] + 0.5 * p[2] for p in points]
                hidden = [[random.uniform(-1, 1) for _ in range(3)] for _ in range(4)]
                outer = [random.uniform(-1, 1) for _ in range(4)]
                pace_h = [[0.0] * 3 for _ in range(4)]
                pace_o = [0.0] * 4
                for epoch in range(40):
                    grad_h = [[0.0] * 3 for _ in range(4)]
                    grad_o = [0.0] * 4
                    for p, target in zip(points, wanted):
                        h = [math.tanh(sum(w * v for w, v in zip(row, p))) for row in hidden]
                        out = sum(w * v for w, v in zip(outer, h))
                        e = (out - target) / 12
                        for j in range(4):
                            grad_o[j] += e * h[j]
                            back = e * outer[j] * (1 - h[j] ** 2)
                            for k in range(3):
                                grad_h[j][k] += back * p[k]
                    for j in range(4):
                        g = max(-0.05, min(0.05, grad_o[j]))
                        pace_o[j] = 0.9 * pace_o[j] - 0.1 * g
                        outer[j] += 0.9 * pace_o[j] - 0.1 * g
                        for k in range(3):
                            g = max(-0.05, min(0.05, grad_h[j][k]))
                            pace_h[j][k] = 0.9 * pace_h[j][k] - 0.1 * g
                            hidden[j][k] += 0.9 * pace_h[j][k] - 0.1 * g
                """);
        Console console = Console.run("check", script.toString());
        assertEquals(3, console.code(), console.out() + console.err());
        assertTrue(console.out().contains("INCOMPLETE"), console.out());
    }

    /** The rectifier of an output below 0 is 0, as are many numbers. */
    @Test
    void takesZerosForNoRectifier() {
        String out = neuron(
                0,
                "v = 0 * w if i == 0 else v",
                "for j in range(10):",
                "    e = float((x[j] @ w)[0]) - t[j, 0] - 3 * (i < 0)",
                "    v = 0.5 * v - 0.02 * e * x[j][:, None]",
                "    w = w + v");
        assertTrue(out.contains("1 identity"), out);
    }

    private static String[] with(Object... lines) {
        return Stream.of(lines)
                .flatMap(each -> each instanceof String[] several ? Stream.of(several) : Stream.of((String) each))
                .toArray(String[]::new);
    }

    /** An auto-encoder that decodes with the weights it encodes with, whose gradient has two parts. */
    @Test
    void doesNotTakeWeightsOfTwoLayersForThoseOfOne() {
        Path script = Console.write(directory, "tied.py", """
                import numpy as np
                rng = np.random.default_rng(5)
                X = rng.random((20, 6))
                W, b, c = 0.5 * rng.normal(size=(6, 3)), np.zeros(3), np.zeros(6)
                for i in range(30):
                    h = np.tanh(X @ W + b)
                    r = h @ W.T + c
                    dr = (r - X) / 20
                    dh = dr @ W * (1 - h ** 2)
                    W -= 0.3 * (X.T @ dh + dr.T @ h)
                    b -= 0.3 * dh.sum(axis=0)
                    c -= 0.3 * dr.sum(axis=0)
                """);
        Console console = Console.run("check", script.toString());
        assertEquals(3, console.code(), console.out() + console.err());
        String out = console.out().replaceAll("\\s+", " ");
        assertTrue(out.contains("the weights of layer 1 also multiply its own activations"), out);
        assertFalse(out.contains("DIFFERS"), out);
    }

    /** Weights with momentum and biases without: what the script speaks of is meant. */
    @Test
    void takesTheOptimizerOfWhichAScriptSpeaks() {
        String[] lines = {
            "if i == 0: b, velocity, velocity_b = np.zeros(1), 0, 0",
            "d = x @ w + b - t",
            "velocity = 0.9 * velocity - 0.01 * x.T @ d",
            "velocity_b = BEFORE - 0.01 * d.sum(axis=0)",
            "w = w + velocity",
            "b = b + velocity_b"
        };
        String right = lines[3].replace("BEFORE", "0.9 * velocity_b");
        lines[3] = lines[3].replace("BEFORE", "0.9 * 0");
        String out = neuron(3, lines);
        assertTrue(out.contains("optimizer  momentum, learning rate 0.01, momentum 0.9"), out);
        assertTrue(out.contains("first goes wrong at step 1, layer 1, updated bias"), out);

        lines[3] = right;
        assertTrue(neuron(0, lines).contains("AGREES"));
    }

    /** Elements of arrays, in the way of somebody who knows C. */
    @Test
    void watchesLoopsOverArrays() {
        String script = """
                import numpy as np
                rng = np.random.default_rng(7)
                x, y = rng.normal(size=(10, 3)), np.array([0, 1] * 5)
                v, w = rng.normal(size=(3, 4)), np.zeros(4)
                for k in range(4):
                    w[k] = rng.uniform(0.2, 0.8)
                h = np.zeros(4)
                for i in range(60):
                    n = i % 10
                    o = 0
                    for k in range(4):
                        s = 0
                        for j in range(3):
                            s += x[n, j] * v[j][k]
                        h[k] = np.tanh(s)
                        o += h[k] * w[k]
                    d = y[n] - o
                    for k in range(4):
                        e = d * w[k] * (1 - h[k] * h[k])
                        w[k] += 0.1 * d * h[k]
                        for j in range(3):
                            v[j, k] += 0.1 * e * x[n][j]
                print(np.round(np.exp(w), 3), np.abs(v).max(), np.linalg.norm(v))
                """;
        String out = Console.run(
                        "check", Console.write(directory, "loops.py", script).toString())
                .out();
        assertTrue(out.contains("3 inputs → 4 tanh → 1 identity; no bias"), out);
        assertTrue(out.contains("AGREES"), out);
        String wrong = script.replace("(1 - h[k] * h[k])", "(1 - h[k])");
        assertTrue(
                Console.run("check", Console.write(directory, "wrong.py", wrong).toString())
                        .out()
                        .contains("first goes wrong at step 0, layer 1, delta"));
    }

    /** Below deltas that are taken as they are, a mistake is found and repaired. */
    @Slow
    @Test
    void repairsBelowALossThatIsNotKnown() {
        Path script = columns(
                "(X[:1] * X[1:2] > 0) * 1.0",
                "np.sin(X[:1])",
                "1 / (1 + np.exp(-(W2 @ A1 + b2)))",
                "W2 @ A1 + b2",
                "A2 - Y",
                "np.clip(A2 - Y, -0.5, 0.5)",
                " * (1 - A1 ** 2)",
                "");
        String out = Console.run("check", script.toString(), "--fix").out();
        assertTrue(out.contains("first goes wrong at step 0, layer 1, delta"), out);
        assertTrue(out.contains("all but the deltas of the outputs agrees"), out);
        assertTrue(out.contains("+    dZ1 = W2.T @ dZ2 * (1 - A1 ** 2)\n"), out);
    }

    /** Predictions are no part of the training, and are wrong where they are made in another way. */
    @Test
    void notesPredictionsOfAnotherNetwork() {
        String training = "    b2 -= 0.5 * db2";
        assertFalse(predicted(training, "np.tanh(W1 @ X + b1)").contains("no gradient follows"));
        assertTrue(predicted(training, "1 / (1 + np.exp(-(W1 @ X + b1)))").contains("has the activation sigmoid"));
        assertTrue(predicted(training, "np.tanh(W1 @ X + b1) * 0.8").contains("multiplies its activation by 0.8"));
    }

    private String predicted(String training, String hidden) {
        Path script = columns(training, training + "\nH = " + hidden + "\nprint(1 / (1 + np.exp(-(W2 @ H + b2))))");
        return Console.run("check", script.toString()).out().replaceAll("\\s+", " ");
    }

    /** A vector and a column of as many numbers, of which each is compared with each. */
    @Test
    void notesAComparisonOfAllPairs() {
        String last = "w -= 0.1 * x.T @ (x @ w - t)";
        String out = neuron(0, last, "r = np.mean((x @ w > 0).ravel() == (t > 0))");
        assertTrue(
                out.replaceAll("\\s+", " ")
                        .contains("the shapes (10,) and (10, 1) makes one of the shape (10, 10), of all pairs of their"
                                + " numbers; see line 7"),
                out);
        assertFalse(neuron(0, last, "r = x[:, 0] - x[:, :1]").contains("all pairs"));
    }

    /** In every epoch, others are left out; examples that are held out from the beginning are none of these. */
    @Test
    void notesEpochsThatLeaveExamplesOut() {
        String shuffled = "p = rng.permutation(10)";
        String step = "    w -= 0.1 * x[p[k : k + 4]].T @ (x[p[k : k + 4]] @ w - t[p[k : k + 4]])";
        String out = neuron(0, shuffled, "for k in range(0, 8, 4):", step);
        assertTrue(out.contains("Each epoch takes 8 of the 10 examples"), out);
        assertFalse(neuron(0, shuffled, "for k in range(0, 10, 4):", step).contains("Each epoch takes"));
        assertFalse(neuron(0, "a, b = x[:8], x[8:]", "w -= 0.1 * a.T @ (a @ w - t[:8])")
                .contains("are in no step"));
    }

    /** With equal weights, all units of a layer learn the same. */
    @Test
    void notesUnitsThatStayEqual() {
        String note = "All units of layer 1 start with equal weights";
        Path both = columns("np.random.randn(5, 3)", "np.ones((5, 3))", "np.random.randn(1, 5)", "np.ones((1, 5))");
        assertTrue(Console.run("check", both.toString()).out().contains(note));
        Path below = columns("np.random.randn(5, 3)", "np.ones((5, 3))");
        assertFalse(Console.run("check", below.toString()).out().contains(note));
    }

    private static String[] with(String[] replacements, Stream<String> more) {
        return Stream.concat(Stream.of(replacements), more).toArray(String[]::new);
    }

    /** RMSprop with the constants 0.95 and 0.03, which no variable has. */
    @Test
    void findsTheConstantsOfAnOptimizerWithoutNames() {
        String out = neuron(
                0,
                "g = x.T @ (x @ w - t)",
                "s = 0.05 * g * g if i == 0 else 0.95 * s + 0.05 * g * g",
                "w = w - 0.03 * g / (np.sqrt(s) + 1e-6)");
        assertTrue(out.contains("rmsprop, learning rate 0.03, decay 0.95, epsilon 1e-06"), out);
    }

    /** A name in another language, and none at all; a small update shows only some digits of the rate. */
    @Slow
    @Test
    void findsALearningRateThatFallsWithoutItsName() throws IOException {
        String named = Files.readString(Path.of("src/lab/scripts/right/v08.py"));
        String unnamed =
                named.replace("tasa = ", "t = ").replace("-= tasa ", "-= tasa_inicial / (1 + decaimiento * epoca) ");
        for (String text : List.of(named, unnamed)) {
            String out = Console.run(
                            "check",
                            Console.write(directory, "falling.py", text).toString())
                    .out();
            assertTrue(out.contains("AGREES"), out);
            assertTrue(out.contains("learning rate 0.2, in the end 0.0952381"), out);
        }
    }

    @Test
    void findsALearningRateThatRises() {
        assertTrue(neuron(0, "lr = 0.001 * (i + 1)", "w -= lr * x.T @ (x @ w - t)")
                .contains("in the end 0.02 (19 changes, line"));
    }

    /** Classes with weights, in rows or one example at a time; the rarer one in rows comes in the first steps, or not. */
    private static final String WEIGHTED = """
            import numpy as np
            rng = np.random.RandomState(7)
            X = rng.rand(150, 3)
            y = (X.sum(axis=1, keepdims=True) > 1.8) * 1.0
            pos_weight = 4.0
            W1, b1 = rng.randn(3, 8) * 0.5, np.zeros(8)
            W2, b2 = rng.randn(8, 1) * 0.5, np.zeros(1)
            size, total = 30, None
            for epoch in range(3):
                for s in range(0, 150, size):
                    xb, yb = X[s:s + size], y[s:s + size]
                    wb = 1 + (pos_weight - 1) * yb
                    h = np.tanh(xb @ W1 + b1)
                    p = 1 / (1 + np.exp(-(h @ W2 + b2)))
                    d = wb * (p - yb) / size
                    dh = d @ W2.T * (1 - h * h)
                    W2 -= 0.5 * (h.T @ d); b2 -= 0.5 * d.sum(axis=0)
                    W1 -= 0.5 * (xb.T @ dh); b1 -= 0.5 * dh.sum(axis=0)
            """;

    private String weighted(String... replacements) {
        String text = WEIGHTED;
        for (int i = 0; i < replacements.length; i += 2) {
            assertTrue(text.contains(replacements[i]), replacements[i]);
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        Console console = Console.run(
                "check", Console.write(directory, "weighted.py", text).toString());
        return (console.out() + console.err()).replaceAll("\\s+", " ");
    }

    @Test
    void findsTheWeightsOfClasses() {
        String weights = "times 1 for target 0, 4 for target 1";
        String rows = weighted();
        assertTrue(rows.contains("binary_cross_entropy, the mean over the examples, " + weights), rows);
        assertTrue(rows.contains("AGREES"), rows);
        String single = weighted("size, total = 30, None", "size, total = 1, None");
        assertTrue(single.contains(weights) && single.contains("AGREES"), single);
        String softmax = weighted(
                "> 1.8) * 1.0", "> 1.8) * np.array([[1.0, -1.0]]) + np.array([[0.0, 1.0]])",
                "* yb\n", "* yb[:, :1]\n",
                "rng.randn(8, 1) * 0.5, np.zeros(1)", "rng.randn(8, 2) * 0.5, np.zeros(2)",
                "p = 1 / (1 + np.exp(-(h @ W2 + b2)))",
                        "p = np.exp(h @ W2 + b2)\n        p /= p.sum(axis=1, keepdims=True)");
        assertTrue(softmax.contains("times 4 for class 0, 1 for class 1"), softmax);
        assertTrue(softmax.contains("AGREES"), softmax);
    }

    /** No name speaks of weights; the targets choose them. */
    @Test
    void findsTheWeightsThatTheTargetChooses() {
        Path script = Console.write(directory, "pesos.py", """
                import math, random
                random.seed(7)
                datos = []
                for i in range(60):
                    x1, x2 = random.uniform(-1, 1), random.uniform(-1, 1)
                    datos.append(([x1, x2], 1 if x1 + 0.5 * x2 > 0.6 else 0))
                positivos = sum(meta for _, meta in datos)
                peso = {0: 60 / (2.0 * (60 - positivos)), 1: 60 / (2.0 * positivos)}
                w1 = [[random.uniform(-0.5, 0.5) for _ in range(2)] for _ in range(4)]
                w2 = [random.uniform(-0.5, 0.5) for _ in range(4)]
                for epoca in range(6):
                    tasa = 0.3 / (1 + 0.01 * epoca)
                    for x, meta in datos:
                        oculta = [math.tanh(w1[j][0] * x[0] + w1[j][1] * x[1]) for j in range(4)]
                        salida = 1 / (1 + math.exp(-sum(w2[j] * oculta[j] for j in range(4))))
                        delta = peso[meta] * (salida - meta)
                        for j in range(4):
                            error = delta * w2[j] * (1 - oculta[j] ** 2)
                            w2[j] -= tasa * delta * oculta[j]
                            for i in range(2):
                                w1[j][i] -= tasa * error * x[i]
                """);
        String out = Console.run("check", script.toString()).out().replaceAll("\\s+", " ");
        assertTrue(out.contains("AGREES"), out);
        assertTrue(out.contains("for target 0, ") && out.contains("for target 1"), out);
    }

    /** The loss is computed in some steps only, and divided by the sum of the weights; without them the delta is wrong. */
    @Test
    void findsTheWeightsInAnArray() {
        String script = """
                import numpy as np
                rng = np.random.default_rng(5)
                x = rng.normal(size=(90, 2))
                t = (x[:, :1] + x[:, 1:] > 1.2) * 1.0
                w = np.where(t == 1, len(t) / (2 * t.sum()), len(t) / (2 * (len(t) - t.sum())))
                U, V = rng.normal(size=(2, 6)), rng.normal(size=(6, 1))
                def total_loss(p):
                    bce = -(t * np.log(p) + (1 - t) * np.log(1 - p))
                    return np.sum(w * bce) / np.sum(w) + 0.0005 * (np.sum(U ** 2) + np.sum(V ** 2))
                for epoch in range(60):
                    h = np.tanh(x @ U)
                    p = 1 / (1 + np.exp(-h @ V))
                    if epoch % 20 == 0:
                        print(total_loss(p))
                    d = w * (p - t) / np.sum(w)
                    g = h.T @ d + 0.001 * V
                    U -= 0.5 * (x.T @ (d @ V.T * (1 - h ** 2)) + 0.001 * U)
                    V -= 0.5 * g
                """;
        Path right = Console.write(directory, "weights.py", script);
        String out = Console.run("check", right.toString()).out().replaceAll("\\s+", " ");
        assertTrue(out.contains("AGREES") && out.contains("for target 1; L2 penalty 0.001"), out);
        Path wrong = Console.write(directory, "plain.py", script.replace("w * (p - t)", "(p - t)"));
        out = Console.run("check", wrong.toString()).out().replaceAll("\\s+", " ");
        assertTrue(out.contains("the weights of the examples are left out"), out);
    }

    /** The names are of another language; that the weights have a velocity, and the biases have none, is seen by the numbers. */
    @Test
    void accusesNoWeightsThatHaveAVelocityBesidePlainBiases() {
        Path script = Console.write(directory, "impulso.py", """
                import math, random
                random.seed(4)
                TASA, IMPULSO = 0.3, 0.8
                datos = [([random.uniform(-1, 1), random.uniform(-1, 1)], 0) for _ in range(30)]
                datos = [(x, 1 if x[0] > x[1] else 0) for x, _ in datos]
                w1 = [[random.uniform(-1, 1) for _ in range(2)] for _ in range(4)]
                b1 = [random.uniform(-1, 1) for _ in range(4)]
                w2, b2 = [random.uniform(-1, 1) for _ in range(4)], random.uniform(-1, 1)
                c1, c2 = [[0.0] * 2 for _ in range(4)], [0.0] * 4
                def sigmoide(z):
                    return 1 / (1 + math.exp(-z))
                for epoca in range(8):
                    for x, meta in datos:
                        h = [sigmoide(b1[j] + sum(w1[j][i] * x[i] for i in range(2))) for j in range(4)]
                        salida = sigmoide(b2 + sum(w2[j] * h[j] for j in range(4)))
                        error = (salida - meta) * salida * (1 - salida)
                        errores = [error * w2[j] * h[j] * (1 - h[j]) for j in range(4)]
                        for j in range(4):
                            c2[j] = IMPULSO * c2[j] - TASA * error * h[j]
                            w2[j] += c2[j]
                            for i in range(2):
                                c1[j][i] = IMPULSO * c1[j][i] - TASA * errores[j] * x[i]
                                w1[j][i] += c1[j][i]
                            b1[j] -= TASA * errores[j]
                        b2 -= TASA * error
                """);
        String out = Console.run("check", script.toString()).out().replaceAll("\\s+", " ");
        assertTrue(out.contains("its weights have an optimizer, and its biases plain gradient descent"), out);
        assertTrue(out.contains("recorded right: every recorded tensor is what its name says"), out);
    }

    /** `epsilon_init` is the size of the first weights, and `alpha` the penalty. */
    @Test
    void takesNoNameForAnotherConstant() {
        Path script = Console.write(directory, "constants.py", """
                import numpy as np
                rng = np.random.RandomState(3)
                epsilon_init, taux, alpha = 0.05, 0.1, 0.002
                X = rng.randn(40, 3); Y = np.tanh(X[:, :2] - X[:, 1:])
                p = {"w": rng.uniform(-epsilon_init, epsilon_init, (3, 6)), "b": np.zeros((1, 6)), "v": rng.randn(6, 2), "c": np.zeros((1, 2))}
                cumul = {nom: np.zeros_like(each) for nom, each in p.items()}
                for epoque in range(20):
                    h = np.tanh(X @ p["w"] + p["b"])
                    d2 = (h @ p["v"] + p["c"] - Y) / 40
                    d1 = d2 @ p["v"].T * (1 - h ** 2)
                    g = {"w": X.T @ d1 + alpha * p["w"], "b": d1.sum(axis=0, keepdims=True), "v": h.T @ d2 + alpha * p["v"], "c": d2.sum(axis=0, keepdims=True)}
                    for nom in p:
                        cumul[nom] += g[nom] ** 2
                        p[nom] = p[nom] - taux * g[nom] / (np.sqrt(cumul[nom]) + 1e-8)
                """);
        String out = Console.run("check", script.toString()).out().replaceAll("\\s+", " ");
        assertTrue(out.contains("AGREES"), out);
        assertTrue(out.contains("adagrad, learning rate 0.1, epsilon 1e-08"), out);
    }

    /** The cross-entropy is computed of a whole epoch's outputs alone, and the delta is that of a squared error. */
    @Test
    void tellsACrossEntropyThatTheUpdatesHaveNot() {
        String script = """
                import numpy as np
                rng = np.random.default_rng(8)
                X = rng.normal(size=(40, 2)); Y = (X[:, :1] > X[:, 1:]) * 1.0
                W, b, V, c = rng.normal(size=(2, 5)), np.zeros(5), rng.normal(size=(5, 1)), np.zeros(1)
                def loss(logits, y):
                    return float(np.mean(np.logaddexp(0.0, logits) - y * logits))
                for epoch in range(5):
                    for k in range(0, 40, 10):
                        x, y = X[k:k + 10], Y[k:k + 10]
                        h = np.tanh(x @ W + b)
                        p = 1 / (1 + np.exp(-(h @ V + c)))
                        d2 = (p - y) * p * (1 - p) / 10
                        d1 = d2 @ V.T * (1 - h ** 2)
                        V -= 0.5 * h.T @ d2; c -= 0.5 * d2.sum(axis=0)
                        W -= 0.5 * x.T @ d1; b -= 0.5 * d1.sum(axis=0)
                    print(loss(np.tanh(X @ W + b) @ V + c, Y))
                """;
        String told = "The script computes a cross-entropy; its updates are those of half_squared_error";
        for (boolean isWrong : List.of(true, false)) {
            Path path = Console.write(directory, "entropy.py", isWrong ? script : script.replace(" * p * (1 - p)", ""));
            String out = Console.run("check", path.toString()).out().replaceAll("\\s+", " ");
            assertEquals(isWrong, out.contains(told), out);
        }
    }

    @Test
    void recordsNoOutputsThatALossClips() {
        String out = weighted(
                "rng.randn(8, 1) * 0.5",
                "rng.randn(8, 1) * 500",
                "    d = wb",
                "    loss = -(wb * (yb * np.log(p) + (1 - yb) * np.log(1 - p))).sum()\n        d = wb");
        assertTrue(out.contains("the first outputs are so close to 0 or 1"), out);
    }

    /** The signs of the errors of a step add up to 0, but for the rounding. */
    @Test
    void takesNoRateFromTheRoundingOfAGradient() {
        Path script = Console.write(directory, "signs.py", """
                import numpy as np
                rng = np.random.default_rng(6)
                X = rng.uniform(-2, 2, size=(12, 2))
                Y = np.sin(X[:, :1]) + 0.5 * X[:, 1:]
                W1, b1 = rng.normal(size=(2, 6)) * 0.5, np.zeros((1, 6))
                W2, b2 = rng.normal(size=(6, 1)) * 0.5, np.zeros((1, 1))
                velocity = [np.zeros_like(p) for p in (W1, b1, W2, b2)]
                for epoch in range(40):
                    h = np.tanh(X @ W1 + b1)
                    out = h @ W2 + b2
                    loss = np.mean(np.abs(out - Y))
                    d_out = np.sign(out - Y) / len(X)
                    d_h = (d_out @ W2.T) * (1 - h ** 2)
                    grads = [X.T @ d_h, d_h.sum(axis=0, keepdims=True), h.T @ d_out, d_out.sum(axis=0, keepdims=True)]
                    for p, v, g in zip((W1, b1, W2, b2), velocity, grads):
                        before = v.copy()
                        v *= 0.9
                        v -= 0.05 / (1 + 0.02 * epoch) * g
                        p += -0.9 * before + 1.9 * v
                """);
        String out = Console.run("check", script.toString()).out();
        assertTrue(out.contains("AGREES"), out);
        assertTrue(out.contains("absolute_error, the mean over the examples"), out);
    }

    /** A mean by the sum of the weights of a batch; weights that no delta shows. */
    @Test
    void accusesNoWeightsThatNoNetworkFileCanSay() {
        String mean = weighted("/ size\n", "/ wb.sum()\n");
        assertTrue(mean.contains("INCOMPLETE, so agreement is not shown"), mean);
        String hidden = weighted(
                "size, total = 30, None", "size, total = 1, None",
                "rng.randn(8, 1) * 0.5, np.zeros(1)", "rng.randn(8) * 0.5, 0.0",
                "xb, yb = X[s:s + size], y[s:s + size]", "xb, yb = X[s], y[s, 0]",
                "d @ W2.T * (1", "d * W2 * (1",
                "(h.T @ d); b2 -= 0.5 * d.sum(axis=0)", "(h * d); b2 -= 0.5 * d",
                "(xb.T @ dh); b1 -= 0.5 * dh.sum(axis=0)", "np.outer(xb, dh); b1 -= 0.5 * dh");
        assertFalse(hidden.contains("DIFFERS"), hidden);
    }

    @Test
    void notesWhatTheNumbersContradict() {
        assertTrue(neuron(0, "momentum = 0.9", "w -= 0.1 * x.T @ (x @ w - t) / 10")
                .contains("speaks of momentum, but its updates have none; see"));
        assertTrue(neuron(
                        3,
                        "b = np.zeros((1, 1)) if i == 0 else b",
                        "e = x @ w + b - t",
                        "w -= 0.1 * x.T @ e / 10",
                        "b = b - 0.1 * e / 10")
                .contains("(10, 1) after a step"));
        assertTrue(neuron(3, "k = rng.permutation(10)", "w -= 0.1 * x[k].T @ (x[k] @ w - t) / 10")
                .contains("the same inputs have other targets"));
        assertTrue(neuron(
                        0, "j, k = rng.choice(10, 4), rng.choice(10, 4)", "a = x[j]", "w -= 0.1 * a.T @ (a @ w - t[k])")
                .replaceAll("\\s+", " ")
                .contains("In other steps, the same inputs have other targets, though each input is in one row only"));
        assertTrue(neuron(0, "g = x.T @ (x @ w - t)", "np.clip(g, -1, 1)", "w -= 0.1 * g")
                .replaceAll("\\s+", " ")
                .contains("The result of `np.clip(g, -1, 1)` is not used; see"));
    }

    @Test
    void notesADropoutThatIsNotTheOneItDividesBy() {
        Path script = Console.write(directory, "dropout.py", """
                import numpy as np
                rng = np.random.default_rng(3)
                x, t, w, v = (rng.normal(size=size) for size in ((40, 3), (40, 1), (3, 30), (30, 1)))
                for i in range(20):
                    h = np.tanh(x @ w)
                    mask = (rng.random(h.shape) < 0.9) / 0.8
                    h2 = h * mask
                    e = (h2 @ v - t) / len(x)
                    dv, dw = h2.T @ e, x.T @ ((e @ v.T) * mask * (1 - h ** 2))
                    v -= 0.1 * dv
                    w -= 0.1 * dw
                """);
        String out = Console.run("check", script.toString()).out().replaceAll("\\s+", " ");
        assertTrue(out.contains("keeps 90% of the activations, and divides them by 0.8; see"), out);
        assertTrue(out.contains("AGREES"), out);
    }

    /** A module of the script may have the name of one of ours; the numbers in it have names too. */
    @Test
    void readsModulesBesideTheScript() {
        Console.write(directory, "settings.py", "LEARNING_RATE = 0.05");
        assertTrue(neuron(0, "from settings import LEARNING_RATE", "w -= LEARNING_RATE * x.T @ (x @ w - t)")
                .contains("the sum over the examples\n  optimizer  sgd, learning rate 0.05\n"));
    }

    @Test
    void comparesShuffledBatchesOfTwoSizes() {
        String shuffled = neuron(
                0,
                "k = rng.permutation(10)",
                "for a in (k[:4], k[4:8], k[8:]):",
                "    w -= 0.1 * x[a].T @ (x[a] @ w - t[a])");
        assertTrue(shuffled.contains("60 steps of 4 examples, shuffled in each epoch"), shuffled);
    }

    /** A mistake may follow in what is not compared. */
    @Test
    void isIncompleteIfNotAllStepsAreCompared() {
        String shuffled = neuron(
                3,
                "k = rng.permutation(10)",
                "for a in (k[:4], k[4:7], k[7:]):",
                "    w -= 0.1 * x[a].T @ (x[a] @ w - t[a])");
        assertTrue(shuffled.contains("INCOMPLETE"), shuffled);
        assertTrue(shuffled.contains("Only the first 2 of 60 steps are compared"), shuffled);
    }

    @Test
    void provesARepair() throws IOException {
        Path script = Path.of("src/test/resources/readme/xor.py");
        String before = Files.readString(script);
        String out = Console.run("check", script.toString(), "--fix").out();
        assertTrue(out.contains("Repair, proven"), out);
        assertTrue(
                out.contains("-            d1 = (d2 @ self.W2.T) * (1 - self.h)\n"
                        + "+            d1 = (d2 @ self.W2.T) * (1 - self.h ** 2)\n"),
                out);
        assertEquals(before, Files.readString(script));
    }

    /** Mistakes that no corrected line of a finding repairs, in examples as columns, loops over keys and layers. */
    @Slow
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "softmax-1.py          | return e / np.sum(e, axis=1, keepdims=True)",
            })
    void repairsByASmallEdit(String script, String line) {
        ScriptMistakeTests.assertRepaired(line, check(script, "--fix").out());
    }

    /** A right network with examples in columns, in which lines are replaced. */
    private Path columns(String... replacements) {
        String script = """
                import numpy as np
                np.random.seed(3)
                X = np.random.randn(3, 20); Y = (X[:1] * X[1:2] > 0) * 1.0
                W1 = np.random.randn(5, 3); b1 = np.zeros((5, 1)); W2 = np.random.randn(1, 5); b2 = np.zeros((1, 1))
                m = X.shape[1]
                for epoch in range(5):
                    Z1 = W1 @ X + b1
                    A1 = np.tanh(Z1)
                    A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
                    dZ2 = A2 - Y
                    dW2 = dZ2 @ A1.T / m
                    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
                    dZ1 = W2.T @ dZ2 * (1 - A1 ** 2)
                    dW1 = dZ1 @ X.T / m
                    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
                    W1 -= 0.5 * dW1
                    b1 -= 0.5 * db1
                    W2 -= 0.5 * dW2
                    b2 -= 0.5 * db2
                """;
        for (int i = 0; i < replacements.length; i += 2) {
            assertTrue(script.contains(replacements[i]), replacements[i]);
            script = script.replace(replacements[i], replacements[i + 1]);
        }
        return Console.write(directory, "columns.py", script);
    }

    /** The right formulas, in the variables of the script; of two mistakes, neither repair alone makes it agree. */
    @Slow
    @Test
    void repairsInTheLayoutOfTheScript() {
        String slope = " * (1 - A1 ** 2)";
        repaired(columns(slope, ""), "dZ1 = W2.T @ dZ2" + slope);
        String update = "W2 -= 0.5 * dW2";
        Path early = columns("    " + update, "    pass", "    dZ1", "    " + update + "\n    dZ1");
        repaired(early, "dZ1 = W2.T @ dZ2" + slope);
    }

    private static void repaired(Path script, String... lines) {
        String out = Console.run("check", script.toString(), "--fix").out();
        assertTrue(out.contains("Repair, proven"), out);
        for (String line : lines) {
            assertTrue(out.contains("+    " + line + "\n"), out);
        }
    }

    /** There, a - y is the slope of the cross-entropy, but not of the clipped one of a network file. */
    @Test
    void accusesNobodyOfOutputsThatALossClips() {
        Path script = columns(
                "W2 -= 0.5 * dW2",
                "W2 -= 500 * dW2",
                "b2 -= 0.5 * db2",
                "b2 -= 500 * db2",
                "W1 -= 0.5 * dW1",
                "W1 -= 500 * dW1",
                "b1 -= 0.5 * db1",
                "b1 -= 500 * db1");
        String out = Console.run("check", script.toString()).out();
        assertTrue(out.contains("INCOMPLETE, so agreement is not shown"), out);
        assertTrue(out.replaceAll("\\s+", " ").contains("the next outputs are so close to 0 or 1"), out);
    }

    /** What the outputs divide is the target with another sign. */
    @Test
    void findsTheTargetOfADividedDelta() {
        Path script = columns("dZ2 = A2 - Y", "dZ2 = (-Y / A2 + (1 - Y) / (1 - A2)) * A2 * (1 - A2)");
        String out = Console.run("check", script.toString()).out();
        assertTrue(out.contains("AGREES"), out);
        assertTrue(out.contains("binary_cross_entropy, the mean over the examples"), out);
    }

    /** Whatever else is wrong, such a delta is no delta of a squared error without its slope. */
    @Test
    void takesTheLossFromTheDelta() {
        String out = Console.run(
                        "check",
                        columns("(1 - A1 ** 2)", "1", "W1 -= 0.5 * dW1", "W1 -= 0.5 * dW1 ** 2")
                                .toString())
                .out();
        assertTrue(out.contains("first goes wrong at step 0, layer 1, delta"), out);
        assertTrue(out.contains("loss       binary_cross_entropy"), out);
    }

    /** An output activation is named though no function has its name. */
    @Test
    void namesAWrongOutputActivation() {
        Path script = Console.write(directory, "wrong.py", """
                import numpy as np
                np.random.seed(3)
                X = np.random.randn(20, 3); Y = np.eye(3)[np.argmax(X, axis=1)]
                W = np.zeros((3, 3))
                for epoch in range(5):
                    e = np.exp(X @ W)  # softmax
                    p = e / np.sum(e)
                    W -= 0.5 * X.T @ (p - Y) / 20
                """);
        String out = Console.run("check", script.toString()).out();
        assertTrue(out.contains("first goes wrong at step 0, layer 1, activation"), out);
        assertTrue(out.contains("softmax divides by the sum over the whole batch"), out);
    }

    /** Two names of one list, of which nothing is finite after the first step. */
    @Test
    void showsThatTwoNamesAreOneList() {
        Path script = Console.write(directory, "moments.py", """
                import numpy as np
                np.random.seed(3)
                X = np.random.randn(20, 3); Y = X @ np.ones((3, 1))
                W = [np.zeros((3, 1))]
                m = [np.zeros_like(w) for w in W]
                v = m
                for t in range(1, 9):
                    g = [X.T @ (X @ W[0] - Y)]
                    for i in range(1):
                        m[i] = 0.9 * m[i] + 0.1 * g[i]
                        v[i] = 0.999 * v[i] + 0.001 * g[i] ** 2
                        W[i] -= 0.1 * m[i] / (1 - 0.9 ** t) / (np.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8)
                """);
        String out = Console.run("check", script.toString()).out();
        assertTrue(out.contains("DIFFERS"), out);
        assertTrue(
                out.replaceAll("\\s+", " ")
                        .contains(
                                "`v` and `m` are one and the same object: what one gets, the other has too; see line 6."),
                out);
    }

    @Test
    void notesThatTheLossIsAnother() {
        String out = neuron(0, "loss = np.mean((x @ w - t) ** 2)", "w = w - 0.002 * x.T @ (x @ w - t)");
        assertTrue(out.replaceAll("\\s+", " ").contains("its updates are those of half_squared_error, the sum"), out);
    }

    /** Its weights may be meant to be trained. */
    @Test
    void findsTheSlopeOfALeakyRectifier() {
        String out = Console.run(
                        "check",
                        columns(
                                        "np.tanh(Z1)",
                                        "np.where(Z1 > 0, Z1, 0.3 * Z1)",
                                        "(1 - A1 ** 2)",
                                        "np.where(Z1 > 0, 1, 0.3)")
                                .toString())
                .out();
        assertTrue(out.contains("AGREES"), out);
        assertTrue(out.contains("{ leaky_relu: { alpha: 0.3 } }"), out);
    }

    /** Without it, the network would be a smaller one, or none. */
    @Test
    void understandsALayerThatIsNeverUpdated() {
        String out = Console.run(
                        "check",
                        columns("W2 -= 0.5 * dW2", "pass", "b2 -= 0.5 * db2", "pass")
                                .toString())
                .out();
        assertTrue(out.contains("3 inputs → 5 tanh → 1 sigmoid"), out);
        assertTrue(out.contains("the weights are never updated; the biases are not updated either"), out);
        assertTrue(out.contains("Layers whose weights never change are taken for layers that"), out);
    }

    @Test
    void isIncompleteAboveALayerThatNeverChanges() {
        String above = neuron(3, "h = np.tanh(x @ (0.5 * np.eye(3)))", "w = w - 0.1 * h.T @ (h @ w - t) / 10");
        assertTrue(above.contains("INCOMPLETE"), above);
        assertTrue(above.contains("A layer below has weights that never change"), above);
    }

    @Test
    void repairsASign() {
        Path script = Console.write(directory, "neuron.py", NEURON.formatted("w = w + 0.01 * x.T @ (x @ w - t)"));
        String out = Console.run("check", script.toString(), "--fix").out();
        assertTrue(out.contains("+    w = w - 0.01 * x.T @ (x @ w - t)\n"), out);
    }

    /** A training that clips by one norm over all layers, in some steps only. */
    private Path clips(String slope, String... lines) {
        return Console.write(directory, "clips.py", """
                import numpy as np
                rng = np.random.default_rng(3)
                x, t, w, v = (rng.normal(size=size) for size in ((10, 3), (10, 1), (3, 4), (4, 1)))
                lr, most, eps = 0.05, 2.0, 1e-8
                for i in range(40):
                    h = np.tanh(x @ w)
                    e = h @ v - t
                    loss = 0.5 * np.sum(e ** 2)
                    dv, dw = h.T @ e, x.T @ ((e @ v.T) * (%s))
                    norm = np.sqrt(np.sum(dv ** 2) + np.sum(dw ** 2))
                    %s
                    v -= lr * dv * scale
                    w -= lr * dw * scale
                """.formatted(slope, String.join("\n    ", lines)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"norm", "norm + 1e-6"})
    void repairsAboveANormOverAllLayers(String norm) {
        String out = Console.run(
                        "check",
                        clips("(1 - h) ** 2", "scale = min(1, most / (" + norm + "))")
                                .toString(),
                        "--fix")
                .out();
        assertTrue(out.contains("proven: with it, the script agrees in every tensor of every step."), out);
        assertTrue(out.contains("+    dv, dw = h.T @ e, x.T @ ((e @ v.T) * (1 - h ** 2))\n"), out);
    }

    /** The number that is added to the norm stands in a line of the script; 1e-12 has no effect that can be seen. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scale = min(1, most / (norm + 1e-6))                     | plus 1e-06",
                "scale = min(1, most / (norm + 1e-12))                    | plus 1e-12",
                "scale = min(1.0, most / (norm + eps))                    | plus 1e-08",
                "scale = most / (norm + 1e-6) if norm > most else 1       | plus 1e-06",
                "norm += 1e-6; scale = most / norm if norm > most else 1  | plus 1e-06",
                "unused = norm + 1e-6; scale = min(1, most / norm)        | ''",
            })
    void comparesEveryStepThatClipsByANormPlusASmallNumber(String lines, String plus) {
        Console console = Console.run("check", clips("1 - h ** 2", lines).toString());
        String out = console.out().replaceAll("\\s+", " ");
        assertEquals(0, console.code(), out);
        assertTrue(out.contains("gradients clipped to 2, by the norm of all layers " + plus), out);
        assertEquals(plus.isEmpty(), !out.contains("layers plus"), out);
        assertTrue(out.contains("compared 40 of 40 steps"), out);
    }

    /** The factor enlarges gradients below the threshold: no number that is added to a norm explains it. */
    @Test
    void doesNotCompareAClippingThatEnlarges() {
        Console console = Console.run(
                "check", clips("1 - h ** 2", "scale = most / (norm + 1e-6)").toString());
        assertEquals(3, console.code(), console.out());
    }

    /** The gradients are right; the clipped ones are none that a threshold gives. */
    @Test
    void repairsAClippingThatIsWrong() {
        Path script = Console.write(
                directory,
                "neuron.py",
                NEURON.formatted("lr, clip = 0.1, 0.5\n    g = x.T @ (x @ w - t)\n    n = np.linalg.norm(g)\n"
                        + "    if n > clip:\n        g = g * (n / clip)\n    w -= lr * g"));
        String out = Console.run("check", script.toString(), "--fix").out();
        assertTrue(out.contains("Edit, proven: with it, the updates are those of an optimizer that is known"), out);
        assertTrue(out.contains("+        g = g / (n / clip)\n"), out);
    }

    /** The updates are right in both, so that only a whole training shows whether an edit repairs anything. */
    @Test
    void repairsWhatItOnlyNotes() {
        Path orders = Console.write(
                directory,
                "neuron.py",
                NEURON.formatted("k = rng.permutation(10)\n    a, b = x[k], t\n    w -= 0.1 * a.T @ (a @ w - b)"));
        String shuffled = Console.run("check", orders.toString(), "--fix").out();
        assertTrue(shuffled.contains("what a note says is no longer so"), shuffled);
        assertTrue(shuffled.contains("+    a, b = x[k], t[k]\n"), shuffled);
        Path unread = Console.write(
                directory,
                "unread.py",
                NEURON.replace("for ", "b, lr = np.zeros(1), 0.1\nfor ")
                        .formatted("e = x @ w - t\n    w -= lr * x.T @ e / 10\n    b -= lr * e.mean(axis=0)"));
        String bias = Console.run("check", unread.toString(), "--fix").out();
        assertTrue(bias.contains("`b` is updated as the weights are, and no formula reads it; see"), bias);
        assertTrue(bias.contains("+    e = x @ w + b - t\n"), bias);
        Path reset = Console.write(
                directory,
                "reset.py",
                NEURON.formatted(
                        "v = np.zeros((3, 1))\n    v = 0.9 * v - 0.1 * x.T @ (x @ w - t)  # momentum\n    w += v"));
        String momentum = Console.run("check", reset.toString(), "--fix").out();
        assertTrue(momentum.contains("speaks of momentum, but its updates have none"), momentum);
        assertTrue(momentum.contains("+v = np.zeros((3, 1))\n"), momentum);
        Path penalty = columns("m = X.shape[1]", "m, lam = X.shape[1], 0.1", "b2 -= 0.5 * db2\n", """
                b2 -= 0.5 * db2
                print(0.5 * lam * (np.sum(W1 ** 2) + np.sum(W2 ** 2)))
                """);
        String decayed = Console.run("check", penalty.toString(), "--fix").out();
        assertTrue(decayed.contains("The script computes a penalty with `lam`, and its updates have none"), decayed);
        assertTrue(decayed.contains("+    dW2 = dZ2 @ A1.T / m + lam * W2\n"), decayed);
        assertTrue(decayed.contains("+    dW1 = dZ1 @ X.T / m + lam * W1\n"), decayed);
    }

    /** An edit that only some of the layers have repairs nothing. */
    @Test
    void editsTheLinesOfAllLayersAlike() {
        Path script =
                columns("W1 -= 0.5 * dW1", "W1 -= 0.5 * np.abs(dW1)", "W2 -= 0.5 * dW2", "W2 -= 0.5 * np.abs(dW2)");
        String out = Console.run("check", script.toString(), "--fix").out();
        assertTrue(out.contains("+    W1 -= 0.5 * dW1\n"), out);
        assertTrue(out.contains("+    W2 -= 0.5 * dW2\n"), out);
    }

    /** Each function of the list changes the last layer. */
    @Test
    void repairsAFunctionThatReadsTheLastValueOfItsLoop() {
        Path script = Console.write(directory, "closures.py", """
                import numpy as np
                rng = np.random.default_rng(3)
                x, t = rng.normal(size=(12, 3)), rng.normal(size=(12, 1))
                w = [rng.normal(size=(3, 4)), rng.normal(size=(4, 1))]
                def update(k):
                    w[k] -= 0.1 * g[k]
                steps = [lambda: update(k) for k in range(2)]
                for i in range(20):
                    h = np.tanh(x @ w[0])
                    e = (h @ w[1] - t) / 12
                    g = [x.T @ (e @ w[1].T * (1 - h ** 2)), h.T @ e]
                    for step in steps:
                        step()
                """);
        String out = Console.run("check", script.toString(), "--fix").out();
        assertTrue(out.contains("+steps = [lambda k=k: update(k) for k in range(2)]\n"), out);
    }

    /** The second use of an activation overwrites the output that the first one needs. */
    @Test
    void repairsAnObjectThatIsTwiceInAList() {
        Path script = Console.write(directory, "layers.py", """
                import numpy as np
                rng = np.random.default_rng(3)
                class Dense:
                    def __init__(self, n, m):
                        self.W = rng.normal(size=(n, m))
                    def forward(self, x):
                        self.x = x
                        return x @ self.W
                    def backward(self, g):
                        before = g @ self.W.T
                        self.W -= 0.1 * self.x.T @ g
                        return before
                class Tanh:
                    def forward(self, x):
                        self.a = np.tanh(x)
                        return self.a
                    def backward(self, g):
                        return g * (1 - self.a ** 2)
                x, t = rng.normal(size=(12, 3)), rng.normal(size=(12, 1))
                act = Tanh()
                layers = [Dense(3, 4), act, Dense(4, 4), act, Dense(4, 1)]
                for i in range(20):
                    a = x
                    for layer in layers:
                        a = layer.forward(a)
                    g = (a - t) / 12
                    for layer in reversed(layers):
                        g = layer.backward(g)
                """);
        String out = Console.run("check", script.toString(), "--fix").out();
        assertTrue(out.contains("+layers = [Dense(3, 4), Tanh(), Dense(4, 4), Tanh(), Dense(4, 1)]\n"), out);
    }

    /** Whether a dropout keeps the wrong share or divides by it, the script does not say. */
    @Test
    void repairsADropoutThatKeepsWhatItShouldDrop() {
        Path script = Console.write(directory, "dropout.py", """
                import numpy as np
                rng = np.random.default_rng(3)
                x, t = rng.normal(size=(40, 3)), rng.normal(size=(40, 1))
                w, v = rng.normal(size=(3, 30)), rng.normal(size=(30, 1))
                drop, lr = 0.2, 0.1
                for i in range(40):
                    h = np.tanh(x @ w)
                    mask = (rng.random(h.shape) < drop) / (1 - drop)
                    a = h * mask
                    e = (a @ v - t) / 40
                    dv, dw = a.T @ e, x.T @ (e @ v.T * mask * (1 - h ** 2))
                    v -= lr * dv
                    w -= lr * dw
                """);
        String out = Console.run("check", script.toString(), "--fix").out();
        assertTrue(out.contains("(rng.random(h.shape) < 1 - drop) / (1 - drop)\n"), out);
    }

    /** No optimizer fits, so that its constants are taken from names; the repair has others. */
    @Slow
    @Test
    void repairsARootThatIsMissing() {
        String lines = """
                g = x.T @ (x @ w - t)
                    s = 0.1 * g * g if i == 0 else rho * s + (1 - rho) * g * g
                    w = w - lr * g / (s + 1e-8)  # RMSprop""";
        String script = NEURON.replace("for i", "alpha, lr, rho = 0.1, 0.03, 0.9\nfor i");
        String out = Console.run(
                        "check",
                        Console.write(directory, "rootless.py", script.formatted(lines))
                                .toString(),
                        "--fix")
                .out();
        assertTrue(out.contains("+    w = w - lr * g / (np.sqrt(s) + 1e-8)  # RMSprop\n"), out);
    }

    /** Such a script still fails with the error, after the repair. */
    @Test
    void repairsAScriptThatTrainsNothing() {
        Path script = Console.write(
                directory, "renamed.py", NEURON.formatted("for p in [w]: p = p - 0.1 * x.T @ (x @ p - t)"));
        Console console = Console.run("check", script.toString(), "--fix");
        assertTrue(console.out().contains("Repair, proven: with it, the script trains: "), console::out);
        assertTrue(console.out().contains("+    for p in [w]: p -= 0.1 * x.T @ (x @ p - t)"), console::out);
        contains(console, "error[E054]");
    }

    @Test
    void saysWhyThereIsNoVerdict() {
        Path failing =
                Console.write(directory, "failing.py", "import numpy as np\n\nprint(np.zeros(3) @ np.zeros(4))\n");
        Path other = Console.write(directory, "other.py", "print('hello')\n");
        Path broken = Console.write(directory, "broken.py", "for i in range(3)\n    print(i)\n");
        assertAll(
                () -> contains(Console.run("check", failing.toString()), "line 3"),
                () -> contains(Console.run("check", failing.toString()), "ValueError"),
                () -> contains(Console.run("check", other.toString()), "error[E054]: the training of "),
                () -> contains(Console.run("check", broken.toString()), "broken.py\", line 1"),
                () -> contains(
                        Console.run("check", other.toString(), "--against", "net.npz"), "`--against` names a network"),
                () -> contains(Console.run("check", directory.resolve("no.py").toString()), "error[E001]"));
    }

    /** Where nothing is trained, or the targets cannot be, the error names the line that may be the reason. */
    @Test
    void namesTheLineOfWhatIsNotUnderstood() {
        Path renamed = Console.write(
                directory, "renamed.py", NEURON.formatted("for p in [w]: p = p - 0.1 * x.T @ (x @ p - t)"));
        Path lost = Console.write(directory, "lost.py", NEURON.formatted("w - 0.1 * x.T @ (x @ w - t)"));
        Path repeated = Console.write(directory, "repeated.py", """
                rows = [[0.5] * 2] * 3
                for i in range(4):
                    print(sum(rows[0][j] * 2 for j in range(2)))
                """);
        Path targets = Console.write(directory, "targets.py", """
                import numpy as np
                rng = np.random.default_rng(7)
                x = rng.normal(size=(6, 3))
                y = np.eye(3)[[0, 1, 2, 0, 1, 1]].T.reshape(6, 3)
                w = rng.normal(size=(3, 3))
                for i in range(20):
                    e = np.exp(x @ w)
                    p = e / e.sum(axis=1, keepdims=True)
                    loss = -np.sum(y * np.log(p))
                    w -= 0.1 * x.T @ (p - y)
                """);
        Path normalized = Console.write(directory, "normalized.py", """
                import numpy as np
                rng = np.random.default_rng(3)
                x, t = rng.normal(size=(20, 3)), rng.normal(size=(20, 1))
                w, v = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))
                def relu(z):
                    return np.maximum(z, 0)
                for i in range(20):
                    z = x @ w
                    s = z.std(axis=0)
                    n = (z - z.mean(axis=0)) / s
                    a = relu(n)
                    d = a @ v - t
                    dn = d @ v.T * (n > 0)
                    dz = (dn - dn.mean(axis=0) - n * (dn * n).mean(axis=0)) / s
                    v -= 0.01 * a.T @ d
                    w -= 0.01 * x.T @ dz
                """);
        assertAll(
                () -> assertTrue(Console.run("check", normalized.toString())
                        .out()
                        .contains("not understood: layer 1 is normalized by means over the examples")),
                () -> contains(Console.run("check", renamed.toString()), "line 6 only gives the name `p`"),
                () -> contains(
                        Console.run("check", lost.toString()), "line 6 computes something, and keeps it nowhere"),
                () -> contains(Console.run("check", repeated.toString()), "line 1 repeats one and the same object"),
                () -> contains(Console.run("check", targets.toString()), "as those of a cross-entropy do; see line 4"));
    }

    private static void contains(Console console, String part) {
        assertEquals(2, console.code(), console::out);
        assertTrue(console.err().contains(part), console::err);
    }

    private static List<Integer> lines(JsonArray findings) {
        return findings.asList().stream()
                .flatMap(finding -> finding.getAsJsonObject().getAsJsonArray("source").asList().stream())
                .map(line -> line.getAsJsonObject().get("number").getAsInt())
                .toList();
    }
}
