package dev.plumbline.diagnose.hypotheses;

import static dev.plumbline.trace.Quantity.BIAS_GRADIENT;
import static dev.plumbline.trace.Quantity.WEIGHT_GRADIENT;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Formula;
import dev.plumbline.diagnose.replay.StepContext;
import dev.plumbline.diagnose.replay.Variant;
import dev.plumbline.diagnose.replay.Variant.Stage;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Mistakes of the gradients. */
final class GradientMistakes {
    private GradientMistakes() {}

    /** Both gradients, or one of them only. */
    private static final List<Quantity[]> GRADIENTS =
            List.of(new Quantity[] {WEIGHT_GRADIENT, BIAS_GRADIENT}, new Quantity[] {WEIGHT_GRADIENT}, new Quantity[] {
                BIAS_GRADIENT
            });

    static Stream<Variant> of(Experiment experiment) {
        return Stream.of(
                        GRADIENTS.stream().flatMap(GradientMistakes::ofBoth),
                        GRADIENTS.stream().flatMap(GradientMistakes::ofOneExample),
                        GRADIENTS.stream().flatMap(of -> ofEpochs(experiment, of)),
                        ofDivisors(experiment),
                        ofRawErrors(),
                        ofOne(),
                        ofInputs())
                .flatMap(variants -> variants);
    }

    /** Mistakes that need several steps per epoch. */
    private static Stream<Variant> ofEpochs(Experiment experiment, Quantity[] of) {
        int examples = experiment.inputs().rows();
        return experiment.stepsPerEpoch() == 1
                ? Stream.of()
                : Stream.of(
                        Variant.stateful(Mistake.ACCUMULATED_OVER_EPOCH, accumulated(true), of)
                                .at(Stage.STATE),
                        divided(of, s -> examples)
                                .describedAs("it is the number of examples of the data set, " + examples));
    }

    private static Stream<Variant> ofDivisors(Experiment experiment) {
        Quantity[] both = GRADIENTS.get(0);
        int batches = experiment.stepsPerEpoch();
        int size =
                experiment.spec().training().batchSize().of(experiment.inputs().rows());
        return Stream.of(
                divided(both, s -> batches)
                        .inAllTogether()
                        .where((spec, l) -> batches > 1 && batches != size)
                        .describedAs("it is the number of batches, " + batches),
                divided(both, s -> Math.ceil(s.n() / 2.0))
                        .inAllTogether()
                        .describedAs("it is half of the batch size, rounded up"),
                Variant.of(
                                Mistake.INTEGER_DIVISION,
                                (s, q, l, correct) -> s.n() == 1 ? correct : correct.times(0),
                                both)
                        .at(Stage.RESULT)
                        .inAllTogether()
                        .where((spec, l) -> spec.reduction() == Reduction.MEAN));
    }

    /** Divides by this number instead of n. */
    static Variant divided(Quantity[] of, ToDoubleFunction<StepContext> divisor) {
        return Variant.of(
                        Mistake.OTHER_DIVISOR,
                        (s, q, l, correct) -> correct.times((s.mean() ? s.n() : 1) / divisor.applyAsDouble(s)),
                        of)
                .at(Stage.RESULT);
    }

    /**
     * The error before it is multiplied by the derivative of the activation; for the last layer also without the
     * factors of the loss.
     */
    private static Stream<Variant> ofRawErrors() {
        return GRADIENTS.subList(0, 2).stream()
                .flatMap(of -> Stream.<BiFunction<StepContext, Integer, Matrix>>of(
                                StepContext::dA, (s, l) -> l == s.layers() ? s.weighted(s.A(l).minus(s.y())) : s.dA(l))
                        .map(error -> Variant.of(
                                        Mistake.RAW_ERROR_IN_GRADIENT,
                                        (s, q, l, correct) -> {
                                            Matrix raw = error.apply(s, l);
                                            return reduced(
                                                    s,
                                                    q == BIAS_GRADIENT
                                                            ? raw.sum(0)
                                                            : s.X(l).transpose().dot(raw));
                                        },
                                        of)
                                .at(Stage.INPUT)));
    }

    private static Stream<Variant> ofBoth(Quantity[] of) {
        return Stream.of(
                Variant.of(Mistake.SUMMED, (s, q, l, correct) -> correct.times(s.n()), of)
                        .at(Stage.RESULT)
                        .where((spec, l) -> spec.reduction() == Reduction.MEAN)
                        .describedAs("the constant is the batch size"),
                Variant.of(Mistake.AVERAGED_TWICE, (s, q, l, correct) -> correct.div(s.n()), of)
                        .at(Stage.RESULT)
                        .where((spec, l) -> spec.reduction() == Reduction.MEAN)
                        .describedAs("the constant is one over the batch size"),
                Variant.of(Mistake.AVERAGED, (s, q, l, correct) -> correct.div(s.n()), of)
                        .at(Stage.RESULT)
                        .where((spec, l) -> spec.reduction() == Reduction.SUM)
                        .describedAs("the constant is one over the batch size"),
                Variant.of(Mistake.FULL_BATCH_DIVISOR, (s, q, l, correct) -> correct.times(share(s)), of)
                        .at(Stage.RESULT)
                        .where((spec, l) -> spec.reduction() == Reduction.MEAN),
                Variant.of(Mistake.RATE_TWICE, (s, q, l, correct) -> correct.times(s.rate(l)), of)
                        .at(Stage.RESULT)
                        .describedAs("it is multiplied into the gradient too"),
                Variant.stateful(Mistake.ACCUMULATED, accumulated(false), of).at(Stage.STATE));
    }

    /** The gradient of the last or of the first example of a batch, with or without the division by n. */
    private static Stream<Variant> ofOneExample(Quantity[] of) {
        return Stream.of(true, false)
                .flatMap(isLast -> Stream.of(true, false)
                        .map(divides -> Variant.of(
                                        Mistake.ONE_EXAMPLE_IN_GRADIENT,
                                        (s, q, l, correct) -> {
                                            int row = isLast ? s.n() - 1 : 0;
                                            Matrix delta = s.dZ(l).take(row);
                                            Matrix gradient = q == BIAS_GRADIENT
                                                    ? delta
                                                    : s.X(l).take(row)
                                                            .transpose()
                                                            .dot(delta);
                                            return divides ? reduced(s, gradient) : gradient;
                                        },
                                        of)
                                .at(Stage.INPUT)
                                .where((spec, l) -> divides || spec.reduction() == Reduction.MEAN)
                                .describedAs("it is that of the " + (isLast ? "last" : "first") + " one"
                                        + (divides ? "" : ", not divided by n"))));
    }

    private static Stream<Variant> ofOne() {
        return Stream.of(
                weights(Mistake.GRADIENT_FROM_PREACTIVATION, (s, q, l, correct) -> s.masked(s.Z(l - 1), l, true))
                        .where((spec, l) -> l > 1),
                weights(Mistake.GRADIENT_WITHOUT_DROPOUT, (s, q, l, correct) -> s.A(l - 1))
                        .where(ForwardMistakes::drops),
                Variant.of(Mistake.GRADIENT_TRANSPOSED, WEIGHT_GRADIENT, (s, l, correct) -> correct.transpose())
                        .at(Stage.RESULT)
                        .where(ForwardMistakes::isSquare),
                Variant.stateful(Mistake.STALE_ACTIVATIONS, GradientMistakes::stale, WEIGHT_GRADIENT)
                        .at(Stage.INPUT)
                        .where((spec, l) -> l > 1),
                scalarBias(false),
                scalarBias(true),
                // If the sum cancels out in one layer, other layers show the mistake.
                scalarBias(false, true).inAllTogether().where(GradientMistakes::hasSeveralBiases),
                scalarBias(true, true).inAllTogether().where(GradientMistakes::hasSeveralBiases));
    }

    private static Stream<Variant> ofInputs() {
        return ForwardMistakes.inputs()
                .map(input -> weights(input.mistake(), input.x()).where(input.where()));
    }

    private static Variant weights(Mistake mistake, Formula input) {
        return Variant.of(
                        mistake,
                        (s, q, l, correct) -> reduced(
                                s, input.of(s, q, l, correct).transpose().dot(s.dZ(l))),
                        WEIGHT_GRADIENT)
                .at(Stage.INPUT);
    }

    private static boolean hasSeveralBiases(NetworkSpec spec, int l) {
        return spec.layers().stream()
                        .filter(layer -> layer.bias() && layer.units() > 1)
                        .count()
                > 1;
    }

    private static Variant scalarBias(boolean meanOverUnits) {
        return scalarBias(meanOverUnits, false);
    }

    private static Variant scalarBias(boolean meanOverUnits, boolean mayCancel) {
        return Variant.of(Mistake.SCALAR_BIAS_GRADIENT, BIAS_GRADIENT, (s, l, correct) -> {
                    double sum = correct.sum();
                    // A sum that cancels out, as with softmax, is 0 up to rounding, which many mistakes
                    // reproduce.
                    boolean cancels = !mayCancel
                            && Math.abs(sum)
                                    <= DiagnosisTolerances.REPRODUCED
                                            * correct.abs().sum();
                    return cancels ? correct : Matrix.full(1, correct.columns(), meanOverUnits ? correct.mean() : sum);
                })
                .at(Stage.RESULT)
                .where((spec, l) -> spec.layers().get(l - 1).units() > 1);
    }

    /** n / full batch size, for this batch. */
    static double share(StepContext s) {
        return s.spec().training().batchSize() instanceof BatchSize.Examples full ? (double) s.n() / full.count() : 1;
    }

    private static Supplier<Formula> accumulated(boolean overEpoch) {
        return () -> {
            Map<List<Object>, Matrix> sums = new HashMap<>();
            return (s, q, l, correct) -> {
                List<Object> key = List.of(q, l);
                if (overEpoch && s.batch().startsEpoch()) {
                    sums.remove(key);
                }
                return sums.merge(key, correct, Matrix::plus);
            };
        };
    }

    /**
     * Uses the layer's input of the previous step, or that of this step if the batch sizes differ. Inputs that were all 0,
     * as behind dropout or ReLU, are only used after others have been, because a gradient of 0 has many reasons.
     */
    private static Formula stale() {
        Map<Integer, Matrix> before = new HashMap<>();
        Set<Integer> established = new HashSet<>(); // the layers in which other inputs were used
        return (s, q, l, correct) -> {
            Matrix now = s.X(l);
            Optional<Matrix> previous = Optional.ofNullable(before.put(l, now));
            if (previous.filter(x -> x.abs().max() > 0).isPresent()) {
                established.add(l);
            }
            Matrix used = previous.filter(x -> established.contains(l) && x.hasShapeOf(now))
                    .orElse(now);
            return reduced(s, used.transpose().dot(s.dZ(l)));
        };
    }

    static Matrix reduced(StepContext s, Matrix sum) {
        return s.mean() ? sum.div(s.n()) : sum;
    }
}
