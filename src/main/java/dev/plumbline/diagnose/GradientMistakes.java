package dev.plumbline.diagnose;

import static dev.plumbline.trace.Quantity.BIAS_GRADIENT;
import static dev.plumbline.trace.Quantity.WEIGHT_GRADIENT;

import dev.plumbline.diagnose.Variant.Stage;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Mistakes of the gradients. */
final class GradientMistakes {
    private GradientMistakes() {}

    /** Of both, or of one alone. */
    private static final List<Quantity[]> GRADIENTS =
            List.of(new Quantity[] {WEIGHT_GRADIENT, BIAS_GRADIENT}, new Quantity[] {WEIGHT_GRADIENT}, new Quantity[] {
                BIAS_GRADIENT
            });

    /** All of them. */
    static Stream<Variant> of() {
        return Stream.of(GRADIENTS.stream().flatMap(GradientMistakes::ofBoth), ofOne(), ofInputs())
                .flatMap(each -> each);
    }

    private static Stream<Variant> ofBoth(Quantity[] of) {
        return Stream.of(
                Variant.of(Mistake.SUMMED, (s, q, l, right) -> right.times(s.n()), of)
                        .at(Stage.RESULT)
                        .where((spec, l) -> spec.reduction() == Reduction.MEAN)
                        .saying("the constant is the batch size"),
                Variant.of(Mistake.AVERAGED_TWICE, (s, q, l, right) -> right.div(s.n()), of)
                        .at(Stage.RESULT)
                        .where((spec, l) -> spec.reduction() == Reduction.MEAN)
                        .saying("the constant is one over the batch size"),
                Variant.of(Mistake.AVERAGED, (s, q, l, right) -> right.div(s.n()), of)
                        .at(Stage.RESULT)
                        .where((spec, l) -> spec.reduction() == Reduction.SUM)
                        .saying("the constant is one over the batch size"),
                Variant.of(Mistake.FULL_BATCH_DIVISOR, (s, q, l, right) -> right.times(share(s)), of)
                        .at(Stage.RESULT)
                        .where((spec, l) -> spec.reduction() == Reduction.MEAN),
                Variant.remembering(Mistake.ACCUMULATED, accumulated(), of).at(Stage.MEMORY));
    }

    private static Stream<Variant> ofOne() {
        return Stream.of(
                weights(Mistake.GRADIENT_FROM_PREACTIVATION, (s, q, l, right) -> s.masked(s.Z(l - 1), l, true))
                        .where((spec, l) -> l > 1),
                weights(Mistake.GRADIENT_WITHOUT_DROPOUT, (s, q, l, right) -> s.A(l - 1))
                        .where(ForwardMistakes::drops),
                Variant.of(Mistake.GRADIENT_TRANSPOSED, (s, q, l, right) -> right.transpose(), WEIGHT_GRADIENT)
                        .at(Stage.RESULT)
                        .where(ForwardMistakes::isSquare),
                scalarBias(false),
                scalarBias(true));
    }

    private static Stream<Variant> ofInputs() {
        return ForwardMistakes.inputs()
                .map(input -> weights(input.mistake(), input.x()).where(input.where()));
    }

    private static Variant weights(Mistake mistake, Formula input) {
        return Variant.of(
                        mistake,
                        (s, q, l, right) ->
                                reduced(s, input.of(s, q, l, right).transpose().dot(s.dZ(l))),
                        WEIGHT_GRADIENT)
                .at(Stage.INPUT);
    }

    private static Variant scalarBias(boolean meanOverUnits) {
        return Variant.of(
                        Mistake.SCALAR_BIAS_GRADIENT,
                        (s, q, l, right) -> Matrix.full(1, right.columns(), meanOverUnits ? right.mean() : right.sum()),
                        BIAS_GRADIENT)
                .at(Stage.RESULT)
                .where((spec, l) -> spec.layers().get(l - 1).units() > 1);
    }

    /** What n / full batch is for this batch. */
    static double share(Scene s) {
        return s.spec().training().batchSize() instanceof BatchSize.Examples full ? (double) s.n() / full.count() : 1;
    }

    private static Supplier<Formula> accumulated() {
        return () -> {
            Map<List<Object>, Matrix> sums = new HashMap<>();
            return (s, q, l, right) -> sums.merge(List.of(q, l), right, Matrix::plus);
        };
    }

    static Matrix reduced(Scene s, Matrix sum) {
        return s.mean() ? sum.div(s.n()) : sum;
    }
}
