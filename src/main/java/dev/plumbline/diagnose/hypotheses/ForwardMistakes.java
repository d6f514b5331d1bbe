package dev.plumbline.diagnose.hypotheses;

import static dev.plumbline.trace.Quantity.ACTIVATION;
import static dev.plumbline.trace.Quantity.DELTA;
import static dev.plumbline.trace.Quantity.PRE_ACTIVATION;
import static dev.plumbline.trace.Quantity.WEIGHT_GRADIENT;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.Formula;
import dev.plumbline.diagnose.replay.StepContext;
import dev.plumbline.diagnose.replay.Variant;
import dev.plumbline.diagnose.replay.Variant.Stage;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import dev.plumbline.trace.Quantity;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Mistakes of the forward pass. */
final class ForwardMistakes {
    private ForwardMistakes() {}

    static Stream<Variant> of() {
        Stream<Variant> ofWeights = Stream.of(
                Variant.of(
                                Mistake.BIAS_FORGOTTEN,
                                PRE_ACTIVATION,
                                (s, l, correct) ->
                                        correct.plus(s.b(l).orElseThrow().unaryMinus()))
                        .at(Stage.RESULT)
                        .where((spec, l) -> layer(spec, l).bias()),
                weights(Mistake.WEIGHTS_TRANSPOSED, Matrix::transpose).where(ForwardMistakes::isSquare),
                weights(
                                Mistake.COLUMN_ORDER,
                                w -> w.reshape(w.columns(), w.rows()).transpose())
                        .where((spec, l) -> !isSquare(spec, l)));
        Stream<Variant> ofInputs = inputs().map(input -> Variant.of(
                        input.mistake(),
                        (s, q, l, correct) -> s.preActivationFrom(l, input.x().of(s, q, l, correct)),
                        PRE_ACTIVATION)
                .at(Stage.INPUT)
                .where(input.where()));
        return Stream.of(
                        ofWeights,
                        ofInputs,
                        Stream.of(ofRoundedInputs()),
                        ofDropout(),
                        ofActivations(),
                        otherActivations())
                .flatMap(variants -> variants);
    }

    private static Stream<Variant> ofActivations() {
        return Stream.of(
                Variant.of(Mistake.ACTIVATION_FORGOTTEN, ACTIVATION, (s, l, correct) -> s.Z(l)),
                Variant.of(Mistake.ACTIVATION_TWICE, ACTIVATION, (s, l, correct) -> s.activated(l, correct))
                        .at(Stage.RESULT),
                Variant.of(Mistake.EXPONENT_SIGN, ACTIVATION, (s, l, correct) -> s.activated(l, s.Z(l).unaryMinus()))
                        .where((spec, l) -> layer(spec, l).activation() instanceof Activation.Sigmoid),
                Variant.of(
                                Mistake.SOFTMAX_WRONG_AXIS,
                                ACTIVATION,
                                (s, l, correct) ->
                                        s.activated(l, s.Z(l).transpose()).transpose())
                        .where(ForwardMistakes::isSoftmax),
                Variant.of(Mistake.SOFTMAX_WRONG_AXIS, ACTIVATION, ForwardMistakes::shiftedByRows)
                        .where(ForwardMistakes::isSoftmax),
                Variant.of(
                                Mistake.SOFTMAX_OVER_BATCH,
                                ACTIVATION,
                                (s, l, correct) -> ofWholeBatch(s.Z(l).minus(s.Z(l).max())))
                        .where(ForwardMistakes::isSoftmax),
                Variant.of(
                                Mistake.SOFTMAX_OVER_BATCH,
                                ACTIVATION,
                                (s, l, correct) -> ofWholeBatch(s.Z(l).minus(maxOfRows(s.Z(l)))))
                        .where(ForwardMistakes::isSoftmax)
                        .describedAs("the maximum is that of the row"),
                Variant.of(
                                Mistake.EXPONENT_OVERFLOW,
                                ACTIVATION,
                                (s, l, correct) -> overflowed(s.layer(l).activation(), s.spec(), s.Z(l), correct))
                        .where((spec, l) -> isOfExponents(layer(spec, l).activation())));
    }

    /** Mistakes in dropout, made consistently in the layer's input, its gradient, and the backpropagated error. */
    private static Stream<Variant> ofDropout() {
        return Stream.of(
                        throughout(
                                Mistake.DROPOUT_NOT_INVERTED,
                                (s, l, x) -> s.masked(x, l, false),
                                (s, l, dx) -> s.masked(dx, l, false)),
                        throughout(
                                Mistake.DROPOUT_BY_DROP_PROBABILITY,
                                ForwardMistakes::byDropProbability,
                                ForwardMistakes::byDropProbability),
                        throughout(Mistake.DROPOUT_FORGOTTEN, (s, l, x) -> x, (s, l, dx) -> dx),
                        throughout(Mistake.OWN_MASKS, OwnMasks::dropped, OwnMasks::dropped))
                .map(variant -> variant.where(
                        (spec, l) -> drops(spec, l) || l < spec.layers().size() && drops(spec, l + 1)));
    }

    /** The kept values, divided by the drop probability. */
    static Matrix byDropProbability(StepContext s, int l, Matrix whole) {
        return s.batch().mask(l).isEmpty()
                ? whole // nothing is dropped outside training
                : s.masked(whole, l, false)
                        .div(s.layer(l).dropout().orElseThrow().dropProbability());
    }

    @FunctionalInterface
    private interface Dropping {
        Matrix of(StepContext s, int l, Matrix whole);
    }

    private static Variant throughout(Mistake mistake, Dropping inputChange, Dropping gradientChange) {
        return Variant.of(
                        mistake,
                        (s, q, l, correct) -> {
                            if (q == DELTA) {
                                return l < s.layers() && drops(s.spec(), l + 1)
                                        ? s.backwardThrough(
                                                l, path -> path.dropping(sum -> gradientChange.of(s, l + 1, sum)))
                                        : correct;
                            }
                            if (!drops(s.spec(), l)) {
                                return correct;
                            }
                            Matrix x = inputChange.of(s, l, s.A(l - 1));
                            return q == PRE_ACTIVATION
                                    ? s.preActivationFrom(l, x)
                                    : GradientMistakes.reduced(s, x.transpose().dot(s.dZ(l)));
                        },
                        PRE_ACTIVATION,
                        DELTA,
                        WEIGHT_GRADIENT)
                .at(Stage.INPUT);
    }

    /**
     * The maximum of each row is subtracted, as it should be, but the exponentials are divided by the sum of their
     * column.
     */
    private static Matrix shiftedByRows(StepContext s, int l, Matrix correct) {
        Matrix e = s.Z(l).minus(maxOfRows(s.Z(l))).exp();
        return e.div(e.sum(0));
    }

    private static Matrix maxOfRows(Matrix z) {
        return Matrix.column(
                IntStream.range(0, z.rows()).mapToDouble(i -> z.take(i).max()).toArray());
    }

    private static Matrix ofWholeBatch(Matrix z) {
        Matrix e = z.exp();
        return e.div(e.sum());
    }

    private static boolean isSoftmax(NetworkSpec spec, int l) {
        return layer(spec, l).activation() instanceof Activation.Softmax;
    }

    private static boolean isOfExponents(Activation f) {
        return f instanceof Activation.Softmax
                || f instanceof Activation.Sigmoid
                || f instanceof Activation.Tanh
                || f instanceof Activation.Softplus;
    }

    /** The activation where exp(z) and exp(-z) are finite; elsewhere what the plain formula gives: NaN, infinity or 0. */
    private static Matrix overflowed(Activation f, NetworkSpec spec, Matrix z, Matrix correct) {
        double largest = spec.precision() == Precision.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
        Matrix e = z.exp().map(value -> value > largest ? Double.POSITIVE_INFINITY : value);
        if (f instanceof Activation.Softmax) {
            Matrix sums = e.sum(1).dot(Matrix.ones(1, e.columns()));
            return correct.plus(sums.zip(e.div(sums), (sum, a) -> sum > largest ? a : 0))
                    .minus(correct.zip(sums, (a, sum) -> sum > largest ? a : 0));
        }
        if (f instanceof Activation.Softplus) { // log(1 + exp(z))
            return correct.zip(e, (a, up) -> Math.max(a, up > largest ? up : a));
        }
        boolean isOdd = f instanceof Activation.Tanh; // (exp(z) - exp(-z)) / (exp(z) + exp(-z))
        return correct.zip(z, (a, x) -> Math.exp(isOdd ? Math.abs(x) : x) > largest ? Double.NaN : a);
    }

    private static Variant ofRoundedInputs() {
        return Variant.of(Mistake.SINGLE_PRECISION, ForwardMistakes::fromRoundedInputs, PRE_ACTIVATION, WEIGHT_GRADIENT)
                .at(Stage.INPUT)
                .where((spec, l) -> l == 1 && spec.precision() == Precision.F64)
                .describedAs("the inputs are rounded to 32 bits");
    }

    /** Z or dW of the first layer from inputs of 32 bits, with all else in 64. */
    static Matrix fromRoundedInputs(StepContext s, Quantity q, int l, Matrix correct) {
        Matrix x = s.masked(s.batch().inputs().map(value -> (float) value), l, true);
        return q == PRE_ACTIVATION
                ? s.preActivationFrom(l, x)
                : GradientMistakes.reduced(s, x.transpose().dot(s.dZ(l)));
    }

    /**
     * A mistake in a layer's input, which the forward pass multiplies by W and the gradient by dZ.
     *
     * @param x the mistaken input, the shape of X
     * @param where the layers in which the mistake can be made
     */
    record Input(Mistake mistake, Formula x, BiPredicate<NetworkSpec, Integer> where) {}

    /** Every mistake in a layer's input. */
    static Stream<Input> inputs() {
        return Stream.of(
                new Input(
                        Mistake.INPUT_NOT_ACTIVATED,
                        (s, q, l, correct) -> s.masked(s.Z(l - 1), l, true),
                        (spec, l) -> l > 1),
                new Input(Mistake.DROPOUT_FORGOTTEN, (s, q, l, correct) -> s.A(l - 1), ForwardMistakes::drops),
                new Input(
                        Mistake.DROPOUT_NOT_INVERTED,
                        (s, q, l, correct) -> s.masked(s.A(l - 1), l, false),
                        ForwardMistakes::drops),
                new Input(
                        Mistake.DROPOUT_BY_DROP_PROBABILITY,
                        (s, q, l, correct) -> byDropProbability(s, l, s.A(l - 1)),
                        ForwardMistakes::drops));
    }

    /** Every activation, with the default values of its parameters. */
    static List<Activation> activations() {
        return Vocabulary.of(Activation.class).entries().stream()
                .map(entry -> (Activation) entry.byDefault())
                .toList();
    }

    /** Another activation, with the slope of the file's or with its own. */
    private static Stream<Variant> otherActivations() {
        return activations().stream()
                .filter(activation -> !(activation instanceof Activation.Identity))
                .flatMap(activation -> Stream.of(
                                Variant.of(
                                        Mistake.OTHER_ACTIVATION,
                                        ACTIVATION,
                                        (s, l, correct) -> Formulas.activation(activation, s.Z(l))),
                                Variant.of(
                                        Mistake.OTHER_ACTIVATION,
                                        (s, q, l, correct) -> q == ACTIVATION
                                                ? Formulas.activation(activation, s.Z(l))
                                                : Formulas.activationBackward(activation, s.dA(l), s.Z(l), s.A(l)),
                                        ACTIVATION,
                                        DELTA))
                        .map(variant -> variant.where(
                                        (spec, l) -> !isSameWord(layer(spec, l).activation(), activation))
                                .describedAs("it is " + Schema.wordOf(activation))));
    }

    static boolean isSameWord(Activation first, Activation second) {
        return first.getClass() == second.getClass();
    }

    private static Variant weights(Mistake mistake, UnaryOperator<Matrix> change) {
        return Variant.of(mistake, PRE_ACTIVATION, (s, l, correct) -> s.preActivation(s.X(l), change.apply(s.W(l)), l));
    }

    static Layer layer(NetworkSpec spec, int l) {
        return spec.layers().get(l - 1);
    }

    static boolean isSquare(NetworkSpec spec, int l) {
        return spec.inputsOf(l - 1) == layer(spec, l).units();
    }

    static boolean drops(NetworkSpec spec, int l) {
        return layer(spec, l).dropout().isPresent();
    }
}
