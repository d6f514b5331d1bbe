package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.TamperedReference;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Operand;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.yaml.YamlReader;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A tensor that no known mistake explains: the correct lines are shown where they must be the wrong ones. */
class UnknownMistakeTests {
    private static Finding first(Set<Quantity> shown, Quantity wrong, int layer) {
        Experiment experiment = Experiment.of(YamlReader.read("""
                        inputs: 2
                        layers:
                          - dense: { units: 3, activation: sigmoid }
                          - dense: { units: 2, activation: sigmoid }
                        init: { uniform: { low: -1, high: 1 } }
                        loss: half_squared_error
                        reduction: sum
                        training: { optimizer: { sgd: { learning_rate: 0.5 } }, batch_size: all, epochs: 4 }
                        data:
                          inputs: [[0, 0.3], [0.1, 1], [1, 0.2], [1, 1.1], [0.5, 0.6]]
                          targets: [[0.1, 0.2], [0.2, 0.9], [0.9, 0.4], [0, 0.7], [0.4, 0.5]]
                        """, "net.yaml").spec());
        TamperedReference tampered = new TamperedReference(
                "Net", key -> key.quantity() == wrong && key.layer() == layer, value -> value.map(x -> x + x * x));
        Finding finding = new Diagnoser(experiment)
                .diagnose(new ShownReference(tampered, shown))
                .findings()
                .get(0);
        assertTrue(finding.explanations().isEmpty(), finding.toString());
        return finding;
    }

    @Test
    void showsTheCorrectLinesOfTheTensor() {
        Set<Quantity> everything = EnumSet.range(Quantity.PRE_ACTIVATION, Quantity.BIAS);
        assertEquals(
                "dz1 = dz2.dot(W2.T) * a1 * (1 - a1)",
                first(everything, Quantity.DELTA, 1).lines().orElseThrow().numpy());
        assertEquals(
                "z2 = a1.dot(W2) + b2",
                first(everything, Quantity.PRE_ACTIVATION, 2)
                        .lines()
                        .orElseThrow()
                        .numpy());
        assertEquals(
                "dW2[j][k] += a1[i][j] * dZ2[i][k];",
                first(everything, Quantity.WEIGHT_GRADIENT, 2)
                        .lines()
                        .orElseThrow()
                        .java());
    }

    /** The weights are wrong, and so may be any tensor before them. */
    @Test
    void saysWhichOperandsAreRecomputedWhereOnlyWeightsAreRecorded() {
        Finding finding = first(EnumSet.of(Quantity.WEIGHTS, Quantity.BIAS), Quantity.DELTA, 1);
        assertEquals(new Key(0, Quantity.WEIGHTS, 1), finding.first());
        assertEquals("W1 = W1 - rate * dW1", finding.formula());
        assertEquals(
                "rate = 0.5\nW1 = W1 - rate * dW1",
                finding.lines().orElseThrow().numpy());
        assertEquals(
                List.of(false, true),
                finding.operands().stream().map(Operand::isRecorded).toList());
    }

    /** The first update is wrong, and shows in the forward pass of the next step, whose own lines are right. */
    @Test
    void saysThatTheWeightsOfAForwardPassAreNotRecorded() {
        Finding finding = first(EnumSet.of(Quantity.PRE_ACTIVATION, Quantity.ACTIVATION), Quantity.WEIGHT_UPDATE, 1);
        assertEquals(new Key(1, Quantity.PRE_ACTIVATION, 1), finding.first());
        assertEquals("Z1 = X W1 + b1", finding.formula());
        assertEquals(
                List.of(true, false, false),
                finding.operands().stream().map(Operand::isRecorded).toList());
    }

    @Test
    void showsEveryOperandOfTheElement() {
        Set<Quantity> everything = EnumSet.range(Quantity.PRE_ACTIVATION, Quantity.BIAS);
        Finding finding = first(everything, Quantity.DELTA, 1);
        assertEquals("dZ1 = dZ2 W2^T * A1 * (1 - A1)", finding.formula());
        String index = finding.row() + "," + finding.column() + "]";
        assertEquals(
                List.of("dZ2[" + finding.row() + ",:]", "W2[" + finding.column() + ",:]", "A1[" + index, "Z1[" + index),
                finding.operands().stream().map(Operand::name).toList());
        double[] values = finding.operands().stream()
                .flatMap(operand -> operand.values().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        assertEquals(
                finding.expected(),
                (values[0] * values[2] + values[1] * values[3]) * values[4] * (1 - values[4]),
                1e-15);
    }
}
