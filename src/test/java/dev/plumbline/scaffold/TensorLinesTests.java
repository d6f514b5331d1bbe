package dev.plumbline.scaffold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.yaml.YamlReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lines of one tensor are lines of the scaffold. A network built from the lines of the loops proves that they are
 * right.
 */
class TensorLinesTests {
    static NetworkSpec network(String optimizer) {
        return YamlReader.read("""
                        inputs: 2
                        layers:
                          - dense: { units: 3, activation: tanh }
                          - dense: { units: 2, activation: sigmoid, bias: false }
                        loss: binary_cross_entropy
                        reduction: mean
                        init: glorot_uniform
                        training:
                          optimizer: { %s: { learning_rate: 0.1 } }
                          batch_size: 2
                          epochs: 3
                        data: { inputs: [[0, 1], [1, 0], [1, 1]], targets: [[0, 1], [1, 0], [1, 1]] }
                        """.formatted(optimizer), "net.yaml").spec();
    }

    private static List<String> lines(Language language, String tensor, int layer) {
        return TensorLines.of(network("momentum"), language, Notation.OWN).of(tensor, layer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "momentum", "nesterov", "adam", "adagrad"})
    void inPythonTheyAreLinesOfTheScaffold(String optimizer) {
        requireLinesOfTheScaffold(network(optimizer));
    }

    @Test
    void inPythonThoseOfEveryOptionAreLinesOfTheScaffold() {
        requireLinesOfTheScaffold(ScaffoldCase.allOptions().spec());
    }

    private static void requireLinesOfTheScaffold(NetworkSpec spec) {
        List<String> scaffold = Scaffold.of(spec, Language.PYTHON, "net.yaml", "")
                .source()
                .lines()
                .map(TensorLinesTests::withoutComment)
                .toList();
        TensorLines lines = TensorLines.of(spec, Language.PYTHON, Notation.OWN);
        for (String tensor : List.of("Z", "loss", "dZ", "dW", "W", "db", "b")) {
            for (int layer = 1; layer <= spec.layers().size(); layer++) {
                if (spec.layers().get(layer - 1).bias() || !tensor.endsWith("b")) {
                    List<String> found = lines.of(tensor, layer).stream()
                            .map(TensorLinesTests::withoutComment)
                            .toList();
                    assertTrue(scaffold.containsAll(found), () -> found + " is not in " + scaffold);
                }
            }
        }
    }

    private static String withoutComment(String line) {
        return line.replaceAll(" +# .*", "").strip();
    }

    @Test
    void writesTheFormulaOfAnActivation() {
        assertEquals(List.of("a1 = np.tanh(z1)"), lines(Language.PYTHON, "A", 1));
        assertEquals(List.of("a1[i][k] = Math.tanh(z1[i][k]);"), lines(Language.JAVA, "A", 1));
        assertEquals(List.of("a2[i][k] = 1 / (1 + exp(-z2[i][k]))"), lines(Language.KOTLIN, "A", 2));
    }

    @Test
    void inKotlinTheyAreTheSame() {
        assertEquals(
                List.of(
                        "val rate = 0.1",
                        "vb1[k] = 0.9 * vb1[k] - rate * db1[k]",
                        "ub1[k] = -vb1[k]",
                        "b1[k] -= ub1[k]"),
                lines(Language.KOTLIN, "b", 1));
        assertEquals(List.of("dW2[j][k] += a1[i][j] * dZ2[i][k] / x.size"), lines(Language.KOTLIN, "dW", 2));
    }

    @Test
    void definesTheGradientOfAPenaltyBeforeItIsUsed() {
        assertEquals(
                List.of(
                        "double rate = 1.0;",
                        "double g = dW1[j][k] + 0.1 * W1[j][k];",
                        "uW1[j][k] = rate * g;",
                        "W1[j][k] -= uW1[j][k];"),
                TensorLines.of(penalized("l2: 0.1"), Language.JAVA, Notation.OWN)
                        .of("W", 1));
    }

    @Test
    void dividesAPenaltyByTheNumberOfExamples() {
        NetworkSpec spec = penalized("l2: 0.1, divided_by: batch");

        assertEquals(
                List.of(
                        "n = len(x)",
                        "loss = np.sum(0.5 * (a1 - y) ** 2)",
                        "loss = loss + 0.1 / n / 2 * np.sum(W1 ** 2)"),
                TensorLines.of(spec, Language.PYTHON, Notation.OWN).of("loss", 1));
        assertEquals(
                List.of("rate = 1.0", "n = len(x)", "g = dW1 + 0.1 / n * W1", "uW1 = rate * g", "W1 = W1 - uW1"),
                TensorLines.of(spec, Language.PYTHON, Notation.OWN).of("W", 1));
        assertEquals(
                "double g = dW1[j][k] + 0.1 / x.length * W1[j][k];",
                TensorLines.of(spec, Language.JAVA, Notation.OWN).of("W", 1).get(1));
    }

    @Test
    void indexesTheMaskByTheUnitsOfTheLayerBelow() {
        NetworkSpec spec = YamlReader.read("""
                        inputs: 1
                        layers:
                          - dense: { units: 2, activation: softmax }
                          - dense: { units: 1, activation: sigmoid, dropout: { drop_probability: 0.5 } }
                        loss: half_squared_error
                        reduction: sum
                        init: glorot_uniform
                        training: { optimizer: { sgd: { learning_rate: 1 } }, batch_size: all, epochs: 1 }
                        data: { inputs: [[0], [1]], targets: [[0], [1]] }
                        """, "net.yaml").spec();
        Notation dropsActivation = new Notation() {
            @Override
            public boolean dropsActivation() {
                return true;
            }
        };
        assertEquals(
                "a1[i][k] = e[i][k] / sum * mask2[i][k] / 0.5;",
                TensorLines.of(spec, Language.JAVA, dropsActivation).of("A", 1).get(2));
        assertEquals(
                "sum += dA1[i][k] * mask2[i][k] / 0.5 * a1[i][k];",
                TensorLines.of(spec, Language.JAVA, Notation.OWN).of("dZ", 1).get(1));
    }

    private static NetworkSpec penalized(String penalty) {
        return YamlReader.read("""
                        inputs: 1
                        layers: [dense: { units: 1, activation: sigmoid, regularization: { PENALTY } }]
                        loss: half_squared_error
                        reduction: sum
                        init: glorot_uniform
                        training: { optimizer: { sgd: { learning_rate: 1 } }, batch_size: all, epochs: 1 }
                        data: { inputs: [[0], [1]], targets: [[0], [1]] }
                        """.replace("PENALTY", penalty), "net.yaml").spec();
    }
}
