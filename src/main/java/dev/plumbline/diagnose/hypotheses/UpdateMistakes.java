package dev.plumbline.diagnose.hypotheses;

import static dev.plumbline.trace.Quantity.BIAS;
import static dev.plumbline.trace.Quantity.BIAS_UPDATE;
import static dev.plumbline.trace.Quantity.WEIGHTS;
import static dev.plumbline.trace.Quantity.WEIGHT_UPDATE;

import dev.plumbline.diagnose.findings.Constants;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.FaultyUpdates;
import dev.plumbline.diagnose.replay.Formula;
import dev.plumbline.diagnose.replay.StepContext;
import dev.plumbline.diagnose.replay.UpdateRule;
import dev.plumbline.diagnose.replay.Variant;
import dev.plumbline.diagnose.replay.Variant.Stage;
import dev.plumbline.reference.Formulas;
import dev.plumbline.spec.GradientNormalization.ClipNorm;
import dev.plumbline.spec.GradientNormalization.NormScope;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Mistakes of the updates and of the weights after them. */
final class UpdateMistakes {
    /** What scripts add to the norm of gradients. */
    static final List<Double> USUAL_EPSILONS = List.of(0.0, 1e-8, 1e-7, 1e-6);

    private UpdateMistakes() {}

    static Stream<Variant> of(Experiment experiment) {
        return Stream.of(plain(), ofRates(), PenaltyMistakes.of(), OptimizerMistakes.of(experiment), ofWeights())
                .flatMap(variants -> variants);
    }

    private static Stream<Variant> plain() {
        Stream<Variant> ofBoth = Stream.of(
                        both(Mistake.ASCENT, (s, q, l, correct) -> correct.unaryMinus()),
                        both(Mistake.RATE_TWICE, (s, q, l, correct) -> correct.times(s.mistakenRate(q, l))),
                        both(Mistake.RATE_FORGOTTEN, (s, q, l, correct) -> correct.div(s.mistakenRate(q, l))),
                        Stream.of(ofGradient(Mistake.NORMALIZATION_FORGOTTEN, (layer, file) -> notNormalized(layer))
                                .where(has(
                                        layer -> layer.gradientNormalization().isPresent()))),
                        Stream.of(NormScope.LAYER, NormScope.TENSOR).map(UpdateMistakes::normPer),
                        USUAL_EPSILONS.stream().map(UpdateMistakes::normPlus))
                .flatMap(variants -> variants);
        Stream<Variant> frozen = Stream.of(
                one(Mistake.BIAS_NOT_UPDATED, (s, q, l, correct) -> correct.times(0), BIAS_UPDATE),
                one(Mistake.WEIGHTS_NOT_UPDATED, (s, q, l, correct) -> correct.times(0), WEIGHT_UPDATE),
                each(Mistake.WEIGHTS_NOT_UPDATED, (s, q, l, correct) -> correct.times(0))
                        .where(has(Layer::bias))
                        .describedAs("the biases are not updated either"));
        return Stream.concat(ofBoth, frozen);
    }

    private static Layer notNormalized(Layer layer) {
        return Schema.with(layer, "gradient_normalization", Optional.empty());
    }

    /** The file's normalization with norms of this scope; a norm over all layers is {@link Mistake#GLOBAL_NORM}. */
    private static Variant normPer(NormScope scope) {
        return ofGradient(
                        Mistake.NORM_SCOPE,
                        (layer, file) -> Schema.with(
                                layer,
                                "gradient_normalization",
                                layer.gradientNormalization().map(word -> Schema.with(word, "per", scope))))
                .where(has(layer -> Stream.of(NormScope.values())
                        .anyMatch(ofFile -> ofFile != scope && layer.normalizesPer(ofFile))))
                .describedAs("`per: " + Schema.wordOf(scope) + "`");
    }

    /** The file's clipping with this number added to the norm. */
    private static Variant normPlus(double epsilon) {
        return ofGradient(
                        Mistake.NORM_EPSILON,
                        (layer, file) -> Schema.with(
                                layer,
                                "gradient_normalization",
                                layer.gradientNormalization()
                                        .map(word -> word instanceof ClipNorm
                                                ? Schema.with(word, "epsilon", epsilon)
                                                : word)))
                .where(has(layer -> layer.gradientNormalization()
                        .filter(word -> word instanceof ClipNorm clip && clip.epsilon() != epsilon)
                        .isPresent()))
                .describedAs(plus(epsilon));
    }

    /** What is added to a norm; less than the smallest of the usual numbers cannot be told from nothing. */
    static String plus(double epsilon) {
        if (epsilon == 0) {
            return "with nothing, or almost nothing, added to the norm";
        }
        return epsilon == 1e-6
                ? "with 1e-6 added to the norm, as in PyTorch's clip_grad_norm_"
                : "with " + Constants.text(epsilon) + " added to the norm";
    }

    private static Stream<Variant> ofRates() {
        return Stream.of(
                        // With a constant rate these are factors of the update.
                        changed(Mistake.RATE_TWICE, (s, q, l, rule) -> rule.withRate(rule.rate() * rule.rate())),
                        changed(Mistake.RATE_FORGOTTEN, (s, q, l, rule) -> rule.withRate(1)),
                        scheduled(
                                Mistake.SCHEDULE_FORGOTTEN,
                                (optimizer, batch) -> Formulas.rate(optimizer, UpdateRule.at(0, 0))),
                        scheduled(
                                Mistake.SCHEDULE_SHIFTED,
                                (optimizer, batch) ->
                                        Formulas.rate(optimizer, UpdateRule.at(batch.step() + 1, batch.epoch() + 1))),
                        scheduled(
                                Mistake.SCHEDULE_LATE,
                                (optimizer, batch) -> Formulas.rate(
                                        optimizer,
                                        UpdateRule.at(Math.max(0, batch.step() - 1), Math.max(0, batch.epoch() - 1)))),
                        scheduled(
                                        Mistake.SCHEDULE_COUNT,
                                        (optimizer, batch) -> Formulas.rate(
                                                optimizer, UpdateRule.at(batch.epoch(), (int) batch.step())))
                                .describedAs("it counts steps instead of epochs, or epochs instead of steps"),
                        scheduled(
                                        Mistake.SCHEDULE_TWICE,
                                        (optimizer, batch) -> Formulas.rate(
                                                optimizer, UpdateRule.at(2 * batch.step(), 2 * batch.epoch())))
                                .describedAs("t counts by twos"),
                        scheduled(
                                Mistake.SCHEDULE_TWICE,
                                (optimizer, batch) -> Math.pow(Formulas.rate(optimizer, batch), 2)
                                        / Formulas.rate(optimizer, UpdateRule.at(0, 0))))
                .map(variant -> variant.where(UpdateMistakes::isScheduled));
    }

    /** The learning rate of a step. */
    @FunctionalInterface
    private interface OfRate {
        double of(Optimizer optimizer, Batch batch);
    }

    private static Variant scheduled(Mistake mistake, OfRate rate) {
        return changed(mistake, (s, q, l, rule) -> {
            double mistaken = rate.of(s.optimizer(l), s.batch());
            return rule.withRate(mistaken).withDecayRate(mistaken);
        });
    }

    static boolean isScheduled(NetworkSpec spec, int l) {
        return spec.optimizerOf(l - 1)
                .rate()
                .filter(rate -> !(rate instanceof LearningRate.Constant))
                .isPresent();
    }

    /**
     * Returns the layer for which an update is computed by mistake, given the layer with earlier mistakes and the
     * file's.
     */
    @FunctionalInterface
    interface OfLayer {
        Layer of(Layer layer, Layer file);

        /** A copy that makes each layer once, and not in every step of every replay. */
        default OfLayer once() {
            Map<Layer, Layer> made = new IdentityHashMap<>();
            return (layer, file) -> made.computeIfAbsent(layer, original -> of(original, file));
        }
    }

    /** A mistake that changes the optimizer's input, and therefore its state: the gradient of a changed layer. */
    static Variant ofGradient(Mistake mistake, OfLayer changed) {
        OfLayer once = changed.once();
        return changed(mistake, (s, q, l, rule) -> rule.with(once.of(rule.layer(), s.layer(l))))
                .at(Stage.INPUT);
    }

    /** A mistake that multiplies all gradients before the optimizer, and therefore changes its state. */
    static Variant ofGradients(Mistake mistake, ToDoubleFunction<StepContext> factor) {
        return changed(mistake, (s, q, l, rule) -> rule.withFactor(factor.applyAsDouble(s)));
    }

    private static Stream<Variant> ofWeights() {
        return Stream.of(
                Variant.of(
                                Mistake.CONSTRAINT_FORGOTTEN,
                                WEIGHTS,
                                (s, l, correct) -> s.W(l).minus(s.subtracted(WEIGHT_UPDATE, l)))
                        .where(has(layer -> layer.constraint().isPresent())),
                Variant.of(Mistake.ASCENT, WEIGHTS, (s, l, correct) -> s.W(l).plus(s.subtracted(WEIGHT_UPDATE, l))),
                Variant.of(
                        Mistake.ASCENT,
                        BIAS,
                        (s, l, correct) -> s.b(l).orElseThrow().plus(s.subtracted(BIAS_UPDATE, l))),
                Variant.of(Mistake.WEIGHTS_NOT_UPDATED, WEIGHTS, (s, l, correct) -> s.W(l)),
                Variant.of(Mistake.BIAS_NOT_UPDATED, BIAS, (s, l, correct) -> s.b(l).orElseThrow()));
    }

    // Variants of both updates, or of one only.

    private static Stream<Variant> both(Mistake mistake, Formula formula) {
        return Stream.of(
                each(mistake, formula), one(mistake, formula, WEIGHT_UPDATE), one(mistake, formula, BIAS_UPDATE));
    }

    private static Variant each(Mistake mistake, Formula formula) {
        return Variant.of(mistake, formula, WEIGHT_UPDATE, BIAS_UPDATE).at(Stage.RESULT);
    }

    private static Variant one(Mistake mistake, Formula formula, Quantity update) {
        return Variant.of(mistake, formula, update).at(Stage.RESULT);
    }

    /** A mistake that changes the rule of both updates. */
    static Variant changed(Mistake mistake, FaultyUpdates.Change change) {
        return Variant.of(mistake, new FaultyUpdates.ChangedUpdate(change), WEIGHT_UPDATE, BIAS_UPDATE);
    }

    static BiPredicate<NetworkSpec, Integer> has(Predicate<Layer> what) {
        return (spec, l) -> what.test(spec.layers().get(l - 1));
    }
}
