package dev.plumbline.diagnose;

import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.PerturbableRun;
import dev.plumbline.trace.Perturbation;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The reference, whose numbers have other last digits, as if it added in another order. That is as right.
 *
 * @param seed which digits
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
        return new Run() {
            @Override
            public StepTrace step(Batch batch) {
                return exact.step(batch, rounding);
            }

            @Override
            public Evaluation evaluate(Matrix inputs, Matrix targets, Optional<Matrix> weights) {
                return exact.evaluate(inputs, targets, weights);
            }

            @Override
            public TrainingState state() {
                return exact.state();
            }

            @Override
            public void close() {
                exact.close();
            }
        };
    }

    /** By one unit in the last place of each number, so that sums of them are off by those of their terms. */
    private static Matrix rounded(Matrix tensor, Random random) {
        return tensor.map(value -> Double.isFinite(value) ? value + (random.nextInt(3) - 1) * Math.ulp(value) : value);
    }
}
