package dev.plumbline.compare.run;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.perturbation.PerturbableEngine;
import org.jspecify.annotations.Nullable;

/**
 * The spread of an ensemble of {@link PerturbedRuns} of the reference in the free-running lane, whose initial weights
 * are perturbed too. The runs start from the beginning at the first request for a spread; from then on they take every
 * step.
 */
public final class EnsembleSpread implements AutoCloseable {
    private final PerturbableEngine reference;
    private final Experiment experiment;
    private @Nullable PerturbedRuns<PerturbedRuns.Run> runs;

    public EnsembleSpread(PerturbableEngine reference, Experiment experiment) {
        this.reference = reference;
        this.experiment = experiment;
    }

    /** Takes a step with all runs, if they are started. */
    public void step(Batch batch) {
        if (runs != null) {
            runs.forEach(run -> run.step(batch));
        }
    }

    /** The largest distance, in norm, of a correct engine from the reference in a tensor of the last step. */
    public double of(Key key, StepTrace expected) {
        Matrix reference = expected.get(key).orElseThrow();
        return upTo(key.step()).spread(run -> run.tensor(key), reference);
    }

    private PerturbedRuns<PerturbedRuns.Run> upTo(long step) {
        PerturbedRuns<PerturbedRuns.Run> started = runs;
        if (started == null) {
            started = PerturbedRuns.of(reference, experiment);
            started.forEach(PerturbedRuns.Run::perturbStart);
            runs = started;
            for (Batch batch : experiment.batches()) {
                step(batch);
                if (batch.step() == step) {
                    break;
                }
            }
        }
        return started;
    }

    @Override
    public void close() {
        if (runs != null) {
            runs.forEach(PerturbedRuns.Run::close);
        }
    }
}
