package dev.plumbline.spec.glossary;

import dev.plumbline.spec.Constraint;
import dev.plumbline.spec.Dropout;
import dev.plumbline.spec.GradientNormalization;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Regularization;
import dev.plumbline.spec.data.ClassWeight;
import dev.plumbline.spec.data.DataSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A class of Plumbline that runs inside DL4J's training, at an extension point of DL4J, because DL4J has no such class
 * or a wrong one. For these classes, a check compares Plumbline with Plumbline. So reports name each of them, and tests
 * compare each with numbers from NumPy. A test compares this list with the classes that DL4J actually receives.
 */
public enum Dl4jReplacement {
    HUBER_LOSS("HuberLoss", "the Huber loss", "DL4J has no such loss", ""),
    WEIGHTED_LOSS(
            "WeightedLoss",
            "the weight of each example",
            "DL4J multiplies the last layer's pre-activations by these weights too",
            "if examples have weights"),
    MASK_DROPOUT(
            "MaskDropout",
            "dropout",
            "DL4J draws masks from its own random generator, which no other library can reproduce",
            ""),
    EXACT_MAX_NORM(
            "ExactMaxNorm",
            "the max-norm constraint",
            "DL4J's MaxNormConstraint adds 1e-6 to every norm, also in its copies",
            ""),
    GRADIENT_NORMS(
            "GradientNorms",
            "the norm of gradients",
            "DL4J gives the normalization of a layer only the gradient of that layer, and adds nothing to its norm",
            "with `per: network` or an `epsilon`"),
    DIVIDED_BY_BATCH(
            "DividedByBatch",
            "the coefficients of penalties",
            "DL4J does not tell its penalties how many examples a batch has",
            "with `divided_by: batch`"),
    CLASSICAL_MOMENTUM(
            "ClassicalMomentum",
            "the momentum",
            "DL4J has only Nesterov's momentum, with the learning rate on the gradient",
            "if it is classical or has `learning_rate_on: velocity`"),
    CORRECTED_EPSILON(
            "CorrectedEpsilon",
            "epsilon after the bias correction",
            "DL4J adds epsilon before the bias correction",
            "with `epsilon_on: corrected`"),
    INITIAL_STATE_UPDATER(
            "InitialStateUpdater",
            "the initial optimizer state",
            "DL4J's RmsProp starts from its epsilon and its AdaGrad from 1e-6",
            "if it differs from DL4J's"),
    SCHEDULED_ADA_GRAD(
            "ScheduledAdaGrad",
            "the learning rate of AdaGrad",
            "a copy of DL4J's AdaGrad loses its schedule",
            "if the learning rate changes"),
    POLYNOMIAL_DECAY("PolynomialDecay", "polynomial decay", "DL4J's PolySchedule has a plus instead of the minus", ""),
    STEP_RAMP(
            "StepRamp",
            "the warm-up by steps",
            "DL4J cannot read its RampSchedule from JSON; StepRamp takes its values from it",
            "with `per: step`"),
    EPOCH_RAMP("EpochRamp", "the warm-up by epochs", "DL4J's RampSchedule counts steps only", "with `per: epoch`"),
    POSITIVE_RATE(
            "PositiveRate",
            "a learning rate of 0",
            "DL4J's Adam and AMSGrad replace it by their epsilon",
            "if the learning rate can reach 0");

    private final String javaName;
    private final String part;
    private final String reason;
    private final String condition;

    Dl4jReplacement(String javaName, String part, String reason, String condition) {
        this.javaName = javaName;
        this.part = part;
        this.reason = reason;
        this.condition = condition;
    }

    /** The class's simple name. */
    public String javaName() {
        return javaName;
    }

    /** The part of the training that it computes: "dropout". */
    public String part() {
        return part;
    }

    /** Why Plumbline does not use DL4J's own class: a clause with DL4J as its subject. */
    public String reason() {
        return reason;
    }

    /** When a word needs it: "if the learning rate changes"; empty for always. */
    public String condition() {
        return condition;
    }

    /** The classes that this word or section can need; the argument is its record. */
    public static List<Dl4jReplacement> of(Class<?> word) {
        return Arrays.stream(values())
                .filter(replacement -> replacement.words().contains(word))
                .toList();
    }

    /** The classes that run when DL4J trains this network. */
    public static List<Dl4jReplacement> usedBy(NetworkSpec spec) {
        List<Object> values = IntStream.range(0, spec.layers().size())
                .boxed()
                .flatMap(layer -> valuesOf(spec, layer))
                .toList();
        return Arrays.stream(values())
                .filter(replacement -> Stream.concat(Stream.of(spec.data(), spec.loss()), values.stream())
                        .anyMatch(replacement::isNeededBy))
                .toList();
    }

    private List<Class<?>> words() {
        return switch (this) {
            case HUBER_LOSS -> List.of(Loss.Huber.class, Loss.MeanHuber.class);
            case WEIGHTED_LOSS ->
                List.of(
                        DataSource.Inline.class,
                        DataSource.Csv.class,
                        DataSource.Npz.class,
                        ClassWeight.Balanced.class,
                        ClassWeight.ByClass.class);
            case MASK_DROPOUT -> List.of(Dropout.class);
            case EXACT_MAX_NORM -> List.of(Constraint.MaxNorm.class);
            case GRADIENT_NORMS -> List.of(GradientNormalization.ClipNorm.class, GradientNormalization.UnitNorm.class);
            case DIVIDED_BY_BATCH -> List.of(Regularization.class);
            case CLASSICAL_MOMENTUM -> List.of(Optimizer.Momentum.class, Optimizer.Nesterov.class);
            case CORRECTED_EPSILON -> List.of(Optimizer.Adam.class, Optimizer.Amsgrad.class);
            case INITIAL_STATE_UPDATER -> List.of(Optimizer.Rmsprop.class, Optimizer.Adagrad.class);
            case SCHEDULED_ADA_GRAD -> List.of(Optimizer.Adagrad.class);
            case POLYNOMIAL_DECAY -> List.of(LearningRate.Polynomial.class);
            case STEP_RAMP, EPOCH_RAMP -> List.of(LearningRate.WarmUp.class);
            case POSITIVE_RATE -> List.of(Optimizer.Adam.class, Optimizer.Amsgrad.class);
        };
    }

    /** Whether this value of one of the words meets the condition too. */
    private boolean isNeededBy(Object value) {
        return words().contains(value.getClass())
                && switch (this) {
                    case WEIGHTED_LOSS ->
                        value instanceof ClassWeight || value instanceof DataSource data && data.isWeighted();
                    case GRADIENT_NORMS -> value instanceof GradientNormalization word && word.needsListener();
                    case DIVIDED_BY_BATCH -> value instanceof Regularization some && some.isOfBatch();
                    case CLASSICAL_MOMENTUM ->
                        value instanceof Optimizer.MomentumMethod method
                                && (value instanceof Optimizer.Momentum || method.scalesVelocity());
                    case CORRECTED_EPSILON ->
                        value instanceof Optimizer.Adam adam && adam.epsilonOn() == Optimizer.EpsilonPosition.CORRECTED
                                || value instanceof Optimizer.Amsgrad amsgrad
                                        && amsgrad.epsilonOn() == Optimizer.EpsilonPosition.CORRECTED;
                    case INITIAL_STATE_UPDATER ->
                        value instanceof Optimizer.Rmsprop rmsprop
                                        && rmsprop.initialMean() != Optimizer.InitialMean.EPSILON
                                || value instanceof Optimizer.Adagrad adagrad && !adagrad.startsAsInDl4j();
                    case SCHEDULED_ADA_GRAD ->
                        value instanceof Optimizer.Adagrad adagrad
                                && !(adagrad.learningRate() instanceof LearningRate.Constant);
                    case STEP_RAMP ->
                        value instanceof LearningRate.WarmUp ramp && ramp.per() == LearningRate.ScheduleUnit.STEP;
                    case EPOCH_RAMP ->
                        value instanceof LearningRate.WarmUp ramp && ramp.per() == LearningRate.ScheduleUnit.EPOCH;
                    case POSITIVE_RATE ->
                        value instanceof Optimizer optimizer
                                && optimizer
                                        .rate()
                                        .map(LearningRate::canReachZero)
                                        .orElse(false);
                    case HUBER_LOSS, MASK_DROPOUT, EXACT_MAX_NORM, POLYNOMIAL_DECAY -> true;
                };
    }

    private static Stream<Object> valuesOf(NetworkSpec spec, int layer) {
        Optimizer optimizer = spec.optimizerOf(layer);
        Stream<LearningRate> rates = optimizer.rate().stream()
                .flatMap(rate ->
                        rate instanceof LearningRate.WarmUp ramp ? Stream.of(ramp, ramp.then()) : Stream.of(rate));
        Layer options = spec.layers().get(layer);
        return Stream.<Stream<?>>of(
                        Stream.of(optimizer),
                        rates,
                        options.dropout().stream(),
                        options.regularization().stream(),
                        options.gradientNormalization().stream(),
                        options.constraint().stream())
                .flatMap(values -> values);
    }
}
