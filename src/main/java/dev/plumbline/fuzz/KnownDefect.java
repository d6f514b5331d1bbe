package dev.plumbline.fuzz;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where DL4J overflows though its result would be finite: its formulas hold an exponential that the reference's do without.
 * Such a network is counted by itself; everything else that is not finite on one side alone is a disagreement.
 */
public enum KnownDefect {
    /** log(1 + exp(z)) is taken as it stands, and is infinite once exp(z) is. */
    SOFTPLUS_OVERFLOWS(Activation.Softplus.class, 88, 709),
    /** The slope of swish divides by (1 + exp(z))², and is NaN once that is infinite. */
    SWISH_OVERFLOWS(Activation.Swish.class, 43, 350),
    /** The slope of mish divides by powers of exp(z) up to the fourth. */
    MISH_OVERFLOWS(Activation.Mish.class, 21, 170),
    /** The slope of gelu divides by (1 + exp(1.702z))². */
    GELU_OVERFLOWS(Activation.Gelu.class, 25, 200);

    private final Class<? extends Activation> activation;
    private final double above32;
    private final double above64;

    KnownDefect(Class<? extends Activation> activation, double above32, double above64) {
        this.activation = activation;
        this.above32 = above32;
        this.above64 = above64;
    }

    /** In a sentence: {@code softplus overflows}. */
    public String description() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    /**
     * The defect that explains why a tensor of the engine is not finite, if one does: its layer has the activation, and got
     * a pre-activation of the size that is needed.
     *
     * @param engine on which the network is trained again, up to that step
     */
    static Optional<KnownDefect> of(Experiment experiment, Key first, Engine engine) {
        NetworkSpec spec = experiment.spec();
        Activation activation = spec.layers().get(first.layer() - 1).activation();
        return Arrays.stream(values())
                .filter(defect -> defect.activation.isInstance(activation))
                .filter(defect -> first.quantity() == Quantity.ACTIVATION || first.quantity() == Quantity.DELTA)
                .filter(defect -> defect.explains(experiment, first, engine))
                .findFirst();
    }

    private boolean explains(Experiment experiment, Key first, Engine engine) {
        double above = experiment.spec().precision() == Precision.F32 ? above32 : above64;
        try (Run run = engine.start(experiment)) {
            for (Batch batch : experiment.batches()) {
                StepTrace trace = run.step(batch);
                if (batch.step() == first.step()) {
                    return trace.get(Quantity.PRE_ACTIVATION, first.layer()).stream()
                            .anyMatch(z -> z.max() > above);
                }
            }
        }
        return false;
    }
}
