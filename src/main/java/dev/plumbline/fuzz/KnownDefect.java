package dev.plumbline.fuzz;

import dev.plumbline.compare.Difference;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where DL4J gives what is not finite though it could be: each is a finding of {@code src/docs/dl4j-findings.md} by the
 * same name. A network that meets one is counted by itself; whatever else is not finite on one side alone is a
 * disagreement.
 */
public enum KnownDefect {
    /** log(1 + exp(z)) is taken as it stands, and is infinite once exp(z) is. */
    SOFTPLUS_OVERFLOW,
    /** log(1 + exp(z)) is 0 once 1 + exp(z) is 1, and a loss that takes its logarithm, or divides by it, infinite. */
    SOFTPLUS_TAIL,
    /** The slopes are quotients of two infinities. */
    NAN_SLOPES,
    /** The slope takes the fourth power of z. */
    RATIONAL_TANH_OVERFLOW,
    /** Where all of a row is far below zero, its exponentials are all 0. */
    SOFTMAX_FAR_BELOW_ZERO;

    private static final Set<Quantity> OF_EXAMPLES = Set.of(Quantity.ACTIVATION, Quantity.LOSS, Quantity.DELTA);

    /** The finding's name: {@code softplus-overflow}. */
    public String finding() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a row of pre-activations is where this activation goes wrong; a little below the very number. */
    private boolean explains(Activation activation, boolean f32, Matrix row) {
        return switch (this) {
            case SOFTPLUS_OVERFLOW -> activation instanceof Activation.Softplus && row.max() > (f32 ? 88.7 : 709.7);
            case SOFTPLUS_TAIL -> activation instanceof Activation.Softplus && row.min() < (f32 ? -15.9 : -36.0);
            case NAN_SLOPES ->
                activation instanceof Activation.Mish && row.max() > (f32 ? 22.1 : 177.3)
                        || activation instanceof Activation.Gelu && row.max() > (f32 ? 26.0 : 208.4)
                        || activation instanceof Activation.Swish && row.max() > (f32 ? 44.3 : 354.8);
            case RATIONAL_TANH_OVERFLOW ->
                activation instanceof Activation.RationalTanh && row.abs().max() > (f32 ? 5e12 : 1e60);
            case SOFTMAX_FAR_BELOW_ZERO -> activation instanceof Activation.Softmax && !f32 && row.max() < -745;
        };
    }

    /**
     * The defect that explains why a number of the engine is not finite, if one does: its layer has the activation, and its
     * example, or for a loss any example, a pre-activation of the size that is needed.
     *
     * @param engine on which the network is trained again, up to that step
     */
    static Optional<KnownDefect> of(Experiment experiment, Difference first, Engine engine) {
        if (!OF_EXAMPLES.contains(first.key().quantity())) {
            return Optional.empty();
        }
        // When all examples are evaluated only the last layer is compared, and the fault may be in one before.
        for (int layer = first.key().layer(); layer >= 1; layer--) {
            Optional<KnownDefect> defect = of(experiment, first, layer, engine);
            if (defect.isPresent()) {
                return defect;
            }
        }
        return Optional.empty();
    }

    private static Optional<KnownDefect> of(Experiment experiment, Difference first, int layer, Engine engine) {
        NetworkSpec spec = experiment.spec();
        Activation activation = spec.layers().get(layer - 1).activation();
        boolean f32 = spec.precision() == Precision.F32;
        boolean ofAll = first.key().quantity() == Quantity.LOSS;
        List<Matrix> seen = preActivations(experiment, first.key().step(), layer, engine).stream()
                .flatMap(z -> IntStream.range(0, z.rows())
                        .filter(row -> ofAll || row == first.row())
                        .mapToObj(z::take))
                .toList();
        return Arrays.stream(values())
                .filter(defect -> seen.stream().anyMatch(row -> defect.explains(activation, f32, row)))
                .findFirst();
    }

    /** What came into a layer at a step: of the batch, and of all examples, as they are evaluated before it. */
    private static List<Matrix> preActivations(Experiment experiment, long step, int layer, Engine engine) {
        List<Matrix> seen = new ArrayList<>();
        for (boolean all : new boolean[] {false, true}) {
            try (Run run = engine.start(experiment)) {
                for (Batch batch : experiment.batches()) {
                    if (batch.step() == step && all) {
                        break;
                    }
                    StepTrace trace = run.step(batch);
                    if (batch.step() == step) {
                        trace.get(Quantity.PRE_ACTIVATION, layer).ifPresent(seen::add);
                        break;
                    }
                }
                if (all) {
                    run.step(whole(experiment, step))
                            .get(Quantity.PRE_ACTIVATION, layer)
                            .ifPresent(seen::add);
                }
            }
        }
        return seen;
    }

    /** All examples as a step's, of which nothing is dropped: kept are what keeping does not make grow. */
    private static Batch whole(Experiment experiment, long step) {
        NetworkSpec spec = experiment.spec();
        List<Optional<Matrix>> masks = IntStream.range(0, spec.layers().size())
                .mapToObj(i -> spec.layers()
                        .get(i)
                        .dropout()
                        .map(dropout ->
                                Matrix.full(experiment.inputs().rows(), spec.inputsOf(i), dropout.keepProbability())))
                .toList();
        return new Batch(step, 0, false, experiment.inputs(), experiment.targets(), experiment.exampleWeights(), masks);
    }
}
