package dev.plumbline.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.spec.Activation.Identity;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Softmax;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Loss.BinaryCrossEntropy;
import dev.plumbline.spec.Loss.CategoricalCrossEntropy;
import dev.plumbline.spec.Loss.Cosine;
import dev.plumbline.spec.Loss.Hinge;
import dev.plumbline.spec.Loss.MeanAbsolutePercentageError;
import dev.plumbline.spec.Loss.MeanSquaredLogarithmicError;
import dev.plumbline.spec.Loss.Poisson;
import dev.plumbline.spec.vocabulary.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LossRulesTests {

    private static List<String> problems(int units, Activation activation, Loss loss, Precision precision) {
        Layer last = new Layer.Dense(units, activation, true, Optional.empty());
        return LossRules.check(last, "layers[1]", loss, precision).stream()
                .map(Problem::toString)
                .toList();
    }

    private static List<String> problems(int units, Activation activation, Loss loss) {
        return problems(units, activation, loss, Precision.F64);
    }

    private static String problemOfTargets(Loss loss, double... targets) {
        return LossRules.problemOfTargets(loss, targets).orElse("");
    }

    @Test
    void refusesOutputsThatTheLossIsNotDefinedFor() {
        assertEquals(
                List.of("layer 2, activation: `tanh` gives outputs in (-1, 1), and `binary_cross_entropy` needs "
                        + "them in "
                        + "[0, 1]; allowed: an activation with outputs in [0, 1], such as `sigmoid`"),
                problems(2, new Tanh(), new BinaryCrossEntropy(1e-12)));
        assertEquals(
                List.of("layer 2, activation: `identity` gives outputs in (-inf, inf), and `poisson` needs them in "
                        + "(0, inf); allowed: an activation with outputs in (0, inf), such as `softplus`"),
                problems(2, new Identity(), new Poisson()));
        assertEquals(List.of(), problems(2, new Tanh(), new MeanSquaredLogarithmicError()));
    }

    @Test
    void distinguishesOneDistributionFromSeparateProbabilities() {
        assertEquals(
                List.of("loss: `binary_cross_entropy` treats each output separately, but the outputs of "
                        + "`softmax` form one distribution; allowed: `categorical_cross_entropy` with `softmax`, "
                        + "or "
                        + "`binary_cross_entropy` with `sigmoid`"),
                problems(2, new Softmax(), new BinaryCrossEntropy(1e-12)));
        assertEquals(
                List.of("layer 2, activation: `categorical_cross_entropy` needs one distribution over the outputs, "
                        + "which `sigmoid` does not compute; allowed: `softmax` with `categorical_cross_entropy`, or "
                        + "`sigmoid` with `binary_cross_entropy`"),
                problems(2, new Sigmoid(), new CategoricalCrossEntropy()));
        assertEquals(List.of(), problems(2, new Softmax(), new CategoricalCrossEntropy()));
        assertEquals(List.of(), problems(1, new Sigmoid(), new BinaryCrossEntropy(1e-12)));
    }

    @Test
    void refusesASingleOutputThatCannotVary() {
        assertEquals(
                List.of("layer 2, activation: softmax over a single unit is always 1; "
                        + "allowed: `sigmoid`, or one unit for each class"),
                problems(1, new Softmax(), new CategoricalCrossEntropy()));
        assertEquals(
                List.of("loss: the cosine of a single output is always 1 or -1; "
                        + "allowed: a last layer of at least 2 units"),
                problems(1, new Tanh(), new Cosine()));
        assertEquals(List.of(), problems(2, new Tanh(), new Cosine()));
    }

    @Test
    void refusesAClipThatF32RoundsAway() {
        assertEquals(
                List.of("loss.clip: `clip: 1.0E-12` would have no effect near 1 with `precision: f32`; "
                        + "allowed: at least 1.0E-7"),
                problems(1, new Sigmoid(), new BinaryCrossEntropy(1e-12), Precision.F32));
        assertEquals(List.of(), problems(1, new Sigmoid(), new BinaryCrossEntropy(1e-7), Precision.F32));
    }

    @Test
    void refusesTargetsThatTheLossIsNotDefinedFor() {
        assertEquals(
                "found the target 2.0, and `hinge` needs targets in [-1, 1]", problemOfTargets(new Hinge(), -1, 1, 2));
        assertEquals(
                "found the target 0, and the percentage error divides by the target",
                problemOfTargets(new MeanAbsolutePercentageError(), 1, 0));
        assertEquals(
                "the targets of this example add up to 1.5, and `categorical_cross_entropy` needs a distribution, "
                        + "which adds up to 1",
                problemOfTargets(new CategoricalCrossEntropy(), 1, 0.5));
        assertEquals("", problemOfTargets(new CategoricalCrossEntropy(), 0.333333333, 0.333333333, 0.333333333));
        assertEquals("", problemOfTargets(new MeanAbsolutePercentageError(), -3, 2));
        assertEquals("", problemOfTargets(new Hinge(), -1, 1));
    }
}
