package dev.plumbline.diagnose.hypotheses;

import static dev.plumbline.trace.Quantity.DELTA;
import static dev.plumbline.trace.Quantity.LOSS;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.StepContext;
import dev.plumbline.diagnose.replay.Variant;
import dev.plumbline.diagnose.replay.Variant.Stage;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Mistakes of the loss value only, which do not affect the updates. */
final class LossMistakes {
    private LossMistakes() {}

    /** A factor that is easily omitted or applied twice. */
    private record Factor(String description, ToDoubleFunction<StepContext> value) {}

    private static final List<Factor> FACTORS = List.of(
            new Factor("times the batch size", StepContext::n),
            new Factor("divided by the batch size", s -> 1.0 / s.n()),
            new Factor("doubled", s -> 2),
            new Factor("halved", s -> 0.5),
            new Factor("times the number of outputs", s -> s.y().columns()),
            new Factor("divided by the number of outputs", s -> 1.0 / s.y().columns()),
            new Factor("negated", s -> -1));

    static Stream<Variant> of() {
        return Stream.of(single(), pairs(), others(), rest(), Stream.of(activatedTwice()))
                .flatMap(variants -> variants);
    }

    private static Stream<Variant> single() {
        return FACTORS.stream().map(factor -> scaled(factor.description(), factor.value()));
    }

    private static Stream<Variant> pairs() {
        return FACTORS.subList(0, 2).stream()
                .flatMap(first -> FACTORS.subList(2, 6).stream()
                        .map(second -> scaled(
                                first.description() + " and " + second.description(),
                                s -> first.value().applyAsDouble(s)
                                        * second.value().applyAsDouble(s))));
    }

    private static Variant scaled(String description, ToDoubleFunction<StepContext> factor) {
        return Variant.of(Mistake.LOSS_SCALED, LOSS, (s, l, correct) -> {
                    double penalty = penalty(s);
                    return correct.minus(penalty).times(factor.applyAsDouble(s)).plus(penalty);
                })
                .at(Stage.RESULT)
                .inLast()
                .describedAs("it is " + description);
    }

    private static Stream<Variant> others() {
        return losses().stream()
                .map(loss -> Variant.of(
                                Mistake.OTHER_LOSS,
                                LOSS,
                                (s, l, correct) -> isSameWord(s.spec().loss(), loss)
                                        ? correct
                                        : reduced(s, s.weighted(Formulas.loss(loss, s.A(l), s.y()))))
                        .inLast()
                        .describedAs("it is " + Schema.wordOf(loss)));
    }

    private static Stream<Variant> rest() {
        return Stream.of(
                Variant.of(Mistake.LOSS_WITHOUT_PENALTY, LOSS, (s, l, correct) -> correct.minus(penalty(s)))
                        .at(Stage.STATE)
                        .inLast(),
                Variant.of(
                                Mistake.EXAMPLE_WEIGHTS_FORGOTTEN,
                                LOSS,
                                (s, l, correct) ->
                                        reduced(s, Formulas.loss(s.spec().loss(), s.A(l), s.y())))
                        .inLast(),
                Variant.of(Mistake.LOSS_NOT_CLIPPED, LOSS, (s, l, correct) -> notClipped(s, correct))
                        .at(Stage.FIRST)
                        .inLast(),
                Variant.of(
                                Mistake.FULL_BATCH_DIVISOR,
                                LOSS,
                                (s, l, correct) -> correct.minus(penalty(s))
                                        .times(GradientMistakes.share(s))
                                        .plus(penalty(s)))
                        .at(Stage.RESULT)
                        .inLast()
                        .where((spec, l) -> spec.reduction() == Reduction.MEAN),
                broadcast(1),
                broadcast(2));
    }

    /** A loss that expects pre-activations is given activations; this also changes the delta. */
    private static Variant activatedTwice() {
        return Variant.of(
                        Mistake.ACTIVATION_IN_LOSS_TOO,
                        (s, q, l, correct) -> {
                            Loss loss = s.spec().loss();
                            Activation f = s.layer(l).activation();
                            Matrix again = Formulas.activation(f, s.A(l));
                            return q == LOSS
                                    ? reduced(s, s.weighted(Formulas.loss(loss, again, s.y())))
                                    : s.deltaFrom(l, s.weighted(Formulas.delta(loss, f, s.A(l), again, s.y())));
                        },
                        LOSS,
                        DELTA)
                .at(Stage.INPUT)
                .inLast()
                .where((spec, l) ->
                        isOfLogits(spec.loss(), spec.layers().get(l - 1).activation()));
    }

    /** Whether other libraries have a loss that includes this activation. */
    private static boolean isOfLogits(Loss loss, Activation f) {
        return loss instanceof Loss.CategoricalCrossEntropy && f instanceof Activation.Softmax
                || loss instanceof Loss.BinaryCrossEntropy && f instanceof Activation.Sigmoid;
    }

    /** Cross-entropy of probabilities that are not clipped. */
    private static Matrix notClipped(StepContext s, Matrix correct) {
        Matrix a = s.A(s.layers());
        if (s.spec().loss() instanceof Loss.BinaryCrossEntropy) {
            return reduced(
                    s,
                    s.weighted(a.zip(s.y(), (p, y) -> -(times(y, Math.log(p)) + times(1 - y, Math.log(1 - p))))
                            .sum(1)));
        }
        return s.spec().loss() instanceof Loss.CategoricalCrossEntropy
                ? reduced(
                        s,
                        s.weighted(
                                a.zip(s.y(), (p, y) -> -times(y, Math.log(p))).sum(1)))
                : correct;
    }

    /** A product in which 0 times infinity is 0. */
    private static double times(double factor, double logarithm) {
        return factor == 0 ? 0 : factor * logarithm;
    }

    /** Every output against every target, divided by n or by n². */
    private static Variant broadcast(int power) {
        return Variant.of(Mistake.BROADCAST, LOSS, (s, l, correct) -> {
                    double sum = 0;
                    for (int i = 0; i < s.n(); i++) {
                        Matrix same = Matrix.full(s.n(), 1, s.A(l).get(i, 0));
                        sum += Formulas.loss(s.spec().loss(), same, s.y()).sum();
                    }
                    return Matrix.full(1, 1, (s.mean() ? sum / Math.pow(s.n(), power) : sum) + penalty(s));
                })
                .inLast()
                .where((spec, l) -> spec.outputs() == 1);
    }

    static Matrix reduced(StepContext s, Matrix losses) {
        return Matrix.full(1, 1, (s.mean() ? losses.mean() : losses.sum()) + penalty(s));
    }

    /** The penalties of all layers. */
    static double penalty(StepContext s) {
        double sum = 0;
        for (int l = 1; l <= s.layers(); l++) {
            sum += penalty(s, l);
        }
        return sum;
    }

    /** The penalties of one layer. */
    static double penalty(StepContext s, int l) {
        return Formulas.penalty(s.layer(l), s.n(), s.W(l), s.b(l));
    }

    /** Every loss, with the default values of its parameters. */
    static List<Loss> losses() {
        return Vocabulary.of(Loss.class).entries().stream()
                .map(entry -> (Loss) entry.byDefault())
                .toList();
    }

    static boolean isSameWord(Loss first, Loss second) {
        return first.getClass() == second.getClass();
    }
}
