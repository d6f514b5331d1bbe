package dev.plumbline.compare.run;

import dev.plumbline.compare.rounding.ElementScales;
import dev.plumbline.compare.rounding.Lazy;
import dev.plumbline.compare.rounding.Tolerances;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import java.util.List;

/**
 * The scales of the rounding errors after a round of several workers. Several steps lie between the state before it and the
 * averages after it, and no formula of a single step bounds their rounding. So the reference repeats the round with perturbed
 * numbers: a number may be off by τ of itself, and by a multiple of what the perturbations move it.
 */
public final class RoundScales implements AutoCloseable {
    private final PerturbedRuns<PerturbedRuns.Run> runs;
    private final Tolerances tolerances;

    public RoundScales(PerturbableEngine reference, Experiment experiment) {
        tolerances = Tolerances.of(experiment);
        runs = PerturbedRuns.of(reference, experiment);
    }

    /**
     * The scales of a round. It is repeated at the first request.
     *
     * @param before the state before it
     * @param expected the reference's unperturbed record of it
     */
    public ElementScales of(Batch round, TrainingState before, StepTrace expected) {
        Lazy<PerturbedRuns<PerturbedRuns.Run>> repeated = new Lazy<>(() -> {
            runs.forEach(run -> run.take(before, List.of(round)));
            return runs;
        });
        return (Quantity quantity, int layer) -> {
            Key key = new Key(round.step(), quantity, layer);
            Matrix tensor = expected.get(key).orElseThrow();
            return repeated.get()
                    .spreadByElement(run -> run.tensor(key), tensor)
                    .div(tolerances.tau())
                    .plus(tensor.abs());
        };
    }

    @Override
    public void close() {
        runs.forEach(PerturbedRuns.Run::close);
    }
}
