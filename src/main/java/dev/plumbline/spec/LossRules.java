package dev.plumbline.spec;

import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Softmax;
import dev.plumbline.spec.Activation.Softplus;
import dev.plumbline.spec.Loss.BinaryCrossEntropy;
import dev.plumbline.spec.Loss.CategoricalCrossEntropy;
import dev.plumbline.spec.Loss.Cosine;
import dev.plumbline.spec.Loss.MeanAbsolutePercentageError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which losses go with which last layers, precisions and targets. */
public final class LossRules {
    private LossRules() {}

    /** What is wrong with the last layer under this loss; {@code path} is the layer's. */
    static List<Problem> check(Layer last, String path, Loss loss, Precision precision) {
        List<Problem> problems = new ArrayList<>();
        Activation activation = last.activation();
        if (activation instanceof Softmax && last.units() == 1) {
            problems.add(new Problem(
                    path + ".activation",
                    "softmax over a single unit is always 1",
                    "`sigmoid`, or a unit for each class"));
        }
        if (loss instanceof BinaryCrossEntropy && activation instanceof Softmax) {
            problems.add(new Problem(
                    "loss",
                    "`binary_cross_entropy` takes each output by itself, but those of `softmax` are one distribution",
                    "`categorical_cross_entropy` with `softmax`, or `binary_cross_entropy` with `sigmoid`"));
        } else if (loss instanceof CategoricalCrossEntropy && !(activation instanceof Softmax)) {
            problems.add(new Problem(
                    path + ".activation",
                    "`categorical_cross_entropy` takes one distribution over the outputs, which `"
                            + Schema.wordOf(activation) + "` does not give",
                    "`softmax` with `categorical_cross_entropy`, or `sigmoid` with `binary_cross_entropy`"));
        } else if (!outputs(loss).includes(outputs(activation))) {
            problems.add(new Problem(
                    path + ".activation",
                    "`" + Schema.wordOf(activation) + "` gives outputs in "
                            + outputs(activation).notation() + ", and `" + Schema.wordOf(loss) + "` takes them in "
                            + outputs(loss).notation(),
                    "`" + Schema.wordOf(meant(outputs(loss))) + "` was probably meant"));
        }
        if (loss instanceof Cosine && last.units() == 1) {
            problems.add(new Problem(
                    "loss", "the cosine of a single output is always 1 or -1", "a last layer of at least 2 units"));
        }
        if (loss instanceof BinaryCrossEntropy entropy && precision == Precision.F32 && entropy.clip() < 1e-7) {
            problems.add(new Problem(
                    "loss.clip",
                    "`clip: " + entropy.clip() + "` would have no effect near 1 with `precision: f32`",
                    "at least 1e-7"));
        }
        return problems;
    }

    /** What is wrong with an example's targets under this loss, if anything; for a table of one row an example. */
    public static Optional<String> problemOfTargets(Loss loss, double[] targets) {
        Interval allowed = Interval.parse(word(loss).targets());
        double sum = 0;
        for (double target : targets) {
            if (!allowed.contains(target)) {
                return Optional.of("found the target " + target + ", and `" + Schema.wordOf(loss) + "` takes those in "
                        + allowed.notation());
            }
            if (target == 0 && loss instanceof MeanAbsolutePercentageError) {
                return Optional.of("found the target 0, of which no error is a percentage");
            }
            sum += target;
        }
        if (loss instanceof CategoricalCrossEntropy && Math.abs(sum - 1) > 1e-6) {
            return Optional.of("the targets of this example add up to " + sum
                    + ", and `categorical_cross_entropy` takes a distribution, which adds up to 1");
        }
        return Optional.empty();
    }

    /** The activation that gives what a loss takes. */
    private static Activation meant(Interval outputs) {
        return outputs.contains(2) ? new Softplus() : new Sigmoid();
    }

    private static Interval outputs(Object word) {
        return Interval.parse(word(word).outputs());
    }

    private static Word word(Object value) {
        Word word = value.getClass().getAnnotation(Word.class);
        if (word == null) {
            throw new IllegalStateException(value + " has no @Word");
        }
        return word;
    }
}
