package dev.plumbline.diagnose.hypotheses;

import static dev.plumbline.trace.Quantity.BIAS;
import static dev.plumbline.trace.Quantity.BIAS_UPDATE;
import static dev.plumbline.trace.Quantity.WEIGHTS;
import static dev.plumbline.trace.Quantity.WEIGHT_UPDATE;

import dev.plumbline.diagnose.findings.Constants;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.Formula;
import dev.plumbline.diagnose.replay.MistakenUpdates;
import dev.plumbline.diagnose.replay.StepContext;
import dev.plumbline.diagnose.replay.UpdateRule;
import dev.plumbline.diagnose.replay.Variant;
import dev.plumbline.diagnose.replay.Variant.Stage;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.Schema;
import dev.plumbline.spec.Vocabulary;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Mistakes of the updates and of the weights after them. */
final class UpdateMistakes {
    private UpdateMistakes() {}

    static Stream<Variant> of(Experiment experiment) {
        NetworkSpec spec = experiment.spec();
        return Stream.of(
                        plain(),
                        ofRates(),
                        ofPenalties(),
                        ofMoments(),
                        ofVelocity(),
                        ofState(experiment),
                        otherOptimizers(spec),
                        otherParameters(spec),
                        ofWeights())
                .flatMap(each -> each);
    }

    private static Stream<Variant> plain() {
        Stream<Variant> ofBoth = Stream.of(
                        both(Mistake.ASCENT, (s, q, l, right) -> right.unaryMinus()),
                        both(Mistake.RATE_TWICE, (s, q, l, right) -> right.times(s.mistakenRate(q, l))),
                        both(Mistake.RATE_FORGOTTEN, (s, q, l, right) -> right.div(s.mistakenRate(q, l))),
                        Stream.of(ofGradient(Mistake.NORMALIZATION_FORGOTTEN, (layer, file) -> notNormalized(layer))
                                .where(has(
                                        layer -> layer.gradientNormalization().isPresent()))))
                .flatMap(each -> each);
        Stream<Variant> frozen = Stream.of(
                one(Mistake.BIAS_NOT_UPDATED, (s, q, l, right) -> right.times(0), BIAS_UPDATE),
                one(Mistake.WEIGHTS_NOT_UPDATED, (s, q, l, right) -> right.times(0), WEIGHT_UPDATE),
                each(Mistake.WEIGHTS_NOT_UPDATED, (s, q, l, right) -> right.times(0))
                        .where(has(Layer::bias))
                        .describedAs("the biases are not updated either"));
        return Stream.concat(ofBoth, frozen);
    }

    private static Layer notNormalized(Layer layer) {
        return Schema.with(layer, "gradient_normalization", Optional.empty());
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
                .map(each -> each.where(UpdateMistakes::isScheduled));
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

    private static boolean isScheduled(NetworkSpec spec, int l) {
        return spec.optimizerOf(l - 1)
                .rate()
                .filter(rate -> !(rate instanceof LearningRate.Constant))
                .isPresent();
    }

    private static Stream<Variant> ofPenalties() {
        return Stream.of(
                penalties(Mistake.L2_MISSING, file -> Penalty.times(file, -1)).where(has(layer -> penalizes(layer))),
                penalties(Mistake.L2_DOUBLED, file -> Penalty.times(file, 1)).where(has(layer -> penalizes(layer))),
                penalties(Mistake.L2_HALVED, file -> Penalty.times(file, -0.5)).where(has(layer -> penalizes(layer))),
                penalties(
                                Mistake.L2_ON_BIAS,
                                file -> new Penalty(0, 0, file.l1() - file.l1Bias(), file.l2() - file.l2Bias(), 0))
                        .where(has(layer -> penalizes(layer) && layer.bias())),
                penalties(Mistake.DECAY_MISSING, file -> new Penalty(0, 0, 0, 0, -file.weightDecay()))
                        .where(has(layer -> layer.regularization()
                                .filter(r -> r.weightDecay() > 0)
                                .isPresent())));
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

        Regularization addedTo(Regularization other) {
            return new Regularization(
                    Math.max(0, other.l1() + l1),
                    Math.max(0, other.l2() + l2),
                    Math.max(0, other.l1Bias() + l1Bias),
                    Math.max(0, other.l2Bias() + l2Bias),
                    Math.max(0, other.weightDecay() + weightDecay));
        }
    }

    private static boolean penalizes(Layer layer) {
        return layer.regularization()
                .filter(r -> r.l1() + r.l2() + r.l1Bias() + r.l2Bias() > 0)
                .isPresent();
    }

    private static Variant penalties(Mistake mistake, Function<Regularization, Penalty> added) {
        return ofGradient(mistake, (layer, file) -> {
            Regularization penalties = file.regularization().orElse(Regularization.NONE);
            return with(
                    layer, added.apply(penalties).addedTo(layer.regularization().orElse(Regularization.NONE)));
        });
    }

    /**
     * Returns the layer for which an update is computed by mistake, given the layer with earlier mistakes and the
     * file's.
     */
    @FunctionalInterface
    private interface OfLayer {
        Layer of(Layer layer, Layer file);
    }

    /** A mistake that changes the optimizer's input, and therefore its state: the gradient of a changed layer. */
    private static Variant ofGradient(Mistake mistake, OfLayer changed) {
        Map<Layer, Layer> made = new IdentityHashMap<>(); // created once, not in every step of every replay
        return changed(
                        mistake,
                        (s, q, l, rule) ->
                                rule.with(made.computeIfAbsent(rule.layer(), layer -> changed.of(layer, s.layer(l)))))
                .at(Stage.INPUT);
    }

    /** The layer with other penalties; without any if all are 0. */
    private static Layer with(Layer layer, Regularization other) {
        return Schema.with(
                layer, "regularization", other.equals(Regularization.NONE) ? Optional.empty() : Optional.of(other));
    }

    private static Stream<Variant> ofMoments() {
        return Stream.of(
                        adam(
                                        Mistake.EPSILON_PLACE,
                                        (adam, m, v, rate, t) -> m.times(rate / (1 - Math.pow(adam.beta1(), t)))
                                                .div(v.div(1 - Math.pow(adam.beta2(), t))
                                                        .sqrt()
                                                        .plus(adam.epsilon())))
                                .describedAs("it is added to the corrected root, as in the paper and in PyTorch")
                                .where((spec, l) -> !isCorrected(spec)),
                        adam(
                                        Mistake.EPSILON_PLACE,
                                        (adam, m, v, rate, t) -> m.times(rate
                                                        * Math.sqrt(1 - Math.pow(adam.beta2(), t))
                                                        / (1 - Math.pow(adam.beta1(), t)))
                                                .div(v.sqrt().plus(adam.epsilon())))
                                .describedAs("it is added to the root before its correction, as in DL4J and in Keras")
                                .where((spec, l) -> isCorrected(spec)),
                        adam(
                                        Mistake.EPSILON_PLACE,
                                        (adam, m, v, rate, t) -> m.times(rate / (1 - Math.pow(adam.beta1(), t)))
                                                .div(v.div(1 - Math.pow(adam.beta2(), t))
                                                        .plus(adam.epsilon())
                                                        .sqrt()))
                                .describedAs("it is inside the root"),
                        adam(
                                        Mistake.EPSILON_PLACE,
                                        (adam, m, v, rate, t) -> m.times(rate
                                                        * Math.sqrt(1 - Math.pow(adam.beta2(), t))
                                                        / (1 - Math.pow(adam.beta1(), t)))
                                                .div(v.plus(adam.epsilon()).sqrt()))
                                .describedAs("it is inside the root"),
                        adam(
                                Mistake.MOMENTS_NOT_CORRECTED,
                                (adam, m, v, rate, t) ->
                                        m.times(rate).div(v.sqrt().plus(adam.epsilon()))),
                        adam(
                                        Mistake.MOMENTS_NOT_CORRECTED,
                                        (adam, m, v, rate, t) -> m.times(rate / (1 - Math.pow(adam.beta1(), t)))
                                                .div(v.sqrt().plus(adam.epsilon())))
                                .describedAs("only the first one is"),
                        adam(
                                        Mistake.MOMENTS_NOT_CORRECTED,
                                        (adam, m, v, rate, t) -> m.times(rate)
                                                .div(v.div(1 - Math.pow(adam.beta2(), t))
                                                        .sqrt()
                                                        .plus(adam.epsilon())))
                                .describedAs("only the second one is"))
                .map(each -> each.where((spec, l) -> spec.training().optimizer() instanceof Optimizer.Adam));
    }

    private static boolean isCorrected(NetworkSpec spec) {
        return spec.training().optimizer() instanceof Optimizer.Adam adam
                && adam.epsilonOn() == Optimizer.EpsilonPosition.CORRECTED;
    }

    @FunctionalInterface
    private interface OfMoments {
        Matrix of(Optimizer.Adam adam, Matrix m, Matrix v, double rate, double t);
    }

    private static Variant adam(Mistake mistake, OfMoments formula) {
        return changed(
                mistake,
                (s, q, l, rule) -> rule.with((optimizer, g, state, rate, t) -> {
                    Formulas.Update update = UpdateRule.step(optimizer, g, state, rate, t);
                    Matrix m = update.state().get(0);
                    Matrix v = update.state().get(1);
                    return new Formulas.Update(formula.of((Optimizer.Adam) optimizer, m, v, rate, t), update.state());
                }));
    }

    private static Stream<Variant> ofVelocity() {
        return Stream.of(
                velocity(Mistake.CLASSICAL_FOR_NESTEROV, UpdateMistakes::plain, (mu, v, before) -> v.unaryMinus())
                        .where(optimizer(Optimizer.Nesterov.class)),
                velocity(
                                Mistake.NESTEROV_FOR_CLASSICAL,
                                UpdateMistakes::plain,
                                (mu, v, before) -> before.times(mu).minus(v.times(1 + mu)))
                        .where(optimizer(Optimizer.Momentum.class)),
                velocity(
                                Mistake.VELOCITY_REVERSED,
                                (mu, rate, before, g) -> before.times(-mu).minus(g.times(rate)),
                                (mu, v, before) -> v.unaryMinus())
                        .where(optimizer(Optimizer.Momentum.class)),
                velocity(
                                Mistake.VELOCITY_DAMPED,
                                (mu, rate, before, g) -> before.times(mu).minus(g.times(rate * (1 - mu))),
                                (mu, v, before) -> v.unaryMinus())
                        .where(optimizer(Optimizer.Momentum.class)));
    }

    private static Matrix plain(double mu, double rate, Matrix before, Matrix g) {
        return before.times(mu).minus(g.times(rate));
    }

    /** Mistakes in the optimizer state and in its step number. */
    private static Stream<Variant> ofState(Experiment experiment) {
        boolean severalSteps = experiment.stepsPerEpoch() > 1;
        int layers = experiment.spec().layers().size();
        return Stream.of(
                        Stream.of(
                                changed(Mistake.MOMENTUM_RESET, (s, q, l, rule) -> rule.resetting())
                                        .where((spec, l) -> severalSteps && hasState(spec.optimizerOf(l - 1))),
                                timed((s, q, l) -> s.batch().epoch() + 1)
                                        .where((spec, l) -> severalSteps)
                                        .describedAs("it counts the epochs"),
                                timed((s, q, l) -> counted(s, q, l, ascending(layers)))
                                        .describedAs("it counts the updates of all parameters, from the first layer"),
                                timed((s, q, l) -> counted(s, q, l, descending(layers)))
                                        .describedAs("it counts the updates of all parameters, from the last layer")),
                        Stream.of(ascending(layers), descending(layers))
                                .map(order -> changed(Mistake.VELOCITY_SHARED, (s, q, l, rule) -> rule.sharing(order))
                                        .inAllTogether()
                                        .where((spec, l) -> hasState(spec.optimizerOf(l - 1))
                                                && order.stream()
                                                        .anyMatch(other ->
                                                                !other.equals(l) && haveOneShape(spec, l, other)))))
                .flatMap(each -> each);
    }

    private static boolean hasState(Optimizer optimizer) {
        return !(optimizer instanceof Optimizer.Sgd);
    }

    private static boolean haveOneShape(NetworkSpec spec, int one, int other) {
        return spec.inputsOf(one - 1) == spec.inputsOf(other - 1)
                && spec.layers().get(one - 1).units()
                        == spec.layers().get(other - 1).units();
    }

    private static List<Integer> ascending(int layers) {
        return IntStream.rangeClosed(1, layers).boxed().toList();
    }

    private static List<Integer> descending(int layers) {
        return IntStream.rangeClosed(1, layers).map(l -> layers + 1 - l).boxed().toList();
    }

    @FunctionalInterface
    private interface OfTime {
        double of(StepContext s, Quantity update, int l);
    }

    /** Adam with another t. */
    private static Variant timed(OfTime time) {
        return changed(Mistake.MOMENTS_TIME, (s, q, l, rule) -> rule.withTime(time.of(s, q, l)))
                .inAllTogether()
                .where((spec, l) -> spec.optimizerOf(l - 1) instanceof Optimizer.Adam
                        || spec.optimizerOf(l - 1) instanceof Optimizer.Nadam
                        || spec.optimizerOf(l - 1) instanceof Optimizer.Amsgrad
                        || spec.optimizerOf(l - 1) instanceof Optimizer.Adamax);
    }

    /** The number of parameter updates up to this one, if W comes before b, in this order of layers. */
    private static double counted(StepContext s, Quantity update, int l, List<Integer> order) {
        long inStep = 0;
        long own = 0;
        for (int other : order) {
            inStep++;
            own = other == l && update == WEIGHT_UPDATE ? inStep : own;
            inStep += s.b(other).isPresent() ? 1 : 0;
            own = other == l && update == BIAS_UPDATE ? inStep : own;
        }
        return s.batch().step() * inStep + own;
    }

    /** A mistake that multiplies all gradients before the optimizer, and therefore changes its state. */
    static Variant ofGradients(Mistake mistake, ToDoubleFunction<StepContext> factor) {
        return changed(mistake, (s, q, l, rule) -> rule.withFactor(factor.applyAsDouble(s)));
    }

    /** The velocity after a step. */
    @FunctionalInterface
    private interface OfVelocity {
        Matrix of(double mu, double rate, Matrix before, Matrix g);
    }

    /** The update that follows from the velocities after and before the step. */
    @FunctionalInterface
    private interface FromVelocity {
        Matrix of(double mu, Matrix v, Matrix before);
    }

    private static Variant velocity(Mistake mistake, OfVelocity velocity, FromVelocity value) {
        return changed(
                mistake,
                (s, q, l, rule) -> rule.withOwnState((optimizer, g, state, rate, t) -> {
                    double mu = optimizer instanceof Optimizer.Momentum momentum
                            ? momentum.momentum()
                            : ((Optimizer.Nesterov) optimizer).momentum();
                    Matrix before = state.isEmpty() ? Matrix.zeros(g.rows(), g.columns()) : state.get(0);
                    Matrix v = velocity.of(mu, rate, before, g);
                    return new Formulas.Update(value.of(mu, v, before), List.of(v));
                }));
    }

    private static Stream<Variant> otherOptimizers(NetworkSpec spec) {
        Optional<LearningRate> rate = spec.training().optimizer().rate();
        return Vocabulary.of(Optimizer.class).entries().stream()
                .filter(entry ->
                        !entry.name().equals(Schema.wordOf(spec.training().optimizer())))
                .flatMap(entry -> other(spec, entry, rate).stream())
                .map(other -> changed(
                                other instanceof Optimizer.Sgd ? Mistake.MOMENTUM_FORGOTTEN : Mistake.OTHER_OPTIMIZER,
                                (s, q, l, rule) -> rule.withOwnState((own, g, state, eta, t) ->
                                        own.rate().isPresent()
                                                ? UpdateRule.step(other, g, state, eta, t)
                                                : Formulas.update(other, g, state, UpdateRule.at((long) t - 1, 0))))
                        .describedAs("it is that of " + Schema.wordOf(other)));
    }

    /** Usual values of an optimizer's parameters, including the defaults of libraries. */
    private static final Map<String, List<Double>> USUAL = Map.of(
            "momentum", List.of(0.5, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99),
            "beta1", List.of(0.5, 0.8, 0.9, 0.95, 0.99),
            "beta2", List.of(0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999),
            "decay", List.of(0.5, 0.8, 0.9, 0.95, 0.99, 0.999),
            "epsilon", List.of(0.0, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10, 1e-12));

    private static Stream<Variant> otherParameters(NetworkSpec spec) {
        Optimizer own = spec.training().optimizer();
        return Schema.of(own.getClass()).parameters().stream()
                .map(parameter -> parameter.name())
                .flatMap(name -> USUAL.getOrDefault(name, List.of()).stream()
                        .flatMap(value -> otherParameter(own, name, value).stream()));
    }

    /** The optimizer with another parameter value; empty if the value is not allowed or is the file's. */
    private static Optional<Variant> otherParameter(Optimizer own, String name, double value) {
        Object file = Schema.of(own.getClass()).parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow()
                .valueIn(own);
        if (file.equals(value)) {
            return Optional.empty();
        }
        try {
            Optimizer other = Schema.with(own, name, value);
            return Optional.of(changed(Mistake.OTHER_PARAMETER, (s, q, l, rule) -> rule.with(other))
                    .describedAs(
                            name + " is " + Constants.text(value) + "; the file has " + Constants.text((Double) file)));
        } catch (IllegalArgumentException notAllowed) {
            return Optional.empty();
        }
    }

    /** Another optimizer with the parameters that it shares with this one, and otherwise its defaults. */
    private static Optional<Optimizer> other(NetworkSpec spec, Vocabulary.Entry entry, Optional<LearningRate> rate) {
        Optimizer own = spec.training().optimizer();
        Map<String, Object> known = new HashMap<>();
        Schema.of(own.getClass())
                .parameters()
                .forEach(parameter -> known.put(parameter.name(), parameter.valueIn(own)));
        rate.ifPresent(value -> known.putIfAbsent(Optimizer.RATE, value));
        Schema<?> schema = entry.schema().orElseThrow();
        if (schema.parameters().stream()
                .anyMatch(p -> !known.containsKey(p.name()) && p.defaultValue().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of((Optimizer) schema.create(schema.parameters().stream()
                .map(p -> known.getOrDefault(p.name(), p.defaultValue().orElse(0)))
                .toList()));
    }

    private static Stream<Variant> ofWeights() {
        return Stream.of(
                Variant.of(
                                Mistake.CONSTRAINT_FORGOTTEN,
                                (s, q, l, right) -> s.W(l).minus(s.subtracted(WEIGHT_UPDATE, l)),
                                WEIGHTS)
                        .where(has(layer -> layer.constraint().isPresent())),
                Variant.of(Mistake.ASCENT, (s, q, l, right) -> s.W(l).plus(s.subtracted(WEIGHT_UPDATE, l)), WEIGHTS),
                Variant.of(
                        Mistake.ASCENT,
                        (s, q, l, right) -> s.b(l).orElseThrow().plus(s.subtracted(BIAS_UPDATE, l)),
                        BIAS),
                Variant.of(Mistake.WEIGHTS_NOT_UPDATED, (s, q, l, right) -> s.W(l), WEIGHTS),
                Variant.of(Mistake.BIAS_NOT_UPDATED, (s, q, l, right) -> s.b(l).orElseThrow(), BIAS));
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

    private static Variant changed(Mistake mistake, MistakenUpdates.Change change) {
        return Variant.of(mistake, new MistakenUpdates.ChangedUpdate(change), WEIGHT_UPDATE, BIAS_UPDATE);
    }

    private static BiPredicate<NetworkSpec, Integer> has(Predicate<Layer> what) {
        return (spec, l) -> what.test(spec.layers().get(l - 1));
    }

    private static BiPredicate<NetworkSpec, Integer> optimizer(Class<? extends Optimizer> kind) {
        return (spec, l) -> kind.isInstance(spec.training().optimizer());
    }
}
