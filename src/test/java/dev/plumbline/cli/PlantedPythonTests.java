package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.Slow;
import dev.plumbline.recording.Python;
import dev.plumbline.recording.RecorderScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks written by hand in Python, as people write them, with mistakes in their lines, under real NumPy: {@code check
 * --against} names each. The scripts are in {@code src/test/resources/planted}, and are right as they stand there.
 */
@Tag(Python.TAG)
@Slow
class PlantedPythonTests {
    private static final Path SCRIPTS = Path.of("src/test/resources/planted");

    private static final List<Planted> TUTORIAL = List.of(
            planted("tutorial", "ascent").line("l2_error = y - l2", "l2_error = l2 - y"),
            planted("tutorial", "sign_flipped").line("syn1 += ", "syn1 -= ").line("syn0 += ", "syn0 -= "),
            planted("tutorial", "slope_forgotten")
                    .line("l2_delta = l2_error * nonlin(l2, True)", "l2_delta = l2_error"),
            planted("tutorial", "slope_forgotten")
                    .line("l1_delta = l1_error * nonlin(l1, True)", "l1_delta = l1_error"),
            planted("tutorial", "updated_weights")
                    .line("    syn1 += np.dot(l1.T, l2_delta)\n", "")
                    .line(
                            "    # how much did each l1",
                            "    syn1 += np.dot(l1.T, l2_delta)\n    # how much did each l1"),
            planted("tutorial", "error_squared").line("l2_error = y - l2", "l2_error = (y - l2) ** 2"),
            planted("tutorial", "raw_error_propagated")
                    .line("l1_error = l2_delta.dot(syn1.T)", "l1_error = l2_error.dot(syn1.T)"),
            planted("tutorial", "other_initial_weights").line("np.random.seed(1)", "np.random.seed(2)"),
            planted("tutorial", "slope_of_preactivation").line("nonlin(l1, True)", "nonlin(np.dot(l0, syn0), True)"),
            planted("tutorial", "column_order")
                    .line("syn0 = 2 * np.random.random((3, 5)) - 1", "syn0 = 2 * np.random.random((5, 3)).T - 1"),
            planted("tutorial", "single_precision")
                    .line("[1, 1, 1]])", "[1, 1, 1]], dtype=np.float32)")
                    .line("np.random.random((3, 5)) - 1", "np.random.random((3, 5)).astype(np.float32) - 1")
                    .line("np.random.random((5, 1)) - 1", "np.random.random((5, 1)).astype(np.float32) - 1")
                    .line("y = np.array([[0, 1, 1, 0]]).T", "y = np.array([[0, 1, 1, 0]], dtype=np.float32).T"),
            planted("tutorial", "averaged")
                    .line("syn1 += np.dot(l1.T, l2_delta)", "syn1 += np.dot(l1.T, l2_delta) / 4")
                    .line("syn0 += np.dot(l0.T, l1_delta)", "syn0 += np.dot(l0.T, l1_delta) / 4"));

    private static final List<Planted> CLASSIFIER = List.of(
            planted("classifier", "summed")
                    .line("layer.x.T @ layer.delta / n", "layer.x.T @ layer.delta")
                    .line("layer.delta.sum(axis=0) / n", "layer.delta.sum(axis=0)"),
            planted("classifier", "averaged_twice").line("net[2].delta = out - y", "net[2].delta = (out - y) / n"),
            planted("classifier", "slope_extra")
                    .line("net[2].delta = out - y", "net[2].delta = (out - y) * out * (1 - out)"),
            planted("classifier", "softmax_wrong_axis")
                    .line("e / e.sum(axis=1, keepdims=True)", "e / e.sum(axis=0, keepdims=True)"),
            planted("classifier", "bias_not_updated").line("        layer.b -= lr * layer.db\n", ""),
            planted("classifier", "scalar_bias_gradient").line("layer.delta.sum(axis=0) / n", "layer.delta.sum() / n"),
            planted("classifier", "scalar_bias_gradient")
                    .line("layer.delta.sum(axis=0) / n", "np.full_like(layer.b, layer.delta.sum() / n)"),
            planted("classifier", "kink_slope_one").line("return (z > 0).astype(float)", "return np.ones_like(z)"),
            planted("classifier", "full_batch_divisor").line("n = len(X)", "n = given.batch_size"),
            planted("classifier", "accumulated")
                    .line("layer.dW = layer.x.T", "layer.dW += layer.x.T")
                    .line("layer.db = layer.delta", "layer.db += layer.delta"),
            planted("classifier", "shuffled")
                    .line(
                            "for X, y in given.batches():",
                            "for X, y in ((given.X[i:i + 5], given.y[i:i + 5]) for _ in range(given.epochs) for i in range(0, 13, 5)):"),
            planted("classifier", "activation_twice")
                    .line("self.a = self.activation(self.z)", "self.a = self.activation(self.activation(self.z))"),
            planted("classifier", "rate_twice")
                    .line("layer.W -= lr * layer.dW", "layer.W -= lr * (lr * layer.dW)")
                    .line("layer.b -= lr * layer.db", "layer.b -= lr * (lr * layer.db)"),
            planted("classifier", "bias_forgotten").line("self.z = x @ self.W + self.b", "self.z = x @ self.W"),
            planted("classifier", "slope_of_preactivation").line("tanh_prime(net[1].a)", "tanh_prime(net[1].z)"),
            planted("classifier", "slope_not_squared").line("return 1 - a ** 2", "return 1 - a"),
            planted("classifier", "gradient_from_preactivation")
                    .line(
                            "layer.dW = layer.x.T @ layer.delta / n",
                            "layer.dW = (net[net.index(layer) - 1].z if layer is not net[0] else X).T @ layer.delta / n"),
            planted("classifier", "loss_scaled")
                    .line("loss = -np.sum(y * np.log(out)) / n", "loss = -np.sum(y * np.log(out))"));

    private static final List<Planted> REGRESSION = List.of(
            planted("regression", "sign_flipped").line("dZ2 = 2 * (A2 - Y)", "dZ2 = 2 * (Y - A2)"),
            planted("regression", "two_misplaced").line("dZ2 = 2 * (A2 - Y)", "dZ2 = A2 - Y"),
            planted("regression", "averaged_twice").line("dZ2 = 2 * (A2 - Y)", "dZ2 = 2 * (A2 - Y) / m"),
            planted("regression", "slope_of_activated").line("sigmoid_derivative(Z1)", "sigmoid_derivative(A1)"),
            planted("regression", "gradient_from_preactivation")
                    .line("dW2 = np.dot(A1.T, dZ2) / m", "dW2 = np.dot(Z1.T, dZ2) / m"),
            planted("regression", "broadcast")
                    .line("cost = np.mean((A2 - Y) ** 2)", "cost = np.mean((A2 - Y.ravel()) ** 2)"),
            planted("regression", "velocity_damped")
                    .line("- alpha * dW1", "- (1 - mu) * alpha * dW1")
                    .line("- alpha * db1", "- (1 - mu) * alpha * db1")
                    .line("- alpha * dW2", "- (1 - mu) * alpha * dW2")
                    .line("- alpha * db2", "- (1 - mu) * alpha * db2"),
            planted("regression", "momentum_forgotten")
                    .line("mu * velocity[\"W1\"] - ", "-")
                    .line("mu * velocity[\"b1\"] - ", "-")
                    .line("mu * velocity[\"W2\"] - ", "-")
                    .line("mu * velocity[\"b2\"] - ", "-"),
            planted("regression", "nesterov_for_classical")
                    .line("W1 = W1 + velocity[\"W1\"]", "W1 = W1 + mu * velocity[\"W1\"] - alpha * dW1")
                    .line("b1 = b1 + velocity[\"b1\"]", "b1 = b1 + mu * velocity[\"b1\"] - alpha * db1")
                    .line("W2 = W2 + velocity[\"W2\"]", "W2 = W2 + mu * velocity[\"W2\"] - alpha * dW2")
                    .line("b2 = b2 + velocity[\"b2\"]", "b2 = b2 + mu * velocity[\"b2\"] - alpha * db2"),
            planted("regression", "ascent")
                    .line("W1 = W1 + velocity[\"W1\"]", "W1 = W1 - velocity[\"W1\"]")
                    .line("b1 = b1 + velocity[\"b1\"]", "b1 = b1 - velocity[\"b1\"]")
                    .line("W2 = W2 + velocity[\"W2\"]", "W2 = W2 - velocity[\"W2\"]")
                    .line("b2 = b2 + velocity[\"b2\"]", "b2 = b2 - velocity[\"b2\"]"),
            planted("regression", "ascent")
                    .line("- alpha * dW2", "+ alpha * dW2")
                    .line("- alpha * dW1", "+ alpha * dW1")
                    .line("- alpha * db2", "+ alpha * db2")
                    .line("- alpha * db1", "+ alpha * db1"));

    private static final List<Planted> DROPOUT = List.of(
            planted("dropout", "epsilon_place").line("(np.sqrt(second[name]) + eps)", "np.sqrt(second[name] + eps)"),
            planted("dropout", "epsilon_place")
                    .line(
                            "given.learning_rate * correction * first[name] / (np.sqrt(second[name]) + eps)",
                            "given.learning_rate * (first[name] / (1 - beta1 ** t)) / (np.sqrt(second[name] / (1 - beta2 ** t)) + eps)"),
            planted("dropout", "moments_not_corrected")
                    .line("correction = np.sqrt(1 - beta2 ** t) / (1 - beta1 ** t)", "correction = 1"),
            planted("dropout", "l2_missing").line("g = g + l2 * params[name]", "pass"),
            planted("dropout", "l2_on_bias").line("if name.startswith(\"W\"):", "if True:"),
            planted("dropout", "l2_doubled").line("g = g + l2 * params[name]", "g = g + 2 * l2 * params[name]"),
            planted("dropout", "dropout_not_inverted").line("d1 = a1 * keep / (1 - p)", "d1 = a1 * keep"),
            planted("dropout", "dropout_by_drop_probability").line("d1 = a1 * keep / (1 - p)", "d1 = a1 * keep / p"),
            planted("dropout", "dropout_forgotten_backward")
                    .line("delta2.dot(W2.T) * keep / (1 - p) * leaky", "delta2.dot(W2.T) * leaky"),
            planted("dropout", "gradient_without_dropout").line("d1.T.dot(delta2)", "a1.T.dot(delta2)"),
            planted("dropout", "loss_without_penalty").line(" + l2 / 2 * (np.sum(W1 ** 2) + np.sum(W2 ** 2))", ""),
            planted("dropout", "slope_extra").line("delta2 = a2 - y", "delta2 = (a2 - y) * a2 * (1 - a2)"));

    @TempDir
    private Path directory = Path.of("");

    /** A mistake, and the lines that make it. */
    private record Planted(String script, String mistake, List<String> right, List<String> wrong) {
        Planted line(String from, String to) {
            List<String> allRight = new ArrayList<>(right);
            List<String> allWrong = new ArrayList<>(wrong);
            allRight.add(from);
            allWrong.add(to);
            return new Planted(script, mistake, allRight, allWrong);
        }

        String in(String source) {
            String planted = source;
            for (int i = 0; i < right.size(); i++) {
                assertEquals(2, planted.split(Pattern.quote(right.get(i)), -1).length, right.get(i));
                planted = planted.replace(right.get(i), wrong.get(i));
            }
            return planted;
        }

        @Override
        public String toString() {
            return script + ", " + mistake + ": " + String.join("; ", wrong).strip();
        }
    }

    /** Mistakes in the number of the loss, which nothing is trained with. */
    private static final Set<String> TRAIN_NOTHING = Set.of("loss_scaled", "broadcast", "loss_without_penalty");

    private static Planted planted(String script, String mistake) {
        return new Planted(script, mistake, List.of(), List.of());
    }

    private static Stream<Planted> everything() {
        return Stream.of(TUTORIAL, CLASSIFIER, REGRESSION, DROPOUT).flatMap(List::stream);
    }

    static Stream<Planted> everySecond() {
        int[] number = {0};
        return everything().filter(planted -> number[0]++ % 2 == 0);
    }

    @ParameterizedTest
    @MethodSource("everySecond")
    void isNamed(Planted planted) throws IOException, InterruptedException {
        boolean trains = !TRAIN_NOTHING.contains(planted.mistake());
        JsonObject document = check(planted.script(), planted.in(source(planted.script())), 3);
        assertEquals(trains ? "differs" : "agrees", document.get("training").getAsString(), document.toString());
        assertEquals(
                List.of(List.of(planted.mistake())),
                named(document.getAsJsonArray(trains ? "findings" : "misnamed")),
                document.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tutorial", "classifier", "regression", "dropout"})
    void asItStandsItAgrees(String script) throws IOException, InterruptedException {
        JsonObject document = check(script, source(script), 0);
        assertEquals("agrees", document.get("verdict").getAsString());
        assertEquals(document.get("steps"), document.getAsJsonObject("compared").get("steps"));
    }

    @Test
    void twoMistakesInOneScriptAreBothNamed() throws IOException, InterruptedException {
        Planted both = planted("classifier", "")
                .line("tanh_prime(net[1].a)", "tanh_prime(net[1].z)")
                .line("        layer.b -= lr * layer.db\n", "");
        JsonObject document = check("classifier", both.in(source("classifier")), 3);
        assertEquals(
                List.of(List.of("slope_of_preactivation"), List.of("bias_not_updated")),
                named(document.getAsJsonArray("findings")));
    }

    @Test
    void whatTheOptimizerMadeIsNoGradient() throws IOException, InterruptedException {
        Planted recorded = planted("regression", "")
                .line(
                        "dW=[dW1, dW2], db=[db1, db2]",
                        "dW=[velocity[\"W1\"], velocity[\"W2\"]], db=[velocity[\"b1\"], velocity[\"b2\"]]");
        JsonObject document = check("regression", recorded.in(source("regression")), 0);
        assertTrue(
                document.getAsJsonArray("conventions").toString().contains("update_for_gradient"), document.toString());
    }

    @Test
    void manyDifferentMistakesArePlanted() {
        Set<String> mistakes = everything().map(Planted::mistake).collect(Collectors.toCollection(TreeSet::new));
        assertTrue(mistakes.size() >= 35, mistakes.toString());
    }

    /** With its own random numbers, drawn by NumPy; the tutorial adds what goes downhill, and is as right. */
    @Test
    void theTutorialAgreesOverAllSixtyThousandIterations() throws IOException, InterruptedException {
        Path script = write("tutorial", Files.readString(SCRIPTS.resolve("tutorial.py")));
        Console console =
                Console.run("check", "configs/three-layer.yaml", "--no-dl4j", "--against", "python3 -B " + script);
        assertEquals(0, console.code(), console.out() + console.err());
        assertTrue(console.out().startsWith("AGREES: tutorial.py and the reference"), console.out());
        assertTrue(console.out().contains("60,000 of 60,000 steps, 360,000 tensors"), console.out());
        assertTrue(console.out().contains("the error is y - a"), console.out());
        assertTrue(console.err().contains("[0.99723356]"), console.err());
    }

    /** The tutorial with few iterations; the others have few already. */
    private static String source(String script) throws IOException {
        return Files.readString(SCRIPTS.resolve(script + ".py")).replace("60000", "100");
    }

    private Path write(String script, String source) throws IOException, InterruptedException {
        Python.require();
        Files.writeString(directory.resolve("recorder.py"), RecorderScript.PYTHON.text());
        return Files.writeString(directory.resolve(script + ".py"), source);
    }

    private JsonObject check(String script, String source, int code) throws IOException, InterruptedException {
        Path file = SCRIPTS.resolve(script + ".yaml");
        if (script.equals("tutorial")) {
            String text = Files.readString(Path.of("configs/three-layer.yaml"))
                    .replace("epochs: 60000", "epochs: 100")
                    .replace("every: 10000", "every: 50");
            file = Files.writeString(directory.resolve("tutorial.yaml"), text);
        }
        Path python = write(script, source);
        Console console =
                Console.run("check", file.toString(), "--no-dl4j", "--json", "--against", "python3 -B " + python);
        assertEquals(code, console.code(), console.out() + console.err());
        return JsonParser.parseString(console.out()).getAsJsonObject();
    }

    /** Of each finding, what explains it. */
    private static List<List<String>> named(JsonArray findings) {
        List<List<String>> all = new ArrayList<>();
        for (JsonElement finding : findings) {
            JsonArray explanations = finding.getAsJsonObject().getAsJsonArray("explanations");
            List<String> words = new ArrayList<>();
            explanations.forEach(
                    each -> words.add(each.getAsJsonObject().get("mistake").getAsString()));
            all.add(words);
        }
        return all;
    }
}
