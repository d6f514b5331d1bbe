package dev.plumbline.diagnose.hypotheses;

import static dev.plumbline.diagnose.hypotheses.UpdateMistakes.changed;
import static dev.plumbline.trace.Quantity.BIAS_UPDATE;
import static dev.plumbline.trace.Quantity.WEIGHT_UPDATE;

import dev.plumbline.diagnose.findings.Constants;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.StepContext;
import dev.plumbline.diagnose.replay.UpdateRule;
import dev.plumbline.diagnose.replay.Variant;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.Formulas;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Mistakes of the optimizer: another formula, other parameters, or a wrong state. */
final class OptimizerMistakes {
    private OptimizerMistakes() {}

    static Stream<Variant> of(Experiment experiment) {
        NetworkSpec spec = experiment.spec();
        return Stream.of(ofMoments(), ofVelocity(), ofState(experiment), otherOptimizers(spec), otherParameters(spec))
                .flatMap(variants -> variants);
    }

    private static Stream<Variant> ofMoments() {
        return Stream.concat(placesOfEpsilon(), corrections())
                .map(variant -> variant.where((spec, l) -> spec.training().optimizer() instanceof Optimizer.Adam));
    }

    private static Stream<Variant> placesOfEpsilon() {
        return Stream.of(
                adam(Mistake.EPSILON_PLACE, a -> a.corrected().div(a.correctedRoot()))
                        .describedAs("it is added to the corrected root, as in the paper and in PyTorch")
                        .where((spec, l) -> !isCorrected(spec)),
                adam(Mistake.EPSILON_PLACE, a -> a.correctedAtOnce().div(a.root()))
                        .describedAs("it is added to the root before its correction, as in DL4J and in Keras")
                        .where((spec, l) -> isCorrected(spec)),
                adam(
                                Mistake.EPSILON_PLACE,
                                a -> a.corrected()
                                        .div(a.v().div(a.second())
                                                .plus(a.epsilon())
                                                .sqrt()))
                        .describedAs("it is inside the root"),
                adam(
                                Mistake.EPSILON_PLACE,
                                a -> a.correctedAtOnce()
                                        .div(a.v().plus(a.epsilon()).sqrt()))
                        .describedAs("it is inside the root"));
    }

    /** The correction of the moments is missing, has no power, or multiplies. */
    private static Stream<Variant> corrections() {
        return Stream.of(
                adam(Mistake.MOMENTS_NOT_CORRECTED, a -> a.m().times(a.rate()).div(a.root())),
                adam(Mistake.MOMENTS_NOT_CORRECTED, a -> a.corrected().div(a.root()))
                        .describedAs("only the first one is"),
                adam(Mistake.MOMENTS_NOT_CORRECTED, a -> a.m().times(a.rate()).div(a.correctedRoot()))
                        .describedAs("only the second one is"),
                changed(Mistake.MOMENTS_POWER_FORGOTTEN, (s, q, l, rule) -> rule.withTime(1)),
                adam(
                                Mistake.MOMENTS_POWER_FORGOTTEN,
                                a -> a.m().times(a.rate() / (1 - a.adam().beta1()))
                                        .div(a.v().div(1 - a.adam().beta2())
                                                .sqrt()
                                                .plus(a.epsilon())))
                        .where((spec, l) -> !isCorrected(spec))
                        .describedAs("epsilon is added after the correction"),
                adam(
                        Mistake.MOMENTS_MULTIPLIED,
                        a -> a.m().times(a.rate() * a.first())
                                .div(a.v().times(a.second()).sqrt().plus(a.epsilon()))),
                adam(
                        Mistake.MOMENTS_MULTIPLIED,
                        a -> a.m().times(a.rate() * a.first() / Math.sqrt(a.second()))
                                .div(a.root())));
    }

    private static boolean isCorrected(NetworkSpec spec) {
        return spec.training().optimizer() instanceof Optimizer.Adam adam
                && adam.epsilonOn() == Optimizer.EpsilonPosition.CORRECTED;
    }

    /**
     * The moments of Adam after a step, and the parts of its formula.
     *
     * @param t the number of the step, counted from 1
     */
    private record Moments(Optimizer.Adam adam, Matrix m, Matrix v, double rate, double t) {
        /** 1 - beta1^t. */
        double first() {
            return 1 - Math.pow(adam.beta1(), t);
        }

        /** 1 - beta2^t. */
        double second() {
            return 1 - Math.pow(adam.beta2(), t);
        }

        double epsilon() {
            return adam.epsilon();
        }

        /** The first moment, corrected, times the learning rate. */
        Matrix corrected() {
            return m.times(rate / first());
        }

        /** The same with the correction of the second moment, which is then missing in the root. */
        Matrix correctedAtOnce() {
            return m.times(rate * Math.sqrt(second()) / first());
        }

        Matrix root() {
            return v.sqrt().plus(epsilon());
        }

        Matrix correctedRoot() {
            return v.div(second()).sqrt().plus(epsilon());
        }
    }

    private static Variant adam(Mistake mistake, Function<Moments, Matrix> formula) {
        return changed(
                mistake,
                (s, q, l, rule) -> rule.with((optimizer, g, state, rate, t) -> {
                    List<Matrix> next =
                            UpdateRule.step(optimizer, g, state, rate, t).state();
                    Moments moments = new Moments((Optimizer.Adam) optimizer, next.get(0), next.get(1), rate, t);
                    return new Formulas.Update(formula.apply(moments), next);
                }));
    }

    private static Stream<Variant> ofVelocity() {
        return Stream.of(
                rateOn(Optimizer.RatePosition.GRADIENT),
                rateOn(Optimizer.RatePosition.VELOCITY),
                velocity(Mistake.CLASSICAL_FOR_NESTEROV, OptimizerMistakes::plain, OptimizerMistakes::classical)
                        .where(optimizer(Optimizer.Nesterov.class)),
                velocity(Mistake.NESTEROV_FOR_CLASSICAL, OptimizerMistakes::plain, OptimizerMistakes::nesterov)
                        .where(optimizer(Optimizer.Momentum.class)),
                velocity(
                                Mistake.VELOCITY_REVERSED,
                                (mu, rate, before, g) -> before.times(-mu).minus(g.times(rate)),
                                OptimizerMistakes::classical)
                        .where(optimizer(Optimizer.Momentum.class)),
                velocity(Mistake.VELOCITY_NOT_DECAYED, OptimizerMistakes::summed, OptimizerMistakes::classical)
                        .where(optimizer(Optimizer.Momentum.class).or(optimizer(Optimizer.Nesterov.class))),
                velocity(Mistake.VELOCITY_DAMPED, OptimizerMistakes::damped, OptimizerMistakes::classical)
                        .where(optimizer(Optimizer.Momentum.class)),
                velocity(Mistake.VELOCITY_DAMPED, OptimizerMistakes::damped, OptimizerMistakes::nesterov)
                        .where(optimizer(Optimizer.Nesterov.class)));
    }

    /** The file's momentum with the learning rate in another position. */
    private static Variant rateOn(Optimizer.RatePosition position) {
        return changed(
                        Mistake.VELOCITY_RATE,
                        (s, q, l, rule) -> rule.with(Schema.with(rule.optimizer(), "learning_rate_on", position)))
                .describedAs("it is that of `learning_rate_on: " + Schema.wordOf(position) + "`")
                .where((spec, l) -> spec.training().optimizer() instanceof Optimizer.MomentumMethod method
                        && method.learningRateOn() != position
                        && UpdateMistakes.isScheduled(spec, l));
    }

    private static Matrix summed(double mu, double rate, Matrix before, Matrix g) {
        return plain(1, rate, before, g);
    }

    private static Matrix damped(double mu, double rate, Matrix before, Matrix g) {
        return plain(mu, rate * (1 - mu), before, g);
    }

    private static Matrix classical(double mu, Matrix v, Matrix before) {
        return v.unaryMinus();
    }

    private static Matrix nesterov(double mu, Matrix v, Matrix before) {
        return before.times(mu).minus(v.times(1 + mu));
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
                                                        .anyMatch(layer ->
                                                                !layer.equals(l) && haveOneShape(spec, l, layer)))))
                .flatMap(variants -> variants);
    }

    private static boolean hasState(Optimizer optimizer) {
        return !(optimizer instanceof Optimizer.Sgd);
    }

    private static boolean haveOneShape(NetworkSpec spec, int first, int second) {
        return spec.inputsOf(first - 1) == spec.inputsOf(second - 1)
                && spec.layers().get(first - 1).units()
                        == spec.layers().get(second - 1).units();
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
        long count = 0;
        for (int layer : order) {
            inStep++;
            count = layer == l && update == WEIGHT_UPDATE ? inStep : count;
            inStep += s.b(layer).isPresent() ? 1 : 0;
            count = layer == l && update == BIAS_UPDATE ? inStep : count;
        }
        return s.batch().step() * inStep + count;
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
                    Optimizer.MomentumMethod method = (Optimizer.MomentumMethod) optimizer;
                    double mu = method.momentum();
                    boolean scales = method.scalesVelocity();
                    Matrix before = state.isEmpty() ? Matrix.zeros(g.rows(), g.columns()) : state.get(0);
                    Matrix v = velocity.of(mu, scales ? 1 : rate, before, g);
                    return new Formulas.Update(value.of(mu, v, before).times(scales ? rate : 1), List.of(v));
                }));
    }

    private static Stream<Variant> otherOptimizers(NetworkSpec spec) {
        Optional<LearningRate> rate = spec.training().optimizer().rate();
        return Vocabulary.of(Optimizer.class).entries().stream()
                .filter(entry ->
                        !entry.name().equals(Schema.wordOf(spec.training().optimizer())))
                .flatMap(entry -> other(spec, entry, rate).stream())
                .map(optimizer -> changed(
                                optimizer instanceof Optimizer.Sgd
                                        ? Mistake.MOMENTUM_FORGOTTEN
                                        : Mistake.OTHER_OPTIMIZER,
                                (s, q, l, rule) -> rule.withOwnState((fileOptimizer, g, state, eta, t) ->
                                        fileOptimizer.rate().isPresent()
                                                ? UpdateRule.step(optimizer, g, state, eta, t)
                                                : Formulas.update(optimizer, g, state, UpdateRule.at((long) t - 1, 0))))
                        .describedAs("it is that of " + Schema.wordOf(optimizer)));
    }

    /** Usual values of an optimizer's parameters, including the defaults of libraries. */
    private static final Map<String, List<Double>> USUAL = Map.of(
            "momentum", List.of(0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99),
            "beta1", List.of(0.5, 0.8, 0.9, 0.95, 0.99),
            "beta2", List.of(0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999),
            "decay", List.of(0.5, 0.8, 0.9, 0.95, 0.99, 0.999),
            "epsilon", List.of(0.0, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10, 1e-12));

    private static Stream<Variant> otherParameters(NetworkSpec spec) {
        Optimizer optimizer = spec.training().optimizer();
        return Schema.of(optimizer.getClass()).parameters().stream()
                .map(parameter -> parameter.name())
                .flatMap(name -> USUAL.getOrDefault(name, List.of()).stream()
                        .flatMap(value -> otherParameter(optimizer, name, value).stream()));
    }

    /** The optimizer with another parameter value; empty if the value is not allowed or is the file's. */
    private static Optional<Variant> otherParameter(Optimizer optimizer, String name, double value) {
        Object file = Schema.of(optimizer.getClass()).parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow()
                .valueIn(optimizer);
        if (file.equals(value)) {
            return Optional.empty();
        }
        try {
            Optimizer changed = Schema.with(optimizer, name, value);
            return Optional.of(changed(Mistake.OTHER_PARAMETER, (s, q, l, rule) -> rule.with(changed))
                    .describedAs(
                            name + " is " + Constants.text(value) + "; the file has " + Constants.text((Double) file)));
        } catch (IllegalArgumentException notAllowed) {
            return Optional.empty();
        }
    }

    /** Another optimizer with the parameters that it shares with this one, and otherwise its defaults. */
    private static Optional<Optimizer> other(NetworkSpec spec, Vocabulary.Entry entry, Optional<LearningRate> rate) {
        Optimizer optimizer = spec.training().optimizer();
        Map<String, Object> values = new HashMap<>();
        Schema.of(optimizer.getClass())
                .parameters()
                .forEach(parameter -> values.put(parameter.name(), parameter.valueIn(optimizer)));
        rate.ifPresent(value -> values.putIfAbsent(Optimizer.RATE, value));
        Schema<?> schema = entry.schema().orElseThrow();
        if (schema.parameters().stream()
                .anyMatch(p -> !values.containsKey(p.name()) && p.defaultValue().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of((Optimizer) schema.create(schema.parameters().stream()
                .map(p -> values.getOrDefault(p.name(), p.defaultValue().orElse(0)))
                .toList()));
    }

    private static BiPredicate<NetworkSpec, Integer> optimizer(Class<? extends Optimizer> kind) {
        return (spec, l) -> kind.isInstance(spec.training().optimizer());
    }
}
