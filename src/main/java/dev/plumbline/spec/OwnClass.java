package dev.plumbline.spec;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A class of Plumbline's that runs inside DL4J's training, at an extension point of DL4J's, where DL4J has no class of its
 * own or a wrong one. There a check compares Plumbline with Plumbline. Hence each is named to the user, and held to numbers
 * that NumPy made. A test holds this list to the classes that DL4J is really handed.
 */
public enum OwnClass {
    WEIGHTED_LOSS(
            "WeightedLoss",
            "the weight of each example",
            "DL4J multiplies the last layer's pre-activations by such weights too",
            "where examples have weights",
            value -> ((DataSource) value).isWeighted(),
            DataSource.Inline.class,
            DataSource.Csv.class,
            DataSource.Npz.class),
    MASK_DROPOUT(
            "MaskDropout",
            "dropout",
            "DL4J draws masks from a stream of its own, which no other library can follow",
            Dropout.class),
    EXACT_MAX_NORM(
            "ExactMaxNorm",
            "the constraint of the largest norm",
            "DL4J's MaxNormConstraint adds 1e-6 to every norm, also in the copies that it makes",
            Constraint.MaxNorm.class),
    CLASSICAL_MOMENTUM(
            "ClassicalMomentum", "classical momentum", "DL4J has Nesterov's momentum only", Optimizer.Momentum.class),
    SCHEDULED_ADA_GRAD(
            "ScheduledAdaGrad",
            "the learning rate of AdaGrad",
            "a copy of DL4J's AdaGrad forgets its schedule",
            "where the learning rate changes",
            value -> !(((Optimizer) value).rate().orElseThrow() instanceof LearningRate.Constant),
            Optimizer.Adagrad.class),
    POLYNOMIAL_DECAY(
            "PolynomialDecay",
            "polynomial decay",
            "DL4J's PolySchedule has a plus where the minus belongs",
            LearningRate.Polynomial.class),
    EPOCH_RAMP(
            "EpochRamp",
            "the warm-up by epochs",
            "DL4J's RampSchedule counts steps only",
            "with `per: epoch`",
            value -> ((LearningRate.WarmUp) value).per() == LearningRate.Per.EPOCH,
            LearningRate.WarmUp.class),
    ABOVE_ZERO(
            "AboveZero",
            "a learning rate of 0",
            "DL4J's Adam and AMSGrad put their epsilon in its place",
            "where the learning rate can reach 0",
            value -> ((Optimizer) value).rate().orElseThrow().canReachZero(),
            Optimizer.Adam.class,
            Optimizer.Amsgrad.class);

    private final String javaName;
    private final String part;
    private final String reason;
    private final String condition;

    @SuppressWarnings("ImmutableEnumChecker") // the predicates look at nothing but their argument
    private final Predicate<Object> isNeeded;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<Class<?>> words;

    OwnClass(String javaName, String part, String reason, Class<?>... words) {
        this(javaName, part, reason, "", value -> true, words);
    }

    OwnClass(
            String javaName,
            String part,
            String reason,
            String condition,
            Predicate<Object> isNeeded,
            Class<?>... words) {
        this.javaName = javaName;
        this.part = part;
        this.reason = reason;
        this.condition = condition;
        this.isNeeded = isNeeded;
        this.words = List.of(words);
    }

    /** The class's simple name. */
    public String javaName() {
        return javaName;
    }

    /** What of a training it computes: "classical momentum". */
    public String part() {
        return part;
    }

    /** Why DL4J's own class does not do: a clause with DL4J as its subject. */
    public String reason() {
        return reason;
    }

    /** When a word needs it: "where the learning rate changes"; empty where it always does. */
    public String condition() {
        return condition;
    }

    /** Those that this word or section may need, given its record. */
    public static List<OwnClass> of(Class<?> word) {
        return Arrays.stream(values()).filter(each -> each.words.contains(word)).toList();
    }

    /** Those that run when DL4J trains this network. */
    public static List<OwnClass> usedBy(NetworkSpec spec) {
        List<Object> values = IntStream.range(0, spec.layers().size())
                .boxed()
                .flatMap(layer -> valuesOf(spec, layer))
                .toList();
        return Arrays.stream(values())
                .filter(each ->
                        Stream.concat(Stream.of(spec.data()), values.stream()).anyMatch(each::isNeededBy))
                .toList();
    }

    private boolean isNeededBy(Object value) {
        return words.contains(value.getClass()) && isNeeded.test(value);
    }

    private static Stream<Object> valuesOf(NetworkSpec spec, int layer) {
        Optimizer optimizer = spec.optimizerOf(layer);
        Stream<LearningRate> rates = optimizer.rate().stream()
                .flatMap(rate ->
                        rate instanceof LearningRate.WarmUp ramp ? Stream.of(ramp, ramp.then()) : Stream.of(rate));
        Layer options = spec.layers().get(layer);
        return Stream.<Stream<?>>of(
                        Stream.of(optimizer), rates, options.dropout().stream(), options.constraint().stream())
                .flatMap(each -> each);
    }
}
