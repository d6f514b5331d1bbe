package dev.plumbline.diagnose.hypotheses;

import static dev.plumbline.diagnose.hypotheses.UpdateMistakes.has;
import static dev.plumbline.trace.Quantity.BIAS_GRADIENT;
import static dev.plumbline.trace.Quantity.BIAS_UPDATE;
import static dev.plumbline.trace.Quantity.WEIGHT_GRADIENT;
import static dev.plumbline.trace.Quantity.WEIGHT_UPDATE;

import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.hypotheses.UpdateMistakes.OfLayer;
import dev.plumbline.diagnose.replay.FaultyUpdates;
import dev.plumbline.diagnose.replay.Formula;
import dev.plumbline.diagnose.replay.StepContext;
import dev.plumbline.diagnose.replay.UpdateRule.OfInput;
import dev.plumbline.diagnose.replay.Variant;
import dev.plumbline.diagnose.replay.Variant.Stage;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Quantity;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Mistakes of the penalties on large weights, and of their decay. */
final class PenaltyMistakes {
    private PenaltyMistakes() {}

    static Stream<Variant> of() {
        OfInput none = (s, q, l, gradient) -> gradient;
        Stream<Variant> ofPenalized = Stream.of(
                        penalties(Mistake.L2_DOUBLED, file -> Penalty.times(file, 1), none),
                        penalties(Mistake.L2_HALVED, file -> Penalty.times(file, -0.5), none),
                        penalties(
                                Mistake.L2_REVERSED,
                                file -> Penalty.times(file, -1),
                                (s, q, l, gradient) -> gradient.minus(ofPenalties(s, q, l))),
                        value(1, false),
                        value(2, false),
                        value(1, true),
                        value(2, true))
                .flatMap(variants -> variants)
                .map(variant -> variant.where(has(PenaltyMistakes::penalizes)));
        Stream<Variant> divided = Stream.concat(
                        divided("it is not divided", StepContext::n),
                        divided("it is divided by the size of a full batch", GradientMistakes::share))
                .map(variant -> variant.where(has(Layer::isPenalizedPerBatch)));
        Stream<Variant> onBias = penalties(
                        Mistake.L2_ON_BIAS,
                        file -> new Penalty(0, 0, file.l1() - file.l1Bias(), file.l2() - file.l2Bias(), 0),
                        none)
                .map(variant -> variant.where(has(layer -> penalizes(layer) && layer.bias())));
        Stream<Variant> missing = Stream.of(
                penalties(Mistake.L2_MISSING, file -> Penalty.times(file, -1)).where(has(PenaltyMistakes::penalizes)),
                penalties(Mistake.DECAY_MISSING, file -> new Penalty(0, 0, 0, 0, -file.weightDecay()))
                        .where(has(layer -> layer.regularization()
                                .filter(r -> r.weightDecay() > 0)
                                .isPresent())));
        return Stream.of(missing, ofPenalized, divided, onBias).flatMap(variants -> variants);
    }

    /** A number that is added to the gradient of each weight: the penalty of the layer, or that of all layers. */
    private static Stream<Variant> value(double factor, boolean ofAll) {
        return penalties(
                        Mistake.L2_VALUE,
                        file -> Penalty.times(file, -1),
                        (s, q, l, gradient) -> q == BIAS_UPDATE
                                ? gradient
                                : gradient.plus(
                                        factor * (ofAll ? LossMistakes.penalty(s) : LossMistakes.penalty(s, l))))
                .map(variant -> variant.describedAs(ofAll ? "it is the sum over all layers" : ""));
    }

    /** The file's penalties times a factor that depends on the batch. */
    private static Stream<Variant> divided(String how, ToDoubleFunction<StepContext> factor) {
        return penalties(
                        Mistake.L2_DIVISOR,
                        file -> Penalty.times(file, -1),
                        (s, q, l, gradient) ->
                                gradient.plus(ofPenalties(s, q, l).times(factor.applyAsDouble(s))))
                .map(variant -> variant.describedAs(how));
    }

    /** The gradient of the file's penalties. */
    private static Matrix ofPenalties(StepContext s, Quantity update, int l) {
        Formulas.Gradient none = new Formulas.Gradient(s.W(l).times(0), s.b(l).map(b -> b.times(0)));
        Formulas.Gradient penalties = none.penalized(s.layer(l), s.n(), s.W(l), s.b(l));
        return update == BIAS_UPDATE ? penalties.bias().orElseThrow() : penalties.weights();
    }

    /**
     * Mistaken penalties in the optimizer's input; or already in the recorded gradient, which is then the optimizer's
     * input.
     */
    private static Stream<Variant> penalties(Mistake mistake, Function<Regularization, Penalty> added, OfInput input) {
        OfLayer mistaken = changed(added).once();
        OfLayer without = changed(file -> Penalty.times(file, -1)).once();
        Variant ofInput = UpdateMistakes.changed(
                        mistake,
                        (s, q, l, rule) ->
                                rule.with(mistaken.of(rule.layer(), s.layer(l))).withInput(input))
                .at(Stage.INPUT);
        Formula ofGradients = (s, q, l, correct) -> {
            boolean ofBias = q == BIAS_GRADIENT;
            Formulas.Gradient gradient = new Formulas.Gradient(
                            ofBias ? s.W(l).times(0) : correct,
                            ofBias ? Optional.of(correct) : s.b(l).map(b -> b.times(0)))
                    .penalized(mistaken.of(s.layer(l), s.layer(l)), s.n(), s.W(l), s.b(l));
            return input.of(
                    s,
                    ofBias ? BIAS_UPDATE : WEIGHT_UPDATE,
                    l,
                    ofBias ? gradient.bias().orElseThrow() : gradient.weights());
        };
        Variant inGradient = Variant.of(
                        mistake,
                        new FaultyUpdates.ChangedUpdate(
                                (s, q, l, rule) -> rule.with(without.of(s.layer(l), s.layer(l))), ofGradients),
                        WEIGHT_GRADIENT,
                        BIAS_GRADIENT,
                        WEIGHT_UPDATE,
                        BIAS_UPDATE)
                .at(Stage.INPUT)
                .where(has(layer -> layer.gradientNormalization().isEmpty()));
        return Stream.of(ofInput, inGradient);
    }

    /**
     * The amounts that a mistake adds to the penalties of a layer. Amounts, not values, so that two mistakes combine in
     * any order.
     */
    private record Penalty(double l1, double l2, double l1Bias, double l2Bias, double weightDecay) {
        static Penalty times(Regularization file, double factor) {
            return new Penalty(
                    factor * file.l1(), factor * file.l2(), factor * file.l1Bias(), factor * file.l2Bias(), 0);
        }

        Regularization addedTo(Regularization regularization) {
            Regularization sum = new Regularization(
                    Math.max(0, regularization.l1() + l1),
                    Math.max(0, regularization.l2() + l2),
                    Math.max(0, regularization.l1Bias() + l1Bias),
                    Math.max(0, regularization.l2Bias() + l2Bias),
                    Math.max(0, regularization.weightDecay() + weightDecay));
            return sum.penalizes() ? Schema.with(sum, "divided_by", regularization.dividedBy()) : sum;
        }
    }

    private static boolean penalizes(Layer layer) {
        return layer.regularization().filter(Regularization::penalizes).isPresent();
    }

    private static Variant penalties(Mistake mistake, Function<Regularization, Penalty> added) {
        return UpdateMistakes.ofGradient(mistake, changed(added));
    }

    /** A layer with other penalties than the file's. */
    private static OfLayer changed(Function<Regularization, Penalty> added) {
        return (layer, file) -> {
            Regularization penalties = file.regularization().orElse(Regularization.NONE);
            return with(
                    layer, added.apply(penalties).addedTo(layer.regularization().orElse(Regularization.NONE)));
        };
    }

    /** The layer with other penalties; without any if all are 0. */
    private static Layer with(Layer layer, Regularization regularization) {
        return Schema.with(
                layer,
                "regularization",
                regularization.equals(Regularization.NONE) ? Optional.empty() : Optional.of(regularization));
    }
}
