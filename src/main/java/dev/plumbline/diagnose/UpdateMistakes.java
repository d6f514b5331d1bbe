package dev.plumbline.diagnose;

import static dev.plumbline.trace.Quantity.BIAS;
import static dev.plumbline.trace.Quantity.BIAS_UPDATE;
import static dev.plumbline.trace.Quantity.WEIGHTS;
import static dev.plumbline.trace.Quantity.WEIGHT_UPDATE;

import dev.plumbline.diagnose.Variant.Stage;
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
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Mistakes of the updates, and of the weights after them. */
final class UpdateMistakes {
    private UpdateMistakes() {}

    /** All of them for this network. */
    static Stream<Variant> of(Experiment experiment) {
        NetworkSpec spec = experiment.spec();
        return Stream.of(
                        plain(),
                        ofRates(),
                        ofPenalties(),
                        ofMoments(),
                        ofVelocity(),
                        ofMemory(experiment),
                        otherOptimizers(spec),
                        otherParameters(spec),
                        ofWeights())
                .flatMap(each -> each);
    }

    private static Stream<Variant> plain() {
        Stream<Variant> ofBoth = Stream.of(
                        both(Mistake.ASCENT, (s, q, l, right) -> right.unaryMinus()),
                        both(Mistake.RATE_TWICE, (s, q, l, right) -> right.times(s.rate(l))),
                        both(Mistake.RATE_FORGOTTEN, (s, q, l, right) -> right.div(s.rate(l))),
                        Stream.of(ofGradient(Mistake.NORMALIZATION_FORGOTTEN, (layer, file) -> notNormalized(layer))
                                .where(has(
                                        layer -> layer.gradientNormalization().isPresent()))))
                .flatMap(each -> each);
        Stream<Variant> frozen = Stream.of(
                one(Mistake.BIAS_NOT_UPDATED, (s, q, l, right) -> right.times(0), BIAS_UPDATE),
                one(Mistake.WEIGHTS_NOT_UPDATED, (s, q, l, right) -> right.times(0), WEIGHT_UPDATE),
                each(Mistake.WEIGHTS_NOT_UPDATED, (s, q, l, right) -> right.times(0))
                        .where(has(Layer::bias))
                        .saying("nor are the biases"));
        return Stream.concat(ofBoth, frozen);
    }

    private static Layer notNormalized(Layer layer) {
        return Schema.with(layer, "gradient_normalization", Optional.empty());
    }

    private static Stream<Variant> ofRates() {
        return Stream.of(
                        scheduled(Mistake.SCHEDULE_FORGOTTEN, (optimizer, batch) -> Formulas.rate(optimizer, at(0, 0))),
                        scheduled(
                                Mistake.SCHEDULE_SHIFTED,
                                (optimizer, batch) ->
                                        Formulas.rate(optimizer, at(batch.step() + 1, batch.epoch() + 1))),
                        scheduled(
                                Mistake.SCHEDULE_LATE,
                                (optimizer, batch) -> Formulas.rate(
                                        optimizer, at(Math.max(0, batch.step() - 1), Math.max(0, batch.epoch() - 1)))),
                        scheduled(
                                        Mistake.SCHEDULE_COUNT,
                                        (optimizer, batch) ->
                                                Formulas.rate(optimizer, at(batch.epoch(), (int) batch.step())))
                                .saying("steps where epochs are meant, or epochs where steps are"),
                        scheduled(
                                        Mistake.SCHEDULE_TWICE,
                                        (optimizer, batch) ->
                                                Formulas.rate(optimizer, at(2 * batch.step(), 2 * batch.epoch())))
                                .saying("t counts by twos"),
                        scheduled(
                                Mistake.SCHEDULE_TWICE,
                                (optimizer, batch) -> Math.pow(Formulas.rate(optimizer, batch), 2)
                                        / Formulas.rate(optimizer, at(0, 0))))
                .map(each -> each.where(UpdateMistakes::isScheduled));
    }

    /** The learning rate of a step. */
    @FunctionalInterface
    private interface OfRate {
        double of(Optimizer optimizer, Batch batch);

        /** The optimizer with this rate; where it is nothing, with the least there is. */
        default Optimizer constant(Optimizer optimizer, Batch batch) {
            return Schema.with(
                    optimizer, Optimizer.RATE, LearningRate.of(Math.max(of(optimizer, batch), Double.MIN_NORMAL)));
        }
    }

    private static Variant scheduled(Mistake mistake, OfRate rate) {
        return remembering(
                mistake,
                () -> new Remembering(
                        true,
                        (s, l, g, memory) ->
                                Formulas.update(rate.constant(s.optimizer(l), s.batch()), g, memory, s.batch()),
                        rate));
    }

    private static Batch at(long step, int epoch) {
        return new Batch(step, epoch, false, Matrix.zeros(1, 1), Matrix.zeros(1, 1));
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

    /** What a mistake adds to the penalties of a layer: so that two at once are both made, whichever comes first. */
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

    /** The layer that an update is calculated for by mistake; of one that other mistakes have changed, and of the file's. */
    @FunctionalInterface
    private interface OfLayer {
        Layer of(Layer layer, Layer file);
    }

    /** The optimizer is given another gradient: that of another layer; and so it also remembers another one. */
    private static Variant ofGradient(Mistake mistake, OfLayer changed) {
        Map<Layer, Layer> made = new IdentityHashMap<>(); // once, and not in every step of every replay
        return remembering(mistake, () -> {
                    Map<List<Object>, List<Matrix>> memories = new HashMap<>();
                    return (s, q, l, right) -> {
                        Layer layer = made.computeIfAbsent(s.layerOf(q, l), before -> changed.of(before, s.layer(l)));
                        List<Object> key = List.of(q, l);
                        Formulas.Update update = Formulas.update(
                                s.optimizer(l),
                                s.givingAsIn(layer, q, l),
                                memories.getOrDefault(key, s.memory(q, l)),
                                s.batch());
                        memories.put(key, update.state());
                        return q == BIAS_UPDATE
                                ? update.value()
                                : Formulas.decayed(layer, update.value(), s.W(l), s.rate(l));
                    };
                })
                .at(Stage.INPUT);
    }

    /** The same layer with other penalties; none where nothing of them is left. */
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
                                .saying("it is added to the corrected root, as in the paper and in PyTorch")
                                .where((spec, l) -> !isCorrected(spec)),
                        adam(
                                        Mistake.EPSILON_PLACE,
                                        (adam, m, v, rate, t) -> m.times(rate
                                                        * Math.sqrt(1 - Math.pow(adam.beta2(), t))
                                                        / (1 - Math.pow(adam.beta1(), t)))
                                                .div(v.sqrt().plus(adam.epsilon())))
                                .saying("it is added to the root before its correction, as in DL4J and in Keras")
                                .where((spec, l) -> isCorrected(spec)),
                        adam(
                                        Mistake.EPSILON_PLACE,
                                        (adam, m, v, rate, t) -> m.times(rate / (1 - Math.pow(adam.beta1(), t)))
                                                .div(v.div(1 - Math.pow(adam.beta2(), t))
                                                        .plus(adam.epsilon())
                                                        .sqrt()))
                                .saying("it stands inside the root"),
                        adam(
                                        Mistake.EPSILON_PLACE,
                                        (adam, m, v, rate, t) -> m.times(rate
                                                        * Math.sqrt(1 - Math.pow(adam.beta2(), t))
                                                        / (1 - Math.pow(adam.beta1(), t)))
                                                .div(v.plus(adam.epsilon()).sqrt()))
                                .saying("it stands inside the root"),
                        adam(
                                Mistake.MOMENTS_NOT_CORRECTED,
                                (adam, m, v, rate, t) ->
                                        m.times(rate).div(v.sqrt().plus(adam.epsilon()))),
                        adam(
                                        Mistake.MOMENTS_NOT_CORRECTED,
                                        (adam, m, v, rate, t) -> m.times(rate / (1 - Math.pow(adam.beta1(), t)))
                                                .div(v.sqrt().plus(adam.epsilon())))
                                .saying("only the first one is"),
                        adam(
                                        Mistake.MOMENTS_NOT_CORRECTED,
                                        (adam, m, v, rate, t) -> m.times(rate)
                                                .div(v.div(1 - Math.pow(adam.beta2(), t))
                                                        .sqrt()
                                                        .plus(adam.epsilon())))
                                .saying("only the second one is"))
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
        return remembering(
                mistake,
                () -> new Remembering(true, (s, l, g, memory) -> {
                    Formulas.Update update = Formulas.update(s.optimizer(l), g, memory, s.batch());
                    Matrix value = formula.of(
                            (Optimizer.Adam) s.optimizer(l),
                            update.state().get(0),
                            update.state().get(1),
                            s.rate(l),
                            s.batch().step() + 1.0);
                    return new Formulas.Update(value, update.state());
                }));
    }

    private static Stream<Variant> ofVelocity() {
        return Stream.of(
                velocity(Mistake.CLASSICAL_FOR_NESTEROV, (mu, rate, v, before, g) -> v.unaryMinus(), false)
                        .where(optimizer(Optimizer.Nesterov.class)),
                velocity(
                                Mistake.NESTEROV_FOR_CLASSICAL,
                                (mu, rate, v, before, g) -> before.times(mu).minus(v.times(1 + mu)),
                                false)
                        .where(optimizer(Optimizer.Momentum.class)),
                remembering(
                                Mistake.VELOCITY_REVERSED,
                                () -> new Remembering(false, (s, l, g, memory) -> {
                                    Matrix before = memory.isEmpty() ? g.times(0) : memory.get(0);
                                    double mu = ((Optimizer.Momentum) s.optimizer(l)).momentum();
                                    Matrix v = before.times(-mu).minus(g.times(s.rate(l)));
                                    return new Formulas.Update(v.unaryMinus(), List.of(v));
                                }))
                        .where(optimizer(Optimizer.Momentum.class)),
                velocity(Mistake.VELOCITY_DAMPED, (mu, rate, v, before, g) -> v.unaryMinus(), true)
                        .where(optimizer(Optimizer.Momentum.class)));
    }

    /** What the optimizer remembers, and which step it takes it for. */
    private static Stream<Variant> ofMemory(Experiment experiment) {
        boolean severalSteps = experiment.stepsPerEpoch() > 1;
        int layers = experiment.spec().layers().size();
        return Stream.of(
                        Stream.of(
                                remembering(
                                                Mistake.MOMENTUM_RESET,
                                                () -> new Remembering(
                                                        true,
                                                        (s, l, g, memory) -> Formulas.update(
                                                                s.optimizer(l),
                                                                g,
                                                                s.batch().startsEpoch() ? List.of() : memory,
                                                                s.batch())))
                                        .where((spec, l) -> severalSteps && remembers(spec.optimizerOf(l - 1))),
                                timed((s, q, l) -> s.batch().epoch() + 1)
                                        .where((spec, l) -> severalSteps)
                                        .saying("it counts the epochs"),
                                timed((s, q, l) -> counted(s, q, l, ascending(layers)))
                                        .saying("it counts the updates of all parameters, from the first layer"),
                                timed((s, q, l) -> counted(s, q, l, descending(layers)))
                                        .saying("it counts the updates of all parameters, from the last layer")),
                        Stream.of(ascending(layers), descending(layers))
                                .map(order -> remembering(Mistake.VELOCITY_SHARED, () -> new Shared(order))
                                        .inAllTogether()
                                        .where((spec, l) -> remembers(spec.optimizerOf(l - 1))
                                                && order.stream()
                                                        .anyMatch(other ->
                                                                !other.equals(l) && haveOneShape(spec, l, other)))))
                .flatMap(each -> each);
    }

    private static boolean remembers(Optimizer optimizer) {
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

    /** An Adam whose t is another one. */
    private static Variant timed(OfTime time) {
        return Variant.remembering(
                        Mistake.MOMENTS_TIME,
                        () -> {
                            Map<List<Object>, List<Matrix>> memories = new HashMap<>();
                            return (s, q, l, right) -> {
                                Optimizer optimizer = ((OfRate) Formulas::rate).constant(s.optimizer(l), s.batch());
                                List<Object> key = List.of(q, l);
                                Formulas.Update made = Formulas.update(
                                        optimizer,
                                        s.given(q, l),
                                        memories.getOrDefault(key, s.memory(q, l)),
                                        at((long) time.of(s, q, l) - 1, 0));
                                memories.put(key, made.state());
                                return q == BIAS_UPDATE
                                        ? made.value()
                                        : Formulas.decayed(s.layerOf(q, l), made.value(), s.W(l), s.rate(l));
                            };
                        },
                        WEIGHT_UPDATE,
                        BIAS_UPDATE)
                .inAllTogether()
                .where((spec, l) -> spec.optimizerOf(l - 1) instanceof Optimizer.Adam
                        || spec.optimizerOf(l - 1) instanceof Optimizer.Nadam
                        || spec.optimizerOf(l - 1) instanceof Optimizer.Amsgrad
                        || spec.optimizerOf(l - 1) instanceof Optimizer.Adamax);
    }

    /** How many parameters were updated when this one has been, if W comes before b, in this order of layers. */
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

    /** One memory for all W of one shape, and one for their biases. */
    private static final class Shared implements Formula {
        private final List<Integer> order;
        private final Map<List<Object>, List<Matrix>> memories = new HashMap<>();
        private final Map<List<Object>, Matrix> updates = new HashMap<>();
        private long step = -1;

        private Shared(List<Integer> order) {
            this.order = order;
        }

        @Override
        public Matrix of(StepContext s, Quantity update, int l, Matrix right) {
            if (step != s.batch().step()) {
                step = s.batch().step();
                updates.clear();
                for (int each : order) {
                    take(s, WEIGHT_UPDATE, each);
                    if (s.b(each).isPresent()) {
                        take(s, BIAS_UPDATE, each);
                    }
                }
            }
            return updates.getOrDefault(List.of(update, l), right);
        }

        private void take(StepContext s, Quantity update, int l) {
            List<Object> key = List.of(update, s.W(l).shape());
            Formulas.Update made = Formulas.update(
                    s.optimizer(l), s.given(update, l), memories.getOrDefault(key, s.memory(update, l)), s.batch());
            memories.put(key, made.state());
            updates.put(
                    List.of(update, l),
                    update == BIAS_UPDATE
                            ? made.value()
                            : Formulas.decayed(s.layerOf(update, l), made.value(), s.W(l), s.rate(l)));
        }
    }

    /** The optimizer is given all gradients times a factor; and so it also remembers others. */
    static Variant ofGradients(Mistake mistake, ToDoubleFunction<StepContext> factor) {
        return remembering(mistake, () -> {
            Map<List<Object>, List<Matrix>> memories = new HashMap<>();
            return (s, q, l, right) -> {
                List<Object> key = List.of(q, l);
                Layer layer = s.layerOf(q, l);
                Formulas.Update made = Formulas.update(
                        s.optimizer(l),
                        s.given(q, l, layer, factor.applyAsDouble(s)),
                        memories.getOrDefault(key, s.memory(q, l)),
                        s.batch());
                memories.put(key, made.state());
                return q == BIAS_UPDATE ? made.value() : Formulas.decayed(layer, made.value(), s.W(l), s.rate(l));
            };
        });
    }

    @FunctionalInterface
    private interface OfVelocity {
        Matrix of(double mu, double rate, Matrix v, Matrix before, Matrix g);
    }

    /** A formula of the velocity after and before the step, which it remembers itself. */
    private static Variant velocity(Mistake mistake, OfVelocity formula, boolean damped) {
        return remembering(
                mistake,
                () -> new Remembering(false, (s, l, g, memory) -> {
                    double mu = s.optimizer(l) instanceof Optimizer.Momentum momentum
                            ? momentum.momentum()
                            : ((Optimizer.Nesterov) s.optimizer(l)).momentum();
                    double rate = s.rate(l);
                    Matrix before = memory.isEmpty() ? Matrix.zeros(g.rows(), g.columns()) : memory.get(0);
                    Matrix v = before.times(mu).minus(g.times(damped ? rate * (1 - mu) : rate));
                    return new Formulas.Update(formula.of(mu, rate, v, before, g), List.of(v));
                }));
    }

    private static Stream<Variant> otherOptimizers(NetworkSpec spec) {
        Optional<LearningRate> rate = spec.training().optimizer().rate();
        return Vocabulary.of(Optimizer.class).entries().stream()
                .filter(entry ->
                        !entry.name().equals(Schema.wordOf(spec.training().optimizer())))
                .flatMap(entry -> other(spec, entry, rate).stream())
                .map(other -> remembering(
                                other instanceof Optimizer.Sgd ? Mistake.MOMENTUM_FORGOTTEN : Mistake.OTHER_OPTIMIZER,
                                () -> new Remembering(
                                        false, (s, l, g, memory) -> Formulas.update(other, g, memory, s.batch())))
                        .saying("it is that of " + Schema.wordOf(other)));
    }

    /** What people give an optimizer's parameters, and libraries by default. */
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

    /** The optimizer with another value of a parameter; none where that is not allowed, or it is the file's. */
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
            return Optional.of(remembering(
                            Mistake.OTHER_PARAMETER,
                            () -> new Remembering(
                                    false, (s, l, g, memory) -> Formulas.update(other, g, memory, s.batch())))
                    .saying(name + " is " + Constants.text(value) + ", and the file says "
                            + Constants.text((Double) file)));
        } catch (IllegalArgumentException notAllowed) {
            return Optional.empty();
        }
    }

    /** Another optimizer with this one's parameters where it has the same, and else its own defaults. */
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

    // How a variant of both updates, or of one alone, is made.

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

    private static Variant remembering(Mistake mistake, Supplier<Formula> formula) {
        return Variant.remembering(mistake, formula, WEIGHT_UPDATE, BIAS_UPDATE);
    }

    @FunctionalInterface
    private interface OfMemory {
        Formulas.Update of(StepContext s, int l, Matrix g, List<Matrix> memory);
    }

    /** An optimizer that keeps its own memory, of every layer. */
    private static final class Remembering implements Formula {
        private final boolean goesOn;
        private final OfMemory formula;
        private final OfRate rate; // of the decay of weights
        private final Map<List<Object>, List<Matrix>> memories = new HashMap<>();

        /** @param goesOn whether what the optimizer remembers before the first step is what the right one remembers */
        private Remembering(boolean goesOn, OfMemory formula) {
            this(goesOn, formula, Formulas::rate);
        }

        private Remembering(boolean goesOn, OfMemory formula, OfRate rate) {
            this.goesOn = goesOn;
            this.formula = formula;
            this.rate = rate;
        }

        @Override
        public Matrix of(StepContext s, Quantity update, int l, Matrix right) {
            List<Object> key = List.of(l, update);
            List<Matrix> start = goesOn ? s.memory(update, l) : List.of();
            Formulas.Update made = formula.of(s, l, s.given(update, l), memories.getOrDefault(key, start));
            memories.put(key, made.state());
            return update == BIAS_UPDATE
                    ? made.value()
                    : Formulas.decayed(s.layerOf(update, l), made.value(), s.W(l), rate.of(s.optimizer(l), s.batch()));
        }
    }

    private static BiPredicate<NetworkSpec, Integer> has(Predicate<Layer> what) {
        return (spec, l) -> what.test(spec.layers().get(l - 1));
    }

    private static BiPredicate<NetworkSpec, Integer> optimizer(Class<? extends Optimizer> kind) {
        return (spec, l) -> kind.isInstance(spec.training().optimizer());
    }
}
