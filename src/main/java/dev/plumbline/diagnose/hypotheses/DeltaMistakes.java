package dev.plumbline.diagnose.hypotheses;

import static dev.plumbline.trace.Quantity.DELTA;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.StepContext;
import dev.plumbline.diagnose.replay.Variant;
import dev.plumbline.diagnose.replay.Variant.Stage;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Mistakes of the deltas. */
final class DeltaMistakes {
    private DeltaMistakes() {}

    static Stream<Variant> of() {
        return Stream.of(ofTheLast(), ofTheLoss(), ofTheSlope(), ofTheRate(), ofBackpropagation(), afterUpdates())
                .flatMap(variants -> variants);
    }

    private static Stream<Variant> ofTheLast() {
        return Stream.of(
                        scaled(Mistake.SIGN_FLIPPED, s -> -1),
                        misplacedTwo(0.5).describedAs("it is half of the correct value"),
                        misplacedTwo(2).describedAs("it is twice the correct value"),
                        Variant.of(Mistake.OTHER_LOSS_SLOPE, DELTA, DeltaMistakes::withoutDelta)
                                .at(Stage.INPUT)
                                .where((spec, l) -> huberDelta(spec.loss()).isPresent())
                                .describedAs("the linear part of Huber's loss is not multiplied by delta"),
                        scaled(Mistake.OUTPUTS_NOT_DIVIDED, s -> s.y().columns()),
                        scaled(Mistake.OUTPUTS_DIVIDED, s -> 1.0 / s.y().columns()),
                        scaled(Mistake.AVERAGED_TWICE, s -> s.mean() ? 1.0 / s.n() : 1),
                        scaled(Mistake.AVERAGED, s -> s.mean() ? 1 : 1.0 / s.n()),
                        squared(1),
                        squared(-1),
                        squaredWithFactors(1),
                        squaredWithFactors(-1),
                        squaredDifference(1),
                        squaredDifference(-1),
                        broadcast(errors -> errors),
                        broadcast(errors -> errors.sum(1)),
                        broadcast(errors -> errors.mean(1)),
                        Variant.of(Mistake.EXAMPLE_WEIGHTS_FORGOTTEN, DELTA, DeltaMistakes::unweighted)
                                .at(Stage.INPUT),
                        Variant.of(
                                Mistake.SOFTMAX_DIAGONAL,
                                DELTA,
                                (s, l, correct) ->
                                        isSoftmax(s, l) ? s.dA(l).times(s.A(l)).times(oneMinus(s.A(l))) : correct),
                        Variant.of(Mistake.LOSS_NOT_CLIPPED, DELTA, DeltaMistakes::notClipped)
                                .at(Stage.FIRST)
                                .where(DeltaMistakes::isClipped)
                                .describedAs("the delta is a - y there too"))
                .map(Variant::inLast);
    }

    /** Of Huber's loss, a missing delta of 0.5 would look like it. */
    private static Variant misplacedTwo(double factor) {
        return scaled(Mistake.TWO_MISPLACED, s -> factor)
                .where((spec, l) -> huberDelta(spec.loss()).isEmpty());
    }

    /** Where a loss turns linear, if it is that of Huber. */
    private static OptionalDouble huberDelta(Loss loss) {
        return loss instanceof Loss.Huber huber
                ? OptionalDouble.of(huber.delta())
                : loss instanceof Loss.MeanHuber mean ? OptionalDouble.of(mean.delta()) : OptionalDouble.empty();
    }

    private static Matrix withoutDelta(StepContext s, int l, Matrix correct) {
        double delta = huberDelta(s.spec().loss()).orElseThrow();
        Matrix factors = s.A(l).minus(s.y()).map(error -> Math.abs(error) > delta ? 1 / delta : 1);
        return s.deltaFrom(l, s.dA(l).times(factors));
    }

    private static Variant scaled(Mistake mistake, ToDoubleFunction<StepContext> factor) {
        return Variant.of(mistake, DELTA, (s, l, correct) -> {
                    double constant = factor.applyAsDouble(s);
                    s.deltaFrom(l, s.dA(l).times(constant));
                    return correct.times(constant);
                })
                .at(Stage.RESULT);
    }

    private static Variant squared(int sign) {
        return Variant.of(
                        Mistake.ERROR_SQUARED,
                        DELTA,
                        (s, l, correct) -> s.deltaFrom(
                                l, s.weighted(s.A(l).minus(s.y()).square().times(sign))))
                .at(Stage.INPUT);
    }

    /** The error times the derivative of the loss, with its factors. */
    private static Variant squaredWithFactors(int sign) {
        return Variant.of(
                        Mistake.ERROR_SQUARED,
                        DELTA,
                        (s, l, correct) -> s.deltaFrom(
                                l, s.dA(l).times(s.A(l).minus(s.y())).times(sign)))
                .at(Stage.INPUT);
    }

    /** With softmax the delta is a - y, which no factor of the error can reproduce. */
    private static Variant squaredDifference(int sign) {
        return Variant.of(
                        Mistake.ERROR_SQUARED,
                        DELTA,
                        (s, l, correct) -> correct.times(s.A(l).minus(s.y())).times(sign))
                .where((spec, l) -> spec.loss() instanceof Loss.CategoricalCrossEntropy
                        && spec.layers().get(l - 1).activation() instanceof Activation.Softmax);
    }

    private static Matrix unweighted(StepContext s, int l, Matrix correct) {
        return Formulas.delta(s.spec().loss(), s.layer(l).activation(), s.Z(l), s.A(l), s.y());
    }

    private static boolean isClipped(NetworkSpec spec, int l) {
        return spec.loss() instanceof Loss.BinaryCrossEntropy
                && spec.layers().get(l - 1).activation() instanceof Activation.Sigmoid;
    }

    private static Matrix notClipped(StepContext s, int l, Matrix correct) {
        double clip = ((Loss.BinaryCrossEntropy) s.spec().loss()).clip();
        Matrix beyond = s.A(l).map(a -> a < clip || a > 1 - clip ? 1 : 0);
        Matrix plain = s.weighted(s.A(l).minus(s.y()));
        return correct.plus(plain.minus(correct).times(beyond));
    }

    /** The error of every output against every target, through the derivative of the activation, then collapsed. */
    private static Variant broadcast(UnaryOperator<Matrix> collapsed) {
        return Variant.of(Mistake.BROADCAST, DELTA, (s, l, correct) -> {
                    Matrix ones = Matrix.ones(1, s.n());
                    Matrix outputs = s.A(l).dot(ones);
                    Matrix targets = s.y().dot(ones).transpose();
                    Matrix slopes = Formulas.lossGradient(s.spec().loss(), outputs, targets)
                            .times(s.spec().loss() instanceof Loss.MeanSquaredError ? s.n() : 1);
                    Matrix dA = collapsed.apply(slopes);
                    return dA.columns() == 1
                            ? s.deltaFrom(l, dA)
                            : Formulas.activationBackward(s.layer(l).activation(), slopes, s.Z(l).dot(ones), outputs);
                })
                .at(Stage.INPUT)
                .where((spec, l) ->
                        spec.outputs() == 1 && !(spec.layers().get(l - 1).activation() instanceof Activation.Softmax));
    }

    /** The rate is a factor of every tensor that follows, up to the update, which multiplies it in as well. */
    private static Stream<Variant> ofTheRate() {
        return Stream.of(
                scaled(Mistake.RATE_TWICE, s -> s.rate(s.layers())).describedAs("it is multiplied into the delta too"));
    }

    private static Stream<Variant> ofTheLoss() {
        return LossMistakes.losses().stream()
                .map(loss -> Variant.of(
                                Mistake.OTHER_LOSS_SLOPE,
                                DELTA,
                                (s, l, correct) -> LossMistakes.isSameWord(
                                                s.spec().loss(), loss)
                                        ? correct
                                        : s.deltaFrom(l, s.weighted(Formulas.lossGradient(loss, s.A(l), s.y()))))
                        .at(Stage.INPUT)
                        .inLast()
                        .describedAs("it is that of " + Schema.wordOf(loss)));
    }

    private static Stream<Variant> ofTheSlope() {
        return Stream.of(slopesLeftOut(), slopesAtOtherNumbers(), slopesWrittenOut(), slopesOfOthers())
                .flatMap(variants -> variants);
    }

    /** The slope is missing, there twice, or another one at a kink. */
    private static Stream<Variant> slopesLeftOut() {
        return Stream.of(
                Variant.of(Mistake.SLOPE_FORGOTTEN, DELTA, (s, l, correct) -> s.dA(l))
                        .where((spec, l) -> !isKinked(spec, l)),
                Variant.of(Mistake.KINK_SLOPE_ONE, DELTA, (s, l, correct) -> s.dA(l))
                        .where(DeltaMistakes::isKinked),
                slopeAtZero(1),
                slopeAtZero(0.5).describedAs("it is the mean of both"),
                Variant.of(Mistake.SLOPE_EXTRA, DELTA, DeltaMistakes::extra).at(Stage.RESULT));
    }

    private static Variant slopeAtZero(double share) {
        return Variant.of(
                        Mistake.KINK_AT_ZERO,
                        DELTA,
                        (s, l, correct) -> correct.plus(s.dA(l)
                                .times(s.Z(l).map(z -> z == 0 ? share * otherSlopeAtZero(s.spec(), l) : 0))))
                .at(Stage.RESULT)
                .where((spec, l) -> otherSlopeAtZero(spec, l) != 0);
    }

    /** A formula for a is given z, or one for z is given a. */
    private static Stream<Variant> slopesAtOtherNumbers() {
        return Stream.of(
                slopeAt(Mistake.SLOPE_OF_PREACTIVATION, StepContext::Z, StepContext::Z)
                        .where(DeltaMistakes::isElementwise),
                slopeAt(Mistake.SLOPE_OF_ACTIVATED, StepContext::A, (s, l) -> s.activated(l, s.A(l)))
                        .where(DeltaMistakes::isElementwise),
                slope(Mistake.ACTIVATION_FOR_SLOPE, (s, l) -> s.activated(l, s.A(l)))
                        .where(DeltaMistakes::isElementwise)
                        .describedAs("it is applied to the activation again"),
                slope(Mistake.ACTIVATION_FOR_SLOPE, StepContext::A)
                        .where((spec, l) -> isElementwise(spec, l) && !isSigmoid(spec, l)));
    }

    /** The formula in a is written with a factor or a sign that is wrong, or in place of the delta. */
    private static Stream<Variant> slopesWrittenOut() {
        return Stream.of(
                slope(Mistake.SLOPE_FACTOR_FORGOTTEN, StepContext::A)
                        .where(DeltaMistakes::isSigmoid)
                        .describedAs("it is a alone"),
                slope(Mistake.SLOPE_FACTOR_FORGOTTEN, (s, l) -> oneMinus(s.A(l)))
                        .where(DeltaMistakes::isSigmoid)
                        .describedAs("it is 1 - a alone"),
                overwritten(1),
                overwritten(-1),
                slope(
                                Mistake.SLOPE_PLUS,
                                (s, l) -> isTanh(s.spec(), l) ? s.A(l).square().plus(1) : s.A(l).times(s.A(l).plus(1)))
                        .where((spec, l) -> isSigmoid(spec, l) || isTanh(spec, l)),
                slope(Mistake.SLOPE_NOT_SQUARED, (s, l) -> oneMinus(s.A(l)))
                        .where(DeltaMistakes::isTanh)
                        .describedAs("it is 1 - a"),
                slope(Mistake.SLOPE_NOT_SQUARED, (s, l) -> oneMinus(s.A(l)).square())
                        .where(DeltaMistakes::isTanh)
                        .describedAs("it is (1 - a)^2"));
    }

    /** The slope in place of the delta; its sign is the opposite where the network's error is y - a. */
    private static Variant overwritten(int sign) {
        return Variant.of(
                        Mistake.UPSTREAM_OVERWRITTEN,
                        DELTA,
                        (s, l, correct) -> s.throughActivation(l, Matrix.full(correct.rows(), correct.columns(), sign)))
                .where(DeltaMistakes::isElementwise);
    }

    /** The delta through the layer's own formula at other pre-activations and activations. */
    private static Variant slopeAt(
            Mistake mistake, BiFunction<StepContext, Integer, Matrix> z, BiFunction<StepContext, Integer, Matrix> a) {
        return Variant.of(
                mistake,
                DELTA,
                (s, l, correct) ->
                        Formulas.activationBackward(s.layer(l).activation(), s.dA(l), z.apply(s, l), a.apply(s, l)));
    }

    /** The delta with another slope. */
    private static Variant slope(Mistake mistake, BiFunction<StepContext, Integer, Matrix> slope) {
        return Variant.of(mistake, DELTA, (s, l, correct) -> s.dA(l).times(slope.apply(s, l)));
    }

    private static Stream<Variant> slopesOfOthers() {
        Stream<Variant> others = ForwardMistakes.activations().stream()
                .filter(activation ->
                        !(activation instanceof Activation.Softmax) && !(activation instanceof Activation.Identity))
                .map(activation -> Variant.of(
                                Mistake.OTHER_SLOPE,
                                DELTA,
                                (s, l, correct) -> Formulas.activationBackward(
                                        activation, s.dA(l), s.Z(l), Formulas.activation(activation, s.Z(l))))
                        .where((spec, l) -> !ForwardMistakes.isSameWord(
                                spec.layers().get(l - 1).activation(), activation))
                        .describedAs("it is that of " + Schema.wordOf(activation)));
        Stream<Variant> ofOutputs = ForwardMistakes.activations().stream()
                .filter(activation -> activation instanceof Activation.Sigmoid || activation instanceof Activation.Tanh)
                .map(activation -> Variant.of(
                                Mistake.OTHER_SLOPE,
                                DELTA,
                                (s, l, correct) -> Formulas.activationBackward(activation, s.dA(l), s.Z(l), s.A(l)))
                        .where((spec, l) -> !ForwardMistakes.isSameWord(
                                spec.layers().get(l - 1).activation(), activation))
                        .describedAs(
                                "it is that of " + Schema.wordOf(activation) + ", applied to this layer's outputs"));
        return Stream.concat(others, ofOutputs);
    }

    private static Matrix extra(StepContext s, int l, Matrix correct) {
        if (isSoftmax(s, l)) {
            return correct.times(s.A(l)).times(oneMinus(s.A(l)));
        }
        return s.throughActivation(l, correct);
    }

    /** With a norm over all layers, no layer can be updated before the last gradient is known. */
    private static Stream<Variant> afterUpdates() {
        return Stream.of(
                        backward(Mistake.UPDATED_WEIGHTS, (s, l, path) -> path.through(s.updatedWeights(l + 1))),
                        backward(Mistake.SLOPE_AFTER_UPDATE, (s, l, path) -> path.from(afterUpdate(s, l + 1))),
                        backward(
                                Mistake.SLOPE_AFTER_UPDATE,
                                // Where the update changes no slope, as with ReLU, only the weights would count.
                                (s, l, path) -> changesSlope(s, l + 1)
                                        ? path.from(afterUpdate(s, l + 1)).through(s.updatedWeights(l + 1))
                                        : path))
                .map(variant -> variant.where((spec, l) -> !spec.layers().get(l).normalizesPer(NormScope.NETWORK)));
    }

    private static Stream<Variant> ofBackpropagation() {
        return Stream.of(
                backward(Mistake.RAW_ERROR_PROPAGATED, (s, l, path) -> path.from(s.dA(l + 1))),
                backward(Mistake.RAW_ERROR_PROPAGATED, (s, l, path) -> path.from(rawError(s, l + 1))),
                backward(
                                Mistake.RAW_ERROR_PROPAGATED,
                                (s, l, path) -> path.from(s.weighted(s.A(l + 1).minus(s.y()))))
                        .where((spec, l) -> l + 1 == spec.layers().size()),
                backward(
                                Mistake.NOT_TRANSPOSED_BACKWARD,
                                (s, l, path) -> path.through(path.weights().transpose()))
                        .where((spec, l) -> ForwardMistakes.isSquare(spec, l + 1)),
                backward(Mistake.DROPOUT_FORGOTTEN_BACKWARD, (s, l, path) -> path.dropping(sum -> sum))
                        .where((spec, l) -> ForwardMistakes.drops(spec, l + 1)),
                backward(
                                Mistake.DROPOUT_FORGOTTEN_BACKWARD,
                                (s, l, path) -> path.dropping(sum -> sum.div(
                                        s.layer(l + 1).dropout().orElseThrow().keepProbability())))
                        .where((spec, l) -> ForwardMistakes.drops(spec, l + 1))
                        .describedAs("the division by the keep probability is there"),
                backward(
                                Mistake.DROPOUT_NOT_INVERTED,
                                (s, l, path) -> path.dropping(sum -> s.masked(sum, l + 1, false)))
                        .where((spec, l) -> ForwardMistakes.drops(spec, l + 1)),
                backward(
                                Mistake.DROPOUT_BY_DROP_PROBABILITY,
                                (s, l, path) -> path.dropping(sum -> ForwardMistakes.byDropProbability(s, l + 1, sum)))
                        .where((spec, l) -> ForwardMistakes.drops(spec, l + 1)));
    }

    /** The delta of a layer whose activations are recomputed after its update. */
    private static Matrix afterUpdate(StepContext s, int l) {
        return delta(s, l, s.preActivationAfterUpdate(l));
    }

    private static boolean changesSlope(StepContext s, int l) {
        return !afterUpdate(s, l).equals(delta(s, l, s.Z(l)));
    }

    private static Matrix delta(StepContext s, int l, Matrix z) {
        Activation f = s.layer(l).activation();
        return Formulas.activationBackward(f, s.dA(l), z, Formulas.activation(f, z));
    }

    /** The backpropagated error without any activation derivative. */
    private static Matrix rawError(StepContext s, int l) {
        return l == s.layers()
                ? s.dA(l)
                : s.masked(rawError(s, l + 1).dot(s.W(l + 1).transpose()), l + 1, true);
    }

    @FunctionalInterface
    private interface PathChange {
        StepContext.BackwardPath of(StepContext s, int l, StepContext.BackwardPath path);
    }

    /** A mistake in the gradient that reaches the activations of a hidden layer. */
    private static Variant backward(Mistake mistake, PathChange change) {
        return Variant.of(mistake, DELTA, (s, l, correct) -> s.backwardThrough(l, path -> change.of(s, l, path)))
                .at(Stage.INPUT)
                .inHidden();
    }

    private static Matrix oneMinus(Matrix a) {
        return a.unaryMinus().plus(1);
    }

    private static boolean isSoftmax(StepContext s, int l) {
        return s.layer(l).activation() instanceof Activation.Softmax;
    }

    private static boolean isElementwise(NetworkSpec spec, int l) {
        return !(spec.layers().get(l - 1).activation() instanceof Activation.Softmax);
    }

    private static boolean isSigmoid(NetworkSpec spec, int l) {
        return spec.layers().get(l - 1).activation() instanceof Activation.Sigmoid;
    }

    private static boolean isTanh(NetworkSpec spec, int l) {
        return spec.layers().get(l - 1).activation() instanceof Activation.Tanh;
    }

    /** The slope of the other side of a kink at 0, less the one that is taken here; 0 without such a kink. */
    private static double otherSlopeAtZero(NetworkSpec spec, int l) {
        Activation f = spec.layers().get(l - 1).activation();
        return f instanceof Activation.LeakyRelu leaky ? leaky.alpha() - 1 : isKinked(spec, l) ? 1 : 0;
    }

    private static boolean isKinked(NetworkSpec spec, int l) {
        Activation f = spec.layers().get(l - 1).activation();
        return f instanceof Activation.Relu || f instanceof Activation.Relu6 || f instanceof Activation.RectifiedTanh;
    }
}
