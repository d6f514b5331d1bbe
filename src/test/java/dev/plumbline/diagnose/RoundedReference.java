package dev.plumbline.diagnose;

import dev.plumbline.compare.DelegatingRun;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.perturbation.PerturbableRun;
import dev.plumbline.trace.perturbation.Perturbation;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/**
 * The reference with other last digits, as if it summed in another order. It is equally correct.
 *
 * @param seed of the random digits
 */
record RoundedReference(long seed) implements Engine {
    private static final Set<Quantity> ROUNDED = EnumSet.range(Quantity.PRE_ACTIVATION, Quantity.BIAS_GRADIENT);

    @Override
    public String name() {
        return "rounded";
    }

    @Override
    public Run start(Experiment experiment) {
        PerturbableRun exact = new ReferenceEngine().start(experiment);
        Random random = new Random(seed);
        Perturbation rounding = (q, l, tensor) -> ROUNDED.contains(q) ? rounded(tensor, random) : tensor;
        return new DelegatingRun(exact) {
            @Override
            public StepTrace step(Batch batch) {
                return exact.step(batch, rounding);
            }
        };
    }

    /** Moves each number by at most one unit in the last place. */
    private static Matrix rounded(Matrix tensor, Random random) {
        return tensor.map(value -> Double.isFinite(value) ? value + (random.nextInt(3) - 1) * Math.ulp(value) : value);
    }
}
