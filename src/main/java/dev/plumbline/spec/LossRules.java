package dev.plumbline.spec;

import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Softmax;
import dev.plumbline.spec.Activation.Softplus;
import dev.plumbline.spec.Loss.BinaryCrossEntropy;
import dev.plumbline.spec.Loss.CategoricalCrossEntropy;
import dev.plumbline.spec.Loss.Cosine;
import dev.plumbline.spec.Loss.MeanAbsolutePercentageError;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Interval;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Word;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The combinations of losses with last layers, precisions and targets that are valid. */
public final class LossRules {
    /** The tolerance of the sum of a distribution, for targets with few digits. */
    private static final double ROUNDING_OF_DISTRIBUTIONS = 1e-6;

    /** The distance of 1 from the next smaller 32-bit number, rounded up to a power of ten. */
    private static final double SMALLEST_CLIP_IN_F32 = 1e-7;

    private LossRules() {}

    /** The problems of the last layer with this loss; {@code path} is the path of the layer. */
    static List<Problem> check(Layer last, String path, Loss loss, Precision precision) {
        return Stream.of(
                        problemOfSingleUnit(last, path, loss),
                        problemOfPair(last.activation(), path, loss),
                        problemOfClip(loss, precision))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Problem> problemOfSingleUnit(Layer last, String path, Loss loss) {
        if (last.units() > 1) {
            return Optional.empty();
        }
        if (last.activation() instanceof Softmax) {
            return Optional.of(new Problem(
                    ErrorKind.LOSS_MISMATCH,
                    path + ".activation",
                    "softmax over a single unit is always 1",
                    "`sigmoid`, or one unit for each class"));
        }
        if (loss instanceof Cosine) {
            return Optional.of(new Problem(
                    ErrorKind.LOSS_MISMATCH,
                    "loss",
                    "the cosine of a single output is always 1 or -1",
                    "a last layer of at least 2 units"));
        }
        return Optional.empty();
    }

    /** Whether a last layer can have this activation with this loss. */
    public static boolean goTogether(Activation activation, Loss loss) {
        return problemOfPair(activation, "", loss).isEmpty();
    }

    private static Optional<Problem> problemOfPair(Activation activation, String path, Loss loss) {
        if (loss instanceof BinaryCrossEntropy && activation instanceof Softmax) {
            return Optional.of(new Problem(
                    ErrorKind.LOSS_MISMATCH,
                    "loss",
                    "`binary_cross_entropy` treats each output separately, but the outputs of `softmax` form "
                            + "one distribution",
                    "`categorical_cross_entropy` with `softmax`, or `binary_cross_entropy` with `sigmoid`"));
        }
        if (loss instanceof CategoricalCrossEntropy && !(activation instanceof Softmax)) {
            return Optional.of(new Problem(
                    ErrorKind.LOSS_MISMATCH,
                    path + ".activation",
                    "`categorical_cross_entropy` needs one distribution over the outputs, which `"
                            + Schema.wordOf(activation) + "` does not compute",
                    "`softmax` with `categorical_cross_entropy`, or `sigmoid` with `binary_cross_entropy`"));
        }
        Interval given = outputs(activation);
        Interval taken = outputs(loss);
        if (taken.includes(given)) {
            return Optional.empty();
        }
        Activation example = taken.includes(outputs(new Softplus())) ? new Softplus() : new Sigmoid();
        return Optional.of(new Problem(
                ErrorKind.LOSS_MISMATCH,
                path + ".activation",
                "`" + Schema.wordOf(activation) + "` gives outputs in " + given.notation() + ", and `"
                        + Schema.wordOf(loss) + "` needs them in " + taken.notation(),
                "an activation with outputs in " + taken.notation() + ", such as `" + Schema.wordOf(example) + "`"));
    }

    private static Optional<Problem> problemOfClip(Loss loss, Precision precision) {
        if (loss instanceof BinaryCrossEntropy entropy
                && precision == Precision.F32
                && entropy.clip() < SMALLEST_CLIP_IN_F32) {
            return Optional.of(new Problem(
                    ErrorKind.NO_EFFECT,
                    "loss.clip",
                    "`clip: " + entropy.clip() + "` would have no effect near 1 with `precision: f32`",
                    "at least " + SMALLEST_CLIP_IN_F32));
        }
        return Optional.empty();
    }

    /** Why the targets of this loss cannot be scaled; empty if they can. */
    public static Optional<String> whyUnscaled(Loss loss) {
        String name = "`" + Schema.wordOf(loss) + "`";
        if (loss instanceof MeanAbsolutePercentageError) {
            return Optional.of(name + " divides by the targets, which are not scaled");
        }
        Interval allowed = Interval.parse(word(loss).targets());
        return allowed.contains(-Double.MAX_VALUE) && allowed.contains(Double.MAX_VALUE)
                ? Optional.empty()
                : Optional.of(name + " needs targets in " + allowed.notation() + ", which are not scaled");
    }

    /** The problem of an example's targets with this loss, if there is one. */
    public static Optional<String> problemOfTargets(Loss loss, double[] targets) {
        return firstProblem(loss, targets, targets.length).map(TargetProblem::text);
    }

    /**
     * The first example for whose targets the loss is undefined.
     *
     * @param example counted from 0
     * @param text the problem
     */
    public record TargetProblem(int example, String text) {}

    /**
     * The problem of the first example whose targets do not fit this loss.
     *
     * @param targets examples × outputs, row by row; not modified
     */
    public static Optional<TargetProblem> firstProblem(Loss loss, double[] targets, int outputs) {
        Interval allowed = Interval.parse(word(loss).targets());
        boolean isPercentage = loss instanceof MeanAbsolutePercentageError;
        boolean isDistribution = loss instanceof CategoricalCrossEntropy;
        for (int example = 0; example < targets.length / outputs; example++) {
            double sum = 0;
            for (int at = example * outputs; at < (example + 1) * outputs; at++) {
                if (!allowed.contains(targets[at])) {
                    return problem(
                            example,
                            "found the target " + targets[at] + ", and `" + Schema.wordOf(loss) + "` needs targets in "
                                    + allowed.notation());
                }
                if (targets[at] == 0 && isPercentage) {
                    return problem(example, "found the target 0, and the percentage error divides by the target");
                }
                sum += targets[at];
            }
            if (isDistribution && Math.abs(sum - 1) > ROUNDING_OF_DISTRIBUTIONS) {
                return problem(
                        example,
                        "the targets of this example add up to " + sum
                                + ", and `categorical_cross_entropy` needs a distribution, which adds up to 1");
            }
        }
        return Optional.empty();
    }

    private static Optional<TargetProblem> problem(int example, String text) {
        return Optional.of(new TargetProblem(example, text));
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
