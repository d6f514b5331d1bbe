package dev.plumbline.diagnose;

import static dev.plumbline.trace.Quantity.ACTIVATION;
import static dev.plumbline.trace.Quantity.PRE_ACTIVATION;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Schema;
import dev.plumbline.spec.Vocabulary;
import java.util.List;
import java.util.stream.Stream;

/** Mistakes of the forward pass. */
final class ForwardMistakes {
    private ForwardMistakes() {}

    /** All of them. */
    static Stream<Variant> of() {
        Stream<Variant> known = Stream.of(
                Variant.of(Mistake.BIAS_FORGOTTEN, (s, q, l, right) -> s.X(l).dot(s.W(l)), PRE_ACTIVATION)
                        .where((spec, l) -> layer(spec, l).bias()),
                weights(Mistake.WEIGHTS_TRANSPOSED, Matrix::transpose).where(ForwardMistakes::isSquare),
                weights(
                                Mistake.COLUMN_ORDER,
                                w -> w.reshape(w.columns(), w.rows()).transpose())
                        .where((spec, l) -> !isSquare(spec, l)),
                input(Mistake.INPUT_NOT_ACTIVATED, (s, q, l, x) -> s.masked(s.Z(l - 1), l, true))
                        .where((spec, l) -> l > 1),
                input(Mistake.DROPOUT_FORGOTTEN, (s, q, l, x) -> s.A(l - 1)).where(ForwardMistakes::drops),
                input(Mistake.DROPOUT_NOT_INVERTED, (s, q, l, x) -> s.masked(s.A(l - 1), l, false))
                        .where(ForwardMistakes::drops),
                input(
                                Mistake.DROPOUT_BY_DROP_PROBABILITY,
                                (s, q, l, x) -> s.masked(s.A(l - 1), l, false)
                                        .div(s.layer(l).dropout().orElseThrow().dropProbability()))
                        .where(ForwardMistakes::drops),
                Variant.of(Mistake.ACTIVATION_FORGOTTEN, (s, q, l, right) -> s.Z(l), ACTIVATION),
                Variant.of(
                        Mistake.ACTIVATION_TWICE,
                        (s, q, l, right) -> Formulas.activation(s.layer(l).activation(), right),
                        ACTIVATION),
                Variant.of(
                                Mistake.SOFTMAX_WRONG_AXIS,
                                (s, q, l, right) -> Formulas.activation(
                                                s.layer(l).activation(), s.Z(l).transpose())
                                        .transpose(),
                                ACTIVATION)
                        .where((spec, l) -> layer(spec, l).activation() instanceof Activation.Softmax));
        return Stream.concat(known, otherActivations());
    }

    /** Every activation that needs no more than its name, or has its parameters' defaults. */
    static List<Activation> activations() {
        return Vocabulary.of(Activation.class).entries().stream()
                .map(entry -> (Activation) entry.byDefault())
                .toList();
    }

    private static Stream<Variant> otherActivations() {
        return activations().stream()
                .map(other -> Variant.of(
                                Mistake.OTHER_ACTIVATION,
                                (s, q, l, right) -> Formulas.activation(other, s.Z(l)),
                                ACTIVATION)
                        .where((spec, l) -> !isSameWord(layer(spec, l).activation(), other)
                                && !(other instanceof Activation.Identity))
                        .saying("it is " + Schema.wordOf(other)));
    }

    static boolean isSameWord(Activation one, Activation other) {
        return one.getClass() == other.getClass();
    }

    private static Variant weights(Mistake mistake, java.util.function.UnaryOperator<Matrix> change) {
        return Variant.of(
                mistake,
                (s, q, l, right) -> {
                    Matrix z = s.X(l).dot(change.apply(s.W(l)));
                    return s.b(l).map(z::plus).orElse(z);
                },
                PRE_ACTIVATION);
    }

    private static Variant input(Mistake mistake, Formula input) {
        return Variant.of(
                mistake,
                (s, q, l, right) -> {
                    Matrix z = input.of(s, q, l, right).dot(s.W(l));
                    return s.b(l).map(z::plus).orElse(z);
                },
                PRE_ACTIVATION);
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
